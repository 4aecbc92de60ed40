"""What is asked of a list besides its windows: titles, chosen posts, months."""

import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, line, sample_post, titles
from tui_blog.model.archive import Month, MonthCount
from tui_blog.model.blog import Blog
from tui_blog.model.post_key import PostKey
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.model.selection import PostRun, Selection
from tui_blog.model.text import fold
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore


@pytest.fixture
def blog(blogs: BlogStore, posts: PostStore) -> Blog:
    """Posts 1 to 30, one a day from 2 January 2024; every tenth is about tea."""
    blog = add_blog(blogs)
    tea = {10: "Tea", 20: "Die Käse und der TEA", 30: "Of tea and cheese"}
    sent = [sample_post(n, title=line(tea.get(n, f"Post {n}"))) for n in range(30, 0, -1)]
    posts.upsert(blog.id, sent, NOW)
    return blog


def key(posts: PostStore, place: int) -> PostKey:
    return posts.window(PostQuery(), limit=30).rows[place].key


def test_titles_are_found_whatever_their_case_and_accents(blog: Blog, posts: PostStore) -> None:
    found = posts.sift(PostQuery(), ["kase", "tea"], limit=100, enough=9)
    assert titles(found.rows) == ["Die Käse und der TEA"]
    assert found.reached is None


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("100% wool", "0%"), ("100 wool", None), ("snake_case", "e_c"), ("a\\b", "a\\b"),
        ("Straße", "STRASSE"), ("手紙を書く", "手紙"), ("Ὀδυσσεύς", "οδυσσευσ"),
        ("It’s “quoted”", "“quoted”"), ("İstanbul", "istanbul"),
    ],
)  # fmt: skip
def test_titles_of_any_script_and_sign_are_found(
    blogs: BlogStore, posts: PostStore, title: str, typed: str | None
) -> None:
    posts.upsert(add_blog(blogs).id, [sample_post(1, title=line(title))], NOW)
    found = posts.sift(PostQuery(), fold(typed or "0%").split(), limit=9, enough=9)
    assert titles(found.rows) == ([title] if typed else [])


@settings(max_examples=60)
@given(
    st.lists(st.text(st.sampled_from("aAbBéÉß%_\\ 手"), max_size=6), max_size=6),
    st.text("aébßS%_\\手", max_size=3),
)
def test_sqlite_passes_over_nothing_that_fits(names: list[str], typed: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "library.db", clock)
        posts = PostStore(database)
        sent = [sample_post(n, title=line(f"x{name}")) for n, name in enumerate(names)]
        posts.upsert(add_blog(BlogStore(database)).id, sent, NOW)
        found = posts.sift(PostQuery(), fold(typed).split(), limit=99, enough=99)
        database.close()
    expected = [
        post.title for post in reversed(sent) if all(w in fold(post.title) for w in fold(typed).split())
    ]
    assert titles(found.rows) == expected


def test_a_slice_ends_at_its_limit_and_the_next_goes_on_there(blog: Blog, posts: PostStore) -> None:
    first = posts.sift(PostQuery(), ["tea"], limit=15, enough=9)
    assert titles(first.rows) == ["Of tea and cheese", "Die Käse und der TEA"]
    assert first.reached == key(posts, 14)
    second = posts.sift(PostQuery(), ["tea"], after=first.reached, limit=20, enough=9)
    assert (titles(second.rows), second.reached) == (["Tea"], None)


def test_a_slice_ends_when_enough_is_found(blog: Blog, posts: PostStore) -> None:
    first = posts.sift(PostQuery(), ["tea"], limit=100, enough=1)
    assert titles(first.rows) == ["Of tea and cheese"]
    assert first.reached == first.rows[0].key


def test_upward_the_nearest_are_found_first_and_stand_newest_first(blog: Blog, posts: PostStore) -> None:
    found = posts.sift(PostQuery(), ["tea"], before=key(posts, 29), limit=100, enough=2)
    assert titles(found.rows) == ["Die Käse und der TEA", "Tea"]
    assert found.reached == found.rows[0].key


def test_a_post_without_a_title_is_found_by_how_it_begins(blogs: BlogStore, posts: PostStore) -> None:
    untitled = sample_post(1, title=line(""), excerpt=line("About kettles"))
    posts.upsert(add_blog(blogs).id, [untitled], NOW)
    assert titles(posts.sift(PostQuery(), ["kettle"], limit=9, enough=9).rows) == ["About kettles"]


def test_of_a_filtered_list_only_what_it_shows_is_chosen(blog: Blog, posts: PostStore) -> None:
    everything = Selection((PostRun(key(posts, 0), key(posts, 29)),))
    assert len(posts.chosen(PostQuery(), [], everything)) == 30
    assert posts.count(PostQuery(), everything, 1_000) == 30
    assert posts.count(PostQuery(), everything, 7) == 7
    read = posts.chosen(PostQuery(), ["tea"], everything)
    assert posts.set_read(read, True) == read and len(read) == 3
    assert len(posts.chosen(PostQuery(unread=True), [], everything)) == 27


def test_a_run_holds_both_its_ends_and_nothing_beside_them(blog: Blog, posts: PostStore) -> None:
    run = Selection((PostRun(key(posts, 3), key(posts, 5)),))
    rows: tuple[PostRow, ...] = posts.window(PostQuery(), limit=30).rows
    assert posts.chosen(PostQuery(), [], run) == tuple(row.id for row in rows[3:6])
    assert posts.count(PostQuery(), run, 100) == 3


def test_months_are_counted_the_newest_first(blogs: BlogStore, posts: PostStore) -> None:
    offset = timezone(timedelta(hours=-5))
    moments = [
        datetime(2024, 11, 30, 23, 30, tzinfo=offset),  # December where lists are sorted: in UTC
        datetime(2024, 11, 30, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 11, 1, tzinfo=UTC),
        datetime(2019, 2, 28, tzinfo=UTC),
        datetime(2019, 2, 1, tzinfo=UTC),
    ]
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(n, published=moment) for n, moment in enumerate(moments)], NOW)
    months = posts.months(PostQuery(blog_id=blog.id))
    assert months == (
        MonthCount(Month(2024, 12), 1),
        MonthCount(Month(2024, 11), 2),
        MonthCount(Month(2019, 2), 2),
    )
    for found in months:
        query = PostQuery(since=found.month.since, until=found.month.until)
        assert len(posts.window(query, limit=9).rows) == found.posts, "the list of a month holds its count"


def test_a_list_without_posts_has_no_months(posts: PostStore) -> None:
    assert posts.months(PostQuery()) == ()
    assert Month(9999, 12).until is None and Month(2024, 12).until == datetime(2025, 1, 1, tzinfo=UTC)
