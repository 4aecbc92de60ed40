"""Moving through a column of blocks: by lines and pages, or with a pointer from target to target."""

from tui_blog.ui.widgets.reader.block_view import BlockView
from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.place import Place


class PointerView(BlockView):
    """A column with a pointer that may stand beside some of its blocks.

    While the pointer stands somewhere, up and down move it; else they scroll. A subclass says in `targets`
    where it may stand.
    """

    def targets(self) -> list[Key]:
        """Where the pointer may stand, from top to bottom."""
        raise NotImplementedError

    # --- where things are ------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Lines that a page goes on by: one stays, to find the way."""
        return max(1, self.size.height - 1)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is on the screen."""
        layout = self.laid_out
        if layout is None or not layout.blocks or not layout.is_measured(len(layout.blocks) - 1):
            return False
        return self.scroll_offset.y >= self.max_scroll_y

    def go(self, y: int) -> None:
        """Put a line on top of the screen, as far as the column goes."""
        self.scroll_to(y=y, animate=False, force=True)

    def go_by(self, lines: int) -> None:
        """Move on by so many lines."""
        self.go(self.scroll_offset.y + lines)

    def go_to(self, place: Place) -> None:
        """Put a place on top of the screen."""
        self.place = place
        self.settle()
        self.moved()

    def go_to_end(self) -> None:
        """Show the last line."""
        if self.laid_out is not None and self.laid_out.blocks:
            self._lay_out_above(len(self.laid_out.blocks) - 1)
            self.go(self.max_scroll_y)

    def reveal(self, key: Key) -> None:
        """Move as little as it takes to show a block, and show its first lines rather than its last."""
        number = self.laid_out.number(key) if self.laid_out else None
        if number is None:
            return
        self._lay_out_above(number)
        top, end = self.span(key)
        if end > self.scroll_offset.y + self.size.height:
            self.go(min(top, end - self.size.height))
        if top < self.scroll_offset.y:
            self.go(top)

    def show_row(self, row: int) -> None:
        """Move as little as it takes to show a line of the column, and one line above and below it."""
        top, height = self.scroll_offset.y, self.size.height
        if row < top + 1:
            self.go(row - 1)
        elif row > top + height - 2:
            self.go(row - height + 2)

    def span(self, key: Key) -> tuple[int, int]:
        """A block's first line, and the line after its last that is not blank; (0, 0) if it is not there."""
        number = self.laid_out.number(key) if self.laid_out else None
        if self.laid_out is None or number is None:
            return 0, 0
        return self.laid_out.top(number), self.laid_out.top(number + 1) - 1

    def key_at(self, y: int) -> Key | None:
        """The block that holds a line of the column."""
        layout = self.laid_out
        return layout.blocks[layout.number_at(y)].key if layout and 0 <= y < layout.height else None

    def _lay_out_above(self, number: int) -> None:
        """Lay out a block and a screen above it, which may move what stands below the place."""
        assert self.laid_out is not None
        self.laid_out.fill_above(number, self.size.height)
        self.settle()

    # --- keys ------------------------------------------------------------------------------------

    def action_down(self) -> None:
        """A line, or a comment."""
        self._step(1)

    def action_up(self) -> None:
        """A line, or a comment."""
        self._step(-1)

    def action_page(self, pages: int) -> None:
        """On or back by whole screens."""
        self.go_by(pages * self.page)
        self._follow()

    def action_half_page(self, halves: int) -> None:
        """On or back by half screens."""
        self.go_by(halves * max(1, self.size.height // 2))
        self._follow()

    def action_top(self) -> None:
        """To the first line."""
        self.go(0)
        self._follow()

    def action_end(self) -> None:
        """To the last line."""
        self.go_to_end()
        self._follow()

    def point_at(self, key: Key) -> None:
        """Put the pointer beside a block, and the block on the screen."""
        self.marked = key
        self.reveal(key)

    def _step(self, step: int) -> None:
        """Go a line, or from comment to comment; one that is longer than the screen is read first."""
        targets = self.targets()
        if self.marked not in targets:
            self.go_by(step)
            return
        top, end = self.span(self.marked)
        number = targets.index(self.marked) + step
        if end > self.scroll_offset.y + self.size.height if step > 0 else top < self.scroll_offset.y:
            self.go_by(step)
        elif number < 0:
            self.marked = None
            self.go_by(step)
        elif number < len(targets):
            self.point_at(targets[number])

    def _follow(self) -> None:
        """After a jump, let the first comment on the screen be the current one; none where there is none."""
        if self.marked is not None and not self._is_seen(self.marked):
            self.marked = next(filter(self._is_seen, self.targets()), None)

    def _is_seen(self, key: Key) -> bool:
        top, end = self.span(key)
        return top < self.scroll_offset.y + self.size.height and end > self.scroll_offset.y
