"""Code in a body: programs with their language, as plain text, without the numbers of their lines."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from tui_blog.convert.elements import DROP, UNWRAP, Element, all_text, put_text, sweep
from tui_blog.convert.languages import LANGUAGES, NO_LANGUAGES, USUAL

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|highlight|sourceCode)-|brush:\s*|sourceCode\s+)"
    r"([a-z][\w+#.-]{0,30})",
    re.IGNORECASE,
)
_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "data-code-language")
_GUTTERS = frozenset(
    (
        "gutter",
        "lineno",
        "linenos",
        "linenodiv",
        "line-numbers-rows",
        "rouge-gutter",
        "blob-num",
        "crayon-nums",
    )
) | {"hljs-ln-numbers", "lnt", "hljs-ln-n"}
_GUTTERS_WITHIN = frozenset(("ln", "line-number", "line-numbers", "lineNumber", "LineNr"))
"""Classes of line numbers within a program; outside of one they may be anything."""

_NOT_SELECTED = re.compile(r"user-select\s*:\s*none")
_LISTINGS = frozenset(("codetable", "crayon-table", "js-file-line-container"))
"""Tables of a program's lines without `pre` (Nikola, Crayon, GitHub); SyntaxHighlighter's has no class."""

_HIGHLIGHTED = re.compile(r"(?:^|\s)(?:syntaxhighlighter|highlight)(?:\s|$)")
_FRAME = frozenset(("table", "thead", "tbody", "tr", "td", "div"))
_LINES = frozenset({"div", "p", "li", "tr"})
_HOLDERS = 6
"""How many elements around a program may name its language."""


def settle_code(root: Element) -> None:
    """Make every program one text with its language told, and every inline code one text."""
    for element in root.iter("td", "span", "div", "pre"):
        if element.attrib and _is_gutter(element):
            element.tag = DROP
    for numbers in root.iter("pre"):
        _drop_numbers(numbers)
    sweep(root)
    for table in list(root.iter("table")):
        if _is_listing(table):
            _settle_listing(table)
    for program in list(root.iter("pre", "listing", "xmp")):
        language = _language(program)
        put_text(program, "pre", _lines(program))
        program.set("lang", language)
    for code in list(root.iter("code", "kbd", "samp", "tt")):
        if next(code.iter("pre"), None) is None:
            _settle_inline(code)
        else:  # the wrong way round: lines are lines
            code.tag = UNWRAP
    sweep(root)


def _is_gutter(element: Element) -> bool:
    classes = (element.get("class") or "").split()
    if not _GUTTERS.isdisjoint(classes):
        return True
    is_unlike = element.tag == "span" and (
        not _GUTTERS_WITHIN.isdisjoint(classes)
        or _NOT_SELECTED.search(element.get("style") or "") is not None
    )
    return is_unlike and next(element.iterancestors("pre"), None) is not None


def _drop_numbers(numbers: Element) -> None:
    """Numbers alone, in a cell beside another one, are those of that one's lines, whatever their class."""
    if not all_text(numbers).replace("\n", "").replace(" ", "").isdigit():
        return
    cell = next((holder for holder in islice(numbers.iterancestors(), _HOLDERS) if holder.tag == "td"), None)
    beside = cell.getnext() if cell is not None else None
    if cell is not None and beside is not None and next(beside.iter("pre"), None) is not None:
        cell.tag = DROP


def _is_listing(table: Element) -> bool:
    classes = (table.get("class") or "").split()
    holder = table.getparent()
    around = (holder.get("class") or "").split() if holder is not None else []
    return not _LISTINGS.isdisjoint(classes) or "syntaxhighlighter" in around


def _settle_listing(table: Element) -> None:
    """A table with a line of a program in each row is that program; between its rows there is nothing."""
    for element in table.iter():
        if element.tag in _FRAME:
            element.tail = element.tail if (element.tail or "").strip() else None
        if len(element) and element[0].tag in _FRAME and not (element.text or "").strip():
            element.text = None
    table.tag = "pre"


def _settle_inline(code: Element) -> None:
    """A link that is all there is in a piece of code goes around it, since code holds no links."""
    text = " ".join(all_text(code).split())
    link = code[0] if len(code) == 1 and code[0].tag == "a" else None
    if link is None or not link.get("href") or all_text(link).strip() != text:
        put_text(code, "code", text)
        return
    href = link.get("href")
    put_text(code, "a", "")
    code.set("href", href)
    etree.SubElement(code, "code").text = text


def _language(program: Element) -> str:
    """The language as highlighters write it: `language-x`, `lang-x`, `highlight-source-x`, `data-lang`."""
    holders = [*program.iter("code"), program, *program.iterancestors()][: 1 + _HOLDERS]
    for element in holders:
        for told in _told_languages(element):
            language = told.strip().lower()
            if re.fullmatch(r"[a-z][\w+#.-]*", language) and language not in NO_LANGUAGES:
                return USUAL.get(language, language)
    return ""


def _told_languages(element: Element) -> Iterator[str]:
    yield from (told for name in _ATTRIBUTES if (told := element.get(name)))
    classes = element.get("class") or ""
    if named := _LANGUAGE.search(classes):
        yield named[1]
    is_code = element.tag in ("pre", "code") or _HIGHLIGHTED.search(classes) is not None
    if is_code:  # elsewhere "lang" is the language of the text, and a class of that name anything
        names = (element.get("lang") or "", *classes.split())
        yield from (name for name in names if name.lower() in LANGUAGES)


def _lines(program: Element) -> str:
    """The text of a program, where lines may be told by `<br>` or by an element each."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(program, events=("start", "end")):
        if event == "start":
            text = "\n" if element.tag == "br" else element.text
        else:
            if element.tag in _LINES and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")
            text = element.tail if element is not program else None
        if text:
            pieces.append(text)
    return "".join(pieces).strip("\n").rstrip()
