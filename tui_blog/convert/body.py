"""The body of a post or comment as a small tree: only what Markdown can say, bounded, clean and absolute."""

import re

from lxml import etree

from tui_blog.convert.code import settle_code
from tui_blog.convert.elements import (
    BLOCKS,
    DROP,
    HEADINGS,
    INLINES,
    UNWRAP,
    Element,
    all_text,
    enclose,
    parsed,
    sweep,
    turn_inside_out,
)
from tui_blog.convert.inlines import (
    settle_emphasis,
    settle_formulas,
    settle_notes,
    settle_readings,
    settle_text,
)
from tui_blog.convert.links import settle_links
from tui_blog.convert.lists import settle_lists
from tui_blog.convert.media import settle_pictures, settle_players
from tui_blog.convert.tables import settle_tables

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
_NEVER_READ = frozenset(
    ("script", "style", "template", "svg", "canvas", "applet", "select", "textarea", "button", "link", "meta")
) | {"base", "head", "title", "dialog", "map", "rp", "col", "colgroup", "track", "param", "wbr"}
_TERMS = frozenset(("dt", "dd"))
_PARTS_OF_TABLES = frozenset(("thead", "tbody", "tfoot", "caption"))
_ASIDE = re.compile(
    r"\b(?:feedflare|sharedaddy|jp-relatedposts|wp-block-jetpack-sharing-buttons|screen-reader-text|sr-only|"
    r"visually-hidden|addtoany_share_save_container|share-buttons|katex-html|blogger-post-footer)\b"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_NEVER_IN_HEADINGS = HEADINGS | {"ul", "ol", "table", "pre", "blockquote"}
_LONGEST_LINK = 400
_LONGEST_FORM = 1_000


def read_body(markup: str, base_url: str) -> Element:
    """Read foreign HTML into a tree of `BLOCKS` and `INLINES`, with absolute links and clean text.

    Nothing in it can reach the terminal unclean, no script, style, form or counting pixel is left, and it is
    at most `DEPTH` deep. Its time is linear in the markup.
    """
    root = parsed(markup)
    _drop_unread(root)
    settle_notes(root)
    settle_readings(root)
    settle_formulas(root)
    settle_players(root, base_url)
    settle_pictures(root, base_url)
    settle_code(root)
    settle_links(root, base_url)
    _settle_kinds(root)
    _settle_depth(root)
    _settle_terms(root)
    settle_tables(root)
    settle_lists(root)
    _settle_nesting(root)
    settle_text(root)
    settle_emphasis(root)
    return root


def _drop_unread(root: Element) -> None:
    for element in root.iter():
        if element.tag in _NEVER_READ or _is_unseen(element) or _is_small_form(element):
            element.tag = DROP
        elif element.tag == "noscript":
            before = element.getprevious()
            repeats_picture = before is not None and before.tag in ("img", "picture")
            element.tag = DROP if repeats_picture else UNWRAP
    sweep(root)


def _is_unseen(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or _UNSEEN.search(element.get("style") or "") is not None
        or _ASIDE.search(element.get("class") or "") is not None
    )


def _is_small_form(element: Element) -> bool:
    """A form asks for something (a subscription, a search); only a page that is one form is worth reading."""
    return element.tag == "form" and len(all_text(element)) < _LONGEST_FORM


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
        elif (tag == "b" and _NOT_BOLD.search(element.get("style") or "")) or tag not in _KNOWN:
            element.tag = UNWRAP
        else:
            element.tag = _SAME_AS.get(tag, tag)
    sweep(root)


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


def _settle_terms(root: Element) -> None:
    """A definition is an item below its term. Late, since in a deep tree this costs its depth."""
    for element in list(root.iter(*_TERMS)):
        is_term = element.tag == "dt"
        enclose(element, "strong" if is_term else "li")
        element.tag = "p" if is_term else "ul"


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
