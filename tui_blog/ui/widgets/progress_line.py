"""One line that says what is going on and how far it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widgets import ProgressBar


class ProgressLine(Horizontal):
    """Shown only while something runs; Esc stops it (the screen's business)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Static("", markup=False)
        self._what, self._done, self._total = "", 0, 0

    @cached_property
    def bar(self) -> "ProgressBar":
        """Made when it is first needed: the first list does not wait for it."""
        from textual.widgets import ProgressBar

        return ProgressBar(show_percentage=False, show_eta=False)

    @property
    def is_running(self) -> bool:
        """Something is under way."""
        return self.has_class("-running")

    @contextmanager
    def telling(self, what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
        """Tell of some work while it lasts, unless the line tells of another; yields what counts a step.

        `total` is the number of steps, None where nobody knows.
        """
        if self.is_running:
            yield lambda: None
            return
        self._start(what, total)
        try:
            yield self._step
        finally:
            self._stop()

    def _start(self, what: str, total: int | None) -> None:
        if not self.children:
            self.mount(self.words, self.bar)
        self._what, self._done, self._total = what, 0, total or 0
        self._tell()
        self.bar.update(total=total, progress=0)
        self.add_class("-running")

    def _step(self) -> None:
        self._done += 1
        self._tell()
        self.bar.advance(1)

    def _tell(self) -> None:
        """Of several steps, how many are done: the last ones may be those that take long."""
        steps = f", {self._done:,} of {self._total:,}" if self._total > 1 else ""
        self.words.update(f"{self._what}{steps} …  Esc stops", layout=False)

    def _stop(self) -> None:
        self.remove_class("-running")
