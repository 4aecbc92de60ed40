"""Let the terminal itself move the lines that stay in sight: then a key costs a line, not a screen.

Every terminal since the VT100 does it: between the margins of DECSTBM, a line feed on the last line moves all
of them up, and a reverse index on the first one moves them down. Margins at the sides are known to few, so a
view has to be as wide as the screen. Textual knows nothing of it: whoever calls this must know what now
stands where, and have the rest repainted.
"""

from textual.geometry import Region
from textual.widget import Widget


def can_scroll(view: Widget) -> bool:
    """Whether the terminal can move the lines of a view now, and nothing else with them."""
    return view.app._driver is not None and _is_alone(view) and not _is_pending(view)


def scroll_terminal(view: Widget, rows: int) -> None:
    """Move the lines of a view that can scroll up (down, if negative), by fewer rows than it is high.

    The lines that come in are blank until they are repainted.
    """
    assert view.app._driver is not None
    view.app._driver.write(_sequence(view.content_region, rows, _ground(view)))
    view._styles_cache.clear()  # It keeps lines by where they stood.


def _is_pending(view: Widget) -> bool:
    """Whether a line waits to be written: it would be written where it was to stand before the movement."""
    return bool(view._repaint_regions or view.screen._compositor._dirty_regions)


def _ground(view: Widget) -> str:
    """Puts the view's own ground under the blank lines, where the terminal knows such colours."""
    console, (red, green, blue) = view.app.console, view.background_colors[1].rgb
    has_colours = console.color_system == "truecolor" and not console.no_color
    return f"\x1b[48;2;{red};{green};{blue}m" if has_colours else ""


def _sequence(lines: Region, rows: int, ground: str) -> str:
    """Margins, the ground of blank lines, the movement, and everything as it was."""
    first, last = lines.y + 1, lines.bottom
    move = f"\x1b[{last};1H" + "\n" * rows if rows > 0 else f"\x1b[{first};1H" + "\x1bM" * -rows
    return f"\x1b[{first};{last}r{ground}{move}\x1b[0m\x1b[r"


def _is_alone(view: Widget) -> bool:
    """Whether whatever stands on the view's lines is the view: the lines move from edge to edge."""
    screen, lines = view.screen, view.content_region
    if view.app.screen is not screen or view.app.is_inline or view.region.width != screen.size.width:
        return False
    own = {view, *view.ancestors, *view.walk_children()}
    others = (each for each in screen.walk_children(Widget) if each not in own)
    return not any(each.region.overlaps(lines) for each in others)
