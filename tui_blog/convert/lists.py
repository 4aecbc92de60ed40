"""Lists of a body: every item in a list, every list of items alone, every number told."""

from lxml import etree

from tui_blog.convert.elements import UNWRAP, Element, enclose, sweep

_LISTS = ("ul", "ol")

SECOND = "second"
"""The attribute of a list that follows another directly: with the same sign the two would be one."""


def settle_lists(root: Element) -> None:
    """Give each list items only, and each item a list.

    An item that began in the middle of a line would not be read as one, and what is in it would be read as
    it is not meant: the lines of a program as markup.
    """
    for listed in root.iter(*_LISTS):
        for child in listed:
            if child.tag == "div" and child.find("li") is not None:
                child.tag = UNWRAP
    sweep(root)
    for listed in list(root.iter(*_LISTS)):
        _gather_strays(listed)
    for item in list(root.iter("li")):
        holder = item.getparent()
        if holder is None or holder.tag not in _LISTS:
            enclose(item, "li")
            item.tag = "ul"
    for numbered in root.iter("ol"):
        _number(numbered)
    for listed in root.iter(*_LISTS):
        _part_from_list_before(listed)


def _gather_strays(listed: Element) -> None:
    """Put what stands between items into the item before it; that is where browsers show it."""
    item: Element | None = None
    if (listed.text or "").strip():
        item = etree.Element("li")
        item.text, listed.text = listed.text, None
        listed.insert(0, item)
    for child in list(listed):
        if child.tag == "li":
            item = child
            _take_tail(item)
        elif item is not None:
            item.append(child)
        else:
            item = etree.Element("li")
            child.addprevious(item)
            item.append(child)


def _take_tail(item: Element) -> None:
    tail, item.tail = item.tail, None
    if not tail or not tail.strip():
        return
    if len(item):
        item[-1].tail = (item[-1].tail or "") + tail
    else:
        item.text = (item.text or "") + tail


def _number(numbered: Element) -> None:
    """Write its number at each item (WHATWG HTML §4.4.8): nobody has to count again."""
    items = list(numbered.iterchildren("li"))
    step = 1 if numbered.get("reversed") is None else -1
    number = _integer(numbered.get("start"), 1 if step > 0 else len(items))
    for item in items:
        number = _integer(item.get("value"), number)
        item.set("value", str(max(0, number)))
        number += step


def _integer(text: str | None, default: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else default


def _part_from_list_before(listed: Element) -> None:
    before, holder = listed.getprevious(), listed.getparent()
    while before is None and holder is not None and holder.tag == "div" and not (holder.text or "").strip():
        before, holder = holder.getprevious(), holder.getparent()
    while before is not None and not (before.tail or "").strip():
        if before.tag == listed.tag:
            if before.get(SECOND) is None and not _continues(listed, before):
                listed.set(SECOND, "")
            return
        if before.tag != "div" or not len(before):
            return
        before = before[-1]


def _continues(listed: Element, before: Element) -> bool:
    """True for a list that counts on from the one before it."""
    last, first = before[-1:], listed[:1]
    return listed.tag == "ol" and bool(last and first) and _value(first[0]) == _value(last[0]) + 1


def _value(item: Element) -> int:
    return _integer(item.get("value"), 1)
