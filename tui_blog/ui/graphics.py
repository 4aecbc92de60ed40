"""What the terminal can draw besides letters: it is asked, once, when a picture is first looked at alone.

The answer comes on the keyboard's line, which Textual reads; so the program steps aside for that moment. The
questions are textual-image's, which puts them when it is imported.
"""

import sys
from collections.abc import Callable
from typing import IO, Any

from textual.app import App, SuspendNotSupported
from textual.widget import Widget

from tui_blog.ui.picture_choice import is_far

MakeWidget = Callable[[IO[bytes]], Widget]
"""Makes a widget that shows a picture file by the terminal's own graphics."""


class Graphics:
    """The terminal's own way of drawing, where it has one."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._is_known = False
        self._widget: MakeWidget | None = None

    def ask(self) -> MakeWidget | None:
        """How it draws a picture file; None where it has letters only, or must not be asked."""
        if not self._is_known:
            self._is_known = True
            self._widget = self._asked() if self._may_be_asked() else None
        return self._widget

    def _may_be_asked(self) -> bool:
        """Whether a terminal is there, and near: a late answer would arrive as keys that were pressed."""
        has_keyboard = sys.__stdin__ is not None and sys.__stdin__.isatty()
        return has_keyboard and not (self._app.is_headless or self._app.is_web or is_far())

    def _asked(self) -> MakeWidget | None:
        try:
            with self._app.suspend():
                from textual_image.renderable import Image, SixelImage, TGPImage
                from textual_image.widget import Image as PictureWidget
        except SuspendNotSupported:
            return None
        return PictureWidget if Image in (SixelImage, TGPImage) else None
