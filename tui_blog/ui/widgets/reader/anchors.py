"""Where the links within a text lead: to its headings, to footnotes, and from these back to the text."""

from urllib.parse import unquote

from tui_blog.model.anchors import partner, slugs
from tui_blog.ui.widgets.reader.blocks import HEADING
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.markdown_source import Passage
from tui_blog.ui.widgets.reader.place import Place


def place_of_anchor(layout: Layout, anchor: str) -> Place | None:
    """The place of "#note-3", "#ref-3" or "#whats-new" in a column; None where it has no such place.

    A note and its reference are each where the link to the other stands. The block of the place is laid out.
    """
    name = unquote(anchor.removeprefix("#"))
    if other := partner(name):
        return _place_of_link(layout, f"#{other}")
    headings = [block for block in _passages(layout) if block.key.kind == HEADING]
    found = zip(slugs(heading.words() for heading in headings), headings, strict=True)
    return next((Place(heading.key) for slug, heading in found if slug == name), None)


def _place_of_link(layout: Layout, target: str) -> Place | None:
    """The line on which a link begins for the first time."""
    for passage in _passages(layout):
        number = layout.number(passage.key)
        if f"]({target})" not in passage.source or number is None:
            continue
        layout.measure(number)  # Even a giant: the reader waits for just this one.
        lines = layout.lines(number)
        for row, line in enumerate(lines):
            if any(segment.style and segment.style.link == target for segment in line):
                return Place(passage.key, row / len(lines))
    return None


def _passages(layout: Layout) -> list[Passage]:
    """The blocks of the body; the comments below it have no such places."""
    return [block for block in layout.blocks if isinstance(block, Passage)]
