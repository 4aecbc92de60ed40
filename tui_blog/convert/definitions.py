"""Definition lists of a body: what a term means stands below it."""

from tui_blog.convert.elements import BLOCKS, DROP, Element, all_text, enclose, sweep

DEFINITIONS = "definitions"
"""The attribute of a list that says what the paragraph before it means, and of that paragraph."""

_TERMS = frozenset(("dt", "dd"))


def settle_terms(root: Element) -> None:
    """Definitions are items of a list below their term. Late, since in a deep tree this costs its depth."""
    items: set[Element] = set()
    for element in list(root.iter(*_TERMS)):
        before = element.getprevious()
        if element.tag == "dt":
            enclose(element, "strong")
            element.tag = "p"
            element.set(DEFINITIONS, "")
            continue
        item = enclose(element, "li")
        element.tag = "ul"
        element.set(DEFINITIONS, "")
        if before is not None and before in items and not (before.tail or "").strip():
            before.append(item)
            before.tail, element.tag, element.tail = element.tail, DROP, None
        else:
            items.add(element)
    sweep(root)


def settle_definitions(root: Element) -> None:
    """Keep terms and definitions together where Markdown can: below a term of one line."""
    paired: set[Element] = set()
    for listed in root.iter("ul"):
        if listed.get(DEFINITIONS) is None:
            continue
        term = listed.getprevious()
        if term is not None and _is_term(term):
            paired |= {listed, term}
    for element in root.iter("p", "ul"):
        if element not in paired:
            element.attrib.pop(DEFINITIONS, None)


def _is_term(block: Element) -> bool:
    return (
        block.tag == "p"
        and block.get(DEFINITIONS) is not None
        and not (block.tail or "").strip()
        and bool(all_text(block).strip())
        and next(block.iterdescendants("br", *BLOCKS), None) is None
    )
