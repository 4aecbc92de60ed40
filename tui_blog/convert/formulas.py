"""Formulas of a body: each once, as the TeX that it was made of, where it tells; else as its characters."""

import json
import re
from itertools import islice

from lxml import etree

from tui_blog.convert.elements import DROP, UNWRAP, Element, all_text, put_text, sweep
from tui_blog.convert.mathml import linear

_RENDERED = re.compile(r"(?:^|\s)(?:katex|MathJax|MJX)", re.IGNORECASE)
_DISPLAY_STYLE = re.compile(r"\{\\displaystyle\s(.*)\}", re.DOTALL)
_HOLDERS = 8
"""How many elements around a formula may be its renderer's."""


def settle_formulas(root: Element) -> None:
    """Put one readable line in place of each formula; what a script has drawn of it beside that goes."""
    for script in list(root.iter("script")):
        if (script.get("type") or "").startswith("math/tex"):
            _drop_drawing_before(script)
            _settle_tex(script, "p" if "display" in (script.get("type") or "") else UNWRAP, script.text or "")
    if next(root.iter("math"), None) is not None:
        _drop_drawings(root)
    for block in list(root.iter("div")):
        if block.get("data-attrs") and "latex-rendered" in (block.get("class") or ""):
            _settle_substack(block)
    for formula in list(root.iter("math")):
        if formula.tag == "math":
            _settle_formula(formula)
    sweep(root)


def bare_tex(tex: str) -> str:
    """TeX on one line, without what MediaWiki puts around it.

    >>> bare_tex("{\\\\displaystyle E=mc^{2}}")
    'E=mc^{2}'
    """
    line = " ".join(tex.split())
    found = _DISPLAY_STYLE.fullmatch(line)
    return found[1].strip() if found else line


def _settle_formula(formula: Element) -> None:
    for inner in formula.iterdescendants("math"):
        inner.tag = "mrow"
    notes = [note for note in formula.iter("annotation") if "tex" in (note.get("encoding") or "tex").lower()]
    source = bare_tex((all_text(notes[0]) if notes else "") or formula.get("alttext") or "")
    put_text(formula, "code" if source else UNWRAP, source or " ".join(linear(formula).split()))


def _drop_drawing_before(script: Element) -> None:
    """MathJax 2 leaves the TeX in a script behind what it has drawn."""
    drawing = script.getprevious()
    while drawing is not None and not (drawing.tail or "").strip() and _is_rendered(drawing):
        drawing.tag = DROP
        drawing = drawing.getprevious()


def _drop_drawings(root: Element) -> None:
    """What is hidden from screen readers in a renderer's output repeats the MathML beside it."""
    renderers = {holder for formula in root.iter("math") for holder in _renderers(formula)}
    for drawing in root.iter("span", "nobr", "mjx-math"):
        is_hidden = drawing.get("aria-hidden") == "true" or drawing.get("class") == "katex-html"
        if is_hidden and not renderers.isdisjoint(_renderers(drawing)):
            drawing.tag = DROP


def _renderers(element: Element) -> list[Element]:
    around = islice(element.iterancestors(), _HOLDERS)
    return [holder for holder in around if holder.tag == "mjx-container" or _is_rendered(holder)]


def _is_rendered(element: Element) -> bool:
    return _RENDERED.search(element.get("class") or "") is not None


def _settle_substack(block: Element) -> None:
    """Substack's feeds hold a formula only as the source of a script: JSON with a `persistentExpression`."""
    try:
        told = json.loads(block.get("data-attrs") or "")
    except (ValueError, RecursionError):
        return
    source = told.get("persistentExpression") if isinstance(told, dict) else None
    if isinstance(source, str) and source.strip() and not all_text(block).strip():
        _settle_tex(block, "p", source)


def _settle_tex(element: Element, tag: str, source: str) -> None:
    put_text(element, tag, "")
    etree.SubElement(element, "code").text = bare_tex(source)
