"""Sets tables: as a grid where the columns have room, else row by row."""

from collections.abc import Mapping

from markdown_it.tree import SyntaxTreeNode
from rich.box import MINIMAL
from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from tui_blog.ui.widgets.inks import BOLD
from tui_blog.ui.widgets.inline_setting import set_inline
from tui_blog.ui.widgets.typesetter import Line, Typesetter, stacked

NARROWEST_COLUMN = 8
"""Cells; a column that would have less room cannot be read."""

BETWEEN = 3
"""Cells between two columns."""

JUSTIFIED: Mapping[str, JustifyMethod] = {"right": "right", "center": "center"}

Row = list[Text]


def set_table(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set a table within the width, however many columns it has."""
    head, *rows = [
        [set_inline(cell.children, typesetter.inks) for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    if _has_room([head, *rows], typesetter.width):
        return _grid(node, head, rows, typesetter)
    return stacked(_record(head, row, typesetter) for row in rows) or _record(head, [], typesetter)


def _has_room(rows: list[Row], width: int) -> bool:
    """Whether each column is given what it wants, or at least what can be read."""
    wanted = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=False)]
    room = width - BETWEEN * len(wanted)
    return sum(wanted) <= room or room >= NARROWEST_COLUMN * len(wanted)


def _grid(node: SyntaxTreeNode, head: Row, rows: list[Row], typesetter: Typesetter) -> list[Line]:
    table = Table(box=MINIMAL, pad_edge=False, show_edge=False, border_style=typesetter.inks.mark)
    for cell, text in zip(node.children[0].children[0].children, head, strict=True):
        align = str(cell.attrs.get("style", "")).removeprefix("text-align:")
        table.add_column(text, justify=JUSTIFIED.get(align, "left"), overflow="fold", header_style=BOLD)
    for row in rows:
        table.add_row(*row)
    return typesetter.drawn(table)


def _record(head: Row, row: Row, typesetter: Typesetter) -> list[Line]:
    """A row as lines of "column: cell"."""
    lines: list[Line] = []
    for number, name in enumerate(head):
        label = name.copy()
        label.stylize(BOLD)
        cell = row[number] if number < len(row) else Text()
        lines += typesetter.wrapped(Text.assemble(label, ": ", cell))
    return lines
