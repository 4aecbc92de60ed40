"""How much of a blog is kept: what is dropped, what never is, and that nothing of it comes back as new."""

from datetime import timedelta

import pytest

from tests.store.conftest import NOW
from tests.store.samples import add_blog, document, line, listed, of_blog, sample_post
from tests.store.test_outbox import put
from tui_blog.model.blog import Blog
from tui_blog.model.comment import Draft
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.post_page import PostPage, Upserted
from tui_blog.model.query import Query, parse
from tui_blog.model.retention import ALL, Keep, keep_of
from tui_blog.store import retention
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.posts import PostStore
from tui_blog.store.search import SearchStore
from tui_blog.store.search_index import SearchIndex
from tui_blog.store.soundness import Soundness
from tui_blog.store.undo import UndoStore

SENT = PostPage(())
TWENTY = range(1, 21)


@pytest.fixture
def lamp(blogs: BlogStore, posts: PostStore) -> Blog:
    """Twenty posts, one a day."""
    blog = add_blog(blogs, "lamp", tags=["essays"])
    posts.upsert(blog.id, document(*TWENTY), NOW)
    return blog


def keep(text: str) -> Keep:
    found = keep_of(text)
    assert found is not None
    return found


def drop(blogs: BlogStore, blog: Blog, text: str) -> None:
    blogs.edit(blog.id, keep=keep(text))
    while blogs.drop_behind(blog.id, SENT):
        pass


def number(posts: PostStore, blog: Blog, which: int) -> PostId:
    stored = posts.by_guid(blog.id, f"guid-{which}")
    assert stored is not None
    return stored.id


def newest(first: int, last: int = 20) -> list[str]:
    return [f"Post {n}" for n in range(last, first - 1, -1)]


def test_the_newest_are_kept_and_every_count_is_right(
    database: Database, blogs: BlogStore, posts: PostStore, lamp: Blog
) -> None:
    other = add_blog(blogs, "other")
    posts.upsert(other.id, [sample_post(n, guid=f"o{n}", title=line(f"Other {n}")) for n in (3, 2)], NOW)
    drop(blogs, lamp, "5")
    assert listed(posts, of_blog(lamp.id)) == newest(16)
    assert listed(posts, PostQuery(tag=line("essays"))) == newest(16)
    assert len(listed(posts)) == 7 and blogs.counts().unread == 7
    assert [blog.posts for blog in blogs.all()] == [5, 2]
    assert [check for check in Soundness(database).checks() if check.wrong] == []


def test_those_of_the_last_time_are_kept(blogs: BlogStore, posts: PostStore, lamp: Blog) -> None:
    posts.upsert(lamp.id, [sample_post(99, published=NOW - timedelta(days=100))], NOW)
    drop(blogs, lamp, "1y")
    assert len(listed(posts)) == 21
    drop(blogs, lamp, "4m")
    assert listed(posts) == ["Post 99"]


def test_what_a_person_marked_or_wrote_under_is_never_dropped(
    blogs: BlogStore, posts: PostStore, outbox: OutboxStore, drafts: DraftStore, lamp: Blog
) -> None:
    put(outbox)  # under post 1
    drafts.save("http://blog.example/2/", line("Post 2"), line("Lamp"), Draft("t2", "Half a thought"))
    posts.set_starred([number(posts, lamp, 3)], True)
    posts.mark([number(posts, lamp, 4)], Mark("tag", True, line("later")))
    posts.set_read([number(posts, lamp, 5), number(posts, lamp, 20)], True)
    drop(blogs, lamp, "3")
    assert listed(posts) == [*newest(18), "Post 4", "Post 3", "Post 2", "Post 1"]


def test_what_was_dropped_is_not_new_but_the_archive_brings_it_again(
    blogs: BlogStore, posts: PostStore, lamp: Blog
) -> None:
    drop(blogs, lamp, "5")
    assert posts.upsert(lamp.id, document(*TWENTY, 21), NOW) == Upserted(1, 0)
    assert listed(posts) == newest(16, 21)
    assert posts.upsert(lamp.id, document(*range(1, 11)), NOW, older=True) == Upserted(10, 0)
    assert listed(posts) == newest(16, 21) + newest(1, 10)
    assert posts.upsert(lamp.id, document(*range(1, 11)), NOW) == Upserted(0, 0), "now they are known"


def test_a_name_that_several_bore_stays_one_that_several_bore(
    blogs: BlogStore, posts: PostStore, lamp: Blog
) -> None:
    shared = [
        sample_post(n, guid="same", url=f"https://blog.example/s{n}", title=line(f"S{n}"), html=f"<p>{n * 7}")
        for n in (2, 1)
    ]
    posts.upsert(lamp.id, shared, NOW)
    drop(blogs, lamp, "1")
    assert posts.upsert(lamp.id, shared, NOW) == Upserted(0, 0)
    another = sample_post(40, guid="same", url="https://blog.example/s40", title=line("S40"))
    assert posts.upsert(lamp.id, [another], NOW) == Upserted(1, 0)


def test_the_archive_begins_again_behind_the_newest_page(blogs: BlogStore, lamp: Blog) -> None:
    blogs.record_archive(lamp.id, None, True)
    blogs.edit(lamp.id, keep=keep("5"))
    blogs.drop_behind(lamp.id, PostPage((), next="page 2"))  # type: ignore[arg-type]
    (blog,) = blogs.all()
    assert (blog.archive_cursor, blog.archive_done, blog.keep) == ("page 2", False, Keep("5", posts=5))


def test_keeping_all_again_lets_the_feed_bring_what_it_still_has(
    blogs: BlogStore, posts: PostStore, lamp: Blog
) -> None:
    drop(blogs, lamp, "5")
    blogs.edit(lamp.id, keep=ALL)
    assert posts.upsert(lamp.id, document(*range(11, 21)), NOW) == Upserted(5, 0)
    assert not blogs.drop_behind(lamp.id, SENT) and len(listed(posts)) == 10


def test_neither_search_nor_undo_know_what_was_dropped(
    database: Database, blogs: BlogStore, posts: PostStore, lamp: Blog
) -> None:
    index, query = SearchIndex(database), parse("text")
    assert isinstance(query, Query)
    posts.set_read([number(posts, lamp, 1), number(posts, lamp, 20)], True)
    posts.set_read([number(posts, lamp, 2)], True)
    while index.step():
        pass
    drop(blogs, lamp, "5")
    assert SearchStore(database).count(query, 100) == 5
    undo = UndoStore(database)
    assert [undone.title for undone in (*undo.take_back(), *undo.take_back())] == ["Lamp", "Post 20"]
    assert UndoStore(database).take_back() == ()


def test_many_are_dropped_in_steps(
    blogs: BlogStore, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "STEP", 4)
    blogs.edit(lamp.id, keep=keep("10"))
    assert [blogs.drop_behind(lamp.id, SENT) for _ in range(3)] == [True, True, False]
    assert listed(posts) == newest(11)


def test_compacting_drops_too(database: Database, blogs: BlogStore, posts: PostStore, lamp: Blog) -> None:
    blogs.edit(lamp.id, keep=keep("5"))
    assert Soundness(database).compact().dropped == 15
    assert listed(posts) == newest(16)
    assert [check for check in Soundness(database).checks() if check.wrong] == []


@pytest.mark.parametrize("text", ["", "0", "0d", "-3", "2 years", "1.5y", "9999999", "any"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    assert keep_of(text) is None
