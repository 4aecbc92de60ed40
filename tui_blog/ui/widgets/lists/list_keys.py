"""The keys that move a cursor through any list, named once."""

from textual.binding import Binding, BindingType


def moving(prefix: str, page_down: str = "space,f,pagedown") -> list[BindingType]:
    """The bindings of one list, with ids such as "posts.down", so that each list can have its own keys.

    `page_down` is for lists that need one of its keys for something else.
    """

    def binding(keys: str, action: str, description: str, tooltip: str) -> Binding:
        identity = f"{prefix}.{action.removeprefix('cursor_')}"
        return Binding(keys, action, description, show=False, tooltip=tooltip, id=identity)

    return [
        binding("j,down", "cursor_down", "Down", "Go to the next line"),
        binding("k,up", "cursor_up", "Up", "Go to the line before"),
        binding(page_down, "page_down", "Page down", "Go down by a screen"),
        binding("b,pageup", "page_up", "Page up", "Go up by a screen"),
        binding("ctrl+d", "half_page_down", "Half page down", "Go down by half a screen"),
        binding("ctrl+u", "half_page_up", "Half page up", "Go up by half a screen"),
        binding("g,home", "top", "Top", "Go to the first line"),
        binding("G,end", "bottom", "Bottom", "Go to the last line"),
    ]
