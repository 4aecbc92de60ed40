"""No list grows with the library: it is read off an index, with the same work whatever the size."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, line, sample_post
from tui_blog.model.blog import BlogId
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostKey
from tui_blog.model.post_list import PostQuery
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.posts import PostStore
from tui_blog.store.replies import ReplyStore
from tui_blog.store.threads import ThreadStore
from tui_blog.store.undo import UndoStore

BIG_TABLES = {
    "posts", "bodies", "markdown", "guids", "post_state", "listing", "threads", "comments", "outbox",
}  # fmt: skip


@dataclass
class Library:
    """Two followed blogs and one that is not, each with as many posts as are asked for; a few are marked."""

    database: Database
    blogs: BlogStore
    posts: PostStore
    threads: ThreadStore
    middle: PostKey
    tagged: PostQuery

    @classmethod
    def build(cls, path: Path, size: int) -> "Library":
        database = Database.open(path, clock)
        blogs, posts = BlogStore(database), PostStore(database)
        for name in ("one", "two", "passing"):
            blog = add_blog(blogs, name, subscribed=name != "passing", tags=["essays"])
            sent = [sample_post(n, url=f"https://{name}.example/{n}", published=None) for n in range(size)]
            posts.upsert(blog.id, sent, NOW, first_look_read=True)
        keys = [row.key for row in posts.window(PostQuery(), limit=2 * size).rows]
        posts.set_read([key.id for key in keys[10:20]], False)
        posts.set_starred([key.id for key in keys[15:30]], True)
        posts.set_read([keys[-1].id], False)
        return cls(database, blogs, posts, ThreadStore(database), keys[size], PostQuery(tag=line("essays")))


Use = Callable[[Library], object]

QUERIES = {
    "all": PostQuery(),
    "unread": PostQuery(unread=True),
    "starred": PostQuery(starred=True),
    "starred and unread": PostQuery(starred=True, unread=True),
    "tag": PostQuery(tag=line("essays")),
    "unread of a tag": PostQuery(tag=line("essays"), unread=True),
    "blog": PostQuery(blog_id=BlogId(1)),
    "unread of a blog": PostQuery(blog_id=BlogId(1), unread=True),
    "starred of a blog with a tag": PostQuery(blog_id=BlogId(1), starred=True, tag=line("essays")),
    "since": PostQuery(since=NOW),
    "until, unread": PostQuery(until=NOW, unread=True),
    "oldest first": PostQuery(oldest_first=True),
    "oldest first, unread of a blog": PostQuery(blog_id=BlogId(1), unread=True, oldest_first=True),
    "oldest first, starred of a tag": PostQuery(tag=line("essays"), starred=True, oldest_first=True),
}

LISTS: dict[str, Callable[[Library, PostQuery], object]] = {
    "top": lambda lib, query: lib.posts.window(query, limit=20),
    "after": lambda lib, query: lib.posts.window(query, after=lib.middle, limit=20),
    "before": lambda lib, query: lib.posts.window(query, before=lib.middle, limit=20),
    "last": lambda lib, query: lib.posts.last_window(query, 20),
    "around": lambda lib, query: lib.posts.around(query, lib.middle, 20),
    "next unread": lambda lib, query: lib.posts.next_unread(query, lib.middle),
    "previous unread": lambda lib, query: lib.posts.previous_unread(query, lib.middle),
    "iterate": lambda lib, query: list(lib.posts.iterate(query, limit=5)),
    "sift": lambda lib, query: lib.posts.sift(query, ["post"], limit=20, enough=5),
    "sift from the end": lambda lib, query: lib.posts.sift(
        query, ["post"], before=lib.middle, limit=20, enough=5
    ),
}

SINGLE: dict[str, Use] = {
    "counts": lambda lib: lib.blogs.counts(),
    "tags": lambda lib: lib.blogs.tags(),
    "newest id": lambda lib: lib.posts.newest_id(),
    "all blogs": lambda lib: lib.blogs.all(),
    "blog by url": lambda lib: lib.blogs.by_url("https://one.example/"),
    "row": lambda lib: lib.posts.row(lib.middle.id),
    "post": lambda lib: lib.posts.get(lib.middle.id),
    "post by url": lambda lib: lib.posts.by_url("https://one.example/5"),
    "post by guid": lambda lib: lib.posts.by_guid(lib.blogs.all()[0].id, "guid-5"),
    "markdown": lambda lib: lib.posts.markdown(lib.middle.id, 1),
    "position": lambda lib: lib.posts.position(lib.middle.id),
    "thread": lambda lib: lib.threads.load(lib.middle.id),
    "own comments": lambda lib: OutboxStore(lib.database).mine("https://one.example/5"),
    "comments on their way": lambda lib: OutboxStore(lib.database).on_their_way(),
    "answers": lambda lib: ReplyStore(lib.database).seen("https://one.example/5"),
    "new answers": lambda lib: ReplyStore(lib.database).unseen(),
}

MARKS: dict[str, Use] = {
    "read": lambda lib: lib.posts.set_read([lib.middle.id], False),
    "star": lambda lib: lib.posts.set_starred([lib.middle.id], True),
    "all read": lambda lib: lib.posts.mark_all_read(PostQuery(), [], lib.posts.newest_id()),
    "tag": lambda lib: lib.posts.mark([lib.middle.id], Mark("tag", True, line("essays"))),
    "untag": lambda lib: lib.posts.mark([lib.middle.id], Mark("tag", False, line("essays"))),
    "undo": lambda lib: UndoStore(lib.database).take_back(),
    "arrival": lambda lib: lib.posts.upsert(lib.blogs.all()[0].id, [sample_post(10**6)], NOW),
    "older arrival": lambda lib: lib.posts.upsert(
        lib.blogs.all()[0].id, [sample_post(2 * 10**6, published=None)], NOW, older=True
    ),
    "moved guid": lambda lib: lib.posts.upsert(
        lib.blogs.all()[0].id, [sample_post(5, guid="new", url="https://one.example/5")], NOW
    ),
    "unchanged": lambda lib: lib.posts.upsert(
        lib.blogs.all()[0].id, [sample_post(5, url="https://one.example/5", published=None)], NOW
    ),
    "keep markdown": lambda lib: lib.posts.keep_markdown(lib.middle.id, 1, "Text"),
    "keep thread": lambda lib: lib.threads.save(
        lib.middle.id, Thread((Comment("1", None, line("Bo"), "x"),), 1), NOW
    ),
    "refresh": lambda lib: lib.blogs.record_archive(lib.blogs.all()[0].id, None, True),
    "first refresh": lambda lib: lib.blogs.begin_archive(lib.blogs.all()[0].id, None),
}

USES: dict[str, Use] = {
    **{
        f"{where}, {name}": lambda lib, use=use, query=query: use(lib, query)  # type: ignore[misc]
        for where, query in QUERIES.items()
        for name, use in LISTS.items()
    },
    **SINGLE,
    **MARKS,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.build(tmp_path_factory.mktemp("planned") / "library.db", 50)


# These two go through the same uses in the same order, so that they differ in nothing but their size.


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.build(tmp_path_factory.mktemp("small") / "library.db", 300)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.build(tmp_path_factory.mktemp("large") / "library.db", 3_000)


def plans(library: Library, use: Use) -> list[str]:
    """The plan of every statement that a use of the store runs."""
    statements: list[str] = []
    connections: list[sqlite3.Connection] = []
    for access in (library.database.reading, library.database.writing):
        with access() as connection:
            connection.set_trace_callback(statements.append)
            connections.append(connection)
    use(library)
    for connection in connections:
        connection.set_trace_callback(None)
    with closing(sqlite3.connect(library.database.path)) as explaining:
        return [
            row[3]
            for statement in statements
            if statement.lstrip().startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))
            for row in explaining.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]


def steps(library: Library, use: Use) -> int:
    """How many steps of SQLite's machine a use of the store takes, triggers included."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    connections: list[sqlite3.Connection] = []
    for access in (library.database.reading, library.database.writing):
        with access() as connection:
            connection.set_progress_handler(count, 1)
            connections.append(connection)
    use(library)
    for connection in connections:
        connection.set_progress_handler(None, 1)
    return taken


@pytest.mark.parametrize("name", USES)
def test_every_statement_is_read_off_an_index(library: Library, name: str) -> None:
    found = plans(library, USES[name])
    assert found, "nothing was traced"
    scanned = [plan for plan in found if plan.startswith("SCAN") and plan.split()[1] in BIG_TABLES]
    assert [plan for plan in scanned if "outbox_unfinished" not in plan] == []
    if name not in SINGLE:
        assert [plan for plan in found if "TEMP B-TREE" in plan] == []


@pytest.mark.parametrize("name", USES)
def test_the_work_is_the_same_in_a_library_ten_times_as_large(
    small: Library, large: Library, name: str
) -> None:
    in_small, in_large = steps(small, USES[name]), steps(large, USES[name])
    assert in_small > 0
    assert in_large <= in_small * 1.1 + 20
