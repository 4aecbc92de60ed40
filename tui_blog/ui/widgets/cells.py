"""Text by the cells that it takes on a screen: wide characters take two, combining marks none."""

from rich.cells import cell_len, set_cell_size

from tui_blog.ui.widgets.reader.direction import text_as_seen

ELLIPSIS = "…"

# A joiner and a variation selector change the character before them. At the head of a text there is none, and
# measures then differ from what terminals do.
_DANGLING = "\u200d\ufe0f"


def fit(text: str, width: int) -> str:
    """Cut or pad `text` to exactly `width` cells; what was cut ends with "…".

    A wide character that would be cut in two is dropped whole; a mark stays with its letter. What runs from
    right to left is put in the order of its cells.
    """
    if width <= 0:
        return ""
    text = text.lstrip(_DANGLING)
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + ELLIPSIS
    return set_cell_size(text_as_seen(text), width)
