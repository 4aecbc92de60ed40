"""What a person narrows a list down to: a mark, words of the title, a month."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import clean_line
from tui_blog.ui.words import MONTHS

if TYPE_CHECKING:
    from tui_blog.model.archive import Month

Marks = Literal["all", "unread", "starred"]


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter; what it does not name it lets through."""

    marks: Marks = "all"
    words: str = ""
    """As they are typed; a title that passes holds all of them, also as parts of its words."""
    month: "Month | None" = None

    def __bool__(self) -> bool:
        return self != NO_FILTER

    def narrowed(self, query: PostQuery) -> PostQuery:
        """A list with all of this filter but its words."""
        return replace(
            query,
            unread=query.unread or self.marks == "unread",
            starred=query.starred or self.marks == "starred",
            since=self.month.since if self.month else query.since,
            until=self.month.until if self.month else query.until,
        )

    @property
    def label(self) -> str:
        """For people: "starred · May 2024 · “tea”"."""
        marks = [] if self.marks == "all" else [self.marks]
        month = [month_name(self.month)] if self.month else []
        words = [f"“{clean_line(self.words, 30)}”"] if self.words else []
        return " · ".join([*marks, *month, *words])


NO_FILTER = ListFilter()


def month_name(month: "Month") -> str:
    """A month for people, in little room: "Sep 2024"."""
    return f"{MONTHS[month.number - 1][:3]} {month.year}"
