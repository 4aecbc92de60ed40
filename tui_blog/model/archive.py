"""The archive of a list: its months, and how many posts each of them holds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of UTC, which is the time that lists are sorted by."""

    year: int
    number: int
    """1 to 12."""

    @classmethod
    def at(cls, seconds: int) -> Self:
        """The month of a moment, in Unix seconds."""
        moment = datetime.fromtimestamp(seconds, UTC)
        return cls(moment.year, moment.month)

    @property
    def since(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def until(self) -> datetime | None:
        """The first moment that is past it; None after the last month that there are dates for."""
        if (self.year, self.number) == (9999, 12):
            return None
        return datetime(self.year + self.number // 12, self.number % 12 + 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many posts of a list a month holds."""

    month: Month
    posts: int
