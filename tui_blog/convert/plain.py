"""Foreign HTML in, plain text out: for searching, for comparing, and for people who want no markup."""

import re

from lxml import etree

from tui_blog.convert.body import read_body
from tui_blog.convert.elements import BLOCKS, Element
from tui_blog.model.text import CleanText, clean_block

_BEGIN_A_LINE = frozenset(("li", "tr", "br"))
_CELLS = frozenset(("td", "th"))
_BLANK_LINES = re.compile(r"\n{3,}")


def to_plain(html: str) -> CleanText:
    """The text of a body: paragraphs with blank lines between, items and rows as lines, pictures by alt.

    >>> to_plain("<p>One <b>two</b><ul><li>a<li>b</ul>")
    'One two\\n\\na\\nb'
    """
    return plain_of(read_body(html, "")) if html.strip() else CleanText("")


def plain_of(root: Element) -> CleanText:
    """The text of a body's tree."""
    pieces = ["\n"]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        began = event == "start"
        pieces.append(_edge(element.tag, began))
        for text in (element.get("alt"), element.text) if began else (element.tail,):
            at_line_start = "".join(pieces[-2:]).endswith("\n")
            pieces.append((text or "").lstrip(" ") if at_line_start and element.tag != "pre" else text or "")
    lines = (line.rstrip() for line in "".join(pieces).split("\n"))
    return clean_block(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n"))


def _edge(tag: str, began: bool) -> str:
    """What parts an element from what is before or behind it."""
    if tag in _CELLS:
        return "" if began else "  "
    if tag in _BEGIN_A_LINE:
        return "\n" if began else ""
    return "\n\n" if tag in BLOCKS else ""
