"""Pictures kept on the disk: for their person alone, whole, and never beyond the limit."""

import os
import stat
from pathlib import Path

from tui_blog.store.picture_files import PictureFiles

URL = "https://lamp.example/{}.png"


def test_what_was_kept_is_there_in_the_next_run(tmp_path: Path) -> None:
    PictureFiles(tmp_path / "pictures").keep(URL.format(1), b"one")
    files = PictureFiles(tmp_path / "pictures")
    assert files.get(URL.format(1)) == b"one" and files.get(URL.format(2)) is None


def test_nobody_else_may_look(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    PictureFiles(folder).keep(URL.format(1), b"one")
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "lamp" not in path.name


def test_what_was_not_looked_at_for_longest_makes_room(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path, limit=1000)
    for number in range(10):
        files.keep(URL.format(number), bytes(100))
        os.utime(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), (number, number))
    assert files.get(URL.format(0)) is not None, "and it counts as used now"
    files.keep(URL.format("new"), bytes(100))
    there = [number for number in range(10) if files.get(URL.format(number))]
    assert there == [0, 3, 4, 5, 6, 7, 8, 9], "1 and 2 went: a tenth more than must"
    assert files.get(URL.format("new")) is not None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000


def test_a_folder_that_was_full_before_is_brought_within_the_limit(tmp_path: Path) -> None:
    large = PictureFiles(tmp_path, limit=10_000)
    for number in range(10):
        large.keep(URL.format(number), bytes(100))
    PictureFiles(tmp_path, limit=500).keep(URL.format("new"), bytes(100))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 500


def test_the_same_picture_kept_twice_lies_there_once(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path)
    files.keep(URL.format(1), b"one")
    files.keep(URL.format(1), b"two")
    assert files.get(URL.format(1)) == b"two" and len(list(tmp_path.iterdir())) == 1


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file stands in the way")
    files = PictureFiles(tmp_path / "pictures")
    files.keep(URL.format(1), b"one")
    files.drop(URL.format(1))
    assert files.get(URL.format(1)) is None
