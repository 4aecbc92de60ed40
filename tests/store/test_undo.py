"""What a person did to posts and blogs can be taken back: the last of it first, later and elsewhere too."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, compact, document, line, listed, of_blog, sample_post
from tui_blog.model.marks import Mark, Tag, Undone
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.retention import ALL, keep_of
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.journal import DEPTH
from tui_blog.store.packing import pack_ids, unpack_ids
from tui_blog.store.posts import PostStore
from tui_blog.store.undo import UndoStore

UNREAD = PostQuery(unread=True)


@pytest.fixture
def undo(database: Database) -> UndoStore:
    return UndoStore(database)


@pytest.fixture
def ids(blogs: BlogStore, posts: PostStore) -> list[PostId]:
    """Posts 1, 2, 3 of a blog that is filed under essays."""
    posts.upsert(add_blog(blogs, tags=["essays"]).id, document(1, 2, 3), NOW)
    return [row.id for row in reversed(posts.window(PostQuery(), limit=9).rows)]


def journal(database: Database) -> list[int]:
    with database.reading() as connection:
        return [row["change"] for row in connection.execute("SELECT change FROM undo ORDER BY id")]


@pytest.mark.parametrize("ids", [[], [7], [1, 2, 3], [2**40, 5, 9]])
def test_packed_ids_come_back(ids: list[int]) -> None:
    assert unpack_ids(pack_ids(ids)) == sorted(ids)


def test_a_change_is_taken_back_after_a_restart(path: Path) -> None:
    with closing(Database.open(path, clock)) as database:
        blogs, posts = BlogStore(database), PostStore(database)
        posts.upsert(add_blog(blogs).id, document(1, 2, 3), NOW)
        posts.set_read([posts.window(PostQuery(), limit=1).rows[0].id], True)
        posts.mark_all_read(PostQuery(), [], posts.newest_id())
    with closing(Database.open(path, clock)) as database:
        undone = UndoStore(database).take_back()
        assert [(part.kind, part.on, part.number) for part in undone] == [("read", True, 2)]
        assert listed(PostStore(database), UNREAD) == ["Post 2", "Post 1"]
        (second,) = UndoStore(database).take_back()
        assert (second.number, second.title) == (1, "Post 3")
        assert UndoStore(database).take_back() == ()


def test_only_what_a_change_changed_is_taken_back(
    posts: PostStore, undo: UndoStore, ids: list[PostId]
) -> None:
    posts.set_opened(ids[0])
    posts.mark_all_read(PostQuery(), [], posts.newest_id())
    undo.take_back()
    assert listed(posts, UNREAD) == ["Post 3", "Post 2"], "what was read before stays read"


def test_a_change_of_which_nothing_is_left_is_passed_over(
    posts: PostStore, database: Database, undo: UndoStore, ids: list[PostId]
) -> None:
    posts.set_starred(ids[:1], True)
    posts.set_read(ids[1:2], True)
    with database.writing() as connection:
        connection.execute("DELETE FROM posts WHERE id = ?", (ids[1],))
    assert undo.take_back() == (Undone("starred", True, line(""), 1, line("Post 1")),)


def test_a_change_of_more_posts_than_one_transaction_takes_is_one_change(
    blogs: BlogStore, posts: PostStore, undo: UndoStore, database: Database
) -> None:
    posts.upsert(add_blog(blogs).id, [sample_post(n, published=None) for n in range(5_003)], NOW)
    posts.mark_all_read(PostQuery(), [], posts.newest_id())
    assert journal(database) == [1, 1]
    assert undo.take_back() == (Undone("read", True, line(""), 5_003),)
    assert blogs.counts().unread == 5_003 and journal(database) == []


def test_marks_that_were_set_together_are_taken_back_together(
    posts: PostStore, undo: UndoStore, ids: list[PostId]
) -> None:
    changed = posts.mark(ids, Mark("read", True), Mark("starred", True), Mark("tag", True, line("later")))
    assert changed == tuple(ids)
    assert [(part.kind, part.number) for part in undo.take_back()] == [
        ("tag", 3),
        ("starred", 3),
        ("read", 3),
    ]
    row = posts.row(ids[0])
    assert row is not None and (row.read, row.starred, row.tags) == (False, False, ())


def test_the_journal_never_grows_beyond_its_depth(
    posts: PostStore, undo: UndoStore, database: Database, ids: list[PostId]
) -> None:
    for number in range(DEPTH + 10):
        posts.set_starred(ids[:1], number % 2 == 0)
    assert len(journal(database)) == DEPTH
    assert sum(bool(undo.take_back()) for _ in range(DEPTH + 10)) == DEPTH


# --- tags ----------------------------------------------------------------------------------------


def test_a_post_stands_on_the_list_of_its_own_tag_with_its_marks(
    blogs: BlogStore, posts: PostStore, ids: list[PostId]
) -> None:
    later = PostQuery(tag=line("later"))
    posts.mark(ids[:2], Mark("tag", True, line("later")))
    assert listed(posts, later) == ["Post 2", "Post 1"]
    posts.set_read(ids[:1], True)
    posts.upsert(blogs.all()[0].id, [sample_post(1, published=sample_post(9).published)], NOW)
    assert [(row.title, row.read, row.tags) for row in posts.window(later, limit=9).rows] == [
        ("Post 1", True, ("later",)),
        ("Post 2", False, ("later",)),
    ]
    assert blogs.tags() == (Tag(line("essays"), 3, 2, True, False), Tag(line("later"), 2, 1, False, True))

    assert posts.mark(ids, Mark("tag", False, line("later"))) == tuple(ids[:2])
    assert listed(posts, later) == [] and [tag.name for tag in blogs.tags()] == ["essays"]


def test_a_tag_of_a_post_outlives_the_same_tag_of_its_blog(
    blogs: BlogStore, posts: PostStore, ids: list[PostId]
) -> None:
    essays = PostQuery(tag=line("essays"))
    posts.mark(ids[:1], Mark("tag", True, line("essays")))
    assert listed(posts, essays) == ["Post 3", "Post 2", "Post 1"]
    blogs.edit(blogs.all()[0].id, no_tags=[line("essays")])
    assert listed(posts, essays) == ["Post 1"]
    blogs.edit(blogs.all()[0].id, tags=[line("essays")])
    posts.mark(ids[:1], Mark("tag", False, line("essays")))
    assert listed(posts, essays) == ["Post 3", "Post 2", "Post 1"]


def test_the_tags_of_a_blog_are_taken_back(blogs: BlogStore, undo: UndoStore, ids: list[PostId]) -> None:
    blog = blogs.all()[0]
    blogs.edit(blog.id, tags=[line("slow"), line("letters")], no_tags=[line("essays")])
    assert {(part.on, part.tag, part.title) for part in undo.take_back()} == {
        (True, "slow", "Blog"),
        (True, "letters", "Blog"),
        (False, "essays", "Blog"),
    }
    assert blogs.all()[0].tags == ("essays",) and [tag.name for tag in blogs.tags()] == ["essays"]


def test_a_tag_is_not_given_back_to_a_blog_that_has_gone_for_good(
    database: Database, blogs: BlogStore, undo: UndoStore, ids: list[PostId]
) -> None:
    blog = blogs.all()[0]
    blogs.edit(blog.id, no_tags=[line("essays")])
    blogs.remove(blog.id)
    compact(database)
    assert undo.take_back() == ()


def test_what_a_blog_is_called_filed_under_and_kept_of_is_one_change_of_an_edit(
    blogs: BlogStore, undo: UndoStore, ids: list[PostId]
) -> None:
    before = blogs.all()
    blogs.edit(
        before[0].id, title=line("Mine"), tags=[line("slow")], no_tags=[line("essays")], keep=keep_of("2")
    )
    edited = blogs.all()[0]
    assert (edited.title, edited.tags, edited.keep.text) == ("Mine", ("slow",), "2")
    assert {(part.kind, part.title) for part in undo.take_back()} == {
        ("blog title", "Blog"),
        ("blog tag", "Blog"),
        ("blog keep", "Blog"),
    }
    assert blogs.all() == before and undo.take_back() == ()


def test_an_edit_that_changes_nothing_is_no_change(
    blogs: BlogStore, undo: UndoStore, ids: list[PostId]
) -> None:
    blogs.edit(blogs.all()[0].id, title=line(""), tags=[line("essays")], keep=ALL)
    assert undo.take_back() == ()


# --- blogs that were removed ---------------------------------------------------------------------


def test_a_removed_blog_comes_back_with_its_posts_their_marks_and_tags(
    blogs: BlogStore, posts: PostStore, undo: UndoStore, ids: list[PostId]
) -> None:
    posts.mark(ids[:1], Mark("read", True), Mark("starred", True), Mark("tag", True, line("later")))
    before = (blogs.all(), blogs.counts(), blogs.tags(), posts.window(PostQuery(), limit=9))
    blogs.remove(blogs.all()[0].id)
    assert blogs.all() == blogs.tags() == () and listed(posts) == []
    assert listed(posts, PostQuery(tag=line("later"))) == []
    assert posts.get(ids[0]) is None

    (undone,) = undo.take_back()
    assert (undone.kind, undone.number, undone.title) == ("removal", 1, "Blog")
    assert (blogs.all(), blogs.counts(), blogs.tags(), posts.window(PostQuery(), limit=9)) == before


def test_a_removed_blog_that_is_added_again_is_what_it_was(
    blogs: BlogStore, posts: PostStore, undo: UndoStore, ids: list[PostId]
) -> None:
    posts.set_read(ids[:2], True)
    blogs.remove(blogs.all()[0].id)
    assert add_blog(blogs).unread == 1
    assert listed(posts, UNREAD) == ["Post 3"]
    (undone,) = undo.take_back()
    assert (undone.kind, undone.number) == ("read", 2), "the removal is over: there is nothing to take back"


def test_a_removal_that_can_be_taken_back_no_longer_is_a_real_one(
    blogs: BlogStore, posts: PostStore, database: Database, ids: list[PostId]
) -> None:
    other = add_blog(blogs, "other")
    posts.upsert(other.id, document(7), NOW)
    (seventh,) = (row.id for row in posts.window(of_blog(other.id), limit=1).rows)
    blogs.remove(blogs.all()[0].id)
    for number in range(DEPTH):
        posts.set_starred([seventh], number % 2 == 0)
    with database.reading() as connection:
        assert [row["id"] for row in connection.execute("SELECT id FROM posts")] == [seventh]


def test_a_compacted_library_brings_no_blog_back(
    blogs: BlogStore, database: Database, undo: UndoStore, ids: list[PostId]
) -> None:
    blogs.remove(blogs.all()[0].id)
    compact(database)
    assert undo.take_back() == ()


@pytest.fixture
def second(path: Path, database: Database) -> Iterator[Database]:
    opened = Database.open(path, clock)
    yield opened
    opened.close()


def test_another_instance_takes_back_what_this_one_did(
    posts: PostStore, second: Database, ids: list[PostId]
) -> None:
    posts.mark_all_read(PostQuery(), [], posts.newest_id())
    assert UndoStore(second).take_back()[0].number == 3
    assert listed(posts, UNREAD) == ["Post 3", "Post 2", "Post 1"]


def test_what_arrives_with_an_older_date_while_a_list_is_marked_read_stays_unread(
    blogs: BlogStore, posts: PostStore, ids: list[PostId]
) -> None:
    arrived = posts.newest_id()
    posts.upsert(add_blog(blogs, "other").id, [sample_post(0), sample_post(2, guid="other")], NOW)
    assert set(posts.mark_all_read(PostQuery(), [], arrived)) == set(ids)
    assert listed(posts, UNREAD) == ["Post 2", "Post 0"]
