"""Whether pictures are shown: by what the terminal can, and by what the person said."""

import os
from collections.abc import Mapping

from textual.screen import Screen


def has_colours(screen: Screen[None]) -> bool:
    """Whether there are colours enough for a picture, and the person has not done without (NO_COLOR)."""
    return not screen.app.no_color and screen.app.console.color_system in ("256", "truecolor")


def are_wanted(setting: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether pictures are shown from the start: not over SSH, unless they were asked for."""
    return setting == "on" or (setting == "auto" and not is_far(environment))


def is_far(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the person sits at another machine: bytes and answers have a long way."""
    return "SSH_CONNECTION" in environment or "SSH_TTY" in environment
