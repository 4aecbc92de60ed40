"""The file: made for its owner alone, shared by programs, every failure with a name and a way out."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, document, line, listed, of_blog, sample_post
from tui_blog.errors import BusyStore, DamagedStore, DiskFull, NewerStore, ReadOnlyStore, StoreError
from tui_blog.model.comment import Draft
from tui_blog.model.post_list import PostQuery
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import PAGE, Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.migrations import MIGRATIONS
from tui_blog.store.posts import PostStore


@pytest.fixture(autouse=True)
def libraries_are_copies() -> None:
    """Not here, where their making is told."""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- opening -------------------------------------------------------------------------------------


def test_a_first_start_makes_a_library_for_its_owner_alone(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        add_blog(BlogStore(database))
        assert {file.name for file in path.parent.iterdir()} >= {"library.db", "library.db-wal"}
        assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    assert mode(path.parent) == 0o700


def test_a_new_file_has_large_pages_and_an_old_one_keeps_its_own(path: Path) -> None:
    def size() -> int:
        with closing(Database.open(path, clock)) as database, database.reading() as connection:
            return int(connection.execute("PRAGMA page_size").fetchone()[0])

    assert size() == PAGE
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 4096", "VACUUM"):
            connection.execute(statement)
    assert size() == 4096


def test_what_was_written_is_there_at_the_next_start(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        add_blog(BlogStore(database))
    with closing(Database.open(path, clock)) as database:
        assert [blog.title for blog in BlogStore(database).all()] == ["Blog"]


def test_the_first_list_costs_no_import_beyond_the_standard_library(path: Path) -> None:
    script = (
        "import sys; before = set(sys.modules)\n"
        "from pathlib import Path; from datetime import datetime, UTC\n"
        "from tui_blog.store.database import Database; from tui_blog.store.posts import PostStore\n"
        "from tui_blog.model.post_list import PostQuery\n"
        "database = Database.open(Path(sys.argv[1]), lambda: datetime.now(UTC))\n"
        "PostStore(database).window(PostQuery(), limit=50)\n"
        "heads = {m.split('.')[0] for m in set(sys.modules) - before}\n"
        "print(sorted(heads - sys.stdlib_module_names - {'tui_blog'}))\n"
        "print('asyncio' in sys.modules, 'hashlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "False False"]


def test_many_programs_may_make_the_library_at_once(path: Path) -> None:
    """Whoever comes first makes the tables, nobody makes them twice, all can write."""

    def start(number: int) -> None:
        with closing(Database.open(path, clock)) as database:
            add_blog(BlogStore(database), f"blog{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(start, range(8)))
    with closing(Database.open(path, clock)) as database:
        assert len(BlogStore(database).all()) == 8


def test_nobody_is_turned_away_who_begins_at_the_very_same_moment(tmp_path: Path) -> None:
    """It goes wrong once in seven times where nobody waits for whoever turns the journal to WAL."""
    together = Barrier(4)

    def start(path: Path) -> int:
        together.wait()
        with closing(Database.open(path, clock)) as database:
            return len(BlogStore(database).all())

    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            path = tmp_path / str(number) / "library.db"
            path.parent.mkdir()
            assert list(pool.map(start, [path] * 4)) == [0] * 4


# --- migrations ----------------------------------------------------------------------------------

LATER = """
CREATE TABLE later (note TEXT);
INSERT INTO later VALUES ('made; by a later script');
"""
ONE_MORE = (*MIGRATIONS, LATER)


def test_an_older_file_is_brought_up_to_date_and_a_copy_is_left(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        add_blog(BlogStore(database))
    with (
        closing(Database.open(path, clock, migrations=ONE_MORE)) as database,
        database.reading() as connection,
    ):
        assert connection.execute("SELECT note FROM later").fetchone()["note"] == "made; by a later script"
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(ONE_MORE)

    copy = path.with_name(f"library.db.before-v{len(ONE_MORE)}")
    assert mode(copy) == 0o600
    shutil.copy(copy, path)
    with closing(Database.open(path, clock)) as database:
        assert [blog.title for blog in BlogStore(database).all()] == ["Blog"]


def test_a_new_library_leaves_no_copy(path: Path) -> None:
    Database.open(path, clock, migrations=ONE_MORE).close()
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        add_blog(BlogStore(database))
    broken = (*MIGRATIONS, LATER + "DROP TABLE bodies;\nSELECT nonsense;")
    with pytest.raises(StoreError, match="nonsense"):
        Database.open(path, clock, migrations=broken)
    with closing(Database.open(path, clock)) as database:
        assert [blog.title for blog in BlogStore(database).all()] == ["Blog"]


def test_a_file_of_a_newer_version_is_refused_and_not_touched(path: Path) -> None:
    Database.open(path, clock, migrations=ONE_MORE).close()
    before = path.read_bytes()
    with pytest.raises(NewerStore) as refused:
        Database.open(path, clock)
    assert str(refused.value) == (
        f"The library {path} was made by a newer tui-blog (its format is {len(ONE_MORE)}, this one knows "
        f"{len(MIGRATIONS)}). Update tui-blog, or choose another place with --data-dir."
    )
    assert path.read_bytes() == before


# --- what may be wrong with the place ------------------------------------------------------------


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A directory of somebody who is not root, as whom the test runs (root may write everywhere)."""
    directory = Path(tempfile.mkdtemp(prefix="tui-blog-"))
    try:
        if os.geteuid() == 0:
            os.chown(directory, 65534, 65534)
            os.seteuid(65534)
        yield directory
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        for inner in (directory, *directory.rglob("*")):
            inner.chmod(0o700)
        shutil.rmtree(directory)


def test_a_directory_that_cannot_be_made(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    path = unprivileged / "data" / "library.db"
    with pytest.raises(ReadOnlyStore) as refused:
        Database.open(path, clock)
    assert str(refused.value) == (
        f"The library {path.parent} cannot be written. "
        "Give yourself the right to write there, or choose another place with --data-dir."
    )


def test_a_read_only_directory_without_a_library(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    with pytest.raises(ReadOnlyStore, match=r"library\.db cannot be written"):
        Database.open(unprivileged / "library.db", clock)


@pytest.mark.parametrize(("directory", "file"), [(0o500, 0o600), (0o700, 0o400), (0o700, 0o000)])
def test_a_library_that_may_not_be_written(unprivileged: Path, directory: int, file: int) -> None:
    path = unprivileged / "library.db"
    Database.open(path, clock).close()
    path.chmod(file)
    unprivileged.chmod(directory)
    with pytest.raises(ReadOnlyStore, match="--data-dir"):
        Database.open(path, clock)


def test_a_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a directory")
    with pytest.raises(StoreError, match=r"data cannot be used: File exists\. .* --data-dir"):
        Database.open(tmp_path / "data" / "library.db", clock)


def test_a_library_that_is_a_directory(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match=r"library\.db cannot be used"):
        Database.open(path, clock)


def test_a_file_that_is_no_database_is_refused_and_not_touched(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, " * 1_000)
    with pytest.raises(DamagedStore, match=r"is damaged, or is no database\. Move it away"):
        Database.open(path, clock)
    assert path.read_text().startswith("Dear diary")


def test_the_database_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(DamagedStore, match="of another program"):
        Database.open(path, clock)
    assert path.read_bytes() == before


def test_a_file_that_was_damaged_later(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        blog = add_blog(BlogStore(database))
        big = [sample_post(n, html=os.urandom(3_000).hex()) for n in range(100)]
        PostStore(database).upsert(blog.id, big, NOW)
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    with closing(Database.open(path, clock)) as database, pytest.raises(DamagedStore, match="damaged"):
        list(PostStore(database).iterate(PostQuery()))


def test_a_body_that_was_damaged_later(database: Database, blogs: BlogStore, posts: PostStore) -> None:
    posts.upsert(add_blog(blogs).id, document(1), NOW)
    with database.writing() as connection:
        connection.execute("UPDATE bodies SET html = x'00ff'")
    with pytest.raises(DamagedStore, match="damaged"):
        posts.by_url("https://blog.example/1")


def test_a_path_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b]0;owned\x07b"
    odd.write_text("")
    with pytest.raises(StoreError) as refused:
        Database.open(odd / "library.db", clock)
    assert "\x1b" not in str(refused.value)


# --- a full disk ---------------------------------------------------------------------------------


def test_a_full_disk_harms_nothing_that_was_there(
    database: Database, blogs: BlogStore, posts: PostStore
) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1), NOW)
    with database.writing() as connection:
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {used + 2}")
    big = [sample_post(n, html=os.urandom(9_000).hex()) for n in range(2, 9)]

    with pytest.raises(DiskFull, match=r"no room left .* Make room on that disk"):
        posts.upsert(blog.id, big, NOW)
    assert listed(posts) == ["Post 1"]
    assert blogs.counts().posts == 1

    with database.writing() as connection:
        connection.execute(f"PRAGMA max_page_count = {used + 1_000}")
    assert posts.upsert(blog.id, big, NOW).new == 7


# --- several programs ----------------------------------------------------------------------------

HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_writer_gives_up_on_a_program_that_does_not_let_go_while_readers_read_on(
    path: Path, database: Database, blogs: BlogStore
) -> None:
    add_blog(blogs)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin and holder.stdout
    with holder:
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(BusyStore, match=r"Another program is writing .* Wait a moment"):
            add_blog(blogs, "other")
        assert [blog.title for blog in blogs.all()] == ["Blog"]
        Database.open(path, clock, patience=0.05).close()
    add_blog(blogs, "other")
    assert len(blogs.all()) == 2


def test_a_second_program_reads_while_the_first_writes(
    path: Path, database: Database, blogs: BlogStore
) -> None:
    blog = add_blog(blogs)
    posts = PostStore(database)
    with closing(Database.open(path, clock, patience=0.05)) as other_database:
        other = PostStore(other_database)
        with database.writing() as connection:
            connection.execute("UPDATE blogs SET title = 'Half way'")
            found = BlogStore(other_database).get(blog.id)
            assert found is not None and found.title == "Blog"
            assert posts.window(PostQuery(), limit=1).rows == ()
        found = BlogStore(other_database).get(blog.id)
        assert found is not None and found.title == "Half way"
        posts.upsert(blog.id, document(1), NOW)
        other.upsert(blog.id, document(2), NOW)
        assert listed(posts) == listed(other) == ["Post 2", "Post 1"]


def test_what_is_read_at_once_is_of_one_moment(database: Database, blogs: BlogStore) -> None:
    add_blog(blogs)
    with database.reading() as connection:
        assert connection.execute("SELECT title FROM blogs").fetchone()["title"] == "Blog"
        add_blog(blogs, "other")
        assert len(connection.execute("SELECT title FROM blogs").fetchall()) == 1
    assert len(blogs.all()) == 2


def test_many_threads_read_and_write_at_once(database: Database, blogs: BlogStore, posts: PostStore) -> None:
    known = [add_blog(blogs, f"blog{n}") for n in range(8)]

    def work(number: int) -> int:
        for day in range(10):
            posts.upsert(known[number].id, document(day), NOW)
            posts.window(PostQuery(unread=True), limit=20)
        return len(listed(posts, of_blog(known[number].id)))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [10] * 8
    assert blogs.counts().unread == 80


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnlyStore), database.reading() as connection:
        connection.execute("DELETE FROM blogs")


def test_writing_inside_writing_is_an_error_and_no_endless_wait(database: Database, blogs: BlogStore) -> None:
    with pytest.raises(StoreError, match="inside a transaction"), database.writing():
        add_blog(blogs)
    assert blogs.all() == ()


def test_what_is_interrupted_by_an_error_did_not_happen(database: Database, blogs: BlogStore) -> None:
    add_blog(blogs)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute("UPDATE blogs SET title = 'Changed'")
        raise ZeroDivisionError
    assert [blog.title for blog in blogs.all()] == ["Blog"]


def test_a_bug_of_ours_is_not_called_a_failure_of_the_library(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        connection.execute("INSERT INTO guids (blog_id, guid, post_id) VALUES (404, 'guid', 1)")


def test_a_closed_library_says_so(database: Database, blogs: BlogStore) -> None:
    with database.reading():
        database.close()
    for use in (blogs.all, lambda: add_blog(blogs)):
        with pytest.raises(StoreError, match="is closed"):
            use()
    database.close()


# --- a sudden end --------------------------------------------------------------------------------

WRITE_AND_WAIT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui_blog.model.comment import Draft
from tui_blog.model.text import clean_line
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
database = Database.open(Path(sys.argv[1]), lambda: datetime.now(UTC))
drafts = DraftStore(database)
drafts.save("https://blog.example/1", clean_line("Post"), clean_line("Blog"), Draft("t1", "My words"))
with database.writing() as connection:
    connection.execute("UPDATE drafts SET body = 'half'")
    print("written", flush=True)
    sys.stdin.read()
"""


def test_a_draft_outlives_a_killed_program(path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_WAIT, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdin and program.stdout
    with program:
        assert program.stdout.readline() == "written\n"
        program.send_signal(signal.SIGKILL)
        program.wait()
    with closing(Database.open(path, clock)) as database:
        assert DraftStore(database).load("https://blog.example/1", None) == Draft("t1", "My words")


def test_a_persons_own_words_wait_for_the_disk(
    database: Database, drafts: DraftStore, blogs: BlogStore
) -> None:
    def synchronous() -> list[str]:
        return [statement for statement in traced if statement.startswith("PRAGMA synchronous")]

    traced: list[str] = []
    with database.writing() as connection:
        connection.set_trace_callback(traced.append)
    drafts.save("https://blog.example/1", line("Post"), line("Blog"), Draft("t1", "My words"))
    add_blog(blogs)
    assert synchronous() == ["PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"]


def test_only_the_last_copies_are_kept(path: Path) -> None:
    scripts = [*MIGRATIONS]
    Database.open(path, clock).close()
    for number in range(4):
        scripts.append(f"CREATE TABLE more{number} (id INTEGER PRIMARY KEY);")
        Database.open(path, clock, migrations=scripts).close()
    copies = {copy.name for copy in path.parent.glob("library.db.before-v*")}
    assert copies == {f"library.db.before-v{len(MIGRATIONS) + number}" for number in (3, 4)}
