"""One line that says what is going on and how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from tui_blog.ui.widgets.cells import fit

if TYPE_CHECKING:
    from textual.widgets import ProgressBar


@dataclass(slots=True, eq=False)
class _Work:
    what: str
    total: int | None
    done: int = 0

    @property
    def steps(self) -> str:
        """Of several steps, how many are done: the last ones may be those that take long."""
        return f", {self.done:,} of {self.total:,}" if self.total and self.total > 1 else ""


class WorkWords(Widget):
    """What goes on; its name is cut where there is no room for all, never the way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self._what = self._more = ""

    def tell(self, work: _Work) -> None:
        """Tell of this work from now on."""
        self._what, self._more = work.what, f"{work.steps} …  Esc stops"
        self.refresh()

    def render(self) -> Content:
        """As much of it as there is room for."""
        whole = self._what + self._more
        if cell_len(whole) <= self.size.width:
            return Content(whole)
        more = self._more.removeprefix(" …")  # what is cut ends with one
        return Content(fit(self._what, self.size.width - cell_len(more)) + more)


class ProgressLine(Horizontal):
    """Shown only while something runs; Esc stops it (the screen's business)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = WorkWords()
        self._works: list[_Work] = []
        """What goes on, side by side; the line tells of the first."""

    @cached_property
    def bar(self) -> "ProgressBar":
        """Made when it is first needed: the first list does not wait for it."""
        from textual.widgets import ProgressBar

        return ProgressBar(show_percentage=False, show_eta=False)

    @property
    def is_running(self) -> bool:
        """Something is under way."""
        return bool(self._works)

    @contextmanager
    def telling(self, what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
        """Tell of some work while it lasts, once what began before it has ended; yields what counts a step.

        `total` is the number of steps, None where nobody knows.
        """
        work = _Work(what, total)

        def step() -> None:
            work.done += 1
            self._tell()

        self._works.append(work)
        self._tell()
        try:
            yield step
        finally:
            self._works.remove(work)
            self._tell()

    def _tell(self) -> None:
        self.set_class(self.is_running, "-running")
        if not self._works:
            self._draw_bar(total=1, done=1)
            return
        if not self.children:
            self.mount(self.words, self.bar)
        work = self._works[0]
        self.words.tell(work)
        self._draw_bar(work.total, work.done)

    def _draw_bar(self, total: int | None, done: int) -> None:
        """Without a total it moves, 15 times a second, hidden or not: only while it says something."""
        if not total and self.app.animation_level == "none":
            total = 1
        self.bar.update(total=total, progress=done)
