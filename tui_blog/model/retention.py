"""How much of a blog is kept: all of it, its newest posts, or those of the last time."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_WRITTEN: Final = r"([0-9]{1,6})([dwmy]?)"

KEEPS = "all, a number of posts like 200, or a span like 90d, 8w, 6m or 2y"
"""What can be written, for people."""


@dataclass(frozen=True, slots=True)
class Keep:
    """What is kept of a blog; posts with a star, a tag or a comment of the person's are so in any case."""

    text: str = "all"
    """As it is written."""
    posts: int | None = None
    """The newest so many."""
    age: timedelta | None = None
    """Those that are no older."""


ALL: Final = Keep()


def keep_of(text: str) -> Keep | None:
    """Read what was written; None where it says nothing of the kind.

    >>> keep_of("200").posts, keep_of("2y").age.days, keep_of("some")
    (200, 730, None)
    """
    written = text.strip().lower()
    if written == ALL.text:
        return ALL
    found = re.fullmatch(_WRITTEN, written)
    if found is None or int(found[1]) == 0:
        return None
    number, unit = int(found[1]), found[2]
    return Keep(written, age=timedelta(days=number * _DAYS[unit])) if unit else Keep(written, posts=number)
