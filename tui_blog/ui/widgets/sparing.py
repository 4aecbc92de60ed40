"""Lines that cost few bytes: a change of style takes twenty to forty, and on a blank most do not show."""

from collections.abc import Iterable

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


def sparing(segments: Iterable[Segment]) -> Strip:
    """A line that looks the same, with blanks drawn in the style of what stands before or after them."""
    merged: list[Segment] = []
    for text, style, _ in segments:
        last = merged[-1] if merged else None
        if not text:
            continue
        if last is None:
            merged.append(Segment(text, style))
        elif style == last.style or (_is_blank(text) and _look(style) == _look(last.style) != ""):
            merged[-1] = Segment(last.text + text, last.style)
        elif _is_blank(last.text) and _look(style) == _look(last.style) != "":
            merged[-1] = Segment(last.text + text, style)
        else:
            merged.append(Segment(text, style))
    return Strip(merged)


def extent(before: Strip | None, now: Strip) -> int:
    """The cells on which a line is to be written again: blanks at the end of both stay as they are."""
    if before is None or before.cell_length != now.cell_length:
        return now.cell_length
    last, next_one = _last(before), _last(now)
    if (
        last is None
        or next_one is None
        or _look(last.style) != _look(next_one.style)
        or not _look(last.style)
    ):
        return now.cell_length
    blanks = min(len(segment.text) - len(segment.text.rstrip(" ")) for segment in (last, next_one))
    return now.cell_length - blanks


def _last(strip: Strip) -> Segment | None:
    return next(reversed(list(strip)), None)


def _is_blank(text: str) -> bool:
    return not text.strip(" ")


def _look(style: Style | None) -> Color | str | None:
    """What a blank looks like: its background, None for the terminal's own; "" where a style draws on it."""
    if style is None:
        return None
    shows = (
        style.reverse or style.underline or style.underline2 or style.strike or style.overline or style.blink
    )
    return "" if shows or style.link or style.meta else style.bgcolor
