"""One line that says what is going on and how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widgets import ProgressBar


@dataclass(slots=True, eq=False)
class _Work:
    what: str
    total: int | None
    done: int = 0

    @property
    def words(self) -> str:
        """Of several steps, how many are done: the last ones may be those that take long."""
        steps = f", {self.done:,} of {self.total:,}" if self.total and self.total > 1 else ""
        return f"{self.what}{steps} …  Esc stops"


class ProgressLine(Horizontal):
    """Shown only while something runs; Esc stops it (the screen's business)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Static("", markup=False)
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
        self.words.update(work.words, layout=False)
        self._draw_bar(work.total, work.done)

    def _draw_bar(self, total: int | None, done: int) -> None:
        """Without a total it moves, 15 times a second, hidden or not: only while it says something."""
        if not total and self.app.animation_level == "none":
            total = 1
        self.bar.update(total=total, progress=done)
