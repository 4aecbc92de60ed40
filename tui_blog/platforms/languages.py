"""The language that a feed or a page says it is in."""

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def language_in(*told: str | None) -> str:
    """The first that is a language tag (BCP 47), with hyphens; "" where none is.

    >>> language_in(None, " pt_BR "), language_in("English please", "en-us")
    ('pt-BR', 'en-us')
    """
    tags = ((text or "").strip() for text in told)
    return next((tag.replace("_", "-") for tag in tags if _TAG.fullmatch(tag)), "")
