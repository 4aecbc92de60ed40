"""The standard streams, one for all commands."""

import os
import sys
from contextlib import suppress
from typing import Any

from tui_blog.errors import TuiBlogError
from tui_blog.model.text import clean_block


def prepare_streams() -> None:
    """See that every stream is there and takes every letter."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who started us: print() would take another one
            from pathlib import Path

            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 (the program's end closes it)
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(sentence: str) -> None:
    """A sentence on standard error, if anybody hears it there."""
    with suppress(OSError):
        print(f"tui-blog: {clean_block(sentence)}", file=sys.stderr, flush=True)


def flush() -> None:
    """Write out what is still held back; raises as `Output` does."""
    print_out("", end="", flush=True)


def fall_silent() -> None:
    """Forget what could not be written, so that Python does not try again, and complain, at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_out(text: str, **how: Any) -> None:
    """Text on standard output; raises as `Output` does."""
    try:
        print(text, **how)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TuiBlogError(f"The output could not be written: {error.strerror}.") from error
