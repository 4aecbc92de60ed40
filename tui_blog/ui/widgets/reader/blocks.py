"""What a column of text is made of: blocks that know about how tall they are, and lay themselves out."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.direction import has_rtl
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

HEADING = "heading"
"""The kind of the keys of the body's headings."""
CHANGE = "change"
"""The kind of the keys of what came, went or was reworded, where a post is compared with what it said."""


class Key(NamedTuple):
    """What a block is known by while its column changes around it."""

    kind: str
    name: str = ""


class Block(Protocol):
    """A piece of a column that is laid out as a whole; equal blocks are set to equal lines."""

    @property
    def key(self) -> Key:
        """Its name, the only one in its column."""
        ...

    @property
    def characters(self) -> int:
        """How much text it holds: its share of a reader's way through the column."""
        ...

    @property
    def effort(self) -> int:
        """About how many microseconds it takes to lay out."""
        ...

    def estimate(self, width: int) -> int:
        """About how many lines it will take."""
        ...

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set it, with the blank line that parts it from the next block."""
        ...


@dataclass(frozen=True, slots=True)
class Lettering:
    """Short texts under each other, each in an ink of its own."""

    key: Key
    texts: tuple[tuple[str, CleanText], ...]
    """Name of the ink, and the text; what is "" takes no line."""
    ruled: bool = False
    """A rule above parts it from the rest."""
    is_aside: bool = False
    """It comes and goes, and takes no part in the way through the text."""

    @property
    def characters(self) -> int:
        """Of all its texts."""
        return 0 if self.is_aside else self.effort

    @property
    def effort(self) -> int:
        """Of plain text."""
        return sum(len(text) for _, text in self.texts)

    def estimate(self, width: int) -> int:
        """As if words could be broken."""
        return 1 + 2 * self.ruled + sum(lines_of(text, width) for _, text in self.texts)

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set the texts line by line."""
        above: list[Line] = [typesetter.rule(), []] if self.ruled else []
        texts = [typesetter.plain(text, getattr(typesetter.inks, ink)) for ink, text in self.texts]
        return [*above, *(line for text in texts for line in text), []]


def effort_of(markdown: str) -> int:
    """About how many microseconds Markdown takes: two for a character, a hundred for an item or row.

    Characters whose cells or order have to be looked up take longer.
    """
    of_each = 2 if markdown.isascii() else 20 if has_rtl(markdown) else 8
    return of_each * len(markdown) + 100 * markdown.count("\n")


def lines_of(text: str, width: int) -> int:
    """The lines that a text would take if words could be broken."""
    return sum(max(1, -(-len(line) // width)) for line in text.splitlines())
