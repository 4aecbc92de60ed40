"""Which links may be opened, and where they really lead."""

import re
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "gemini", "gopher"})

_NAMES_HOST = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*://)?(?:[^\s/@]*@)?((?:[\w-]+\.)+[\w-]{2,})(?:[:/?#]|\s*$)", re.IGNORECASE
)


def openable(url: str) -> str | None:
    """The address, if it is one that may be opened; a terminal is sent it, so only printable ASCII passes."""
    address = url.strip()
    if not (address.isascii() and address.isprintable()) or " " in address:
        return None
    scheme, colon, rest = address.partition(":")
    return address if colon and rest and scheme.lower() in SCHEMES else None


def true_host(shown: str, url: str) -> str:
    """The host that a link leads to where its text names another one, else ""."""
    named = _NAMES_HOST.match(shown)
    host = _host(url)
    if named is None or not host:
        return ""
    claimed = named[1].lower().removeprefix("www.")
    return "" if host == claimed or host.endswith("." + claimed) else host


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
