"""The thread under a post as blocks: tree guides by depth, folded subtrees as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.blocks import Key, effort_of, lines_of
from tui_blog.ui.widgets.typesetter import Line, Typesetter
from tui_blog.ui.words import short_date

if TYPE_CHECKING:
    from tui_blog.model.comment import ThreadLine

DEEPEST = 6
"""Levels that are drawn; answers below them stand at the last one and name whom they answer."""

COMMENT = "comment"
"""The kind of the keys of comments."""

Guides = tuple[bool, ...]
"""For each level above a comment's text: does the thread go on there below it?"""


@dataclass(frozen=True, slots=True)
class ThreadBlock:
    """One comment where it stands in the thread."""

    line: ThreadLine
    guides: Guides
    after: Guides
    """Of the blank line that follows."""
    replies: int
    """Answers of every depth below it."""
    answered: CleanText
    """Whom it answers, where its place no longer shows that."""
    is_folded: bool
    key: Key
    """The comment's id."""

    @property
    def characters(self) -> int:
        """Of its Markdown."""
        return len(self.line.markdown)

    @property
    def effort(self) -> int:
        """Of its header and its Markdown; folded, of the header alone."""
        return 200 if self.is_folded else 200 + effort_of(self.line.markdown)

    def estimate(self, width: int) -> int:
        """A header, the text, a blank line."""
        if self.is_folded:
            return 2
        return 2 + lines_of(self.line.markdown, max(1, width - 2 * len(self.guides)))

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set the header and the text beside the guides."""
        first, rest = _drawn(self.guides, "├ ", "└ "), _drawn(self.guides, "│ ", "  ")
        setting = self._set_folded if self.is_folded else self._set_open
        blank = Text().append(_drawn(self.after, "│ ", "  ").rstrip(), typesetter.inks.mark)
        return [*typesetter.beside(first, setting, after=rest), *typesetter.wrapped(blank)]

    def _set_open(self, typesetter: Typesetter) -> list[Line]:
        return typesetter.wrapped(self._header(typesetter)) + self._set_text(typesetter)

    def _set_text(self, typesetter: Typesetter) -> list[Line]:
        if self.line.comment.deleted:
            return typesetter.plain(CleanText("(removed)"), typesetter.inks.meta)
        # Markdown's reader comes with the first text that is shown: it takes longer to load than a screen.
        from tui_blog.ui.widgets.markdown_source import set_markdown

        return set_markdown(self.line.markdown, typesetter)

    def _set_folded(self, typesetter: Typesetter) -> list[Line]:
        """One line: ▸ author — first words … (3 replies)."""
        from tui_blog.ui.widgets.markdown_source import first_words

        inks, name = typesetter.inks, _author(self.line)
        words = CleanText("(removed)") if self.line.comment.deleted else first_words(self.line.markdown)
        count = f" ({self.replies} {'reply' if self.replies == 1 else 'replies'})" if self.replies else ""
        said = Text.assemble(("▸ ", inks.mark), (name, inks.author), f" — {words}")
        said.truncate(typesetter.width - len(count), overflow="ellipsis")
        return typesetter.wrapped(said.append(count, inks.meta))

    def _header(self, typesetter: Typesetter) -> Text:
        """Ada · author · 20 Dec 2024 · new · held · you."""
        inks, line = typesetter.inks, self.line
        parts: list[tuple[str, Style]] = [(_author(line), inks.author)]
        if line.comment.by_author:
            parts.append(("author", inks.author))
        if self.answered:
            parts.append((f"to {self.answered}", inks.meta))
        if line.comment.published:
            parts.append((short_date(line.comment.published), inks.meta))
        if line.is_new:
            parts.append(("new", inks.fresh))
        if line.comment.status == "held":
            parts.append(("held", inks.meta))
        if line.is_mine:
            parts.append(("you", inks.meta))
        return Text(" · ").join(Text().append(text, ink) for text, ink in parts)


def comment_key(line: ThreadLine) -> Key:
    """What a comment's block is known by."""
    return Key(COMMENT, line.comment.id)


def thread_blocks(lines: Sequence[ThreadLine], folded: frozenset[str], width: int) -> tuple[ThreadBlock, ...]:
    """The visible comments of a thread, whose guides take at most a third of the width."""
    levels = max(1, min(DEEPEST, width // 3 // len("│ ")))
    shown = visible(lines, folded)
    guides = _guides([min(line.depth, levels) for line, _ in shown])
    after = [(*below[:-1], True) if below else () for _, below in pairwise(guides)] + [()]
    authors = {line.comment.id: _author(line) for line in lines}
    return tuple(
        ThreadBlock(
            line,
            guides[number],
            after[number],
            replies,
            authors.get(line.comment.parent or "", CleanText("")) if line.depth > levels else CleanText(""),
            line.comment.id in folded,
            comment_key(line),
        )
        for number, (line, replies) in enumerate(shown)
    )


def visible(lines: Sequence[ThreadLine], folded: frozenset[str]) -> list[tuple[ThreadLine, int]]:
    """The comments that no fold hides, each with the number of answers below it."""
    shown: list[tuple[ThreadLine, int]] = []
    replies = _replies(lines)
    hidden_until = 0
    for number, line in enumerate(lines):
        if number >= hidden_until:
            shown.append((line, replies[number]))
            if line.comment.id in folded:
                hidden_until = number + replies[number] + 1
    return shown


def _replies(lines: Sequence[ThreadLine]) -> list[int]:
    """Count what hangs below each comment; threads may be thousands deep, so without recursion."""
    counts = [0] * len(lines)
    open_numbers: list[int] = []
    for number, line in enumerate(lines):
        while open_numbers and lines[open_numbers[-1]].depth >= line.depth:
            closed = open_numbers.pop()
            counts[closed] = number - closed - 1
        open_numbers.append(number)
    for number in open_numbers:
        counts[number] = len(lines) - number - 1
    return counts


def _guides(depths: Sequence[int]) -> list[Guides]:
    """For each comment and each level down to its own: will another comment of that level follow?"""
    guides: list[Guides] = []
    follows = [False] * (DEEPEST + 1)
    for depth in reversed(depths):
        guides.append(tuple(follows[1 : depth + 1]))
        follows[depth:] = [True] + [False] * (DEEPEST - depth)
    return guides[::-1]


def _drawn(guides: Guides, going_on: str, ending: str) -> str:
    """The guides of one line: bars above the last level, which is drawn by one of the two signs."""
    if not guides:
        return ""
    bars = "".join("│ " if follows else "  " for follows in guides[:-1])
    return bars + (going_on if guides[-1] else ending)


def _author(line: ThreadLine) -> CleanText:
    return line.comment.author or CleanText("Anonymous")
