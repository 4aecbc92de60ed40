"""Where the links of a laid-out block stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment

from tui_blog.model.text import CleanText, clean_line
from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.typesetter import Line


class Stretch(NamedTuple):
    """Neighbouring cells of a line, counted from the block's top and left."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A link where it stands, over several lines where it is wrapped."""

    key: Key
    """Of its block."""
    url: str
    text: CleanText
    stretches: tuple[Stretch, ...]


def spots_in(key: Key, lines: Sequence[Line]) -> tuple[Spot, ...]:
    """The links of a block, in reading order."""
    spots: list[Spot] = []
    for url, text, stretch in _linked(lines):
        last = spots[-1] if spots else None
        if last is not None and last.url == url and _goes_on(last.stretches[-1], stretch, lines):
            between = " " if stretch.line > last.stretches[-1].line else ""
            joined = clean_line(f"{last.text}{between}{text}")
            spots[-1] = Spot(key, url, joined, (*last.stretches, stretch))
        else:
            spots.append(Spot(key, url, clean_line(text), (stretch,)))
    return tuple(spots)


def _linked(lines: Sequence[Line]) -> Iterator[tuple[str, str, Stretch]]:
    for number, line in enumerate(lines):
        at = 0
        for segment in line:
            end = at + segment.cell_length
            if url := _link_of(segment):
                yield url, segment.text, Stretch(number, at, end)
            at = end


def _link_of(segment: Segment) -> str:
    return (segment.style.link or "") if segment.style else ""


def _goes_on(last: Stretch, next_one: Stretch, lines: Sequence[Line]) -> bool:
    """Whether a stretch is the rest of the one before: beside it, or on the next line where that was full."""
    if last.line == next_one.line:
        return last.end == next_one.start
    rest = "".join(segment.text for segment in lines[last.line])[last.end :]
    return next_one.line == last.line + 1 and not rest.strip()
