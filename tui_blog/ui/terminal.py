"""What a terminal is told beside what it shows: to leave the order of the text to the program.

A terminal that reorders text from right to left by itself would turn round what is in order already, and mix
what stands in neighbouring panes. ECMA-48 has a mode for this (BDSM, mode 8), with which programs that fill
the screen say that they order their text; terminals that know nothing of it order nothing
("BiDi in Terminal Emulators", terminal-wg.pages.freedesktop.org/bidi).
"""

from collections.abc import Callable

from textual.app import App

IN_ORDER = "\x1b[8l"
"""The text comes in the order of its cells."""
TO_BE_ORDERED = "\x1b[8h"
"""As terminals are at first, and as other programs expect them."""


def keep_order(app: App[str], send: Callable[[str], None]) -> None:
    """Tell the terminal for as long as the app has the screen; at its end it is told `TO_BE_ORDERED`."""
    app.app_suspend_signal.subscribe(app, lambda _: send(TO_BE_ORDERED), immediate=True)
    app.app_resume_signal.subscribe(app, lambda _: send(IN_ORDER), immediate=True)
    send(IN_ORDER)
