"""Which post is which: moved feeds, shared guids, items side by side."""

from datetime import timedelta

import pytest

from tests.store.conftest import NOW
from tests.store.samples import FIRST_DAY, add_blog, document, line, listed, sample_post
from tui_blog.model.blog import Blog
from tui_blog.model.post_list import PostQuery
from tui_blog.model.post_page import Upserted
from tui_blog.model.stored_post import StoredPost
from tui_blog.store.blogs import BlogStore
from tui_blog.store.posts import PostStore


@pytest.fixture
def blog(blogs: BlogStore) -> Blog:
    return add_blog(blogs)


def stored(posts: PostStore, blog: Blog, guid: str) -> StoredPost:
    found = posts.by_guid(blog.id, guid)
    assert found is not None
    return found


def test_the_same_guid_in_two_blogs_is_two_posts(blogs: BlogStore, posts: PostStore, blog: Blog) -> None:
    other = add_blog(blogs, "other")
    posts.upsert(blog.id, document(1), NOW)
    assert posts.upsert(other.id, document(1), NOW).new == 1
    assert listed(posts) == ["Post 1", "Post 1"]


@pytest.mark.parametrize(
    "moved_url",
    [
        "http://blog.example/1",
        "https://www.blog.example/1/",
        "https://blog.example/1?utm_source=rss&utm_medium=feed#more",
    ],
)
def test_a_post_with_a_new_guid_at_its_old_address_is_the_same_post(
    posts: PostStore, blog: Blog, moved_url: str
) -> None:
    posts.upsert(blog.id, document(1), NOW)
    before = stored(posts, blog, "guid-1")
    posts.set_read([before.id], True)

    moved = sample_post(1, guid="https://blog.example/?p=1", url=moved_url)
    assert posts.upsert(blog.id, [moved], NOW) == Upserted(new=0, changed=0)

    after = stored(posts, blog, "https://blog.example/?p=1")
    assert (after.id, after.read, after.post) == (before.id, True, moved)
    assert stored(posts, blog, "guid-1").id == before.id, "the old name still leads there"
    assert posts.upsert(blog.id, document(1), NOW).new == 0, "a feed that changes back is no news either"


def test_a_corrected_title_or_date_does_not_hide_whose_address_it_is(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, document(1), NOW)
    retitled = sample_post(1, guid="new-guid", title=line("Post one"), html="<p>Rewritten</p>")
    assert posts.upsert(blog.id, [retitled], NOW) == Upserted(new=0, changed=1)
    redated = sample_post(1, guid="newer-guid", title=line("Post one"), published=NOW)
    assert posts.upsert(blog.id, [redated], NOW) == Upserted(new=0, changed=1)


def test_a_link_blog_may_come_back_to_a_page(posts: PostStore, blog: Blog) -> None:
    """Same address, but another title, text and date: an old post keeps its text, the new one is seen."""
    link = "https://elsewhere.example/essay"
    posts.upsert(blog.id, [sample_post(1, url=link)], NOW)
    assert posts.upsert(blog.id, [sample_post(200, url=link)], NOW).new == 1
    assert listed(posts) == ["Post 200", "Post 1"]


def test_items_side_by_side_never_merge(posts: PostStore, blog: Blog) -> None:
    link = "https://elsewhere.example/essay"
    twins = [sample_post(2, url=link), sample_post(1, url=link)]
    assert posts.upsert(blog.id, twins, NOW).new == 2
    assert posts.upsert(blog.id, twins, NOW) == Upserted(0, 0)


def test_a_new_item_beside_the_old_one_of_that_address_is_another_post(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, document(1), NOW)
    beside = sample_post(1, guid="guid-1b")
    assert posts.upsert(blog.id, [beside, sample_post(1)], NOW).new == 1
    assert stored(posts, blog, "guid-1b").id != stored(posts, blog, "guid-1").id


def test_two_new_items_of_one_address_are_not_both_the_old_post(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, document(1), NOW)
    pair = [sample_post(1, guid="guid-1b"), sample_post(1, guid="guid-1a")]
    assert posts.upsert(blog.id, pair, NOW).new == 2


def test_an_address_that_two_stored_posts_share_names_neither(posts: PostStore, blog: Blog) -> None:
    link = "https://blog.example/changes"
    posts.upsert(blog.id, [sample_post(2, url=f"{link}#2"), sample_post(1, url=f"{link}#1")], NOW)
    assert posts.upsert(blog.id, [sample_post(3, url=f"{link}#3", published=FIRST_DAY)], NOW).new == 1


def test_posts_that_all_lead_to_the_home_page_stay_apart(posts: PostStore, blog: Blog) -> None:
    for number in (1, 2, 3):
        episode = sample_post(number, url="https://blog.example/", title=line("Episode"))
        assert posts.upsert(blog.id, [episode], NOW).new == 1


def test_posts_without_an_address_stay_apart(posts: PostStore, blog: Blog) -> None:
    for number in (1, 2):
        assert posts.upsert(blog.id, [sample_post(number, url="", title=line("Note"))], NOW).new == 1


def test_two_old_names_that_appear_side_by_side_are_two_posts_again(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, document(1), NOW)
    posts.upsert(blog.id, [sample_post(1, guid="new-guid")], NOW)
    both = [sample_post(1, guid="new-guid"), sample_post(1)]
    assert posts.upsert(blog.id, both, NOW).new == 1
    assert posts.upsert(blog.id, both, NOW) == Upserted(0, 0)


# --- a guid that several posts bear --------------------------------------------------------------


def test_a_shared_guid_is_told_apart_by_the_address(posts: PostStore, blog: Blog) -> None:
    pair = [sample_post(2, guid="same"), sample_post(1, guid="same")]
    assert posts.upsert(blog.id, pair, NOW).new == 2
    assert posts.upsert(blog.id, pair, NOW) == Upserted(0, 0)
    assert listed(posts) == ["Post 2", "Post 1"]
    assert stored(posts, blog, "same").post.title == "Post 2", "the one stored last, which is the newest"


def test_a_shared_guid_never_lets_one_post_take_the_place_of_another(posts: PostStore, blog: Blog) -> None:
    """The window of the feed slides on: the old ones stay what they were, read state and all."""
    posts.upsert(blog.id, [sample_post(2, guid="same"), sample_post(1, guid="same")], NOW)
    first = posts.by_url("https://blog.example/1")
    assert first is not None
    posts.set_read([first.id], True)
    for number in (3, 4, 5):
        assert posts.upsert(blog.id, [sample_post(number, guid="same")], NOW).new == 1
    assert listed(posts) == ["Post 5", "Post 4", "Post 3", "Post 2", "Post 1"]
    assert listed(posts, PostQuery(unread=True)) == ["Post 5", "Post 4", "Post 3", "Post 2"]


def test_a_guid_that_turns_out_to_be_shared_leaves_its_first_post_alone(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, [sample_post(1, guid="same")], NOW)
    first = stored(posts, blog, "same")
    posts.set_starred([first.id], True)
    assert posts.upsert(blog.id, [sample_post(2, guid="same"), sample_post(1, guid="same")], NOW).new == 1
    kept = posts.get(first.id)
    assert kept is not None and (kept.post.title, kept.starred) == ("Post 1", True)


def test_a_shared_guid_without_addresses_is_told_apart_by_the_title(posts: PostStore, blog: Blog) -> None:
    pair = [sample_post(number, guid="same", url="") for number in (2, 1)]
    assert posts.upsert(blog.id, pair, NOW).new == 2
    assert posts.upsert(blog.id, pair, NOW) == Upserted(0, 0)


def test_posts_without_a_guid_are_never_one_post_for_that(posts: PostStore, blog: Blog) -> None:
    for number in (1, 2):
        assert posts.upsert(blog.id, [sample_post(number, guid="")], NOW).new == 1
    assert posts.upsert(blog.id, [sample_post(1, guid="")], NOW) == Upserted(0, 0)


def test_an_item_that_stands_twice_in_a_document_is_one_post(posts: PostStore, blog: Blog) -> None:
    assert posts.upsert(blog.id, [sample_post(1), sample_post(1)], NOW).new == 1
    elsewhere = sample_post(1, url="https://blog.example/renamed", title=line("New"), html="x")
    assert posts.upsert(blog.id, [elsewhere], NOW) == Upserted(new=0, changed=1), "its guid still names it"


def test_of_an_item_that_stands_twice_the_latest_wording_is_kept(posts: PostStore, blog: Blog) -> None:
    older, newer = (
        sample_post(1, html=f"<p>{day}</p>", updated=FIRST_DAY + timedelta(day)) for day in (1, 2)
    )
    assert posts.upsert(blog.id, (newer, older), NOW).new == 1
    assert posts.upsert(blog.id, (older, newer), NOW).changed == 0
    assert stored(posts, blog, newer.guid).post.html == "<p>2</p>"


def test_dates_of_one_post_may_be_a_zone_apart_but_not_more(posts: PostStore, blog: Blog) -> None:
    posts.upsert(blog.id, document(1), NOW)
    shifted = sample_post(
        1, guid="a", title=line("Renamed"), html="x", published=FIRST_DAY + timedelta(days=1, hours=13)
    )
    assert posts.upsert(blog.id, [shifted], NOW).new == 0
    later = sample_post(1, guid="b", title=line("Other"), html="y", published=FIRST_DAY + timedelta(days=9))
    assert posts.upsert(blog.id, [later], NOW).new == 1
