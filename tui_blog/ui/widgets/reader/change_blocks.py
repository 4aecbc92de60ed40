"""A post compared with what it said before: every passage with a sign, reworded ones word by word.

Signs tell without colours and without struck letters what became of a passage: "+" it came, "-" it went, "~"
it was reworded, the words that went in [-…-] and those that came in {+…+}, as programs that compare words do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from tui_blog.model.differences import Comparison, Pair, Run
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.blocks import CHANGE, HEADING, Block, Key
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.markdown_source import Passage, passages
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

CAME, WENT, STAYED, REWORDED = "+ ", "- ", "  ", "~ "
BRACKETS = {"+": ("{+", "+}"), "-": ("[-", "-]")}


@dataclass(frozen=True, slots=True, eq=False)
class MarkedPassage:
    """A passage that stayed, came or went."""

    key: Key
    passage: Passage
    sign: str

    @property
    def characters(self) -> int:
        """What went takes no part in the way through the text: a place holds for the post without it."""
        return 0 if self.sign == WENT else self.passage.characters

    @property
    def effort(self) -> int:
        """Of the passage."""
        return self.passage.effort

    def estimate(self, width: int) -> int:
        """Of the passage, beside its sign."""
        return self.passage.estimate(max(1, width - len(self.sign)))

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set the passage beside its sign."""
        return [*_signed(self.sign, self.passage, typesetter), []]


@dataclass(frozen=True, slots=True, eq=False)
class RewordedText:
    """A paragraph or heading with the words that came and went."""

    key: Key
    old: Passage
    new: Passage
    runs: tuple[Run, ...]

    @property
    def characters(self) -> int:
        """Of the new wording."""
        return self.new.characters

    @property
    def effort(self) -> int:
        """Both wordings are read."""
        return self.old.effort + self.new.effort

    def estimate(self, width: int) -> int:
        """As if every word had been changed."""
        return self.old.estimate(width) + self.new.estimate(width)

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set both wordings as one text."""
        return [*typesetter.beside(REWORDED, self._set, after=REWORDED), []]

    def _set(self, typesetter: Typesetter) -> list[Line]:
        text = self._text(typesetter.inks)
        if self.new.key.kind != HEADING:
            return typesetter.wrapped(text)
        text.stylize_before(typesetter.inks.heading)
        return typesetter.beside("#" * self.new.level + " ", lambda inner: inner.wrapped(text))

    def _text(self, inks: Inks) -> Text:
        old, new = self.old.text(inks), self.new.text(inks)
        whole = Text()
        for run in self.runs:
            piece = (old if run.sign == "-" else new)[run.start : run.end]
            if run.sign == " ":
                whole.append_text(piece)
            else:
                _append_marked(
                    whole, piece, BRACKETS[run.sign], inks.removed if run.sign == "-" else inks.added
                )
        return whole


@dataclass(frozen=True, slots=True, eq=False)
class ChangedLines:
    """A list, a quote, code or a table, some of whose lines came or went."""

    key: Key
    old: Passage
    new: Passage

    @property
    def characters(self) -> int:
        """Of the new wording."""
        return self.new.characters

    @property
    def effort(self) -> int:
        """Both are set, and compared."""
        return 2 * (self.old.effort + self.new.effort)

    def estimate(self, width: int) -> int:
        """As if most lines had stayed."""
        return max(self.old.estimate(width), self.new.estimate(width)) + 1

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set both, and show what they have in common once."""
        old = _signed(WENT, self.old, typesetter)
        new = _signed(CAME, self.new, typesetter)
        plain = _signed(STAYED, self.new, typesetter)
        lines: list[Line] = []
        for pair in Comparison().parts(_inner(old), _inner(new)):
            if pair.same and pair.new is not None:
                lines.append(plain[pair.new])
                continue
            lines += [old[pair.old]] if pair.old is not None else []
            lines += [new[pair.new]] if pair.new is not None else []
        return [*lines, []]


def compared(former: CleanText, markdown: CleanText) -> tuple[Block, ...]:
    """The passages of a body and those that went, in reading order; it takes time, so not on the loop."""
    old, new = passages(former), passages(markdown)
    comparison = Comparison()
    pairs = comparison.parts([each.source for each in old], [each.source for each in new])
    return tuple(block for pair in pairs for block in _blocks(pair, old, new, comparison))


def _blocks(
    pair: Pair, old: Sequence[Passage], new: Sequence[Passage], comparison: Comparison
) -> tuple[Block, ...]:
    before = old[pair.old] if pair.old is not None else None
    after = new[pair.new] if pair.new is not None else None
    if pair.same and after is not None:
        return (MarkedPassage(after.key, after, STAYED),)
    if before is not None and after is not None and before.kind == after.kind:
        return (_reworded(before, after, comparison),)
    went = () if before is None else (MarkedPassage(_key(WENT, before), before, WENT),)
    came = () if after is None else (MarkedPassage(_key(CAME, after), after, CAME),)
    return (*went, *came)


def _reworded(before: Passage, after: Passage, comparison: Comparison) -> Block:
    if not after.is_running:
        return ChangedLines(_key(REWORDED, after), before, after)
    plain = Inks.none()
    runs = comparison.words(before.text(plain).plain, after.text(plain).plain)
    return RewordedText(_key(REWORDED, after), before, after, runs)


def _key(sign: str, passage: Passage) -> Key:
    return Key(CHANGE, f"{sign}{passage.key.name}")


def _signed(sign: str, passage: Passage, typesetter: Typesetter) -> list[Line]:
    """The lines of a passage, each beside its sign."""
    lines = typesetter.beside(sign, lambda inner: passage.lines(inner)[:-1], after=sign)
    inks = {CAME: typesetter.inks.added, WENT: typesetter.inks.removed}
    return [_inked(line, inks[sign]) for line in lines] if sign in inks else lines


def _inked(line: Line, ink: Style) -> Line:
    return list(Segment.apply_style(line, post_style=ink))


def _inner(lines: Sequence[Line]) -> list[str]:
    """What stands on lines, whatever the sign and the styles."""
    return ["".join(map(attrgetter("text"), line))[1:] for line in lines]


def _append_marked(whole: Text, piece: Text, brackets: tuple[str, str], ink: Style) -> None:
    """Append words between brackets, the blanks that follow them outside."""
    opening, closing = brackets
    words = piece[: len(piece.plain.rstrip())]
    words.stylize(ink)
    blanks = piece[len(words) :]
    whole.append(opening, ink).append_text(words).append(closing, ink).append_text(blanks)
