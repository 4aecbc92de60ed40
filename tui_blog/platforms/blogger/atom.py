"""Blogger's Atom as the JSON that Blogger makes of it, so that one reader does for both.

The mapping is mechanical: text becomes "$t", attributes become keys, a colon becomes "$", and what may be
repeated is a list (protocol notes of Blogger, "JSON").
"""

from typing import Any

from tui_blog.platforms.feeds.element import markup_of, text_of
from tui_blog.platforms.feeds.xml import Element, read_xml

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://a9.com/-/spec/opensearchrss/1.0/": "openSearch$",
    "http://a9.com/-/spec/opensearch/1.1/": "openSearch$",
    "http://purl.org/syndication/thread/1.0": "thr$",
    "http://schemas.google.com/g/2005": "gd$",
}
_REPEATED = frozenset({"entry", "link", "category", "author", "gd$extendedProperty"})
_OF_ELEMENTS = frozenset({"entry", "author"})
"""Those that hold elements; all others hold text."""


def as_json(text: str, url: str) -> dict[str, Any] | None:
    """The document that `alt=json` would have been; None for what is no Atom."""
    root = read_xml(text, url) if text.lstrip("\ufeff \t\r\n").startswith("<") else None
    if root is None or _name(root) not in ("feed", "entry"):
        return None
    return {_name(root): _children(root)}


def _name(element: Element) -> str:
    if not isinstance(element.tag, str):  # comments and entities have a function for a tag
        return ""
    namespace, _, local = element.tag.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:])
    return "" if prefix is None else prefix + local


def _children(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = _name(child)
        if name in _REPEATED:
            found.setdefault(name, []).append(_value(child, name))
        elif name:
            found.setdefault(name, _value(child, name))
    return found


def _value(element: Element, name: str) -> dict[str, Any]:
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    if name in _OF_ELEMENTS:
        return attributes | _children(element)
    return attributes | {"$t": markup_of(element) if len(element) else text_of(element)}
