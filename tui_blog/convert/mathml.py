"""MathML without TeX beside it, as one line that reads like a formula (MathML Core §3)."""

from collections.abc import Callable

from tui_blog.convert.elements import Element, all_text

_DEEPEST = 40
_SPACED = frozenset("=+−<>≤≥≈≠→⇒⇔∈⊂∪∩±×·≡∼")


def linear(formula: Element, depth: int = 0) -> str:
    """A formula on one line: `(a + 1)/b`, `x^2`, `y_i`, `√(x)`."""
    if depth > _DEEPEST:
        return " ".join(all_text(formula).split())
    parts = [
        linear(child, depth + 1) for child in formula if child.tag not in ("annotation", "annotation-xml")
    ]
    needs, written = _FORMS.get(str(formula.tag), (0, "".join))
    if needs and len(parts) < needs:
        return "".join(parts)
    if parts or formula.tag == "mspace":
        return written(parts)
    text = (formula.text or "").strip()
    return f" {text} " if formula.tag == "mo" and text in _SPACED else text


def _grouped(part: str) -> str:
    part = part.strip()
    return part if len(part) < 2 or part.isalnum() else f"({part})"


def _root(parts: list[str]) -> str:
    return f"√({''.join(parts).strip()})"


def _space(_parts: list[str]) -> str:
    return " "


_FORMS: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "mfrac": (2, lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}"),
    "msqrt": (1, _root),
    "mroot": (2, lambda parts: f"√[{parts[1].strip()}]({parts[0].strip()})"),
    "msup": (2, lambda parts: f"{_grouped(parts[0])}^{_grouped(parts[1])}"),
    "mover": (2, lambda parts: f"{_grouped(parts[0])}^{_grouped(parts[1])}"),
    "msub": (2, lambda parts: f"{_grouped(parts[0])}_{_grouped(parts[1])}"),
    "munder": (2, lambda parts: f"{_grouped(parts[0])}_{_grouped(parts[1])}"),
    "msubsup": (3, lambda parts: f"{_grouped(parts[0])}_{_grouped(parts[1])}^{_grouped(parts[2])}"),
    "munderover": (3, lambda parts: f"{_grouped(parts[0])}_{_grouped(parts[1])}^{_grouped(parts[2])}"),
    "mtable": (1, "; ".join),
    "mtr": (1, ", ".join),
    "mfenced": (1, lambda parts: f"({', '.join(parts)})"),
    "mspace": (0, _space),
}
"""How each form is written of its parts, and how many parts it needs."""
