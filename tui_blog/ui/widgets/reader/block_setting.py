"""Sets the blocks of Markdown: paragraphs, headings, lists, definitions, quotes, code, tables, rules."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from markdown_it.tree import SyntaxTreeNode
from rich.text import Text

from tui_blog.model.text import clean_block
from tui_blog.ui.widgets.reader.code_setting import set_code
from tui_blog.ui.widgets.reader.direction import is_rtl
from tui_blog.ui.widgets.reader.inks import BOLD
from tui_blog.ui.widgets.reader.inline_setting import set_inline
from tui_blog.ui.widgets.reader.table_setting import set_table
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter, stacked

QUOTE_BAR = "▌ "
BULLETS = "•◦"
"""Of lists, and of lists within lists, in turn."""
DEFINED = "    "
"""Before what a term means."""
_TASK = re.compile(r"\[([ xX])\](?=\s)")


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
    """Whether a block follows the one before without a blank line: in tight lists, and below a term."""
    item = node.parent
    return node.type == "dd" or (item is not None and item.type in ("list_item", "dd") and _is_tight(item))


def _is_tight(item: SyntaxTreeNode) -> bool:
    """Markdown hides the paragraphs of a list without blank lines."""
    return all(child.hidden for child in item.children if child.type == "paragraph")


def _paragraph(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    text = set_inline(node.children, typesetter.inks)
    if _task(node.parent) and node.parent is not None and node is node.parent.children[0]:
        text = text[4:]  # Its box stands where the bullet would.
    return typesetter.wrapped(text)


def _heading(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set a heading with its signs: they tell its level where bold type is all that there is."""
    level = "#" * int(node.tag[1:])
    text = set_inline(node.children, typesetter.inks)
    text.stylize_before(typesetter.inks.heading)
    return typesetter.beside(f"{level} ", lambda inner: inner.wrapped(text), rtl=is_rtl(text.plain))


def _quote(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    setting = partial(set_blocks, node.children)
    return typesetter.beside(QUOTE_BAR, setting, after=QUOTE_BAR, rtl=_is_rtl(node))


def _list(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    rtl = _is_rtl(node)
    items = [
        typesetter.beside(sign, partial(_item, item), rtl=rtl)
        for item, sign in zip(node.children, _signs(node), strict=True)
    ]
    if all(_is_tight(item) for item in node.children):
        return [line for item in items for line in item]
    return stacked(items)


def _is_rtl(node: SyntaxTreeNode) -> bool:
    """Whether the first words in a block run from right to left."""
    first = next((inner for inner in node.walk() if inner.type == "inline"), None)
    return first is not None and is_rtl(_TASK.sub("", first.content, count=1))


def _item(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set an item; one without text has its sign all the same."""
    return set_blocks(node.children, typesetter) or [[]]


def _signs(node: SyntaxTreeNode) -> list[str]:
    """What stands before each item: its number, a bullet, or the box of a task in its place.

    Boxes are brackets: "☐" and "☑" look alike where a terminal's font has neither.
    """
    if node.type == "bullet_list":
        depth = sum(parent.type == "bullet_list" for parent in _parents(node))
        bullet = f" {BULLETS[depth % len(BULLETS)]} "
        return [f" [{task}] " if (task := _task(item)) else bullet for item in node.children]
    first = int(node.attrs.get("start", 1))
    width = len(str(first + len(node.children) - 1))
    return [f" {first + number:>{width}}. " for number in range(len(node.children))]


def _task(item: SyntaxTreeNode | None) -> str:
    """What the box of a task among bullets holds, " " or "x"; "" for others. Escaped brackets are text."""
    if item is None or item.parent is None or item.parent.type != "bullet_list":
        return ""
    if not item.children or item.children[0].type != "paragraph":
        return ""
    box = _TASK.match(item.children[0].children[0].content)
    return box[1].lower() if box else ""


def _definitions(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    """Set terms, and below each what it means, further in."""
    return set_blocks(node.children, typesetter)


def _term(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    text = set_inline(node.children, typesetter.inks)
    text.stylize_before(BOLD)
    return typesetter.wrapped(text)


def _meaning(node: SyntaxTreeNode, typesetter: Typesetter) -> list[Line]:
    return typesetter.beside(DEFINED, lambda inner: set_blocks(node.children, inner), rtl=_is_rtl(node))


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
    "dl": _definitions,
    "dt": _term,
    "dd": _meaning,
    "fence": _code,
    "code_block": _code,
    "table": set_table,
    "hr": _rule,
}
