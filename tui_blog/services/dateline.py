"""The date above a post, as its blog would print it: in the blog's own language and time zone."""

from datetime import datetime
from typing import TYPE_CHECKING

from tui_blog.model.text import EMPTY, CleanText, clean_line

if TYPE_CHECKING:
    from babel import Locale


def dateline(published: datetime | None, language: str) -> CleanText:
    """The date in words, in a language (BCP 47) that is not English; "" for English, or for what is unknown.

    English is the program's own language: its screens know how to write that by themselves.

    >>> dateline(datetime(2024, 12, 19), "de"), dateline(datetime(2024, 12, 19), "en-GB")
    ('Donnerstag, 19. Dezember 2024', '')
    """
    if published is None or not language or language.lower().startswith("en"):
        return EMPTY
    locale = _locale(language)
    if locale is None:
        return EMPTY
    from babel.dates import format_date  # a fifth of a second to import, for blogs in other languages alone

    # The moment keeps the offset that the blog wrote, so that this is its own day.
    return clean_line(format_date(published.date(), "full", locale=locale))


def _locale(language: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
