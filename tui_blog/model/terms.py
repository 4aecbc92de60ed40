"""Text as a search sees it: case and accents folded, cut into terms, scripts without spaces into pairs.

The index and the questions are cut by the same rules, which live here alone: SQLite's own tokenizers differ
from version to version, know no accents beyond Latin, and take a Chinese sentence for one word.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

# What is written above or below letters to help the reader, and left out by most who type: Latin, Greek and
# Cyrillic accents, Hebrew points, Arabic vowels. The vowels of Indic scripts are letters in their own right.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u064b-\u065f\u0670]+")

# From Devanagari to Myanmar, and Khmer: their vowel signs are no word characters to `re`, but parts of words.
_WORD = "0-9a-z\u0900-\u0963\u0966-\u0e4e\u0e50-\u0f0a\u0f0f-\u109f\u1780-\u17d3\u17d7-\u17ff"
_BREAKS = re.compile(rf"(?:(?![{_WORD}])[\W_])+")

UNSPACED = (
    "\u0e01-\u0ec9\u1000-\u104f\u1780-\u17d3"  # Thai and Lao, Myanmar, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"  # Han and kana
    "\uac00-\ud7af"  # Hangul, which glues its particles to the word
    "\U00020000-\U0003ffff"  # rarer Han
)
"""Scripts whose words do not stand apart, as a class of characters for `re`."""
_RUN = re.compile(f"[{UNSPACED}]+")


def folded(text: str) -> str:
    """Text without case, accents and forms of width.

    >>> folded("Café ＮＡÏＶＥ")
    'cafe naive'
    """
    text = text.casefold()
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))


def words_of(text: str) -> list[str]:
    """The words of a text, folded; a run of a script without spaces is one.

    >>> words_of("Don't read 日本語入門!")
    ['don', 't', 'read', '日本語入門']
    """
    return _RUN.sub(r" \g<0> ", _BREAKS.sub(" ", folded(text))).split()


def indexed_form(text: str) -> str:
    """The terms of a text with white space or ASCII punctuation between them, for SQLite's tokenizer "ascii".

    >>> indexed_form("読書会 notes")
    ' 読書 書会 会  notes'
    """
    text = folded(text)
    return text if text.isascii() else _RUN.sub(_in_pairs, _BREAKS.sub(" ", text))


def terms_of(word: str) -> Iterator[str]:
    """The terms of the index that a text with this word (one of `words_of`) has; "x*" is any that begins so.

    >>> list(terms_of("読書会")), list(terms_of("会")), list(terms_of("notes"))
    (['読書', '書会'], ['会*'], ['notes'])
    """
    if not is_unspaced(word):
        yield word
    elif len(word) == 1:
        yield f"{word}*"
    else:
        yield from map("".join, pairwise(word))


def is_unspaced(word: str) -> bool:
    """A run of a script without spaces: its words begin and end anywhere in it."""
    return bool(_RUN.match(word))


def _in_pairs(match: re.Match[str]) -> str:
    """The last character stands alone, so that each of them begins a term."""
    run = match[0]
    return f" {' '.join(map(''.join, pairwise(run)))} {run[-1]} "
