"""Text in the person's own editor and back."""

import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EditorFailed:
    """Why no text came back; the old text stands."""

    sentence: str


def edit_in_editor(text: str) -> str | EditorFailed:
    """Open $VISUAL, else $EDITOR, else vi on the text; the terminal must be free for it.

    The file is private (0600) and removed at once; the text is lost in no case, since the caller keeps it.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="tui-blog-") as folder:
        path = Path(folder) / "comment.md"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(command), str(path)], check=True)
            return path.read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, ValueError, subprocess.CalledProcessError):
            return EditorFailed(f"The editor ({command}) could not be used. Set $EDITOR to one that can.")
