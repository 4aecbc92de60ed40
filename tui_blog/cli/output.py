"""What the commands print: text for people, JSON Lines for programs; the last door before a terminal."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tui_blog.model.text import clean_block


@dataclass(frozen=True, slots=True)
class Output:
    """Text to standard output, everything else to standard error."""

    as_json: bool
    verbose: int = 0

    def record(self, record: Mapping[str, Any], line: str) -> None:
        """One thing: its JSON object, or its line for people."""
        print(json.dumps(_cleaned(record), ensure_ascii=False) if self.as_json else clean_block(line))

    def text(self, text: str) -> None:
        """Text for people and programs alike."""
        print(clean_block(text))

    def page(self, text: str) -> None:
        """A long text: through the person's pager on a terminal, as it is elsewhere."""
        if sys.stdout.isatty():
            _through_pager(clean_block(text))
        else:
            self.text(text)

    def note(self, sentence: str) -> None:
        """A word beside the output."""
        print(f"tui-blog: {clean_block(sentence)}", file=sys.stderr)

    def detail(self, sentence: str) -> None:
        """A word for those who asked for more (-v)."""
        if self.verbose:
            self.note(sentence)

    def progress(self, done: int, total: int | None, what: str) -> None:
        """A bar on a terminal, nothing elsewhere."""
        if not sys.stderr.isatty():
            return
        width = 24
        filled = round(width * done / total) if total else done % (width + 1)
        count = f"{done}/{total}" if total else str(done)
        print(f"\r\x1b[K[{'=' * filled:<{width}}] {count} {clean_block(what)[:40]}", end="", file=sys.stderr)

    def progress_over(self) -> None:
        """Take the bar away."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with offset, or null."""
    return moment.isoformat() if moment else None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_block(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _through_pager(text: str) -> None:
    command = shlex.split(os.environ.get("PAGER") or "less -FRX")
    try:
        subprocess.run(command, input=text.encode() + b"\n", check=False)
    except OSError:
        print(text)
