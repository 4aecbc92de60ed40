"""Code in a body: programs with their language, as plain text, without the numbers of their lines."""

import re

from lxml import etree

from tui_blog.convert.elements import DROP, UNWRAP, Element, all_text, put_text, sweep

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|highlight|sourceCode)-|brush:\s*|highlight\s+"
    r"(?!highlight|source)|sourceCode\s+)([a-z][\w+#.-]{0,30})",
    re.IGNORECASE,
)
_NO_LANGUAGES = frozenset(
    {"highlight", "highlighter-rouge", "plaintext", "text", "none", "plain", "nohighlight"}
)
_LINE_NUMBERS = re.compile(
    r"\b(?:gutter|lineno|linenos|linenodiv|line-numbers-rows|rouge-gutter|blob-num|crayon-nums|hljs-ln-numbers)\b"
)
_LINES = frozenset({"div", "p", "li", "tr"})
_HOLDERS = 6
"""How many elements around a program may name its language."""


def settle_code(root: Element) -> None:
    """Make every program one text with its language told, and every inline code one text."""
    for element in root.iter("td", "span", "div", "pre"):
        if _LINE_NUMBERS.search(element.get("class") or ""):
            element.tag = DROP
    sweep(root)
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
        told = element.get("data-lang") or element.get("data-language")
        named = _LANGUAGE.search(element.get("class") or "")
        language = (told or (named[1] if named else "")).strip().lower()
        if re.fullmatch(r"[a-z][\w+#.-]*", language) and language not in _NO_LANGUAGES:
            return language
    return ""


def _lines(program: Element) -> str:
    """The text of a program, where lines may be told by `<br>` or by an element each."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(program, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if element.tag == "br" else element.text or "")
        else:
            if element.tag in _LINES and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")
            pieces.append((element.tail or "") if element is not program else "")
    return "".join(pieces).strip("\n").rstrip()
