"""What people type or paste for an address, made into one that can be fetched."""

import re
from urllib.parse import urlsplit

from tui_blog.errors import BadAddress
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute, without_tracking

_FEED_PREFIX = re.compile(r"feed:(?://)?(?=https?:)|feed:(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:localhost|[\w-]+\.(?:localhost|local)|\d+(?:\.\d+){3}|\[[0-9a-f:.]+\])", re.IGNORECASE
)
_MASTODON = re.compile(r"@([\w.-]+)@([\w.-]+\.\w+)")


def normalise_url(text: str) -> str:
    """The address that is meant: with a scheme, without what only tells who sent the reader.

    Where no scheme was typed it is https, or http for this machine and bare IP addresses. Raises BadAddress,
    with a sentence, for what cannot be fetched.

    >>> normalise_url(" Blog.example/post?utm_source=x#top ")
    'https://Blog.example/post'
    """
    return addresses_to_try(text)[0]


def addresses_to_try(text: str) -> tuple[str, ...]:
    """The address that is meant, and the same with the other scheme where none was typed."""
    typed = _FEED_PREFIX.sub("", "".join(text.strip("<>\"' \t\r\n").splitlines()), count=1)
    if profile := _MASTODON.fullmatch(typed):
        return (f"https://{profile[2]}/@{profile[1]}.rss",)
    if scheme := _SCHEME.match(typed):
        if scheme[1].lower() not in ("http", "https"):
            raise _bad(
                text, f"it begins with “{clean_line(scheme[1])}:”, and only http and https can be read"
            )
        return (_sound(typed, text),)
    return _with_schemes(typed.lstrip("/"), text)


def _with_schemes(typed: str, text: str) -> tuple[str, ...]:
    host = re.split(r"[/?#]", typed, maxsplit=1)[0]
    is_local = _LOCAL.fullmatch(host.rpartition(":")[0] if re.search(r":\d+$", host) else host) is not None
    if "." not in host.strip(".") and not is_local:
        raise _bad(text, "an address looks like blog.example.org")
    schemes = ("http", "https") if is_local else ("https", "http")
    return tuple(_sound(f"{scheme}://{typed}", text) for scheme in schemes)


def _sound(url: str, text: str) -> str:
    # Whether it can be taken apart at all is told by `absolute`, hence it comes first.
    if not (found := absolute(url)) or " " in urlsplit(url).netloc:
        raise _bad(text, "no host can have that name or port")
    return without_tracking(found) if urlsplit(found).path else without_tracking(found + "/")


def _bad(text: str, reason: str) -> BadAddress:
    shown = clean_line(text, 80)
    return BadAddress(f"“{shown}” cannot be opened: {reason}.", shown)
