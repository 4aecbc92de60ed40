"""Time that passes for programs with a clock of their own."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tui_blog.services.sending import UNDER_WAY
from tui_blog.store.packing import to_text


def nothing_is_under_way(data: Path) -> None:
    """Let the library say that what may have arrived was sent so long ago that it may be sent again."""
    with closing(sqlite3.connect(data / "library.db", timeout=30)) as library, library:
        library.execute(
            "UPDATE outbox SET updated = ? WHERE state = 'unknown'", (to_text(datetime.now(UTC) - UNDER_WAY),)
        )
