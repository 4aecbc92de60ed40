"""A column with pictures: asked for when they come near the screen, and shown where they belong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.message import Message
from textual.reactive import var
from textual.timer import Timer

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.blocks import Block, Key
from tui_blog.ui.widgets.reader.find_view import FindView
from tui_blog.ui.widgets.reader.link_spots import Spot, spots_in
from tui_blog.ui.widgets.reader.links import is_picture_file
from tui_blog.ui.widgets.reader.picture_blocks import PictureBlock
from tui_blog.ui.widgets.reader.picture_setting import Drawing
from tui_blog.ui.widgets.reader.place import Place


class Wish(NamedTuple):
    """A picture that is near, and the cells that there are for it."""

    url: str
    width: int
    height: int


class Shown(NamedTuple):
    """A picture of the text, to be looked at alone."""

    url: str
    words: CleanText


class PictureView(FindView):
    """Knows which paragraphs are pictures, and what has come of them."""

    PAUSE = 0.1
    """Seconds without moving after which pictures are asked for: who leafs through loads nothing."""
    LOWEST = 4
    """Lines that a picture may have on the lowest of screens; elsewhere half the screen."""

    pictured: var[bool] = var(False, init=False)
    """Whether pictures are shown; their words stand there in any case."""

    @dataclass
    class PicturesNear(Message):
        """Pictures came near the screen, the nearest first; each is told once for a size."""

        wishes: tuple[Wish, ...]

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._pictures: Mapping[Key, tuple[str, ...]] = {}
        self._drawings: dict[Wish, Drawing] = {}
        self._asked: set[Wish] = set()
        self._pausing: Timer | None = None

    # --- what there is ---------------------------------------------------------------------------

    def take_pictures(self, pictures: Mapping[Key, tuple[str, ...]]) -> None:
        """Know the blocks that are pictures, with their addresses; what was drawn of others is forgotten."""
        urls = {url for several in pictures.values() for url in several}
        self._pictures = pictures
        self._drawings = {wish: drawn for wish, drawn in self._drawings.items() if wish.url in urls}
        self._asked = set(self._drawings)

    def with_pictures(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks, with the pictures that have come."""
        if not (self.pictured and self._drawings):
            return tuple(blocks)
        return tuple(self._with_pictures(block) for block in blocks)

    def _with_pictures(self, block: Block) -> Block:
        drawn = tuple(filter(None, map(self._drawing, self._pictures.get(block.key, ()))))
        return PictureBlock(block, drawn) if drawn else block

    def _drawing(self, url: str) -> Drawing | None:
        """A picture as it was wished for; until that comes, one of another size that fits as well."""
        wish = self._wish(url)
        if wish in self._drawings:
            return self._drawings[wish]
        others = (drawing for other, drawing in self._drawings.items() if other.url == url)
        return next((drawing for drawing in others if drawing.width <= self.column), None)

    def _wish(self, url: str) -> Wish:
        return Wish(url, self.column, max(self.LOWEST, self.size.height // 2))

    def picture_at(self, spot: Spot) -> Shown | None:
        """The picture that a link stands on; the larger one, where it leads to that."""
        urls = self._pictures.get(spot.key, ())
        if spot.url in urls or is_picture_file(spot.url):
            return Shown(spot.url, spot.text)
        if urls:
            spots = self._spots(spot.key)
            at = spots.index(spot) if len(spots) == len(urls) and spot in spots else 0
            return Shown(urls[at], spot.text)
        # Loaded when the first text was shown, which has no link before that.
        from tui_blog.ui.widgets.reader.inline_setting import PICTURE

        return Shown(spot.url, spot.text) if spot.text.startswith(PICTURE) else None

    def picture_here(self) -> Shown | None:
        """The picture of the chosen link, else the first that is on the screen with its words or without."""
        if self.chosen is not None:
            return self.picture_at(self.chosen)
        return next(filter(None, map(self.picture_at, self._spots_here())), None)

    def _spots_here(self) -> Iterator[Spot]:
        layout, top = self.laid_out, self.scroll_offset.y
        if layout is None or not layout.blocks:
            return
        for spot in self._walk(layout.number_at(top), 1):
            if self._row(spot) >= top + self.size.height:
                return
            if spot.key in self._pictures or self.shows(spot):
                yield spot

    def _spots(self, key: Key) -> tuple[Spot, ...]:
        number = self.laid_out.number(key) if self.laid_out else None
        if self.laid_out is None or number is None:
            return ()
        return spots_in(key, self.laid_out.lines(number))

    # --- asking and taking -----------------------------------------------------------------------

    def settled(self) -> None:
        """Look for pictures, once there is rest."""
        super().settled()
        if self.pictured and self._pictures:
            if self._pausing is not None:
                self._pausing.stop()
            self._pausing = self.set_timer(self.PAUSE, self._ask)

    def _ask(self) -> None:
        near = [self._wish(url) for key in self._near() for url in self._pictures.get(key, ())]
        wishes = tuple(wish for wish in dict.fromkeys(near) if wish not in self._asked)
        if wishes and self.pictured:
            self._asked.update(wishes)
            self.post_message(self.PicturesNear(wishes))

    def _near(self) -> list[Key]:
        """The blocks on the screen and on the next, then those of half a screen above."""
        layout, top, height = self.laid_out, self.scroll_offset.y, self.size.height
        if layout is None or not layout.blocks:
            return []
        first, here, last = map(layout.number_at, (max(0, top - height // 2), top, top + 2 * height))
        return [layout.blocks[number].key for number in (*range(here, last + 1), *range(first, here))]

    def show_picture(self, wish: Wish, drawing: Drawing) -> None:
        """Show a picture that has come, unless another text is shown by now."""
        if wish in self._asked and wish == self._wish(wish.url):
            self._drawings[wish] = drawing
            self._unfold()

    def watch_pictured(self) -> None:
        """Show the pictures that are there, or none."""
        self._unfold()

    def _unfold(self) -> None:
        """Lay out with other pictures; what stands on the first line of the screen stays there.

        Of a block whose words are above the screen, it is what follows that stays.
        """
        layout, y = self.laid_out, self.scroll_offset.y
        if layout is None or not layout.blocks:
            return
        number = layout.number_at(y)
        rest = layout.top(number + 1) - y if y > layout.top(number) else None
        key = layout.blocks[number].key
        self.lay_out()
        after = self.laid_out.number(key) if self.laid_out else None
        if rest is None or self.laid_out is None or after is None:
            return
        top, end = self.laid_out.top(after), self.laid_out.top(after + 1)
        self.place = Place(key, max(0, end - top - rest) / max(1, end - top))
        self.settle()
