"""Addresses that blogs send: made absolute, made harmless, made comparable."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from tui_blog.model.text import EMPTY, CleanText, clean_block, clean_line

CEILING = 4_000
"""Characters; no server takes a longer address, and no screen shows it."""

# Absolute, and without a character that resolving or encoding could change: nearly every address is so.
_SOUND = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,4}|:[1-5]\d{4})?"
    r"(?:/[\w.~!$&'()*+,=:@%/-]*)?(?:\?[\w.~!$&'()*+,;=:@%/?-]+)?(?:#[\w.~!$&'()*+,;=:@%/?-]+)?",
    re.ASCII,
)
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\s\"<>\\^`{|}]")
_HOST = re.compile(r"[^\x00-\x20\x7f-\xa0\s\"%<>\\^`{|}]+")
_SLASHES = re.compile(r"^(https?):/*(?=[^/])", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"^feed:(?=https?:|//)", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|at_medium|at_campaign)", re.IGNORECASE
)
_BLOGGER_HOST = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]+$")


def absolute(url: str, base: str = "") -> str:
    """Resolve an address against its base; "" unless the outcome is a sound http or https address.

    Characters that an address may not hold, or that a terminal would obey, are percent-encoded.

    >>> absolute("../a b", "https://blog.example/x/y")
    'https://blog.example/a%20b'
    """
    if not url or is_sound(url):
        return url
    try:
        written = _FEED_SCHEME.sub("", _LINE_BREAKS.sub("", url.strip()))
        joined = urljoin(base, written)
        joined = _SLASHES.sub(r"\1://", joined)
        parts = urlsplit(joined)
        sound = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "") is not None
        _ = parts.port
    except ValueError:  # an unfinished IPv6 address, a port that is no number
        return ""
    return _encoded(joined) if sound and url.strip() and len(joined) <= CEILING else ""


def is_sound(url: str) -> bool:
    """Whether `absolute` would leave an address as it is, whatever the base; False where it may be so."""
    return len(url) <= CEILING and _SOUND.fullmatch(url) is not None


def _encoded(url: str) -> str:
    if clean_block(url) != url:
        return quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    return _UNSAFE.sub(lambda found: quote(found[0]), url)


@lru_cache(maxsize=1024)  # asked several times about each post of a page
def host_of(url: str) -> CleanText:
    """The host in lower case without "www.", for comparing and for sentences; "" where there is none."""
    try:
        return clean_line((urlsplit(url).hostname or "").removeprefix("www."))
    except ValueError:
        return EMPTY


def without_tracking(url: str) -> str:
    """Drop the fragment, and the parameters that only tell who sent the reader."""
    parts = urlsplit(url)
    mobile = _BLOGGER_HOST.search(parts.hostname or "")
    kept = [
        pair
        for pair in parts.query.split("&")
        if not _TRACKING.fullmatch(pair.partition("=")[0]) and not (mobile and pair == "m=1")
    ]
    return parts._replace(query="&".join(kept), fragment="").geturl()


def canonical_path(path: str) -> str:
    """The path of a canonical address: without the name of an index, and without its closing slash."""
    return re.sub(r"/(?:index\.(?:html?|php))?$", "", quote(path, safe="%/:@!$&'()*+,;=~", errors="replace"))


def canonical(url: str) -> str:
    """The form in which two addresses of one page are equal; for comparing only (feeds.md §9.2, rule 5)."""
    parts = urlsplit(without_tracking(url))
    host = _BLOGGER_HOST.sub(".blogspot.com", host_of(url))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = canonical_path(parts.path)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{port}{path}?{query}"


def may_be_home(url: str, page_url: str) -> bool:
    """A feed names its blog's home; but never may a public feed name an address of a private net."""
    if not url or host_of(url) == host_of(page_url):
        return bool(url)
    return not _is_private(host_of(url))


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
