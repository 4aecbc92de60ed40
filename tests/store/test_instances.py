"""A sender is alive as long as its program holds its lock, and not a moment longer."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui_blog.errors import StoreError
from tui_blog.store import instances
from tui_blog.store.instances import InstanceLock

HOLD = """
import sys
from pathlib import Path
from tui_blog.store.instances import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print(lock.id, flush=True)
sys.stdin.read()
"""


def test_a_lock_is_held_until_it_is_closed(tmp_path: Path) -> None:
    mine, other = InstanceLock(tmp_path), InstanceLock(tmp_path)
    assert mine.id != other.id
    assert mine.is_alive(mine.id) and mine.is_alive(other.id)
    other.close()
    other.close()
    assert not mine.is_alive(other.id)
    assert not other.is_alive("never seen")
    mine.close()
    assert list((tmp_path / "run").iterdir()) == []


def test_nobody_else_may_look_into_the_directory(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "data")
    assert stat.S_IMODE((tmp_path / "data" / "run").stat().st_mode) == 0o700
    lock.close()


def test_a_killed_program_is_dead_and_its_lock_is_cleared_away(tmp_path: Path) -> None:
    mine = InstanceLock(tmp_path)
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin and child.stdout
    with child:
        other = child.stdout.readline().strip()
        assert mine.is_alive(other)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert not mine.is_alive(other)
    assert (tmp_path / "run" / f"{other}.lock").exists()
    later = InstanceLock(tmp_path)
    assert sorted(path.stem for path in (tmp_path / "run").iterdir()) == sorted([mine.id, later.id])
    mine.close()
    later.close()


FORK = """
import os, sys
from pathlib import Path
from tui_blog.store.instances import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
if os.fork() == 0:  # the worker is there when the program's id is told
    print(lock.id, flush=True)
sys.stdin.read()
"""


def test_a_killed_program_is_dead_though_its_worker_lives_on(tmp_path: Path) -> None:
    mine = InstanceLock(tmp_path)
    program = subprocess.Popen(
        [sys.executable, "-c", FORK, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdin and program.stdout
    with program:
        other = program.stdout.readline().strip()
        assert mine.is_alive(other)
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert not mine.is_alive(other)
    mine.close()


def test_without_flock_the_file_is_the_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "fcntl", None)
    mine, other = InstanceLock(tmp_path), InstanceLock(tmp_path)
    assert mine.is_alive(other.id)
    other.close()
    assert not mine.is_alive(other.id)
    mine.close()


def test_a_place_that_cannot_hold_locks_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a directory")
    with pytest.raises(StoreError, match="--data-dir"):
        InstanceLock(tmp_path / "data")
