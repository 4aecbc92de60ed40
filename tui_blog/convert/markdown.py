"""From the tree of a body to Markdown: markdownify, taught to keep text literal and structure whole."""

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from lxml import html as lxml_html
from markdownify import MarkdownConverter

from tui_blog.convert.definitions import DEFINITIONS
from tui_blog.convert.elements import BLOCKS, INLINES, Element
from tui_blog.convert.emphasis import edges, emphasised
from tui_blog.convert.lists import SECOND
from tui_blog.convert.tables import COLUMNS

_ALWAYS = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w{1,40};)")
_LINE_START = re.compile(r"\A(\s*)(#{1,6}(?=\s|$)|[>|]|:(?=\s|-)|[-+](?=\s|$)|[-=]++(?=[\s|:=-]*$))")
_NUMBER_START = re.compile(r"\A(\s*\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?<=\s)(?=#+\s*$)")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_PIPE = re.compile(r"\|")
_ESCAPED = r"\\\g<0>"
_BACKTICKS = re.compile("`+")
_BRACKETED = re.compile(r"\\?\[.*\]", re.DOTALL)
_RAISED = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_LONGEST_SHIFTED = 4
"""Small letters that can be read; longer words are marked."""
_ORDINALS = frozenset(("st", "nd", "rd", "th", "e", "er", "re", "ème", "o", "a", "tm", "sm", "®"))


def markdown_of(root: Element) -> str:
    """The Markdown (CommonMark; tables, task lists, strikethrough of GFM; definition lists) of a body's tree.

    No raw HTML and no live entity is in it: what was text stays that very text.
    """
    markup = lxml_html.tostring(root, encoding="unicode")
    soup = BeautifulSoup(markup, "lxml", element_classes={Tag: _Tag})
    return str(_Converter().convert_soup(soup))


def literal(text: str) -> str:
    """Plain text as Markdown that shows just that text, line by line."""
    lines = (_as_line_start(_ALWAYS.sub(_ESCAPED, line.strip())) for line in text.split("\n"))
    return "  \n".join(lines)


def _as_line_start(text: str) -> str:
    """Escape what would make a heading, a list, a quote, a table or a rule of a line."""
    return _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))


class _Tag(Tag):
    """An element that is in no program: markdownify asks each, and here programs hold nothing but text."""

    def find_parent(self, *names: Any, **attributes: Any) -> None:
        """No parent."""


class _Converter(MarkdownConverter):
    """One `convert_…` method for each kind of element, as markdownify finds them by their names."""

    # --- text ------------------------------------------------------------------------------------

    def process_text(self, el: NavigableString, parent_tags: Any = None) -> str:
        text = str(super().process_text(el, parent_tags=parent_tags))  # type: ignore[misc]  # not in its stubs
        if "_noformat" in (parent_tags or ()):
            return text
        if _begins_line(el):
            text = _as_line_start(text.lstrip(" "))
        if text.endswith("!") and _may_become_picture(el):
            text = text[:-1] + r"\!"
        return text

    def escape(self, text: str, parent_tags: Any) -> str:
        return _ALWAYS.sub(_ESCAPED, text)

    # --- lines -----------------------------------------------------------------------------------

    def convert_br(self, el: Tag, text: str, parent_tags: Any) -> str:
        """One break is one; several part paragraphs."""
        if "_inline" in parent_tags:
            return " "
        if _is_break(_neighbour(el, back=True)):
            return ""
        return "\n\n" if _is_break(_neighbour(el, back=False)) else "  \n"

    def convert_strong(self, el: Tag, text: str, parent_tags: Any) -> str:
        return emphasised(el, text, "**")

    def convert_em(self, el: Tag, text: str, parent_tags: Any) -> str:
        return emphasised(el, text, "*")

    def convert_del(self, el: Tag, text: str, parent_tags: Any) -> str:
        return emphasised(el, text, "~~")

    def convert_code(self, el: Tag, text: str, parent_tags: Any) -> str:
        fence = "`" * (_longest_run(text) + 1)
        pad = " " if "`" in text else ""
        gap = " " if _follows_code(el) else ""
        return f"{gap}{fence}{pad}{text}{pad}{fence}" if text.strip() else text

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        before, shown, behind = edges(" ".join(text.split("\n")))
        return f"{before}[{shown}]({_target(el, 'href')}){behind}" if shown else before

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"![{self.escape(str(el.get('alt') or ''), parent_tags)}]({_target(el, 'src')})"

    def convert_q(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"“{text.strip()}”"

    def convert_sup(self, el: Tag, text: str, parent_tags: Any) -> str:
        if text.strip().lower() in _ORDINALS or _BRACKETED.fullmatch(text.strip()):
            return text
        return _shifted(el, text, _RAISED, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: Any) -> str:
        return _shifted(el, text, _LOWERED, r"\_")

    def convert_input(self, el: Tag, text: str, parent_tags: Any) -> str:
        return "[ ]" if el.get("checked") is None else "[x]"

    # --- blocks ----------------------------------------------------------------------------------

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Any) -> str:
        if "_inline" in parent_tags:
            return text
        line = _CLOSING_HASHES.sub(r"\\", " ".join(text.split("\n")).strip())
        return f"\n\n{'#' * min(n, 6)} {line}\n\n" if line else "\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Even an empty block parts what is before it from what is behind it."""
        text = text.strip()
        if "_inline" in parent_tags:
            return f" {text} "
        behind = "\n" if el.get(DEFINITIONS) is not None else "\n\n"
        return f"\n\n{text}{behind}" if text else "\n\n"

    convert_div = convert_p

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        if not text.strip():
            return "\n\n"
        fence = "`" * max(3, _longest_run(text) + 1)
        return f"\n\n{fence}{el.get('lang') or ''}\n{text}\n{fence}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: Any) -> str:
        """After the dash of an item, dashes would rule the whole line."""
        return "\n\n***\n\n" if "li" in parent_tags else "\n\n---\n\n"

    def convert_ul(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Lists in lists follow their text closely; a blank line parts what comes behind a list from it."""
        is_close = "li" in parent_tags or el.get(DEFINITIONS) is not None
        before = "\n" if is_close else "\n\n"
        behind = _neighbour(el, back=False)
        is_last = behind is None or (isinstance(behind, Tag) and behind.name in ("ul", "ol"))
        return before + text.strip("\n") + ("\n" if is_last else "\n\n")

    convert_ol = convert_ul

    def convert_li(self, el: Tag, text: str, parent_tags: Any) -> str:
        text = text.strip()
        is_second = el.parent is not None and el.parent.get(SECOND) is not None
        bullet = "* " if is_second else "- "
        if el.parent is not None and el.parent.get(DEFINITIONS) is not None:
            bullet = ": "
        elif el.parent is not None and el.parent.name == "ol":
            bullet = f"{el.get('value') or 1}{')' if is_second else '.'} "
        lines = text.split("\n")
        indented = [f"{' ' * len(bullet)}{line}" if line else "" for line in lines[1:]]
        return "\n".join([bullet + lines[0], *indented]) + "\n" if text else ""

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        line = " ".join(text.split("\n")).strip()
        return f" {_PIPE.sub(_ESCAPED, line)} |"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: Any) -> str:
        rule = f"|{' --- |' * int(str(el[COLUMNS]))}\n" if el.get(COLUMNS) else ""
        return f"|{text}\n{rule}" if text else rule


def _begins_line(node: Any) -> bool:
    """True for a text with nothing before it on its line."""
    before = _neighbour(node, back=True)
    while before is None and node.parent is not None and node.parent.name in INLINES:
        node = node.parent
        before = _neighbour(node, back=True)
    while isinstance(before, Tag) and before.name in INLINES and before.contents:
        before = (
            before.contents[-1] if str(before.contents[-1]).strip() else before.contents[-1].previous_sibling
        )
    return before is None or (isinstance(before, Tag) and (before.name in BLOCKS or before.name == "br"))


def _may_become_picture(text: NavigableString) -> bool:
    """A "!" before a link would make a picture of it."""
    following = text.next_sibling
    if following is None:
        return text.parent is not None and text.parent.name in INLINES
    return isinstance(following, Tag) and following.name == "a"


def _is_break(node: Any) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def _neighbour(node: Any, *, back: bool) -> Any:
    """The next node before or behind that is more than white space."""
    node = node.previous_sibling if back else node.next_sibling
    while isinstance(node, NavigableString) and not node.strip():
        node = node.previous_sibling if back else node.next_sibling
    return node


def _follows_code(el: Tag) -> bool:
    """Two pieces of code side by side would join their signs."""
    before = el.previous_element
    while isinstance(before, Tag) and before.name in INLINES:
        before = before.previous_element
    return isinstance(before, NavigableString) and before.parent is not None and before.parent.name == "code"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def _target(el: Tag, name: str) -> str:
    return _ENTITY.sub(r"\&", str(el.get(name) or ""))


def _shifted(el: Tag, text: str, table: dict[int, int], sign: str) -> str:
    """Raised or lowered digits and some letters have characters of their own; others are marked as in TeX."""
    plain = el.get_text()
    is_short = sum(map(str.isalpha, plain)) <= _LONGEST_SHIFTED
    if el.find() is None and is_short and all(ord(character) in table for character in plain.strip()):
        return plain.translate(table)
    return f"{sign}({text.strip()})"
