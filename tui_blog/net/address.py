"""Web addresses: made safe to send, cut to what may be shown."""

import httpx

from tui_blog.errors import BadAddress
from tui_blog.model.text import CleanText, clean_line
from tui_blog.net.credentials import without_userinfo
from tui_blog.net.guard import is_loopback

_LAST_PORT = 65_535
_SHOWN = 200
"""Characters of an address that a sentence shows."""


def parse(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address, relative to `base` where a page gave it; user name, password and fragment are dropped.

    Raises BadAddress unless it is http or https and names a host.
    """
    try:
        url = base.join(text) if base else httpx.URL(text)
        url = url.copy_with(userinfo=b"", fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise _bad(text, base) from error
    if url.scheme not in {"http", "https"} or not url.raw_host or (url.port or 0) > _LAST_PORT:
        raise _bad(text, base)
    return url


def _bad(text: str, base: httpx.URL | None) -> BadAddress:
    shown = clean_line(without_userinfo(text), _SHOWN)
    if base:
        return BadAddress(
            f"{shown_host(base)} leads on to “{shown}”, which cannot be fetched. Try it in a browser.", shown
        )
    return BadAddress(
        f"“{shown}” is not an address that can be fetched. Use one that begins with https:// or http://.",
        shown,
    )


def typed_host(text: str | None) -> str | None:
    """The host of what the person typed, with or without a scheme ("blog.example", "feed:https://…")."""
    if text is None:
        return None
    text = text.strip().removeprefix("feed:").removeprefix("//")
    try:
        return host_of(httpx.URL(text if "://" in text else f"http://{text}")) or None
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return None


def host_of(url: httpx.URL) -> str:
    """The host in ASCII, as it is looked up ("xn--bcher-kva.example"); IPv6 without brackets."""
    return url.raw_host.decode("ascii")


def origin(url: httpx.URL) -> str:
    """Scheme, host and port as credentials are stored for ("https://example.org"), RFC 6454 §6.2."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def is_confidential(url: httpx.URL) -> bool:
    """Nobody on the way can read what is sent there: it is encrypted, or stays on this machine."""
    return url.scheme == "https" or is_loopback(host_of(url))


def shown_host(url: httpx.URL) -> CleanText:
    """The host, with its port where that is an unusual one, for sentences."""
    try:
        host = url.host
    except UnicodeError:  # a name in Punycode that stands for no name, or for an emoji
        host = host_of(url)
    host = f"[{host}]" if ":" in host else host
    return clean_line(host if url.port is None else f"{host}:{url.port}", _SHOWN)


def shown_page(url: httpx.URL) -> CleanText:
    """Host and path for sentences; never the query, which may hold a key."""
    return clean_line(f"{shown_host(url)}{url.path}", _SHOWN)
