"""Sets the blocks of Markdown: paragraphs, headings, lists, quotes, code, tables, rules."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from markdown_it.tree import SyntaxTreeNode
from rich.text import Text

from tui_blog.model.text import clean_block
from tui_blog.ui.widgets.code_setting import set_code
from tui_blog.ui.widgets.inline_setting import set_inline
from tui_blog.ui.widgets.table_setting import set_table
from tui_blog.ui.widgets.typesetter import Line, Typesetter, stacked

QUOTE_BAR = "▌ "
BULLETS = "•◦"
"""Of lists, and of lists within lists, in turn."""


def set_blocks(nodes: Iterable[SyntaxTreeNode], typesetter: Typesetter) -> list[Line]:
    """Set blocks under each other, parted by blank lines where Markdown parts them."""
    lines: list[Line] = []
    for node in nodes:
        setting = _SETTINGS.get(node.type, _as_text)(node, typesetter)
        if lines and setting and not _is_close(node):
            lines.append([])
        lines += setting
    return lines


def _is_close(node: SyntaxTreeNode) -> bool:
    """Whether a block follows the one before without a blank line: in tight lists."""
    item = node.parent
    return item is not None and item.type == "list_item" and _is_tight(item)


def _is_tight(item: SyntaxTreeNode) -> bool:
    """Markdown hides the paragraphs of a list without blank lines."""
    return all(child.hidden for child in item.children if child.type == "paragraph")


def _paragraph(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    return typesetter.wrapped(set_inline(node.children, typesetter.inks))


def _heading(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set a heading with its signs: they tell its level where bold type is all that there is."""
    level = "#" * int(node.tag[1:])
    text = set_inline(node.children, typesetter.inks)
    text.stylize_before(typesetter.inks.heading)
    return typesetter.beside(f"{level} ", lambda inner: inner.wrapped(text))


def _quote(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    return typesetter.beside(QUOTE_BAR, lambda inner: set_blocks(node.children, inner), after=QUOTE_BAR)


def _list(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    items = [
        typesetter.beside(sign, partial(_item, item))
        for item, sign in zip(node.children, _signs(node), strict=True)
    ]
    if all(_is_tight(item) for item in node.children):
        return [line for item in items for line in item]
    return stacked(items)


def _item(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set an item; one without text has its sign all the same."""
    return set_blocks(node.children, typesetter) or [[]]


def _signs(node: SyntaxTreeNode) -> list[str]:
    """What stands before each item: a bullet, or its number."""
    if node.type == "bullet_list":
        depth = sum(parent.type == "bullet_list" for parent in _parents(node))
        return [f" {BULLETS[depth % len(BULLETS)]} "] * len(node.children)
    first = int(node.attrs.get("start", 1))
    width = len(str(first + len(node.children) - 1))
    return [f" {first + number:>{width}}. " for number in range(len(node.children))]


def _parents(node: SyntaxTreeNode) -> Iterable[SyntaxTreeNode]:
    parent: SyntaxTreeNode | None = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _code(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    return set_code(clean_block(node.content), node.info, typesetter)


def _rule(_: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    stars = "*  *  *".center(typesetter.width).rstrip()
    return typesetter.wrapped(Text().append(stars, typesetter.inks.mark))


def _as_text(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set what has no form of its own; it must not vanish."""
    return typesetter.plain(clean_block(node.content), typesetter.inks.code)


_SETTINGS: Mapping[str, Callable[[SyntaxTreeNode, Typesetter], list[Line]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _quote,
    "bullet_list": _list,
    "ordered_list": _list,
    "fence": _code,
    "code_block": _code,
    "table": set_table,
    "hr": _rule,
}
