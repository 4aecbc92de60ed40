"""Gaps of a body: empty blocks and breaks beside blocks, which are nothing in Markdown."""

from tui_blog.convert.elements import BLOCKS, DROP, HEADINGS, Element, sweep

_EMPTY = HEADINGS | {"p", "div"}


def settle_gaps(root: Element) -> None:
    """Take out the breaks at the edges of blocks, and the empty blocks that part nothing."""
    for back in (True, False):
        breaks = root.iter("br") if back else reversed(list(root.iter("br")))
        for element in breaks:
            if element.tag == "br" and _is_edge(element, back=back):
                element.tag = DROP
    for block in reversed(list(root.iter(*_EMPTY))):
        if _is_empty(block) and any(_is_edge(block, back=back) for back in (True, False)):
            block.tag = DROP
    sweep(root)


def _is_empty(block: Element) -> bool:
    return not _is_ink(block.text) and all(child.tag == DROP and not _is_ink(child.tail) for child in block)


def _is_edge(element: Element, *, back: bool) -> bool:
    """True where a block or its end is next to an element, on one side; or a break that is gone for that."""
    if _is_ink(_text_beside(element, back=back)):
        return False
    beside = element.getprevious() if back else element.getnext()
    if beside is None:
        holder = element.getparent()
        return holder is None or holder.tag in BLOCKS or holder.tag == "body"
    # Beside an empty block a break was gone for that block's sake.
    return beside.tag in BLOCKS or (beside.tag == DROP and element.tag == "br")


def _text_beside(element: Element, *, back: bool) -> str:
    if not back:
        return element.tail or ""
    before, holder = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return (holder.text if holder is not None else "") or ""


def _is_ink(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()
