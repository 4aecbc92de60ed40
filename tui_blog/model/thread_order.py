"""Comments in the order of their thread: parents before children, each with its depth."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from tui_blog.model.comment import Comment, ThreadLine

_NEVER = datetime.max.replace(tzinfo=UTC)


def threaded(comments: tuple[Comment, ...]) -> tuple[tuple[Comment, int], ...]:
    """Order comments as a thread, parents before children, each with its depth (0 for the top).

    Siblings keep the order in which they came. A comment whose parent is missing (held, removed) counts as
    top-level; a circle of parents is cut at its first comment.
    """
    parents = {comment.id: comment.parent for comment in comments}
    cuts = _cuts(parents)
    children: dict[str | None, list[Comment]] = {}
    for comment in comments:
        parent = comment.parent if comment.parent in parents and comment.id not in cuts else None
        children.setdefault(parent, []).append(comment)
    return tuple(_walk(children, None))


def _cuts(parents: dict[str, str | None]) -> set[str]:
    """The first comment of each circle of parents; no comment is looked at twice."""
    places = {name: place for place, name in enumerate(parents)}
    settled: set[str] = set()
    cuts: set[str] = set()
    for name in parents:
        way: dict[str, int] = {}
        above: str | None = name
        while above in parents and above not in settled and above not in way:
            way[above] = len(way)
            above = parents[above]
        if above in way:
            cuts.add(min(list(way)[way[above] :], key=places.__getitem__))
        settled.update(way)
    return cuts


def _walk(children: dict[str | None, list[Comment]], root: str | None) -> list[tuple[Comment, int]]:
    """List what hangs under `root`, depth first, without recursion (threads may be thousands deep)."""
    ordered: list[tuple[Comment, int]] = []
    visited: set[str] = set()
    stack = [(comment, 0) for comment in reversed(children.get(root, []))]
    while stack:
        comment, depth = stack.pop()
        if comment.id in visited:
            continue
        visited.add(comment.id)
        ordered.append((comment, depth))
        stack.extend((child, depth + 1) for child in reversed(children.get(comment.id, [])))
    return ordered


def by_age(lines: Sequence[ThreadLine], *, newest_first: bool) -> tuple[ThreadLine, ...]:
    """Order whole threads by the dates of their first comments; the answers below each stay as they are.

    Where a first comment has no date, the threads stand in the order in which their blog sends them.
    """
    starts = [number for number, line in enumerate(lines) if not line.depth]
    threads = [lines[start:end] for start, end in pairwise([*starts, len(lines)])]
    dates = [thread[0].comment.published for thread in threads]
    if None not in dates:
        threads.sort(key=lambda thread: thread[0].comment.published or _NEVER)
    if newest_first:
        threads.reverse()
    return tuple(line for thread in threads for line in thread)
