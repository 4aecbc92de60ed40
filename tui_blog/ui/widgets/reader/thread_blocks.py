"""The thread under a post as blocks: tree guides by depth, folded subtrees as one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.blocks import Key, effort_of
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter
from tui_blog.ui.words import of_yours_held, short_date

if TYPE_CHECKING:
    from tui_blog.model.comment import ThreadLine

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
    held: int
    """How many of those are the person's own and wait for a moderator."""
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
        text = self.line.markdown if self.line.is_converted else self.line.comment.html
        room = max(1, width - 2 * len(self.guides))
        return 3 + len(text) // room + text.count("\n")

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
        if not self.line.is_converted:
            return typesetter.plain(CleanText("…"), typesetter.inks.notice)
        # Markdown's reader comes with the first text that is shown: it takes longer to load than a screen.
        from tui_blog.ui.widgets.reader.markdown_source import set_markdown

        return set_markdown(self.line.markdown, typesetter)

    def _set_folded(self, typesetter: Typesetter) -> list[Line]:
        """One line: ▸ author — first words … (3 replies)."""
        from tui_blog.ui.widgets.reader.markdown_source import first_words

        inks, name = typesetter.inks, author_of(self.line)
        words = CleanText("(removed)") if self.line.comment.deleted else first_words(self.line.markdown)
        said = Text.assemble(("▸ ", inks.mark), (name, inks.author), f" — {words}")
        count = self._count()
        said.truncate(typesetter.width - len(count), overflow="ellipsis")
        return typesetter.wrapped(said.append(count, inks.meta))

    def _count(self) -> str:
        """What a fold hides: " (3 replies, 1 of yours held)"."""
        if not self.replies:
            return ""
        return f" ({self.replies} {'reply' if self.replies == 1 else 'replies'}{of_yours_held(self.held)})"

    def _header(self, typesetter: Typesetter) -> Text:
        """Ada · author · 20 Dec 2024 · new · held · you."""
        inks, line = typesetter.inks, self.line
        parts: list[tuple[str, Style]] = [(author_of(line), inks.author)]
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


def author_of(line: ThreadLine) -> CleanText:
    """Who wrote it, as people read it."""
    return line.comment.author or CleanText("Anonymous")


def _drawn(guides: Guides, going_on: str, ending: str) -> str:
    """The guides of one line: bars above the last level, which is drawn by one of the two signs."""
    if not guides:
        return ""
    bars = "".join("│ " if follows else "  " for follows in guides[:-1])
    return bars + (going_on if guides[-1] else ending)
