"""Links by keyboard: walked through, numbered on the screen, followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.message import Message
from textual.reactive import var

from tui_blog.model.anchors import partner
from tui_blog.ui.widgets.reader.link_spots import Spot, Stretch, spots_in
from tui_blog.ui.widgets.reader.links import is_inner
from tui_blog.ui.widgets.reader.overlays import Overlay
from tui_blog.ui.widgets.reader.place import Place
from tui_blog.ui.widgets.reader.thread_view import ThreadView

CHOSEN = "reader--chosen"
NUMBER = "reader--link-number"

Point = tuple[int, int, int]
"""Block, line in it, cell: points compare in reading order."""


class LinkView(ThreadView):
    """Knows the links of its blocks, and which of them is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {CHOSEN, NUMBER}

    chosen: var[Spot | None] = var[Spot | None](None, init=False)
    """The link that keys act on."""
    numbered: var[tuple[Spot, ...]] = var[tuple[Spot, ...]]((), init=False)
    """The links on the screen, while their numbers stand beside them; counted from 1."""

    @dataclass
    class LinkWanted(Message):
        """A link is to be followed; its scheme is one that may be opened."""

        url: str
        elsewhere: bool = False
        """In the browser, whatever the library holds."""

    class LinksWanted(Message):
        """The reader wants a list of all links."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._typed = ""
        self._left: Spot | None = None
        """The link by which the reader came to another place of the text."""

    # --- what there is ---------------------------------------------------------------------------

    def links(self) -> tuple[Spot, ...]:
        """All links of what is laid out, in reading order."""
        return tuple(self._walk(0, 1))

    def _walk(self, number: int, step: int) -> Iterator[Spot]:
        """The links from a block on, downward or upward; blocks are laid out on the way."""
        layout = self.laid_out
        while layout is not None and 0 <= number < len(layout.blocks):
            spots = spots_in(layout.blocks[number].key, layout.lines(number))
            yield from spots[::step]
            number += step

    def _point(self, spot: Spot) -> Point:
        number = self.laid_out.number(spot.key) if self.laid_out else None
        first = spot.stretches[0]
        return (-1 if number is None else number, first.line, first.start)

    def _row(self, spot: Spot) -> int:
        """The line of the column that a link begins on."""
        number, line, _ = self._point(spot)
        return self.laid_out.top(number) + line if self.laid_out and number >= 0 else -1

    def shows(self, spot: Spot) -> bool:
        """Whether a link begins on the screen."""
        top = self.scroll_offset.y
        return top <= self._row(spot) < top + self.size.height

    def _seen(self) -> tuple[Spot, ...]:
        """The links that begin on the screen."""
        layout = self.laid_out
        if layout is None or not layout.blocks:
            return ()
        seen: list[Spot] = []
        for spot in self._walk(layout.number_at(self.scroll_offset.y), 1):
            if self._row(spot) >= self.scroll_offset.y + self.size.height:
                break
            seen += [spot] if self.shows(spot) else []
        return tuple(seen)

    # --- keys ------------------------------------------------------------------------------------

    def action_link(self, step: int) -> None:
        """Choose the next link, or the one before; a text without links leaves the key to others."""
        here = self._here(step)
        ahead = (spot for spot in self._walk(here[0], step) if _is_ahead(self._point(spot), here, step))
        found = next(ahead, None)
        if found is None and self.chosen is None:
            raise SkipAction
        if found is not None:
            self.chosen = found
            self._show(found)

    def _here(self, step: int) -> Point:
        """Where the walk begins: at the chosen link, else just off the edge of the screen."""
        layout = self.laid_out
        if self.chosen is not None:
            return self._point(self.chosen)
        if layout is None or not layout.blocks:
            return (0, -1, -1)
        y = (
            self.scroll_offset.y
            if step > 0
            else min(self.scroll_offset.y + self.size.height, layout.height) - 1
        )
        number = layout.number_at(max(0, y))
        return (number, y - layout.top(number), -1 if step > 0 else self.size.width)

    def _show(self, spot: Spot) -> None:
        self.show_row(self._row(spot))

    def action_number_links(self) -> None:
        """Number the links on the screen; those that are numbered already are listed instead."""
        if self.numbered:
            self.numbered = ()
            self.post_message(self.LinksWanted())
        else:
            self.numbered, self._typed = self._seen(), ""
            if not self.numbered:
                self.post_message(self.LinksWanted())

    def on_key(self, event: events.Key) -> None:
        """A digit chooses among links that are numbered."""
        if self.numbered and event.character and event.character in "0123456789":
            event.stop()
            self._type(event.character)

    def _type(self, digit: str) -> None:
        """Go on with the number that was begun, where there is such a link, else begin anew."""
        self._typed = next((typed for typed in (self._typed + digit, digit) if self._is_number(typed)), "")
        if self._typed:
            self.chosen = self.numbered[int(self._typed) - 1]

    def _is_number(self, typed: str) -> bool:
        return 1 <= int(typed) <= len(self.numbered)

    def action_follow(self) -> None:
        """Go where the chosen link leads."""
        self._want(elsewhere=False)

    def action_browse(self) -> None:
        """Open the chosen link in the browser."""
        self._want(elsewhere=True)

    def _want(self, *, elsewhere: bool) -> None:
        if self.chosen is not None:
            self.numbered = ()
            self.follow(self.chosen.url, self.chosen, elsewhere=elsewhere)

    def follow(self, url: str, spot: Spot | None = None, *, elsewhere: bool = False) -> None:
        """Go where a link leads: to a place of this text, or out of it."""
        if is_inner(url):
            self._jump(url, spot)
        else:
            self.post_message(self.LinkWanted(url, elsewhere))

    def _jump(self, url: str, spot: Spot | None) -> None:
        """Go to a heading, note or reference; who came to a note by a link goes back to that very link."""
        # Markdown's reader, which the module needs, is there by now; the first screen does not wait for it.
        from tui_blog.ui.widgets.reader.anchors import place_of_anchor

        layout, other = self.laid_out, f"#{partner(url[1:])}"
        back = self._left if self._left is not None and self._left.url == other else None
        place = place_of_anchor(layout, url) if layout is not None else None
        if place is None:
            return
        self._left = spot
        self.go_to(self._place(back) if back is not None else place)
        self.chosen = back or next((each for each in self._seen() if each.url == other), None)

    def _place(self, spot: Spot) -> Place:
        lines = self.laid_out.lines(self._point(spot)[0]) if self.laid_out is not None else []
        return Place(spot.key, spot.stretches[0].line / max(1, len(lines)))

    def action_unchoose(self) -> None:
        """No link is chosen or numbered any more."""
        self.chosen, self.numbered = None, ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys to the rest of the reader while no link is chosen."""
        if action in {"follow", "browse"}:
            return self.chosen is not None
        if action == "unchoose":
            return self.chosen is not None or bool(self.numbered)
        return super().check_action(action, parameters)

    # --- drawing ---------------------------------------------------------------------------------

    def watch_chosen(self) -> None:
        """Draw it, and say which keys there are now."""
        self.repaint_what_differs()
        self.refresh_bindings()
        self.tell()

    def watch_numbered(self) -> None:
        """Draw the numbers, or the text again."""
        self.repaint_what_differs()
        self.refresh_bindings()

    def tell(self) -> None:
        """What is chosen has changed."""

    def moved(self) -> None:
        """A link that went out of sight is chosen no more; numbers belong to the screen as it was."""
        super().moved()
        self.numbered = ()
        if self.chosen is not None and not self.shows(self.chosen):
            self.chosen = None

    def overlays(self, number: int, line: int) -> tuple[Overlay, ...]:
        """The chosen link, and the numbers."""
        above = super().overlays(number, line)
        if self.laid_out is None or (self.chosen is None and not self.numbered):
            return above
        key = self.laid_out.blocks[number].key
        mine = [*above]
        if self.chosen is not None and self.chosen.key == key:
            mine += [_laid(each, CHOSEN) for each in self.chosen.stretches if each.line == line]
        for count, spot in enumerate(self.numbered, 1):
            first = spot.stretches[0]
            if spot.key == key and first.line == line:
                mine.append(Overlay(first.start, first.start + len(str(count)) + 1, NUMBER, f"{count} "))
        return tuple(mine)


def _is_ahead(point: Point, here: Point, step: int) -> bool:
    return point > here if step > 0 else point < here


def _laid(stretch: Stretch, component: str) -> Overlay:
    return Overlay(stretch.start, stretch.end, component)
