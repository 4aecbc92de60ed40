"""What the list and the reader have in common: lines in a ScrollView whose scrollbar tells the truth."""

from textual.scroll_view import ScrollView


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A ScrollView that may be scrolled before its scrollbar has appeared."""

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Let the bar begin where the text stands: Textual moves only a bar that is shown already."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y
