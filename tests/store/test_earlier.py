"""What a post said when the person read it, kept when the blog changes it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, compact, line, sample_post
from tui_blog.model.blog import Blog
from tui_blog.model.post_key import PostId
from tui_blog.store import earlier
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.earlier import EarlierStore
from tui_blog.store.migrations import MIGRATIONS, migrate
from tui_blog.store.packing import pack
from tui_blog.store.posts import PostStore


@pytest.fixture
def blog(blogs: BlogStore) -> Blog:
    return add_blog(blogs)


@pytest.fixture
def bodies(database: Database) -> EarlierStore:
    return EarlierStore(database)


def says(posts: PostStore, blog: Blog, words: str, number: int = 1, **more: object) -> PostId:
    """The blog sends a post that says this now."""
    posts.upsert(blog.id, [sample_post(number, html=f"<p>{words}</p>", **more)], NOW)
    stored = posts.by_guid(blog.id, f"guid-{number}")
    assert stored is not None
    return stored.id


def kept(bodies: EarlierStore, post_id: PostId) -> str | None:
    body = bodies.of(post_id)
    return body.html.removeprefix("<p>").removesuffix("</p>") if body else None


def test_the_body_that_was_read_is_kept(posts: PostStore, bodies: EarlierStore, blog: Blog) -> None:
    post_id = says(posts, blog, "one", title=line("First"))
    posts.set_opened(post_id)
    assert bodies.of(post_id) is None
    later = NOW + timedelta(days=3)
    posts.upsert(blog.id, [sample_post(1, html="<p>two</p>", title=line("Second"))], later)
    body = bodies.of(post_id)
    assert body is not None
    assert (body.title, body.html, body.replaced) == ("First", "<p>one</p>", later)


def test_a_body_that_nobody_read_is_not_kept(posts: PostStore, bodies: EarlierStore, blog: Blog) -> None:
    post_id = says(posts, blog, "one")
    says(posts, blog, "two")
    assert kept(bodies, post_id) is None
    posts.set_read([post_id], True)  # from the list, without opening it
    says(posts, blog, "three")
    assert kept(bodies, post_id) is None


def test_of_many_changes_the_one_read_last_stays(posts: PostStore, bodies: EarlierStore, blog: Blog) -> None:
    post_id = says(posts, blog, "one")
    posts.set_opened(post_id)
    for words in ("two", "three"):
        says(posts, blog, words)
        assert kept(bodies, post_id) == "one"
    posts.set_opened(post_id)
    assert kept(bodies, post_id) == "one", "what changed can be looked at as long as nothing changes again"
    says(posts, blog, "four")
    assert kept(bodies, post_id) == "three"


def test_what_is_no_change_keeps_and_replaces_nothing(
    posts: PostStore, bodies: EarlierStore, blog: Blog
) -> None:
    post_id = says(posts, blog, "one")
    posts.set_opened(post_id)
    says(posts, blog, '<span data-nonce="1">one</span> ', comment_count=9)
    assert kept(bodies, post_id) is None
    says(posts, blog, "two")
    assert kept(bodies, post_id) == '<span data-nonce="1">one</span> ', "as it was last, which says the same"


def test_a_body_too_large_is_not_kept_nor_an_older_one_in_its_place(
    posts: PostStore, bodies: EarlierStore, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = says(posts, blog, "one")
    posts.set_opened(post_id)
    says(posts, blog, "two")
    posts.set_opened(post_id)
    monkeypatch.setattr(earlier, "LARGEST", len(pack("<p>two</p>")) - 1)
    says(posts, blog, "three")
    assert kept(bodies, post_id) is None


def test_there_are_never_more_than_so_many(
    posts: PostStore, bodies: EarlierStore, blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "KEPT", 3)
    ids = [says(posts, blog, "one", number) for number in range(5)]
    for number, post_id in enumerate(ids):
        posts.set_opened(post_id)
        says(posts, blog, "two", number)
    assert [kept(bodies, post_id) for post_id in ids] == [None, None, "one", "one", "one"]


def test_a_blog_that_is_removed_takes_them_along(
    database: Database, blogs: BlogStore, posts: PostStore, bodies: EarlierStore, blog: Blog
) -> None:
    post_id = says(posts, blog, "one")
    posts.set_opened(post_id)
    says(posts, blog, "two")
    blogs.remove(blog.id)
    compact(database)
    assert bodies.of(post_id) is None


BEFORE = next(number for number, script in enumerate(MIGRATIONS) if "earlier_bodies" in script)


def test_a_library_of_before_finds_nothing_changed_and_knows_what_was_read(tmp_path: Path) -> None:
    """Its digests were made over title and HTML as sent; they must mean the same for ever."""
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:BEFORE])
        connection.execute(
            """INSERT INTO blogs
                   (id, title, url, address, feed_url, feed_address, source, platform, subscribed)
               VALUES (1, 'Lamp', 'https://lamp.example/', 'lamp.example', 'https://lamp.example/feed',
                       'lamp.example/feed', 'feed', 'feed', 1)"""
        )
        connection.execute("INSERT INTO shelves (id, blog_id) VALUES (2, 1)")
        connection.execute("INSERT INTO blog_shelves VALUES (1, 1), (1, 2)")
        digest = bytes.fromhex("e288967a5791aa8de3bd9045fd2ed622")
        connection.execute(
            """INSERT INTO posts
                   VALUES (1, 1, 1704186000, 'guid-1', 'https://blog.example/1', 'blog.example/1', 'Post 1',
                   'Text 1', '', '2024-01-02T09:00:00+00:00', NULL, '', NULL, NULL, '', ?)""",
            (digest,),
        )
        connection.execute("INSERT INTO bodies VALUES (1, ?)", (pack("<p>Text 1</p>"),))
        connection.execute("INSERT INTO post_state (post_id, read) VALUES (1, 1)")
        connection.execute("INSERT INTO guids VALUES (1, 'guid-1', 1, 0)")
    database = Database.open(path, clock)
    try:
        posts, (blog,) = PostStore(database), BlogStore(database).all()
        upserted = posts.upsert(blog.id, [sample_post(1)], NOW)
        assert (upserted.new, upserted.changed) == (0, 0)
        posts.upsert(blog.id, [sample_post(1, html="<p>Anew</p>")], NOW)
        body = EarlierStore(database).of(PostId(1))
        assert body is not None and body.html == "<p>Text 1</p>"
    finally:
        database.close()
