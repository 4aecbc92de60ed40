"""A paragraph of pictures: what they show in words, and below that the pictures that have come."""

from dataclasses import dataclass

from tui_blog.ui.widgets.reader.blocks import Block, Key
from tui_blog.ui.widgets.reader.picture_setting import Drawing
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter, stacked


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A block with its pictures; the words come first, so that they stay where they are when those come."""

    words: Block
    """The paragraph as it is set without pictures."""
    drawings: tuple[Drawing, ...]

    @property
    def key(self) -> Key:
        """That of the words."""
        return self.words.key

    @property
    def characters(self) -> int:
        """Of the words: whether a picture has come does not change how far the reader is."""
        return self.words.characters

    @property
    def effort(self) -> int:
        """Of the words: the pictures are lines already."""
        return self.words.effort

    def estimate(self, width: int) -> int:
        """The pictures take what they take."""
        return self.words.estimate(width) + sum(len(drawing.lines) + 1 for drawing in self.drawings)

    def lines(self, typesetter: Typesetter) -> list[Line]:
        """Set the words and what fits of the pictures under each other."""
        fitting = [list(each.lines) for each in self.drawings if each.width <= typesetter.width]
        return [*self.words.lines(typesetter)[:-1], *stacked(fitting), []]
