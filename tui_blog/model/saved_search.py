"""Searches that a person keeps: lists of the library that fill themselves."""

from dataclasses import dataclass

from tui_blog.model.text import CleanText

COUNTED = 999
"""More finds of a search, or of a rule's query, are not counted."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name."""

    query: CleanText
    """As it was typed; a search is kept once."""
    title: CleanText
    unread: int = 0
    """Posts that it found unread, when they were last counted; one more than `COUNTED` where it is more."""

    @property
    def unread_counted(self) -> int:
        """As many of them as are counted."""
        return min(self.unread, COUNTED)

    @property
    def is_more(self) -> bool:
        """There are more than were counted."""
        return self.unread > COUNTED
