"""Searches that a person keeps: lists of the library that fill themselves."""

from dataclasses import dataclass

from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name."""

    query: CleanText
    """As it was typed; a search is kept once."""
    title: CleanText
    unread: int = 0
    """Posts that it found unread, when they were last counted."""
