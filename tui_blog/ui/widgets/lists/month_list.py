"""The months of a list as bars, under their years; choosing one."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui_blog.model.archive import Month, MonthCount
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.line_list import ROW, LineList, Part
from tui_blog.ui.widgets.lists.list_keys import moving
from tui_blog.ui.words import MONTHS, counted

BAR = "month-list--bar"
YEAR = "month-list--year"

FULL, HALF, PLAIN = "█", "▌", "#"
"""A whole cell and half a one, which the fonts of all terminals have; and what ASCII has."""


@dataclass(frozen=True, slots=True)
class Year:
    """The heading of a year."""

    number: int
    posts: int


MonthLine = MonthCount | Year


class MonthList(LineList[MonthLine]):
    """Shows how many posts each month holds."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {BAR, YEAR}
    BINDINGS: ClassVar[list[BindingType]] = [
        *moving("archive"),
        Binding("enter,l,right", "open", "Show", tooltip="Show the posts of this month", id="archive.open"),
    ]

    class Chosen(Message):
        """The person wants the posts of a month."""

        def __init__(self, month: Month) -> None:
            super().__init__()
            self.month = month

    def __init__(self, *, id: str | None = None, is_plain: bool = False) -> None:
        """`is_plain` draws with nothing but ASCII."""
        self._is_plain = is_plain
        self._most = 1
        super().__init__(id=id)

    def show(self, months: tuple[MonthCount, ...], here: Month | None) -> None:
        """Show months, the newest first, with the cursor on `here`, or on the first."""
        self._most = max((month.posts for month in months), default=1)
        self.refresh()
        self.show_lines(tuple(_lines(months)), here, keep_place=False)

    def action_open(self) -> None:
        """Choose the month under the cursor."""
        line = self.cursor_line
        if isinstance(line, MonthCount):
            self.post_message(self.Chosen(line.month))

    def key_of(self, line: MonthLine) -> Hashable | None:
        """The cursor passes over years."""
        return line.month if isinstance(line, MonthCount) else None

    def parts(self, line: MonthLine, width: int) -> Iterable[Part]:
        """Draw a year, or a month: its name, its count, its bar."""
        if isinstance(line, Year):
            return ((fit(f" {line.number} · {counted(line.posts, 'post')}", width), YEAR),)
        head = f"  {MONTHS[line.month.number - 1][:3]} {line.posts:>{len(f'{self._most:,}')},}  "
        room = max(1, width - len(head) - 1)
        return (head, ROW), (fit(bar(line.posts, self._most, room, is_plain=self._is_plain), room), BAR)


def bar(posts: int, most: int, width: int, *, is_plain: bool) -> str:
    """A bar that fills `width` cells where it is the longest; there is something to see of any."""
    if is_plain:
        return PLAIN * max(1, round(posts * width / most))
    whole, half = divmod(max(1, round(2 * posts * width / most)), 2)
    return FULL * whole + HALF * half


def _lines(months: tuple[MonthCount, ...]) -> Iterable[MonthLine]:
    for number, of_year in groupby(months, key=lambda found: found.month.year):
        group = tuple(of_year)
        yield Year(number, sum(found.posts for found in group))
        yield from group
