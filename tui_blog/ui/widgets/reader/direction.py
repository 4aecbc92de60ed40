"""Text that runs from right to left, in the order in which its characters are seen.

Terminals disagree on who orders such text: most of them print what they are sent
from left to right. A program that fills the screen orders it by itself, or else
the text of neighbouring panes would be mixed ("BiDi in Terminal Emulators",
terminal-wg.pages.freedesktop.org/bidi). This is the algorithm of UAX #9 without
its controls, which never get past `model/text`, and without its pairs of brackets.
"""

import re
from itertools import groupby
from unicodedata import bidirectional

from rich.segment import Segment
from rich.style import Style

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_STRONG = {"L": "L", "R": "R", "AL": "R"}
_MARK_PARTS = re.compile(r"\d+|\[.\]|.")
_MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")


def has_rtl(text: str) -> bool:
    """Whether any of a text runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_rtl(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first letter tells (UAX #9, P2)."""
    if not has_rtl(text):
        return False
    return next((_STRONG[kind] for kind in map(bidirectional, text) if kind in _STRONG), "L") == "R"


def as_seen(line: list[Segment], *, rtl: bool) -> list[Segment]:
    """A line in the order of its cells from left to right; `rtl` is the direction of its paragraph."""
    text = "".join(segment.text for segment in line)
    if not has_rtl(text):
        return line
    from tui_blog.ui.widgets.reader.arabic import joined  # few blogs are written from right to left
    from tui_blog.ui.widgets.reader.wrapping import clusters

    styles = [segment.style for segment in line for _ in segment.text]
    text, level_of = joined(text), levels(text, rtl=rtl)
    spans = clusters(text)
    seen = [
        _cell(text[start:end], level_of[start], styles[start])
        for start, end, _ in _reordered(spans, level_of)
    ]
    return [
        Segment("".join(letters for letters, _ in group), style)
        for style, group in groupby(seen, key=lambda cell: cell[1])
    ]


def text_as_seen(text: str) -> str:
    """One line of text alone, in the order of its cells."""
    if not has_rtl(text):
        return text
    return "".join(segment.text for segment in as_seen([Segment(text)], rtl=is_rtl(text)))


def mirrored(mark: str) -> str:
    """The sign of a list or quote as it stands on the right of its text.

    >>> mirrored(" 12. ")
    ' .12 '
    """
    return "".join(_MARK_PARTS.findall(mark)[::-1]).replace("▌", "▐")


def _cell(letters: str, level: int, style: Style | None) -> tuple[str, Style | None]:
    return (letters.translate(_MIRRORED) if level % 2 else letters), style


def _reordered(spans: list[tuple[int, int, int]], level_of: list[int]) -> list[tuple[int, int, int]]:
    """Reverse what lies on a level or above, from the highest level down (L2), marks with their letters."""
    ordered = list(spans)
    for level in range(max(level_of), 0, -1):
        runs = groupby(ordered, key=lambda span: level_of[span[0]] >= level)
        ordered = [span for is_above, run in runs for span in (list(run)[::-1] if is_above else run)]
    return ordered


def levels(text: str, *, rtl: bool) -> list[int]:
    """The level of each character: odd where it runs from right to left (W1 to I2)."""
    base = "R" if rtl else "L"
    kinds = _neutral_settled(_weak_settled([bidirectional(char) or "L" for char in text], base), base)
    ups = {"L": 1, "R": 0, "EN": 1, "AN": 1} if rtl else {"L": 0, "R": 1, "EN": 2, "AN": 2}
    return [rtl + ups[kind] for kind in kinds]


def _weak_settled(kinds: list[str], base: str) -> list[str]:
    """Settle marks, numbers and what belongs to them (W1 to W7)."""
    settled: list[str] = []
    strong = base
    for number, kind in enumerate(kinds):
        before = settled[-1] if settled else base
        if kind in ("NSM", "BN"):
            kind = before
        elif kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        elif kind == "ES" or kind == "CS":
            after = kinds[number + 1] if number + 1 < len(kinds) else base
            after = "AN" if after == "EN" and strong == "AL" else after
            kind = before if before == after == "EN" or (kind == "CS" and before == after == "AN") else "ON"
        settled.append(kind)
    for steps in (range(1, len(settled)), range(len(settled) - 2, -1, -1)):
        for number in steps:
            beside = settled[number - steps.step]
            if settled[number] == "ET" and beside == "EN":
                settled[number] = "EN"
    return _numbers_settled(settled, base)


def _numbers_settled(kinds: list[str], base: str) -> list[str]:
    """Numbers after letters of the left are as those (W7)."""
    strong = base
    for number, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kinds[number] = _STRONG[kind]
        elif kind == "EN" and strong == "L":
            kinds[number] = "L"
    return kinds


def _neutral_settled(kinds: list[str], base: str) -> list[str]:
    """What has no direction takes that of both its neighbours, else the paragraph's (N1, N2)."""
    settled: list[str] = []
    runs = [
        (is_known, list(run)) for is_known, run in groupby(kinds, key=("L", "R", "EN", "AN").__contains__)
    ]
    for number, (is_known, run) in enumerate(runs):
        if is_known:
            settled += run
            continue
        before = _side(settled[-1]) if settled else base
        after = _side(runs[number + 1][1][0]) if number + 1 < len(runs) else base
        settled += [before if before == after else base] * len(run)
    return settled


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"
