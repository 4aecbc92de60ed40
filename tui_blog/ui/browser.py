"""Links out of the terminal: to a browser where there is one, else shown and copied."""

import os
import sys
from collections.abc import Mapping

from textual.app import App

OPENABLE = ("http://", "https://", "mailto:", "gemini://", "gopher://")


def open_in_browser(app: App[str], url: str) -> None:
    """Open a link, or, where no browser can show itself, copy it (OSC 52) and say so."""
    if not url.startswith(OPENABLE):
        app.notify(f"Links of this kind are not opened: {url}", severity="warning", markup=False)
    elif opens(url):
        app.notify(f"Opened in the browser: {url}", markup=False)
    else:
        app.copy_to_clipboard(url)
        app.notify(f"No browser here; copied: {url}", markup=False, timeout=15)


def opens(url: str) -> bool:
    """Open a link in a browser; False where none can show itself, or for links that are not opened."""
    import webbrowser

    return url.startswith(OPENABLE) and has_screen(os.environ, sys.platform) and webbrowser.open(url)


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can open where the person sits: not over SSH, nor on a bare console.

    Without this, `webbrowser` would start lynx or w3m on top of us.
    """
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return False
    return platform in {"darwin", "win32"} or "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment
