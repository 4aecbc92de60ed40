"""The keys that do something here and now, on one line.

Textual's Footer mounts a widget for each key, and all of them anew at every
change of focus: a quarter of the time between start and list.
"""

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

KEY, WORD = "key-line--key", "key-line--word"


class Hint(NamedTuple):
    """A key as the line shows it, from column `start` to before `end`."""

    key: str
    shown: str
    word: str
    start: int
    end: int


class KeyLine(Widget):
    """Shows the bindings that a screen's focus has now, as many as fit whole; a click presses one."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {KEY, WORD}

    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        dock: bottom;
    }
    """

    def on_mount(self) -> None:
        """Follow what the screen binds."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def hints(self) -> list[Hint]:
        """What fits on the line, each action once, in the order in which the keys were named."""
        hints, seen, start = list[Hint](), set[str](), 1
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            shown = self.app.get_key_display(binding)
            if binding.show and enabled and binding.action not in seen and not self._is_typed(binding, shown):
                seen.add(binding.action)
                end = start + cell_len(shown) + 1 + cell_len(binding.description)
                if end > self.size.width:
                    break
                hints.append(Hint(binding.key, shown, binding.description, start, end))
                start = end + 2
        return hints

    def _is_typed(self, binding: Binding, shown: str) -> bool:
        """Whether a field takes the key as a letter; Textual does not know so of all names, as of "slash"."""
        field = self.screen.focused
        is_letter = len(shown) == 1 and _character_to_key(shown) == binding.key
        return field is not None and is_letter and field.check_consume_key(binding.key, shown)

    def render_line(self, y: int) -> Strip:
        """Draw the keys."""
        key, word = self.get_component_rich_style(KEY), self.get_component_rich_style(WORD)
        segments = list[Segment]()
        for hint in self.hints():
            lead = " " if hint.start == 1 else "  "
            segments += [Segment(lead, word), Segment(hint.shown, key), Segment(f" {hint.word}", word)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        for hint in self.hints():
            if hint.start <= event.x < hint.end:
                self.app.simulate_key(hint.key)
