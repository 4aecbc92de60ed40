"""Tables of a body: those that hold data become even grids, those that only arrange a page dissolve."""

from collections.abc import Iterator

from lxml import etree

from tui_blog.convert.elements import BLOCKS, HEADINGS, UNWRAP, Element, enclose, sweep

COLUMNS = "columns"
"""The attribute by which a table's first row tells how many columns there are."""

WIDEST = 100
"""Columns and spans at most."""

_MOST_FILLED = 20_000
"""Empty cells for spans in a whole body: two spans of a few bytes could ask for thousands each."""

_BEYOND_A_CELL = HEADINGS | {"ul", "ol", "pre", "blockquote", "table", "hr"}
_GROUPS = ("thead", "tbody", "tfoot")
_RIGHT_PLACES = frozenset((("tr", "table"), ("td", "tr"), ("th", "tr")))
_PARTS = frozenset((*_GROUPS, "caption", "tr", "td", "th"))


def settle_tables(root: Element) -> None:
    """Make a grid of each table that has one, blocks of the others; rows then stand right in their table."""
    room = _MOST_FILLED
    for table in list(root.iter("table")):
        rows = list(_rows(table))
        if not _is_grid(table, rows) or (room := room - _spanned(rows)) < 0:
            _dissolve(table, rows)
            continue
        for caption in table.findall("caption"):
            caption.tag, caption.tail = "p", None
            enclose(caption, "em")
            table.addprevious(caption)
        _fill(rows)
    for group in root.iter(*_GROUPS):
        group.tag = UNWRAP
    sweep(root)
    for part in root.iter("caption", "tr", "td", "th"):
        _settle_stray(part)


def _settle_stray(part: Element) -> None:
    """A row or cell outside of a grid is a block like any other."""
    holder = part.getparent()
    if holder is None or (part.tag, holder.tag) not in _RIGHT_PLACES:
        part.tag = "p" if part.tag == "caption" else "div"


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _GROUPS:
            yield from child.findall("tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_grid(table: Element, rows: list[Element]) -> bool:
    if len(rows) < 2 or any(True for inner in table.iterdescendants(*_BEYOND_A_CELL)):
        return False
    groups = [child for child in table if child.tag in _GROUPS]
    if any(_holds_strays(part) for part in (table, *groups, *rows)):
        return False
    widths = [len(_cells(row)) for row in rows]
    return 2 <= max(widths) <= WIDEST and not any(_holds_blocks(cell) for row in rows for cell in _cells(row))


def _holds_strays(part: Element) -> bool:
    """True for text or elements that stand in a table but in none of its cells."""
    texts = [part.text, *(child.tail for child in part)]
    return any(text and text.strip() for text in texts) or any(child.tag not in _PARTS for child in part)


def _holds_blocks(cell: Element) -> bool:
    return sum(1 for inner in cell if inner.tag in BLOCKS) > 1


def _dissolve(table: Element, rows: list[Element]) -> None:
    for row in rows:
        for cell in _cells(row):
            cell.tag = "div"
        row.tag = "div"
    table.tag = "div"


def _spanned(rows: list[Element]) -> int:
    """How many places the cells span beside their own."""
    areas = (
        _span(cell, "colspan") * min(_span(cell, "rowspan"), len(rows) - place) - 1
        for place, row in enumerate(rows)
        for cell in _cells(row)
    )
    return sum(areas)


def _fill(rows: list[Element]) -> None:
    """Fill the places that a cell spans with empty cells, and make the first row as long as the longest."""
    hanging: dict[int, int] = {}
    for row in rows:
        _fill_row(row, hanging)
    columns = max(len(_cells(row)) for row in rows)
    rows[0].extend(etree.Element("td") for _ in range(columns - len(_cells(rows[0]))))
    rows[0].set(COLUMNS, str(columns))


def _fill_row(row: Element, hanging: dict[int, int]) -> None:
    """`hanging` tells for a column how many rows a cell of an earlier row still reaches down."""
    column = 0
    for cell in _cells(row):
        while hanging.get(column):
            hanging[column] -= 1
            cell.addprevious(etree.Element("td"))
            column += 1
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        for extra in range(wide):
            hanging[column + extra] = high - 1
            if extra:
                _add_behind(cell)
        column += wide


def _add_behind(cell: Element) -> None:
    empty = etree.Element("td")
    empty.tail, cell.tail = cell.tail, None
    cell.addnext(empty)


def _span(cell: Element, name: str) -> int:
    told = cell.get(name) or ""
    return min(WIDEST, max(1, int(told))) if told.isascii() and told.isdigit() and len(told) < 6 else 1
