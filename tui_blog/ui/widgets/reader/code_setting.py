"""Sets blocks of code: every line behind a bar, folded where it is too long, never cut."""

from functools import partial

from tui_blog.ui.widgets.reader.code_colours import coloured
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

BAR, FOLD = "│ ", "┊ "
"""Drawn beside each line of code, and beside what had to be folded under it."""


def set_code(code: str, info: str, typesetter: Typesetter) -> list[Line]:
    """Set code; `info` is what Markdown says of it, its first word the language."""
    language = info.split(maxsplit=1)[0].lower() if info.strip() else ""
    text = coloured(code.rstrip("\n"), language, typesetter.inks)
    lines: list[Line] = []
    for line in text.split("\n", allow_blank=True):
        lines += typesetter.beside(BAR, partial(Typesetter.folded, text=line), after=FOLD)
    return lines
