"""A post compared with what it said when the person read it, as `read --changes` prints it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui_blog.model.differences import Comparison
from tui_blog.model.wording import Wording

SIGNS = {"stayed": "  ", "came": "+ ", "went": "- ", "reworded": "~ "}
BRACKETS = {" ": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


class Passage(NamedTuple):
    """A passage of Markdown, and what became of it."""

    change: str
    """A key of SIGNS."""
    markdown: str


def compared(former: Wording, now: Wording) -> Iterator[Passage]:
    """All passages of both wordings in reading order, the title first as a heading."""
    old, new, comparison = _passages(former), _passages(now), Comparison()
    for pair in comparison.parts(old, new):
        before = None if pair.old is None else old[pair.old]
        after = None if pair.new is None else new[pair.new]
        if after is None or before is None:
            yield Passage("came" if before is None else "went", after or before or "")
        elif pair.same:
            yield Passage("stayed", after)
        else:
            yield Passage("reworded", _merged(before, after, comparison))


def signed(passage: Passage) -> str:
    """The lines of a passage, each behind its sign."""
    return "\n".join(f"{SIGNS[passage.change]}{line}".rstrip() for line in passage.markdown.split("\n"))


def _passages(wording: Wording) -> list[str]:
    """Cut Markdown at its blank lines, but for those in code."""
    passages: list[list[str]] = [[f"# {wording.title}"], []]
    fence = ""
    for line in wording.markdown.split("\n"):
        if found := _FENCE.match(line):
            fence = (
                "" if fence and line.strip() == found[1] and found[1].startswith(fence) else fence or found[1]
            )
        if line.strip() or fence:
            passages[-1].append(line)
        else:
            passages.append([])
    return ["\n".join(passage) for passage in passages if passage]


def _merged(old: str, new: str, comparison: Comparison) -> str:
    pieces: list[str] = []
    for sign, start, end in comparison.words(old, new):
        text = (old if sign == "-" else new)[start:end]
        words = text.rstrip()
        opening, closing = BRACKETS[sign]
        pieces += [opening, words, closing, text[len(words) :]]
    return "".join(pieces)
