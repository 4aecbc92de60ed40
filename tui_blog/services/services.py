"""All services together, as screens and commands are given them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tui_blog.services.commenting import Commenting
from tui_blog.services.inspecting import Inspecting
from tui_blog.services.library import Library
from tui_blog.services.reading import Reading
from tui_blog.services.refreshing import Refreshing
from tui_blog.services.sending import Sending


@dataclass(frozen=True, slots=True)
class Services:
    """What the program can do; built by `wiring`."""

    library: Library
    refreshing: Refreshing
    reading: Reading
    commenting: Commenting
    sending: Sending
    inspecting: Inspecting
    clock: Callable[[], datetime]
    close: Callable[[], None]
    """Close the library; nothing may be asked afterwards."""
