"""What the commands print: text for people, JSON Lines for programs; the last door before a terminal."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TextIO

from tui_blog.cli.columns import fitted
from tui_blog.cli.streams import print_out, say
from tui_blog.model.text import clean_block

PAGER = "less -FX"
"""Stays quiet for what fits the screen, and leaves the text there (where $PAGER says nothing else)."""

BAR = 24
"""Cells of the progress bar."""

USUAL = 80
"""Columns of a terminal that does not say."""

INDENT = " " * 9
"""Of a line below a post: as far as its marks."""


@dataclass(frozen=True, slots=True)
class Output:
    """Text to standard output, everything else to standard error; all of it cleaned here once more.

    Raises BrokenPipeError when the reader of the output has left, and TuiBlogError when it cannot be written
    for another reason.
    """

    as_json: bool
    verbose: int = 0

    @property
    def width(self) -> int | None:
        """The terminal's columns; None for a pipe or a file, where nothing is cut."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def record(self, record: Mapping[str, Any], text: str) -> None:
        """One thing: its JSON object, or its text for people."""
        print_out(_json(record) if self.as_json else clean_block(text))

    def marked(
        self, record: Mapping[str, Any], text: str, below: str, marks: Sequence[tuple[int, int]]
    ) -> None:
        """One thing with a line below it, of which some slices are to meet the eye: bold on a terminal."""
        if self.as_json:
            print_out(_json(record))
            return
        line = clean_block(below)
        bold = _bold(line, marks) if _takes_escapes(sys.stdout) else line
        print_out(f"{clean_block(text)}\n{INDENT}{bold}" if line else clean_block(text))

    def text(self, text: str) -> None:
        """Text for people and programs alike."""
        print_out(clean_block(text))

    def page(self, text: str) -> None:
        """A long text: through the person's pager on a terminal, as it is elsewhere."""
        if not (sys.stdout.isatty() and _through_pager(clean_block(text))):
            self.text(text)

    def note(self, sentence: str) -> None:
        """A word beside the output."""
        say(sentence)

    def hint(self, sentence: str) -> None:
        """A word for people alone: programs see an empty list for what it is."""
        if not self.as_json:
            say(sentence)

    def closing(self, sentence: str) -> None:
        """What all of the output comes to, for people."""
        if not self.as_json:
            print_out(clean_block(sentence))

    def detail(self, sentence: str) -> None:
        """A word for those who asked for more (-v)."""
        if self.verbose:
            say(sentence)

    def progress(self, done: int, total: int | None, what: str) -> None:
        """A bar on a terminal, nothing elsewhere."""
        filled = round(BAR * done / total) if total else done % (BAR + 1)
        count = f"{done}/{total}" if total else str(done)
        _draw(f"[{'=' * filled:<{BAR}}] {count} {clean_block(what)}")

    def progress_over(self) -> None:
        """Take the bar away."""
        _draw("")


def _bold(line: str, marks: Sequence[tuple[int, int]]) -> str:
    """Slices of a clean line in bold (ECMA-48, SGR 1 and 22)."""
    for start, end in sorted(marks, reverse=True):
        line = f"{line[:start]}\x1b[1m{line[start:end]}\x1b[22m{line[end:]}"
    return line


def _draw(line: str) -> None:
    """Put a line in the place of the last one; what goes on in the next one could not be taken away."""
    with suppress(OSError):
        if _takes_escapes(sys.stderr):
            columns = os.get_terminal_size(sys.stderr.fileno()).columns or USUAL
            print(f"\r\x1b[K{fitted(line, columns - 1)}", end="", file=sys.stderr, flush=True)


def _takes_escapes(stream: TextIO) -> bool:
    """Whether it is a terminal, and not one that would print them ("dumb" in terminfo)."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _json(record: Mapping[str, Any]) -> str:
    """JSON is UTF-8 (RFC 8259 §8.1); where the stream is not, escapes say the same in ASCII."""
    import json

    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    return json.dumps(_cleaned(record), ensure_ascii=not is_unicode)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_block(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _through_pager(text: str) -> bool:
    """Whether the person's pager has shown it."""
    import shlex
    import subprocess

    try:
        command = shlex.split(os.environ.get("PAGER", "")) or shlex.split(PAGER)
        with _interrupts_left_to_others():
            subprocess.run(command, input=text.encode() + b"\n", check=False)
    except (OSError, ValueError):
        return False
    return True


@contextmanager
def _interrupts_left_to_others() -> Iterator[None]:
    """Ctrl+C means something to a pager, which would leave the terminal in disorder if it were killed."""
    import signal

    # A handler, unlike SIG_IGN, is not handed down to the pager.
    earlier = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
