"""The elements of a body: parsing them, marking and sweeping, and which kinds there are after that.

What is to go is marked first and swept at once, by libxml2: taking thousands
of elements out one by one would cost the square of their number.
"""

import re
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from tui_blog.model.text import clean_block

Element: TypeAlias = etree._Element

DROP = "x-drop"
"""The tag of an element that goes with all that is in it; the text behind it stays."""

UNWRAP = "x-unwrap"
"""The tag of an element that goes, while its content stays."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | {"p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "th", "hr"}
EMPHASES = frozenset(("strong", "em", "del"))
INLINES = EMPHASES | {"a", "br", "code", "img", "input", "q", "sub", "sup"}

CEILING = 8_000_000
"""Characters of markup that are read."""

_PARSER_DEPTH = 300
"""Tags within each other, those that close themselves not counted (a table has three or four to a level).

libxml2 stops reading at 2048 elements and forgets the rest, so deeper tags are left out before.
"""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>")
_DEPTHLESS = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
) | {
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "tr",
    "thead",
    "tbody",
    "tfoot",
    "option",
    "rt",
    "rp",
}  # close themselves


def parsed(markup: str) -> Element:
    """Parse a body, however broken, with every text in it clean; never fails, fetches nothing."""
    markup = clean_block(markup[:CEILING])
    if markup.count("<") > _PARSER_DEPTH:
        markup = _shallow(markup)
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return etree.Element("div")
    if "&" in markup:
        _clean(root)
    return root


def _clean(root: Element) -> None:
    """Clean what stood behind character references, too: lxml takes no control back into a tree."""
    for element in root.iter():
        if (text := element.text) and (cleaned := clean_block(text)) != text:
            element.text = cleaned
        if (tail := element.tail) and (cleaned := clean_block(tail)) != tail:
            element.tail = cleaned
        for name, value in element.attrib.items():
            if (cleaned := clean_block(value)) != value:
                element.set(name, cleaned)


def _shallow(markup: str) -> str:
    """Leave out tags that lie too deep, as far as it can be told without parsing; text stays."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _DEPTHLESS or tag[0].endswith("/>"):
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _PARSER_DEPTH else ""
        depth += 1
        return tag[0] if depth <= _PARSER_DEPTH else ""

    return _TAG.sub(kept, markup)


def sweep(root: Element) -> None:
    """Take out what was marked to be dropped or unwrapped."""
    etree.strip_elements(root, DROP, with_tail=False)
    etree.strip_tags(root, UNWRAP)


def all_text(element: Element) -> str:
    """The text in an element, as it is written."""
    return "".join(element.itertext())


def put_text(element: Element, tag: str, text: str) -> None:
    """Make an element one of another kind that holds nothing but a text; what stands behind it stays."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail


def enclose(element: Element, tag: str) -> Element:
    """Put all that is in an element into a new child of it."""
    child = etree.Element(tag)
    child.text, element.text = element.text, None
    child.extend(list(element))
    element.append(child)
    return child


def turn_inside_out(element: Element) -> None:
    """Make the only child of an element its holder."""
    child = element[0]
    element.tag, child.tag = child.tag, element.tag
    outer, inner = dict(element.attrib), dict(child.attrib)
    for one, attributes in ((element, inner), (child, outer)):
        one.attrib.clear()
        one.attrib.update(attributes)
