"""Comments in the order of their thread: parents before children, each with its depth."""

from tui_blog.model.comment import Comment


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
