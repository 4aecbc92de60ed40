"""The XML of feeds: from a text, however broken, to its root element.

Nothing is fetched and no entity is expanded: the document type goes before the
parser sees the text, and with it all that XXE and billion laughs are made of.
"""

import re
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from tui_blog.platforms.feeds.cut import by_section, whole_part

Element: TypeAlias = etree._Element

_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
_FEED_START = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_PLAIN_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml\s[^>]*>)?(?:\s|<!--.*?-->|<\?[^>]*>)*+<(?:\w+:)?(?:rss|feed|RDF)[\s>]",
    re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_C1_REFERENCE = re.compile(r"&#(?:(1(?:2[89]|[345]\d))|[xX]0*([89][0-9a-fA-F]));")
_C1_REFERENCE_IN_BYTES = re.compile(_C1_REFERENCE.pattern.encode())
_REFERENCE = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([a-zA-Z][a-zA-Z0-9]{1,31});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def read_xml(text: str, url: str) -> Element | None:
    """Parse a document to its root element: as XML, or else mended, with all that can be saved of it.

    `url` becomes the base of relative addresses (RFC 3986 §5.1.3). None where there is no element at all.
    """
    text = _C1_REFERENCE.sub(_meant_character, _without_doctype(text))
    try:
        return etree.fromstring(text.encode(), _parser(recover=False), base_url=url)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return _rescued(text, url)


def read_plain_xml(body: bytes, url: str) -> Element | None:
    """Parse what most blogs send, a well-formed feed in UTF-8, without first making a text of it.

    None for all else: also where a document type stands before the feed, or a reference to mend within it.
    """
    if not _PLAIN_START.match(body) or _C1_REFERENCE_IN_BYTES.search(body):
        return None
    try:
        return etree.fromstring(body, _parser(recover=False), base_url=url)
    except etree.XMLSyntaxError:
        return None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        collect_ids=False,  # nobody asks for an element by its id
        load_dtd=False,
        huge_tree=False,  # keeps the parser's own ceilings of depth and of text
    )


def _rescued(text: str, url: str) -> Element | None:
    text = whole_part(text)
    start = _FEED_START.search(text)
    text = _mended(text[start.start() :] if start else text.lstrip())
    try:
        return etree.fromstring(text.encode(), _parser(recover=True), base_url=url)
    except etree.XMLSyntaxError:
        return None


def _without_doctype(text: str) -> str:
    feed = _FEED_START.search(text)
    start = _DOCTYPE.search(text, 0, feed.start() if feed else len(text))
    if start is None:
        return text
    end, subset = text.find(">", start.end()), text.find("[", start.end())
    if -1 < subset < end:
        closing = _SUBSET_END.search(text, subset)
        end = closing.end() - 1 if closing else end
    return text[: start.start()] + text[end + 1 :] if end > 0 else text[: start.start()]


def _mended(text: str) -> str:
    """Mend what XML forbids and feeds hold all the same (feeds.md §8.2)."""
    return "".join(
        _CONTROL.sub("", piece if is_data else _REFERENCE.sub(_mended_reference, piece))
        for piece, is_data in by_section(text)
    )


def _mended_reference(found: re.Match[str]) -> str:
    """Names that only HTML knows become characters; what is no reference becomes an ampersand."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        return _allowed_reference(int(decimal or hexadecimal, 10 if decimal else 16))
    if name in _XML_NAMES:
        return found[0]
    characters = html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in characters) if characters else "&amp;" + found[0][1:]


def _allowed_reference(number: int) -> str:
    """A reference to a character that XML 1.0 knows (§2.2), or nothing."""
    is_control = number < 0x20 and number not in (9, 10, 13)
    if is_control or 0xD800 <= number < 0xE000 or number in (0xFFFE, 0xFFFF) or number > 0x10FFFF:
        return ""
    return f"&#{number};"


def _meant_character(found: re.Match[str]) -> str:
    """Where a C1 control is referred to, its windows-1252 character was meant (WHATWG HTML §13.2.5.80)."""
    number = int(found[1]) if found[1] else int(found[2], 16)
    return bytes([number]).decode("cp1252", "ignore")
