"""One sample blog at a time in a directory: a second one would take its readers to another address."""

import os
from pathlib import Path

from tui_blog.errors import TuiBlogError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_IN_USE = "The sample blog is open in another window. Read it there, or leave it there first."


class StateLock:
    """An flock on `<state_dir>/lock`, which the system lets go however the program ends."""

    def __init__(self, state_dir: Path) -> None:
        self._state = state_dir
        self._descriptor: int | None = None

    def take(self) -> None:
        """Make the directory and hold it (TuiBlogError where that cannot be)."""
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._state / "lock", os.O_CREAT | os.O_RDWR, 0o600)
            if fcntl:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            is_held = isinstance(error, BlockingIOError)
            raise (TuiBlogError(_IN_USE) if is_held else no_state(self._state, error)) from error

    def release(self) -> None:
        """Let another program have it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def no_state(state_dir: Path, error: OSError) -> TuiBlogError:
    """The sentence for a directory that cannot be written."""
    return TuiBlogError(
        f"The sample blog cannot keep its state in {state_dir}: {error.strerror or 'unknown reason'}."
    )
