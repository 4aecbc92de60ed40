"""The date as a blog prints it above the posts of a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

UNDATED = "Undated"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of posts, or that of the posts without a date."""

    date: date | None

    @classmethod
    def of(cls, published: datetime | None) -> Self:
        """The day on which a post came out where it was written: in its own offset, not in ours."""
        return cls(published.date() if published else None)

    @property
    def label(self) -> str:
        """For people: "Thursday, 19 December 2024"."""
        return f"{self.date:%A}, {self.date.day} {self.date:%B} {self.date.year}" if self.date else UNDATED

    @property
    def short_label(self) -> str:
        """The same for narrow places: "Thu 19 Dec 2024"."""
        return f"{self.date:%a} {self.date.day} {self.date:%b} {self.date.year}" if self.date else UNDATED
