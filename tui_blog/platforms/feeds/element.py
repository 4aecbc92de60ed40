"""One element of a feed: its children by name, their texts and markup, and the base of their links."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from tui_blog.platforms.addresses import absolute, is_sound
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.xml import Element

# Namespaces by their conventional prefix (feeds.md §5); compared in lower case, without a closing slash.
# The core elements of RSS belong to no namespace, or to one of many.
_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://purl.org/net/rss1.1#": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/slash": "slash",
    "http://wellformedweb.org/commentapi": "wfw",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://www.w3.org/2007/app": "app",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_SAME_PREFIXES = {"atom10": "atom", "a10": "atom", "rss": ""}
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_IANA_RELATION = "http://www.iana.org/assignments/relation/"
# Only with its semicolon, and only this one: "?a=1&copy=2" holds no sign of copyright.
_AMPERSAND = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"[\d.]+[wxh](?:,|$)")
_LOCAL_NAME = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_HTML_SIGN = re.compile(r"<[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-f]+|[a-z]\w+);", re.IGNORECASE)


@lru_cache(maxsize=1024)
def name_of(tag: str, home: str = "") -> str:
    """The name of an element with its conventional prefix, in lower case: "title", "dc:creator", "atom:link".

    A prefix that was never declared is taken at its word; the prefix `home` goes without saying.
    """
    namespace, brace, local = tag.rpartition("}")
    if not brace:
        prefix, _, local = tag.rpartition(":")
        prefix = _SAME_PREFIXES.get(prefix.lower(), prefix.lower())
    else:
        prefix = _PREFIXES.get(namespace[1:].lower().removesuffix("/"), "unknown")
    return local.lower() if prefix in ("", home) else f"{prefix}:{local}".lower()


class Node:
    """The children of one element by their names.

    `home` is the prefix that goes without saying: "atom" within Atom documents, so that "title" finds
    `<atom:title>` there, and an element without a namespace as well.
    """

    __slots__ = ("_children", "element", "home")

    def __init__(self, element: Element, home: str = "") -> None:
        self.element = element
        self.home = home
        self._children: dict[str, list[Element]] = {}
        for child in element.iterchildren("*"):  # elements alone, no comments and no entities
            self._children.setdefault(name_of(child.tag, home), []).append(child)

    def all(self, name: str) -> list[Element]:
        """The children of that name, in document order."""
        return self._children.get(name, [])

    def first(self, *names: str) -> Element | None:
        """The first child that goes by the earliest of the names."""
        return next((child for name in names for child in self.all(name)), None)

    def nodes(self, name: str) -> Iterator["Node"]:
        """The children of that name, as nodes."""
        return (Node(child, self.home) for child in self.all(name))

    def text(self, *names: str) -> str:
        """The text of the first child with any, by the order of the names; "" where there is none."""
        for name in names:
            for child in self._children.get(name, ()):
                if text := text_of(child):
                    return text
        return ""

    def texts(self, *names: str) -> list[str]:
        """Every text of the children of those names."""
        return [text for name in names for child in self.all(name) if (text := text_of(child))]

    def date(self, *names: str) -> datetime | None:
        """The first of those children's texts that is a date."""
        dates = (parse_date(text) for name in names for child in self.all(name) if (text := text_of(child)))
        return next((date for date in dates if date), None)

    def address(self, *names: str) -> str:
        """The first of those children that holds a sound http address, made absolute."""
        found = (address_in(child, text_of(child)) for name in names for child in self.all(name))
        return next((url for url in found if url), "")

    def links(self, name: str, relation: str) -> list[Element]:
        """Atom links of one relation; a link without `rel` is an alternate (RFC 4287 §4.2.7.2)."""
        return [link for link in self.all(name) if relation == _relation(link)]


def _relation(link: Element) -> str:
    written = (link.get("rel") or "alternate").strip().lower()
    return str(written.removeprefix(_IANA_RELATION))


def text_of(element: Element) -> str:
    """All text within an element, without its edges' white space."""
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(element.itertext()).strip()


def base_of(element: Element) -> str:
    """What relative addresses in an element are relative to: the chain of xml:base, then the document."""
    return element.base or ""


def href_of(link: Element) -> str:
    """The absolute http address of an Atom link, or ""."""
    return address_in(link, link.get("href") or "")


def address_in(element: Element, written: str) -> str:
    """The absolute http address that is written in an element, or ""; escaped once too often as well."""
    if "&" in written:
        written = _AMPERSAND.sub("&", written)
    return written if is_sound(written) else absolute(written, base_of(element))


def markup_of(element: Element) -> str:
    """The HTML in an element: its text where that is markup already, else the elements in it, serialised.

    XHTML loses its namespace and the `div` that holds it (RFC 4287 §3.1.1.3).
    """
    if len(element) == 0:
        return (element.text or "").strip()
    for child in element.iter():
        if isinstance(child.tag, str):
            child.tag = _local_name(child.tag)
    holder = element[0] if len(element) == 1 and element[0].tag == "div" else element
    apart = etree.Element("div")  # away from the feed, whose namespaces would be written out again
    apart.text = holder.text
    apart.extend(list(holder))
    etree.cleanup_namespaces(apart)
    return _inner(apart)


def _inner(holder: Element) -> str:
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in holder)
    return (html.escape(holder.text or "", quote=False) + children).strip()


def _local_name(tag: str) -> str:
    local = tag.rpartition("}")[2].rpartition(":")[2]
    return local if _LOCAL_NAME.fullmatch(local) else "span"


def html_from_text(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, line ends stay.

    >>> html_from_text("a < b\\nc")
    '<p>a &lt; b<br>c</p>'
    """
    paragraphs = re.split(r"\n[ \t\r]*\n\s*", html.escape(text.strip(), quote=False))
    return "".join(f"<p>{'<br>'.join(p.splitlines())}</p>" for p in paragraphs if p)


def html_from_either(text: str) -> str:
    """What an RSS description holds: HTML where a tag or an entity shows it, else plain text."""
    return text if _HTML_SIGN.search(text) else html_from_text(text)


def rebased(markup: str, element: Element) -> str:
    """Make the links of a body absolute where xml:base rules them (feeds.md §7); else leave it as it is."""
    if not any(_XML_BASE in ancestor.attrib for ancestor in (element, *element.iterancestors())):
        return markup
    try:
        holder = lxml_html.fragment_fromstring(markup, create_parent="div")
        holder.make_links_absolute(base := base_of(element), handle_failures="ignore")
        for picture in holder.iter("img", "source"):
            if offered := picture.get("srcset"):
                picture.set("srcset", " ".join(_rebased_offer(token, base) for token in offered.split()))
    except (etree.ParserError, ValueError):
        return markup
    return _inner(holder)


def _rebased_offer(token: str, base: str) -> str:
    """A word of `srcset`: an address, how large the picture is, or both run together."""
    told = _DESCRIPTOR.match(token)
    start = told.end() if told else 0
    return token[:start] + urljoin(base, token[start:]) if token[start:] else token
