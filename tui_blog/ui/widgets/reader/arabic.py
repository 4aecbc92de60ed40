"""Arabic letters joined: each as it looks beside its neighbours.

A terminal that is sent letters in the order in which they are seen cannot join
them. Unicode has characters for the joined forms (Arabic Presentation Forms),
each as wide as its letter, so that nothing moves.
"""

import re
import unicodedata
from functools import cache

_ARABIC = re.compile("[\u0620-\u06d3]")
_FORMS = (0xFB50, 0xFEFD)
_JOINER = "\u200d"
_TATWEEL = "\u0640"


def joined(text: str) -> str:
    """The same text, character by character, with its Arabic letters in their joined forms."""
    if not _ARABIC.search(text):
        return text
    forms = _forms()
    letters = [number for number, char in enumerate(text) if unicodedata.category(char) != "Mn"]
    shaped = list(text)
    for at, number in enumerate(letters):
        before = text[letters[at - 1]] if at else ""
        after = text[letters[at + 1]] if at + 1 < len(letters) else ""
        own = forms.get(text[number], {})
        reaches_back = _joins_on(before, forms) and bool({"final", "medial"} & own.keys())
        reaches_on = _joins_on(text[number], forms) and _joins_back(after, forms)
        form = (
            ("medial" if reaches_on else "final") if reaches_back else "initial" if reaches_on else "isolated"
        )
        shaped[number] = own.get(form, text[number])
    return "".join(shaped)


def _joins_on(char: str, forms: dict[str, dict[str, str]]) -> bool:
    """Whether a letter reaches for the one that follows it."""
    return char in (_JOINER, _TATWEEL) or "initial" in forms.get(char, ())


def _joins_back(char: str, forms: dict[str, dict[str, str]]) -> bool:
    return char in (_JOINER, _TATWEEL) or "final" in forms.get(char, ())


@cache
def _forms() -> dict[str, dict[str, str]]:
    """For each letter its forms by name, from Unicode's own table of what is a form of what."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(*_FORMS):
        kind, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if kind in ("<isolated>", "<final>", "<initial>", "<medial>") and len(letters) == 1:
            forms.setdefault(chr(int(letters[0], 16)), {})[kind.strip("<>")] = chr(code)
    return forms
