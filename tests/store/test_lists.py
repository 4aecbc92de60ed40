"""Lists are walked by their keys, forward and backward, and hold what their query says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import NOW, clock
from tests.store.samples import FIRST_DAY, add_blog, document, line, listed, of_blog, sample_post, titles
from tui_blog.model.blog import Blog, BlogId
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore


@pytest.fixture
def blog(blogs: BlogStore, posts: PostStore) -> Blog:
    """Ten posts; the odd ones are read, every third is starred."""
    blog = add_blog(blogs, tags=["essays"])
    posts.upsert(blog.id, document(*range(1, 11)), NOW)
    rows = {int(row.title.split()[1]): row.id for row in posts.window(PostQuery(), limit=10).rows}
    posts.set_read([rows[n] for n in (1, 3, 5, 7, 9)], True)
    posts.set_starred([rows[n] for n in (3, 6, 9)], True)
    return blog


def names(*numbers: int) -> list[str]:
    return [f"Post {number}" for number in numbers]


def day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (PostQuery(), range(10, 0, -1)),
        (PostQuery(unread=True), (10, 8, 6, 4, 2)),
        (PostQuery(starred=True), (9, 6, 3)),
        (PostQuery(starred=True, unread=True), (6,)),
        (PostQuery(tag=line("essays")), range(10, 0, -1)),
        (PostQuery(tag=line("essays"), unread=True), (10, 8, 6, 4, 2)),
        (PostQuery(tag=line("nothing")), ()),
        (PostQuery(since=day(8)), (10, 9, 8)),
        (PostQuery(until=day(3)), (2, 1)),
        (PostQuery(since=day(3), until=day(6), starred=True), (3,)),
        (PostQuery(since=day(6), until=day(3)), ()),
        (PostQuery(blog_id=BlogId(404)), ()),
    ],
)
def test_a_list_holds_what_its_query_says(
    blog: Blog, posts: PostStore, query: PostQuery, numbers: list[int]
) -> None:
    assert listed(posts, query) == names(*numbers)
    assert titles(posts.last_window(query, 10).rows) == names(*numbers)
    assert [post.post.title for post in posts.iterate(query)] == names(*numbers)


@pytest.mark.parametrize("tag", ["essays", "other"])
def test_a_blog_and_a_tag_narrow_each_other(blog: Blog, posts: PostStore, tag: str) -> None:
    found = listed(posts, of_blog(blog.id, tag=line(tag), starred=True))
    assert found == (names(9, 6, 3) if tag == "essays" else [])


def test_windows_say_whether_there_is_more(blog: Blog, posts: PostStore) -> None:
    top = posts.window(PostQuery(), limit=4)
    assert (titles(top.rows), top.more_before, top.more_after) == (names(10, 9, 8, 7), False, True)

    middle = posts.window(PostQuery(), after=top.rows[-1].key, limit=4)
    assert (titles(middle.rows), middle.more_before, middle.more_after) == (names(6, 5, 4, 3), True, True)

    last = posts.window(PostQuery(), after=middle.rows[-1].key, limit=4)
    assert (titles(last.rows), last.more_before, last.more_after) == (names(2, 1), True, False)
    assert posts.last_window(PostQuery(), 2) == last

    past = posts.window(PostQuery(), after=last.rows[-1].key, limit=4)
    assert (past.rows, past.more_before, past.more_after) == ((), True, False)

    back = posts.window(PostQuery(), before=middle.rows[0].key, limit=4)
    assert back == top
    above = posts.window(PostQuery(), before=top.rows[0].key, limit=4)
    assert (above.rows, above.more_before, above.more_after) == ((), False, True)


def test_a_window_between_two_places(blog: Blog, posts: PostStore) -> None:
    rows = posts.window(PostQuery(), limit=10).rows
    between = posts.window(PostQuery(), after=rows[2].key, before=rows[6].key, limit=10)
    assert titles(between.rows) == names(7, 6, 5)
    assert (between.more_before, between.more_after) == (True, True)


@pytest.mark.parametrize(
    ("at", "limit", "numbers"),
    [
        (5, 4, (7, 6, 5, 4)),
        (10, 4, (10, 9, 8, 7)),
        (1, 4, (4, 3, 2, 1)),
        (2, 5, (5, 4, 3, 2, 1)),
        (6, 1, (6,)),
    ],
)
def test_a_window_about_a_place_is_full_also_at_the_ends(
    blog: Blog, posts: PostStore, at: int, limit: int, numbers: tuple[int, ...]
) -> None:
    stored = posts.by_guid(blog.id, f"guid-{at}")
    assert stored is not None
    around = posts.around(PostQuery(), stored.key, limit)
    assert titles(around.rows) == names(*numbers)
    assert (around.more_before, around.more_after) == (numbers[0] != 10, numbers[-1] != 1)


def test_a_window_about_a_post_that_has_left_the_list(blog: Blog, posts: PostStore) -> None:
    stored = posts.by_guid(blog.id, "guid-5")
    assert stored is not None and stored.read
    assert titles(posts.around(PostQuery(unread=True), stored.key, 4).rows) == names(8, 6, 4, 2)
    assert posts.around(PostQuery(tag=line("nothing")), stored.key, 4).rows == ()


def test_unread_posts_are_found_from_any_place(blog: Blog, posts: PostStore) -> None:
    keys = [row.key for row in posts.window(PostQuery(), limit=10).rows]  # 10, 9 … 1
    assert posts.next_unread(PostQuery(), None) == keys[0]
    assert posts.next_unread(PostQuery(), keys[0]) == keys[2]
    assert posts.next_unread(PostQuery(), keys[8]) is None
    assert posts.previous_unread(PostQuery(), keys[9]) == keys[8]
    assert posts.previous_unread(PostQuery(), keys[0]) is None
    assert posts.previous_unread(PostQuery(), None) == keys[8]
    assert posts.next_unread(PostQuery(starred=True), None) == keys[4]
    assert posts.next_unread(PostQuery(tag=line("nothing")), None) is None
    assert posts.previous_unread(PostQuery(tag=line("nothing")), None) is None


# --- oldest first --------------------------------------------------------------------------------

UPWARD = PostQuery(oldest_first=True)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (UPWARD, range(1, 11)),
        (replace(UPWARD, unread=True), (2, 4, 6, 8, 10)),
        (replace(UPWARD, tag=line("essays"), starred=True), (3, 6, 9)),
        (replace(UPWARD, since=day(3), until=day(6)), (3, 4, 5)),
    ],
)
def test_a_blog_is_read_from_its_first_post_onward(
    blog: Blog, posts: PostStore, query: PostQuery, numbers: list[int]
) -> None:
    assert listed(posts, query) == names(*numbers)
    assert titles(posts.last_window(query, 2).rows) == names(*numbers)[-2:]
    assert [post.post.title for post in posts.iterate(query)] == names(*numbers)
    top = posts.window(query, limit=2)
    assert (titles(top.rows), top.more_before, top.more_after) == (names(*numbers)[:2], False, True)
    assert (
        posts.window(query, before=posts.window(query, after=top.rows[1].key, limit=2).rows[0].key, limit=2)
        == top
    )


def test_the_next_unread_post_is_the_next_one_in_the_order_of_the_list(blog: Blog, posts: PostStore) -> None:
    keys = [row.key for row in posts.window(UPWARD, limit=10).rows]  # 1, 2 … 10
    assert posts.next_unread(UPWARD, None) == keys[1]
    assert posts.next_unread(UPWARD, keys[1]) == keys[3]
    assert posts.next_unread(UPWARD, keys[9]) is None
    assert posts.previous_unread(UPWARD, keys[3]) == keys[1]
    assert posts.previous_unread(UPWARD, keys[1]) is None
    assert posts.previous_unread(UPWARD, None) == keys[9]


def test_titles_are_looked_for_in_the_order_of_the_list(blog: Blog, posts: PostStore) -> None:
    """Three titles at a time, of which some fit."""
    keys = {int(row.title.split()[1]): row.key for row in posts.window(UPWARD, limit=10).rows}
    found = posts.sift(UPWARD, ["1"], limit=3, enough=9)
    assert (titles(found.rows), found.reached) == (names(1), keys[3])
    found = posts.sift(UPWARD, ["1"], after=keys[7], limit=3, enough=9)
    assert (titles(found.rows), found.reached) == (names(10), keys[10])
    found = posts.sift(UPWARD, [], before=keys[6], limit=3, enough=2)
    assert (titles(found.rows), found.reached) == (names(4, 5), keys[4])


def test_months_stand_newest_first_in_any_list(blog: Blog, posts: PostStore) -> None:
    assert posts.months(UPWARD) == posts.months(PostQuery()) != ()


def test_iterating_reads_on_while_posts_are_marked_and_arrive(blog: Blog, posts: PostStore) -> None:
    seen = posts.iterate(PostQuery(), limit=3)
    assert next(seen).post.title == "Post 10"
    posts.upsert(blog.id, document(11), NOW)
    assert [post.post.title for post in seen] == names(9, 8)


def test_iterating_goes_past_one_page(blogs: BlogStore, posts: PostStore) -> None:
    blog = add_blog(blogs)
    posts.upsert(blog.id, [sample_post(n, published=None) for n in range(450)], NOW)
    assert [post.post.title for post in posts.iterate(PostQuery())] == names(*range(450))


# --- whatever the dates --------------------------------------------------------------------------

DATES = (
    st.none()
    | st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    )
    | st.sampled_from([day(1), day(1), day(2)])
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One library for all the examples of hypothesis, each in a blog of its own."""
    path: Path = tmp_path_factory.mktemp("walks") / "library.db"
    database = Database.open(path, clock)
    yield database
    database.close()


def walk_down(posts: PostStore, query: PostQuery, limit: int) -> list[PostRow]:
    window = posts.window(query, limit=limit)
    rows = list(window.rows)
    while window.more_after:
        window = posts.window(query, after=rows[-1].key, limit=limit)
        assert 0 < len(window.rows) <= limit
        assert window.more_before
        rows += window.rows
    return rows


def walk_up(posts: PostStore, query: PostQuery, limit: int) -> list[PostRow]:
    window = posts.last_window(query, limit)
    rows = list(window.rows)
    while window.more_before:
        window = posts.window(query, before=rows[0].key, limit=limit)
        assert 0 < len(window.rows) <= limit
        assert window.more_after
        rows = [*window.rows, *rows]
    return rows


@settings(max_examples=60)
@given(
    dates=st.lists(DATES, max_size=25),
    limit=st.integers(1, 7),
    unread=st.booleans(),
    oldest_first=st.booleans(),
    data=st.data(),
)
def test_a_walk_in_either_direction_meets_every_post_once(
    shared: Database,
    dates: list[datetime | None],
    limit: int,
    unread: bool,
    oldest_first: bool,
    data: st.DataObject,
) -> None:
    blogs, posts = BlogStore(shared), PostStore(shared)
    blog = add_blog(blogs, f"walk{len(blogs.all())}")
    sent = [sample_post(n, url="", published=date) for n, date in enumerate(dates)]
    posts.upsert(blog.id, sent, NOW)
    query = of_blog(blog.id, unread=unread, oldest_first=oldest_first)
    everything = [row.id for row in posts.window(replace(query, unread=False), limit=100).rows]
    read = data.draw(st.sets(st.sampled_from(everything))) if everything else set()
    posts.set_read(sorted(read), True)
    expected = [post_id for post_id in everything if not (unread and post_id in read)]

    down, up = walk_down(posts, query, limit), walk_up(posts, query, limit)

    assert [row.id for row in down] == [row.id for row in up] == expected
    assert len(everything) == len(dates)
    keys = [(row.key.sorted_at, row.key.id) for row in down]
    assert keys == sorted(keys, reverse=not oldest_first)
    left = blogs.get(blog.id)
    assert left is not None and (left.posts, left.unread) == (len(dates), len(dates) - len(read))


@settings(max_examples=40)
@given(
    seconds=st.lists(st.integers(0, 5), min_size=1, max_size=20),
    place=st.integers(0, 21),
    limit=st.integers(1, 9),
    oldest_first=st.booleans(),
)
def test_about_any_place_there_is_a_run_of_neighbours(
    shared: Database, seconds: list[int], place: int, limit: int, oldest_first: bool
) -> None:
    blogs, posts = BlogStore(shared), PostStore(shared)
    blog = add_blog(blogs, f"about{len(blogs.all())}")
    sent = [
        sample_post(n, url="", published=FIRST_DAY + timedelta(seconds=second))
        for n, second in enumerate(seconds)
    ]
    posts.upsert(blog.id, sent, NOW)
    query = of_blog(blog.id, oldest_first=oldest_first)
    rows = posts.window(query, limit=100).rows
    at = min(place, len(rows) - 1)

    about = posts.around(query, rows[at].key, limit)

    first = rows.index(about.rows[0])
    assert about.rows == rows[first : first + len(about.rows)]
    assert rows[at] in about.rows
    assert len(about.rows) == min(limit, len(rows))
    nowhere = PostKey(rows[at].key.sorted_at, PostId(10**9))
    assert len(posts.around(query, nowhere, limit).rows) == min(limit, len(rows))
