"""How a person wants one list of posts: in which order, and what of it."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Chosen by keys for each list, and remembered."""

    oldest_first: bool = False
    hides_read: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """As `text` put it; whatever else stands there is left out."""
        words = text.split()
        return cls(oldest_first="oldest" in words, hides_read="unread" in words)

    @property
    def text(self) -> str:
        """To be kept; "" for that of a list for which nothing was chosen."""
        return " ".join(["oldest"] * self.oldest_first + ["unread"] * self.hides_read)


PLAIN = Arrangement()
