"""What is laid over the text of a line: a chosen link, a number beside it, what was looked for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip


class Overlay(NamedTuple):
    """Cells of a line that are drawn in another style, with other letters where there is a text."""

    start: int
    """In cells from the left edge of the block."""
    end: int
    component: str
    """The component class that styles it."""
    text: str = ""
    """What stands there instead; it is cut to the cells."""


def overlaid(strip: Strip, overlays: Sequence[Overlay], style_of: Callable[[str], Style]) -> Strip:
    """Lay overlays on a line; of two that meet, the later one lies on top."""
    for overlay in overlays:
        end = min(overlay.end, strip.cell_length)
        if overlay.start >= end:
            continue
        left, middle, right = strip.divide([overlay.start, end, strip.cell_length])
        style = style_of(overlay.component)
        strip = Strip.join([left, _restyled(middle, style, overlay.text), right])
    return strip


def _restyled(middle: Strip, style: Style, text: str) -> Strip:
    """The style goes over that of the text, and the text's link stays."""
    if text:
        width = middle.cell_length
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
    return Strip(Segment.apply_style(middle, post_style=style), middle.cell_length)
