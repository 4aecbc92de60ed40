"""A list of blogs, as it goes from one program to another."""

from dataclasses import dataclass

from tui_blog.model.text import EMPTY, CleanText


@dataclass(frozen=True, slots=True)
class Outline:
    """A blog of a list."""

    feed_url: str
    title: CleanText = EMPTY
    """"" where the list does not name it."""
    url: str = ""
    """Its home page, or ""."""
    tags: tuple[CleanText, ...] = ()
    """The folders that it stands in, from the outermost, and its categories."""


@dataclass(frozen=True, slots=True)
class BlogList:
    """What a list holds."""

    outlines: tuple[Outline, ...]
    """Each feed once, with the tags of all its places in the list."""
    left_out: tuple[CleanText, ...] = ()
    """Entries that are no address of the web, as they stand there: a command, a query, a file."""
    breaks_off: bool = False
    """It ends before its end."""
