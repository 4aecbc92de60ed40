"""Links of a body: absolute, of harmless kinds, and honest about where they lead."""

import re
import unicodedata
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree

from tui_blog.convert.anchors import INNER
from tui_blog.model.text import clean_block

Element: TypeAlias = etree._Element

SCHEMES = frozenset({"http", "https", "mailto", "gemini", "gopher"})
"""What may be opened; every other link loses its target and keeps its text."""

CEILING = 4_000
"""Characters of an address."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\s\"()<>\\^`{|}]")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^\s/@]*@)?((?:[\w-]+\.)+[^\W\d_][\w-]+)\.?(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_FILE_ENDINGS = (
    ".js .html .htm .php .txt .css .json .yml .yaml .toml .xml .cpp .java .exe .png .jpg .jpeg .gif .svg "
    ".pdf .rb .asp .aspx .jsp .doc .docx .csv .tsx .cfg .ini "
)
"""Ends of names that are no domains: "node.js" is not mistaken for a host."""


def resolved(url: str | None, base_url: str) -> str:
    """An address made absolute and fit for Markdown; "" for what is broken or of a kind that is not opened.

    >>> resolved("../a (1).html", "https://blog.example/x/y")
    'https://blog.example/a%20%281%29.html'
    """
    try:
        joined = urljoin(base_url, re.sub(r"[\t\r\n]", "", (url or "").strip()))
        parts = urlsplit(joined)
        sound = parts.scheme == "mailto" or bool(parts.hostname)
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES or not sound or not url or len(joined) > CEILING:
        return ""
    if clean_block(joined) != joined:
        joined = quote(joined, safe="%/:?#@!$&+,;=.-", errors="replace")
    return _UNSAFE.sub(lambda found: quote(found[0]), joined)


def settle_links(root: Element, base_url: str) -> None:
    """Give every link out of the body its final address, or take the link away and leave its text."""
    for link in root.iter("a"):
        if link.get(INNER) is not None:
            continue
        href = resolved(link.get("href"), base_url)
        _show_cut(link)
        link.attrib.clear()
        if not href:
            link.tag = "span"
            continue
        link.set("href", href)
        if hidden := _hidden_host(link, href):
            link.tail = f" ({hidden}){link.tail or ''}"


def _show_cut(link: Element) -> None:
    """Mastodon shows of a long address its beginning alone, with dots that a style sheet adds."""
    for part in link.iterchildren("span"):
        if part.get("class") == "ellipsis":
            part.text = f"{part.text or ''}…"


def _hidden_host(link: Element, href: str) -> str:
    """The host that a link leads to, where its text looks like the address of another one."""
    text = unicodedata.normalize("NFKC", clean_block("".join(link.itertext()))[:CEILING]).strip()
    shown = _HOST.fullmatch(text)
    if shown is None or ("/" not in text and f".{shown[1].rpartition('.')[2].lower()} " in _FILE_ENDINGS):
        return ""
    host = (urlsplit(href).hostname or urlsplit(href).path.rpartition("@")[2]).lower()
    return "" if _bare(shown[1]) == _bare(host) else host


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")
