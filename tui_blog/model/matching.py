"""Where a text holds what was searched for: to be sure of a phrase, and to mark it for the reader."""

import re
from collections.abc import Sequence

from tui_blog.model.query import Clause
from tui_blog.model.snippet import Snippet
from tui_blog.model.terms import folded, is_unspaced
from tui_blog.model.text import clean_line

BEFORE = 40
"""Characters of a snippet that lead up to its first match, about."""


class _OneForOne(dict[int, str]):
    """Folds character by character, so that a place in the folded text is a place in the text."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = folded(chr(code))[:1] or chr(code)
        return letter


_LETTERS = _OneForOne()


def pattern_of(clauses: Sequence[Clause]) -> re.Pattern[str] | None:
    """What finds any of these clauses in a `shadow`; None where there are none."""
    several = [_pattern(clause.words, clause.is_begun) for clause in clauses]
    return re.compile("|".join(several)) if several else None


def shadow(text: str) -> str:
    """A text folded letter by letter: as long as it was."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


def snippet(text: str, clauses: Sequence[Clause], length: int) -> Snippet | None:
    """The piece of a text that holds the first match; None where it holds none."""
    pattern = pattern_of(clauses)
    first = pattern.search(shadow(text)) if pattern else None
    if pattern is None or first is None:
        return None
    start = _word_start(text, max(0, first.start() - BEFORE))
    line = clean_line(("…" if start else "") + text[start : start + length * 2], length)
    return Snippet(line, tuple(match.span() for match in pattern.finditer(shadow(line))))


def _word_start(text: str, at: int) -> int:
    """The nearest place from there on where a word begins; that very place in a script without spaces."""
    space = text.find(" ", at, at + BEFORE // 2) if at else -1
    return at if space < 0 else space + 1


def _pattern(words: Sequence[str], is_begun: bool) -> str:
    """Begins with the letters that are looked for, which `re` finds faster than it can look behind."""
    first, *rest = map(re.escape, words)
    before = "" if is_unspaced(words[0]) else rf"(?<![^\W_]{first})"
    after = "" if is_begun or is_unspaced(words[-1]) else r"(?![^\W_])"
    more = "".join(rf"[\W_]+{word}" for word in rest)
    return f"{first}{before}{more}{after}"


def is_exact(clause: Clause) -> bool:
    """The terms of the index alone tell whether a text fits: there is no order among them to be seen to."""
    word = clause.words[0]
    return (
        len(clause.words) == 1
        and (len(word) <= 2 or not is_unspaced(word))
        and not (clause.is_begun and is_unspaced(word))
    )
