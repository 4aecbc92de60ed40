"""The body of a post or comment as a small tree: only what Markdown can say, bounded, clean and absolute."""

import re

from lxml import etree

from tui_blog.convert.anchors import settle_anchors, settle_slugs
from tui_blog.convert.cards import settle_cards
from tui_blog.convert.code import settle_code
from tui_blog.convert.definitions import settle_definitions, settle_terms
from tui_blog.convert.elements import (
    BLOCKS,
    DROP,
    HEADINGS,
    INLINES,
    UNWRAP,
    Element,
    all_text,
    parsed,
    sweep,
    turn_inside_out,
)
from tui_blog.convert.endings import drop_ending
from tui_blog.convert.figures import settle_figures
from tui_blog.convert.formulas import settle_formulas
from tui_blog.convert.gaps import settle_gaps
from tui_blog.convert.inlines import settle_emphasis, settle_readings, settle_text
from tui_blog.convert.links import settle_links
from tui_blog.convert.lists import settle_lists
from tui_blog.convert.notes import settle_notes, settle_side_notes
from tui_blog.convert.pictures import settle_pictures
from tui_blog.convert.players import settle_players
from tui_blog.convert.tables import settle_tables
from tui_blog.convert.unread import drop_unread

DEPTH = 60
"""Elements within each other; what lies deeper loses its elements and keeps its text."""

_SAME_AS = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "s": "del",
    "strike": "del",
    "figcaption": "p",
    "summary": "dt",
    "dir": "ul",
    "menu": "ul",
}
_BOXES = frozenset(
    (
        "article",
        "section",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "details",
        "address",
        "center",
    )
) | {"dl", "form", "fieldset", "hgroup", "legend", "search", "body", "html"}
_TERMS = frozenset(("dt", "dd"))
_PARTS_OF_TABLES = frozenset(("thead", "tbody", "tfoot", "caption"))
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_NEVER_IN_HEADINGS = HEADINGS | {"ul", "ol", "table", "pre", "blockquote"}
_LONGEST_LINK = 400


def read_body(markup: str, base_url: str) -> Element:
    """Read foreign HTML into a tree of `BLOCKS` and `INLINES`, with absolute links and clean text.

    Nothing in it can reach the terminal unclean, no script, style, form or counting pixel is left, and it is
    at most `DEPTH` deep. Its time is linear in the markup.
    """
    root = parsed(markup)
    settle_formulas(root)
    drop_unread(root)
    drop_ending(root)
    settle_anchors(root, base_url)
    settle_notes(root, base_url)
    settle_side_notes(root)
    settle_readings(root)
    settle_cards(root, base_url)
    settle_figures(root)
    settle_players(root, base_url)
    settle_pictures(root, base_url)
    settle_code(root)
    settle_links(root, base_url)
    _settle_kinds(root)
    _settle_depth(root)
    settle_terms(root)
    settle_tables(root)
    settle_lists(root)
    _settle_nesting(root)
    settle_text(root)
    settle_emphasis(root)
    settle_gaps(root)
    settle_definitions(root)
    settle_slugs(root)
    return root


def _settle_kinds(root: Element) -> None:
    """Give every element the name of its kind."""
    for element in list(root.iter()):
        tag = element.tag
        if tag in _BOXES:
            element.tag = "div"
        elif tag == "input" and _is_task(element):
            element.tail = f" {(element.tail or '').lstrip()}"
        elif tag == "input":
            element.tag = DROP
        elif tag in ("span", "font") and (style := element.get("style")):
            element.tag = _kind_by_style(style)
        elif (tag == "b" and _NOT_BOLD.search(element.get("style") or "")) or tag not in _KNOWN:
            element.tag = UNWRAP
        else:
            element.tag = _SAME_AS.get(tag, tag)
    sweep(root)


def _kind_by_style(style: str) -> str:
    """Editors that know no elements write emphasis as a style."""
    if _STRUCK.search(style):
        return "del"
    return "strong" if _BOLD.search(style) else "em" if _SLANTED.search(style) else UNWRAP


_KNOWN = BLOCKS | INLINES | _PARTS_OF_TABLES | _TERMS | {DROP, UNWRAP} | frozenset(_SAME_AS)


def _is_task(box: Element) -> bool:
    return (box.get("type") or "").lower() == "checkbox" and next(box.iterancestors("li"), None) is not None


def _settle_depth(root: Element) -> None:
    """Take out the elements that lie too deep; a line break stands for the edge of a block."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth >= DEPTH and element.tag not in ("img", "br", "hr", "input", "pre"):
            if element.tag in BLOCKS | _TERMS:
                element.append(etree.Element("br"))
            element.tag = UNWRAP
    sweep(root)


def _text_beside(only_child: Element) -> str:
    holder = only_child.getparent()
    return ((holder.text if holder is not None else "") or "") + (only_child.tail or "")


def _settle_nesting(root: Element) -> None:
    """Make headings and links hold lines only, as Markdown wants them."""
    for link in list(root.iter("a")):
        if len(link) == 1 and link[0].tag in HEADINGS and not _text_beside(link[0]).strip():
            turn_inside_out(link)
    for heading in root.iter(*HEADINGS):
        if next(heading.iterdescendants(*_NEVER_IN_HEADINGS), None) is not None:
            heading.tag = "div"
        for rule in heading.iterdescendants("hr") if heading.tag != "div" else ():
            rule.tag = DROP
    for link in root.iter("a"):
        blocks = list(link.iterdescendants(*BLOCKS))
        if blocks and (len(all_text(link)) > _LONGEST_LINK or any(b.tag in ("pre", "tr") for b in blocks)):
            link.tag = UNWRAP
            continue
        for block in blocks:
            block.tag = UNWRAP
            block.text = f" {block.text or ''}"
            block.tail = f" {block.tail or ''}"
    sweep(root)
