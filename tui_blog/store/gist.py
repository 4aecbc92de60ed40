"""What of a body a reader would call its content: of two that differ, whether that is worth a word.

HTML that says the same is seldom the same twice: nonces, session numbers, counters and the parameters of
statistics change at every fetch. Compared are the words, where links lead, and which pictures are there.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from tui_blog.store.addresses import address_of

LONGEST = 500_000
"""Characters of a body that are looked into; a longer one is compared as it came, without its spaces."""

# A tag ends before the next one begins: so the work grows with the body alone, whatever it holds.
_TAG = re.compile(r"<[^<>]*>")
_HOLDERS = re.compile(r"<[a-zA-Z][^<>]*\b(?:href|src|data)\s*=[^<>]*>", re.I)
_UNREAD = re.compile(r"(</?(?:script|style|template)\b[^<>]*>)", re.I)
_ATTRIBUTE = re.compile(r"""\b(href|src|data|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SPACES = re.compile(r"\s+")

_COUNTED = r"(?:comments?|replies|reply|points?|likes?|views?|shares?|votes?|claps?|reactions?)"
# Every repetition has a limit: a body of digits alone costs its length, and no more.
_COUNTS = re.compile(
    rf"(?<![\d.,])\d[\d.,]{{0,11}}\s{{0,2}}(?={_COUNTED}\b)|\b{_COUNTED}\s?:\s{{0,2}}\d[\d.,]{{0,11}}", re.I
)

# feeds.md §9.2, rule 5, and what servers put into addresses for their own use.
_VOLATILE = re.compile(
    r"(?:utm_\w*|mc_\w+|at_(?:medium|campaign)|x-amz-\w[\w-]*|fbclid|gclid|ref|source|nonce|_wpnonce|token|sig"
    r"|signature|expires|sid|phpsessid|session(?:_?id)?|t|ts|time|timestamp|rand|random|cb|cachebuster|_|v|ver)",
    re.I,
)
_COUNTERS = re.compile(
    r"(?:feeds\.feedburner\.com|feeds\.wordpress\.com|stats\.wordpress\.com|pixel\.|[\w.]*\.feedsportal\.com)"
)


def gist_of(html: str) -> str:
    """Words, links and pictures of a body; two bodies of one gist say the same.

    >>> gist_of('<p>A <a href="/b?utm_source=x">b</a></p>') == gist_of('<p>A  <a href="/b">b</a> </p>')
    True
    """
    if len(html) > LONGEST:
        return _SPACES.sub("", html)
    read = _without_unread(html)
    return "\n".join((_words(read), *_linked(read)))


def words_of(html: str) -> str:
    """The words of a body alone, without spaces and counts."""
    return _SPACES.sub("", html) if len(html) > LONGEST else _words(_without_unread(html))


def _without_unread(html: str) -> str:
    """A body without its programs and styles."""
    kept, inside = [], ""
    for piece in _UNREAD.split(html):
        tag = piece[:10].lower().strip("</> ") if piece.startswith("<") else ""
        name = next((name for name in ("script", "style", "template") if tag.startswith(name)), "")
        if not inside and not name:
            kept.append(piece)
        elif name and piece.startswith("</") and name == inside:
            inside = ""
        elif name and not inside and not piece.startswith("</"):
            inside = name
    return "".join(kept)


def _words(read: str) -> str:
    return _SPACES.sub("", _COUNTS.sub("", unescape(_TAG.sub(" ", read))))


def _linked(read: str) -> Iterator[str]:
    """Where its links lead, and which files it shows."""
    for tag in _HOLDERS.findall(read):
        told = {match[1].lower(): _value(match) for match in _ATTRIBUTE.finditer(tag)}
        if href := told.get("href"):
            yield from _target(href)
        if (source := told.get("src") or told.get("data")) and not _is_pixel(told):
            yield from _file(source)


def _value(match: re.Match[str]) -> str:
    return unescape(match[2] or match[3] or match[4] or "")


def _target(url: str) -> Iterator[str]:
    """Where a link leads, without what is in its address for statistics."""
    address, _, query = (address_of(url) or url.partition("#")[0]).partition("?")
    if not _COUNTERS.match(address):
        pairs = (pair for pair in query.split("&") if pair)
        kept = (pair for pair in pairs if not _VOLATILE.fullmatch(pair.partition("=")[0]))
        yield "&".join((address.rstrip("/"), *kept))


def _file(url: str) -> Iterator[str]:
    """A picture or a player by the end of its path: its host and its parameters change with its delivery."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if not _COUNTERS.match(parts.netloc):
        yield parts.path.rstrip("/").rpartition("/")[2]


def _is_pixel(told: dict[str, str]) -> bool:
    """A picture of no size counts its readers."""
    return any(told.get(side, "").strip().removesuffix("px") in {"0", "1"} for side in ("width", "height"))
