"""Who answered: told once, for every own comment, until the thread was seen."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.conftest import NOW
from tests.store.samples import line
from tests.store.test_outbox import POST, arrived, put, row
from tui_blog.model.comment import Comment, SendState
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.migrations import MIGRATIONS, migrate
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.replies import ReplyStore


@pytest.fixture
def replies(database: Database) -> ReplyStore:
    return ReplyStore(database)


def comment(name: str, parent: str | None = None, **more: bool) -> Comment:
    return Comment(name, parent, line("Bo"), "<p>Words</p>", **more)  # type: ignore[arg-type]


def test_an_answer_is_new_until_the_thread_was_seen(
    outbox: OutboxStore, replies: ReplyStore, blogs: BlogStore
) -> None:
    mine = arrived(outbox, "a", SendState.PUBLISHED)
    thread = [comment("c-a"), comment("9", "c-a"), comment("10", "9"), comment("11")]
    for _ in range(2):
        replies.heard(POST.url, thread)
    assert (row(outbox, mine.id).replies, blogs.counts().replies) == (1, 1)
    replies.seen(POST.url)
    replies.heard(POST.url, [*thread, comment("12", "c-a")])
    assert row(outbox, mine.id).replies == 1, "the one that came since"


def test_neither_own_answers_nor_removed_ones_count(outbox: OutboxStore, replies: ReplyStore) -> None:
    mine = arrived(outbox, "a", SendState.PUBLISHED)
    arrived(outbox, "b", SendState.PUBLISHED)
    replies.heard(POST.url, [comment("c-a"), comment("c-b", "c-a"), comment("9", "c-a", deleted=True)])
    assert row(outbox, mine.id).replies == 0


def test_a_thread_without_own_comments_leaves_nothing(
    database: Database, outbox: OutboxStore, replies: ReplyStore
) -> None:
    put(outbox)
    replies.heard(POST.url, [comment("1"), comment("2", "1")])
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM replies").fetchone()[0] == 0


def test_answers_go_with_the_comment_that_they_answer(
    outbox: OutboxStore, replies: ReplyStore, blogs: BlogStore
) -> None:
    mine = arrived(outbox, "a", SendState.PUBLISHED)
    replies.heard(POST.url, [comment("9", "c-a")])
    assert outbox.drop(mine.id)
    assert blogs.counts().replies == 0


def test_a_library_of_before_knows_which_answers_were_seen(tmp_path: Path) -> None:
    before = next(number for number, script in enumerate(MIGRATIONS) if "CREATE TABLE replies" in script)
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:before])
        _fill(connection)
    with closing(Database.open(path, lambda: NOW)) as database:
        assert {item.comment_id: item.replies for item in OutboxStore(database).all()} == {"5": 1}


def _fill(connection: sqlite3.Connection) -> None:
    """A post, the person's comment 5, an answer that was seen, and one that is new."""
    connection.execute(
        """INSERT INTO posts (id, blog_id, sorted_at, guid, url, address, title, excerpt, author, labels,
                              remote_id, digest)
           VALUES (1, 1, 0, 'g', 'https://b.example/1', 'b.example/1', '', '', '', '', '', '')"""
    )
    connection.execute(
        """INSERT INTO outbox (token, post_url, parent, post_title, blog_title, body, name, email, website,
                               attempted, state, comment_id, updated, post, system, endpoint, key, typed_url)
           VALUES ('t', 'https://b.example/1', '', '', '', 'Words', '', '', '', 1, 'published', '5',
                   '2024-12-19T09:00:00+00:00', '', 'isso', '', '', '')"""
    )
    for place, (name, parent, is_new) in enumerate([("5", None, 0), ("6", "5", 0), ("7", "5", 1)]):
        connection.execute(
            """INSERT INTO comments (post_id, place, id, parent, author, html, website, status, url, deleted,
                                     first_seen, is_new)
               VALUES (1, ?, ?, ?, '', '', '', 'approved', '', 0, '', ?)""",
            (place, name, parent, is_new),
        )
