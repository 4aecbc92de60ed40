"""Links within a body: those to its headings lead there, whatever the page called them."""

from urllib.parse import unquote, urldefrag

from lxml import etree

from tui_blog.convert.elements import BLOCKS, HEADINGS, UNWRAP, Element, all_text, sweep
from tui_blog.model.anchors import slugs

INNER = "inner"
"""The attribute of a link to a place of its own body; the page's own attribute of that name is gone."""

_NAMED = "named"
"""The attribute that a heading and the links to it have alike."""

_AROUND = frozenset(("div", "section", "article", "header", "hgroup", "span", "a"))


def places(root: Element) -> dict[str, Element]:
    """The elements that links can lead to, by their names; the first of a name is meant."""
    found: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                found.setdefault(name, element)
    return found


def fragment(link: Element, base_url: str) -> str:
    """The name of the place within its page that a link leads to; "" where it leads to another page."""
    href = (link.get("href") or "").strip()
    page, _, name = href.partition("#")
    return unquote(name) if not page or page == urldefrag(base_url).url else ""


def settle_anchors(root: Element, base_url: str) -> None:
    """Mark the links to headings, and the headings; a heading's link to itself goes."""
    for element in root.iter("a", *HEADINGS):
        for mark in (INNER, _NAMED):
            element.attrib.pop(mark, None)
    named = places(root)
    headings: dict[str, Element | None] = {}
    for link in list(root.iter("a")):
        place = fragment(link, base_url)
        if place in named and place not in headings:
            headings[place] = _heading(named[place])
        heading = headings.get(place)
        if heading is not None and heading in link.iterancestors(*HEADINGS):
            link.tag = "span"
        elif heading is not None:
            name = heading.get(_NAMED) or place
            heading.set(_NAMED, name)
            link.attrib.clear()
            link.set(INNER, "")
            link.set(_NAMED, name)


def settle_slugs(root: Element) -> None:
    """Give the links to headings their addresses, once the headings have their last words.

    A heading within a list or quote cannot be led to: the link's text is what stays.
    """
    headings = [heading for heading in root.iter(*HEADINGS) if _is_top(heading)]
    found = {
        heading.get(_NAMED): slug
        for heading, slug in zip(headings, slugs(map(_words, headings)), strict=True)
        if slug and heading.find(".//img") is None
    }
    for link in root.iter("a"):
        name = link.get(_NAMED)
        if name is not None and name in found:
            link.set("href", f"#{found[name]}")
        elif name is not None:
            link.tag = UNWRAP
    sweep(root)


def _is_top(heading: Element) -> bool:
    return all(holder.tag in ("div", "body", "html") for holder in heading.iterancestors())


def _words(heading: Element) -> str:
    """The text of a heading; a line's end parts words."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(heading, events=("start", "end")):
        if event == "start":
            pieces.append(" " if element.tag == "br" else element.text or "")
        elif element is not heading:
            pieces.append(element.tail or "")
    return "".join(pieces)


def _heading(target: Element) -> Element | None:
    """The heading that a place is in, that it holds as its first, or that it stands before."""
    within = next(target.iterancestors(*HEADINGS), None)
    if target.tag in HEADINGS or within is not None:
        return target if target.tag in HEADINGS else within
    if target.tag in _AROUND:
        first = next((inner for inner in target.iter(*BLOCKS) if inner is not target), None)
        if first is not None:
            return first if first.tag in HEADINGS else None
    following = target.getnext()
    is_empty = not all_text(target).strip() and not (target.tail or "").strip()
    return following if is_empty and following is not None and following.tag in HEADINGS else None
