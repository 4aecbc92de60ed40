"""Posts come from their blogs, are read, starred and found again."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.store.conftest import NOW
from tests.store.samples import FIRST_DAY, add_blog, document, line, listed, of_blog, sample_post, titles
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.post_page import Upserted
from tui_blog.store.blogs import BlogStore
from tui_blog.store.posts import PostStore


def test_a_first_page_is_new_and_unread_and_again_it_is_nothing(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    assert posts.upsert(blog.id, document(1, 2, 3), NOW) == Upserted(new=3, changed=0)
    assert posts.upsert(blog.id, document(1, 2, 3), NOW) == Upserted(new=0, changed=0)
    rows = posts.window(PostQuery(), limit=10).rows
    assert titles(rows) == ["Post 3", "Post 2", "Post 1"]
    assert not any(row.read or row.starred for row in rows)
    assert rows[0].blog_title == "Blog"
    assert rows[0].published == FIRST_DAY + timedelta(days=3)


def test_a_post_comes_out_as_it_went_in(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    sent = Post(
        guid="tag:blog.example,2024:7",
        url="https://blog.example/7?x=1#top",
        title=line("Ж 漢字 \N{SPOUTING WHALE}"),
        html="<p>half a pair: \ud83d</p>" + "long " * 10_000,
        author=line("Ada"),
        published=datetime(2024, 5, 1, 8, 30, 15, tzinfo=timezone(timedelta(hours=-7))),
        updated=datetime(2024, 5, 2, tzinfo=UTC),
        labels=(line("letters"), line("slow, really")),
        excerpt=line("half a pair"),
        comment_count=4,
        comments_open=False,
        remote_id="77",
    )
    posts.upsert(blog.id, [sent], NOW)
    stored = posts.by_guid(blog.id, sent.guid)
    assert stored is not None
    assert stored.post == sent
    assert stored.post.published is not None and stored.post.published.utcoffset() == timedelta(hours=-7)
    assert stored.blog == blogs.get(blog.id)
    assert posts.get(stored.id) == stored


def test_what_the_library_does_not_hold_is_none(posts: PostStore) -> None:
    assert posts.get(PostId(7)) is None
    assert posts.by_url("https://blog.example/7") is None
    assert posts.row(PostId(7)) is None
    assert posts.position(PostId(7)) == 0.0


def test_a_refresh_leaves_what_the_person_did(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1), NOW)
    [row] = posts.window(PostQuery(), limit=1).rows
    posts.set_read([row.id], True)
    posts.set_starred([row.id], True)
    posts.set_position(row.id, 0.4)

    corrected = sample_post(1, title=line("Post one"), html="<p>Better</p>", comment_count=5)
    assert posts.upsert(blog.id, [corrected], NOW) == Upserted(new=0, changed=1)

    stored = posts.get(row.id)
    assert stored is not None
    assert (stored.post, stored.read, stored.starred) == (corrected, True, True)
    assert posts.position(row.id) == 0.4


def test_a_post_whose_date_was_corrected_moves_in_every_list_with_its_marks(
    blogs: BlogStore, posts: PostStore
) -> None:
    blog = add_blog(blogs, tags=["essays"])
    posts.upsert(blog.id, document(1, 2, 3), NOW)
    posts.upsert(blog.id, [sample_post(1, published=NOW)], NOW)
    queries = [PostQuery(), PostQuery(tag=line("essays")), of_blog(blog.id), PostQuery(unread=True)]
    assert [listed(posts, query) for query in queries] == [["Post 1", "Post 3", "Post 2"]] * 4

    moved = posts.window(PostQuery(), limit=1).rows[0]
    posts.set_read([moved.id], True)
    assert [listed(posts, query)[0] for query in queries] == ["Post 1", "Post 1", "Post 1", "Post 3"]
    assert blogs.counts().unread == 2


def test_counters_and_dates_are_kept_up_without_being_a_change(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(1, comment_count=2, comments_open=True)], NOW)
    busier = sample_post(1, comment_count=9, updated=NOW, published=FIRST_DAY)
    assert posts.upsert(blog.id, [busier], NOW) == Upserted(new=0, changed=0)
    stored = posts.by_guid(blog.id, "guid-1")
    assert stored is not None
    assert (stored.post.comment_count, stored.post.updated, stored.post.published) == (9, NOW, FIRST_DAY)
    assert stored.post.comments_open is True, "the second document does not tell, so the first still holds"
    assert stored.key.sorted_at == int(FIRST_DAY.timestamp())
    assert posts.window(PostQuery(), limit=1).rows[0].key == stored.key


@pytest.mark.parametrize("told", [{"comment_count": 3}, {"comments_open": False}, {"author": line("Ada")}])
def test_whatever_a_blog_tells_anew_is_kept(
    blogs: BlogStore, posts: PostStore, told: dict[str, object]
) -> None:
    blog = add_blog(blogs)
    before = {"comment_count": 2, "comments_open": True}
    posts.upsert(blog.id, [sample_post(1, **before)], NOW)
    now = sample_post(1, **before | told)
    posts.upsert(blog.id, [now], NOW)
    stored = posts.by_guid(blog.id, "guid-1")
    assert stored is not None and stored.post == now


def test_a_source_that_does_not_count_comments_leaves_the_count(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(1, comment_count=2)], NOW)
    posts.upsert(blog.id, [sample_post(1)], NOW)
    assert posts.window(PostQuery(), limit=1).rows[0].comments == 2


def test_posts_of_the_archive_may_be_born_read(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1, 2), NOW, first_look_read=True)
    assert [row.read for row in posts.window(PostQuery(), limit=9).rows] == [True, True]
    assert blogs.counts().unread == 0


# --- the order -----------------------------------------------------------------------------------


def test_posts_without_a_date_keep_the_order_of_their_document(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(n, published=None) for n in (3, 1, 2)], NOW)
    rows = posts.window(PostQuery(), limit=9).rows
    assert titles(rows) == ["Post 3", "Post 1", "Post 2"]
    assert [row.key.sorted_at - int(NOW.timestamp()) for row in rows] == [0, -1, -2]
    assert [row.published for row in rows] == [None, None, None]


def test_posts_of_one_date_keep_the_order_of_their_document(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(n, published=NOW) for n in (3, 1, 2)], NOW)
    assert listed(posts) == ["Post 3", "Post 1", "Post 2"]


def test_a_post_from_the_future_stands_where_it_was_first_seen_and_stays_there(
    blogs: BlogStore, posts: PostStore
) -> None:
    blog = add_blog(blogs)
    scheduled = sample_post(1, published=NOW + timedelta(days=300))
    posts.upsert(blog.id, [scheduled], NOW)
    posts.upsert(blog.id, [scheduled], NOW + timedelta(days=2))
    row = posts.window(PostQuery(), limit=1).rows[0]
    assert row.key.sorted_at == int(NOW.timestamp())
    assert row.published == scheduled.published

    posts.upsert(blog.id, [sample_post(1, published=FIRST_DAY)], NOW)
    assert posts.window(PostQuery(), limit=1).rows[0].key.sorted_at == int(FIRST_DAY.timestamp())


def test_a_post_that_loses_its_date_keeps_the_one_it_had(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1), NOW)
    posts.upsert(blog.id, [sample_post(1, published=None)], NOW)
    assert posts.window(PostQuery(), limit=1).rows[0].published == FIRST_DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("title", "excerpt", "shown"),
    [
        ("A title", "The text", "A title"),
        ("", "The text", "The text"),
        ("", "word " * 60, "word " * 15 + "word…"),
        ("", "", "Untitled"),
    ],
)
def test_a_row_always_has_a_title(
    blogs: BlogStore, posts: PostStore, title: str, excerpt: str, shown: str
) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(1, title=line(title), excerpt=line(excerpt))], NOW)
    [row] = posts.window(PostQuery(), limit=1).rows
    assert row.title == shown
    assert posts.row(row.id) == row


# --- one post ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "https://blog.example/1",
        "http://www.blog.example/1/",
        "https://BLOG.example:443/1?utm_source=feed#comments",
        "blog.example/1",
    ],
)
def test_a_post_is_found_by_any_spelling_of_its_url(blogs: BlogStore, posts: PostStore, asked: str) -> None:
    posts.upsert(add_blog(blogs).id, document(1, 2), NOW)
    found = posts.by_url(asked)
    assert found is not None and found.post.title == "Post 1"


@pytest.mark.parametrize("asked", ["", "https://blog.example/11", "http://[", "blog.example", "one two"])
def test_another_url_finds_no_post(blogs: BlogStore, posts: PostStore, asked: str) -> None:
    posts.upsert(add_blog(blogs).id, [*document(1), sample_post(2, url="")], NOW)
    assert posts.by_url(asked) is None


def test_a_post_of_a_followed_blog_is_found_before_its_copy(blogs: BlogStore, posts: PostStore) -> None:
    passing, followed = add_blog(blogs, "planet", subscribed=False), add_blog(blogs)
    for blog in (passing, followed):
        posts.upsert(blog.id, document(1), NOW)
    found = posts.by_url("https://blog.example/1")
    assert found is not None and found.blog.id == followed.id


def test_a_home_page_is_no_post_even_where_posts_claim_it(blogs: BlogStore, posts: PostStore) -> None:
    posts.upsert(add_blog(blogs).id, [sample_post(1, url="https://blog.example")], NOW)
    assert posts.by_url("https://blog.example/") is None


def test_markdown_is_kept_until_the_converter_or_the_body_changes(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1), NOW)
    post_id = posts.window(PostQuery(), limit=1).rows[0].id
    assert posts.markdown(post_id, 1) is None

    posts.keep_markdown(post_id, 1, "Text 1")
    posts.upsert(blog.id, [sample_post(1, comment_count=3)], NOW)
    assert posts.markdown(post_id, 1) == "Text 1"
    assert posts.markdown(post_id, 2) is None

    posts.keep_markdown(post_id, 2, "Text one")
    assert posts.markdown(post_id, 2) == "Text one"
    posts.upsert(blog.id, [sample_post(1, html="<p>Other</p>")], NOW)
    assert posts.markdown(post_id, 2) is None


def test_markdown_of_a_post_that_was_removed_meanwhile_is_let_go(blogs: BlogStore, posts: PostStore) -> None:
    posts.keep_markdown(PostId(404), 1, "Text")
    assert posts.markdown(PostId(404), 1) is None


@pytest.mark.parametrize(("told", "kept"), [(0.25, 0.25), (-1.0, 0.0), (7.0, 1.0)])
def test_the_place_in_a_text_is_kept_within_it(
    blogs: BlogStore, posts: PostStore, told: float, kept: float
) -> None:
    posts.upsert(add_blog(blogs).id, document(1), NOW)
    post_id = posts.window(PostQuery(), limit=1).rows[0].id
    posts.set_position(post_id, told)
    assert posts.position(post_id) == kept


# --- marks ---------------------------------------------------------------------------------------


def test_marking_tells_which_posts_it_changed(blogs: BlogStore, posts: PostStore) -> None:
    posts.upsert(add_blog(blogs).id, document(1, 2, 3), NOW)
    three, two, one = (row.id for row in posts.window(PostQuery(), limit=3).rows)
    assert posts.set_read([two], True) == (two,)
    assert posts.set_read([one, two, three], True) == (one, three)
    assert posts.set_starred([one, PostId(404)], True) == (one,)
    assert posts.set_read([two], False) == (two,)
    assert listed(posts, PostQuery(unread=True)) == ["Post 2"]
    assert listed(posts, PostQuery(starred=True)) == ["Post 1"]


def test_all_read_leaves_what_came_after_the_list_was_shown_and_can_be_undone(
    blogs: BlogStore, posts: PostStore
) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, document(1, 2, 3), NOW)
    shown = posts.window(PostQuery(), limit=3).rows
    arrived = posts.newest_id()
    posts.set_read([shown[1].id], True)
    posts.upsert(blog.id, document(4), NOW)

    changed = posts.mark_all_read(PostQuery(), [], arrived)
    assert set(changed) == {shown[0].id, shown[2].id}
    assert listed(posts, PostQuery(unread=True)) == ["Post 4"]

    posts.set_read(changed, False)
    assert listed(posts, PostQuery(unread=True)) == ["Post 4", "Post 3", "Post 1"]


def test_all_read_stays_within_its_list(blogs: BlogStore, posts: PostStore) -> None:
    mine, other = add_blog(blogs), add_blog(blogs, "other")
    posts.upsert(mine.id, document(1, 2), NOW)
    posts.upsert(other.id, document(3), NOW)
    assert len(posts.mark_all_read(of_blog(mine.id), [], posts.newest_id())) == 2
    assert listed(posts, PostQuery(unread=True)) == ["Post 3"]
    assert posts.mark_all_read(PostQuery(tag=line("none")), [], posts.newest_id()) == ()


def test_more_posts_than_one_transaction_takes_are_all_marked(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(n, published=None) for n in range(5_003)], NOW)
    assert len(posts.mark_all_read(PostQuery(), [], posts.newest_id())) == 5_003
    assert blogs.counts().unread == 0
