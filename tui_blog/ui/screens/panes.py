"""Panes by the width of the terminal: three from 120 columns, two from 80, one below."""

from textual import on
from textual.events import DescendantFocus
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

PANES = ("library", "posts", "reader")


class PanedScreen(Screen[None]):
    """A screen with three panes; the style sheet says which of them show, by the classes set here."""

    AUTO_FOCUS = "#posts"
    DEFAULT_CLASSES = "-posts"
    """From the beginning: a class that comes later has every widget styled anew."""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (80, "-medium"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-tall")]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's own, which writes the whole screen anew at each move of the focus: what looks otherwise
    by the focus is repainted as its style changes."""

    def _compositor_refresh(self) -> None:
        """Under a dialogue, what has changed is repainted once.

        Textual would have the whole screen repainted as well, at this screen's next message, which leads back
        here: every message would then write both screens anew.
        """
        is_wanted = self._repaint_required
        super()._compositor_refresh()
        if self is not self.app.screen:
            self._repaint_required = is_wanted

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front where not all fit, and give it the keys."""
        self._mark_pane(name)
        self.pane(name).focus()

    def pane(self, name: str) -> Widget:
        """One of the three, by its name."""
        return self.query_one(f"#{name}", Widget)

    def _mark_pane(self, name: str) -> None:
        # At once: each change of a screen's classes has every widget styled anew.
        self.update_classes({f"-{pane}": pane == name for pane in PANES})

    @on(DescendantFocus)
    def _focused(self, event: DescendantFocus) -> None:
        if event.widget.id in PANES:
            self._mark_pane(event.widget.id)

    def action_pane(self, name: str) -> None:
        """Go to a pane by its key."""
        self.show_pane(name)

    def action_next_pane(self) -> None:
        """Go round the panes."""
        here = self.focused.id if self.focused and self.focused.id in PANES else PANES[-1]
        self.show_pane(PANES[(PANES.index(str(here)) + 1) % len(PANES)])
