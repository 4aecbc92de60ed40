"""Sets tables: as a grid where the columns have room, else row by row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from markdown_it.tree import SyntaxTreeNode
from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text

from tui_blog.ui.widgets.reader.inks import BOLD
from tui_blog.ui.widgets.reader.inline_setting import set_inline
from tui_blog.ui.widgets.reader.typesetter import NARROWEST, Line, Typesetter, stacked, width_of

LONGEST_WORD = 20
"""Cells that a column is given for its longest word; what is longer is broken."""

BETWEEN = " │ "
CROSSING = "─┼─"

Row = list[Text]
Aligned = Callable[[int], int]
"""How many of so many spare cells stand before the text."""

ALIGNED: Mapping[str, Aligned] = {"right": lambda spare: spare, "center": lambda spare: spare // 2}


def set_table(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set a table within the width, however many columns it has."""
    head, *rows = [
        [set_inline(cell.children, typesetter.inks) for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    for name in head:
        name.stylize(BOLD)
    widths = _widths([head, *rows], typesetter.width)
    if widths:
        return _grid(node, head, rows, widths, typesetter)
    return stacked(_record(head, row, typesetter) for row in rows) or _record(head, [], typesetter)


def _widths(rows: list[Row], width: int) -> list[int]:
    """The cells of each column; none where not even its words, or what can be read, would have room."""
    columns = list(zip_longest(*rows, fillvalue=Text()))
    wanted = [max(1, *(line.cell_len for cell in column for line in cell.split("\n"))) for column in columns]
    widths = [min(want, _needed(column)) for want, column in zip(wanted, columns, strict=True)]
    spare = width - len(BETWEEN) * (len(columns) - 1) - sum(widths)
    if spare < 0:
        return []
    while spare and (short := [number for number, want in enumerate(wanted) if widths[number] < want]):
        share = max(1, spare // len(short))
        for number in short[:spare]:
            widths[number] += min(share, wanted[number] - widths[number])
        spare = width - len(BETWEEN) * (len(columns) - 1) - sum(widths)
    return widths


def _needed(column: Sequence[Text]) -> int:
    words = (word for cell in column for word in cell.plain.split())
    return max(NARROWEST, min(LONGEST_WORD, max(map(cell_len, words), default=0)))


def _grid(
    node: SyntaxTreeNode, head: Row, rows: list[Row], widths: list[int], typesetter: Typesetter
) -> list[Line]:
    """A grid; where a row takes several lines, a blank one parts it from the next."""
    names = node.children[0].children[0].children
    aligned = [ALIGNED.get(_alignment(name), _left) for name in names]
    drawn = [_row(row, widths, aligned, typesetter) for row in rows]
    lines: list[Line] = []
    if any(name.plain.strip() for name in head):
        rule = CROSSING.join("─" * width for width in widths)
        lines = [*_row(head, widths, aligned, typesetter), [Segment(rule, typesetter.inks.mark)]]
    is_tall = any(len(row) > 1 for row in drawn)
    blank = _row([Text()] * len(widths), widths, aligned, typesetter) if is_tall else []
    for number, row in enumerate(drawn):
        lines += [*(blank if number else []), *row]
    return lines


def _alignment(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).removeprefix("text-align:")


def _left(spare: int) -> int:
    return 0


def _row(row: Row, widths: list[int], aligned: list[Aligned], typesetter: Typesetter) -> list[Line]:
    row = [*row, *[Text()] * (len(widths) - len(row))]
    cells = [
        [_in_cell(line, width, place) for line in replace(typesetter, width=width).wrapped(cell)]
        for cell, width, place in zip(row, widths, aligned, strict=True)
    ]
    between = Segment(BETWEEN, typesetter.inks.mark)
    lines: list[Line] = []
    for parts in zip_longest(*cells):
        line: Line = []
        for part, width in zip(parts, widths, strict=True):
            line += [between] if line else []
            line += part or [Segment(" " * width)]
        lines.append(line)
    return lines


def _in_cell(line: Line, width: int, aligned: Aligned) -> Line:
    """A line of a cell, as wide as its column."""
    spare = width - width_of(line)
    before = aligned(spare)
    return [Segment(" " * before), *line, Segment(" " * (spare - before))]


def _record(head: Row, row: Row, typesetter: Typesetter) -> list[Line]:
    """A row as lines of "column: cell"; an empty cell of it tells nothing."""
    lines: list[Line] = []
    for number, name in enumerate(head):
        cell = row[number] if number < len(row) else Text()
        if cell.plain.strip() or not row:
            lines += typesetter.wrapped(Text.assemble(name, ": ", cell) if name.plain.strip() else cell)
    return lines
