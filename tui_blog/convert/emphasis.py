"""Signs of emphasis in Markdown, only where they mean what they should (CommonMark §6.2)."""

import re
import unicodedata
from typing import Any

from bs4.element import NavigableString, Tag

from tui_blog.convert.elements import EMPHASES, INLINES

_BLANK_LINE = re.compile(r" *\n *\n[ \n]*")
# A backtick is never moved: it may be the end of a piece of code, whose last character is a backslash.
_MOVABLE = r"(?:\\[!-/:-@\[-_{-~]|[^\w\s\\`\[\]()!*<&~])"
_MOVABLE_START = re.compile(f"{_MOVABLE}+")
_MOVABLE_END = re.compile(rf"(?<!\\){_MOVABLE}+$")
_MOST_MOVED = 20


def emphasised(el: Tag, text: str, sign: str) -> str:
    """The text of an element between signs of emphasis, line by line."""
    return "\n\n".join(_emphasised_line(el, part, sign) for part in _BLANK_LINE.split(text))


def edges(text: str) -> tuple[str, str, str]:
    """White space before, the text, white space behind."""
    inner = text.strip()
    start = len(text) - len(text.lstrip())
    return text[:start], inner, text[start + len(inner) :]


def _emphasised_line(el: Tag, text: str, sign: str) -> str:
    """Put signs around a text; punctuation that would make them fail is moved out, or they are left out.

    A sign between a letter and punctuation neither opens nor closes (`a**"b"**c` shows its asterisks).
    """
    before, inner, behind = edges(text)
    outside = before[-1:] or _outside(el, back=True), behind[:1] or _outside(el, back=False)
    if outside[0] == "*":  # a neighbour's closing sign would become one with ours
        return text
    if _is_letter(outside[0]) and (found := _MOVABLE_START.match(inner)):
        before, inner = before + found[0], inner[found.end() :]
    if _is_letter(outside[1]) and (found := _MOVABLE_END.search(inner, max(0, len(inner) - _MOST_MOVED))):
        inner, behind = inner[: found.start()], found[0] + behind
    lead, inner, trail = edges(inner)
    before, behind = before + lead, trail + behind
    last, following = before[-1:] or outside[0], behind[:1] or outside[1]
    if not inner or _is_blocked(last, inner[0]) or _is_blocked(following, inner[-1]):
        return text
    if _may_close(last, inner[0]) and _is_nested(el):
        return text
    return f"{before}{sign}{inner}{sign}{behind}"


def _is_blocked(outside: str, edge: str) -> bool:
    return _is_letter(outside) and not _is_letter(edge)


def _may_close(outside: str, edge: str) -> bool:
    """True where an opening sign may as well be read as a closing one: it would end what is around it."""
    return not outside.isspace() and _is_letter(outside) == _is_letter(edge)


def _is_nested(el: Tag) -> bool:
    return any(holder.name in EMPHASES for holder in el.parents)


def _is_letter(character: str) -> bool:
    return bool(character) and not character.isspace() and unicodedata.category(character)[0] not in "PS"


def _outside(el: Tag, *, back: bool) -> str:
    """The character beside an element as Markdown will have it: " " at the edge of a line."""
    node: Any = el
    while (beside := node.previous_sibling if back else node.next_sibling) is None:
        node = node.parent
        if node is None or node.name not in INLINES:
            return " "
        if node.name not in ("strong", "em"):
            return "("  # or a bracket, a quotation mark, a tilde
    if isinstance(beside, NavigableString):
        return (beside[-1:] if back else beside[:1]) or " "
    if beside.name in EMPHASES:  # the latter of two neighbours goes without signs
        return "*" if back else str(beside.get_text())[:1]
    return "x" if beside.name in ("sub", "sup") else "`" if beside.name in INLINES - {"br"} else " "
