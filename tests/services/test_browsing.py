"""Ways into a blog besides its newest posts: labels, pages, the blog's own search."""

import pytest

from tests.blogger_blog import KETTLE, BloggerBlog, post_url
from tests.world import BLOG, World
from tui_blog.errors import NotInLibrary, TuiBlogError
from tui_blog.model.blog import Blog
from tui_blog.model.post_list import PostQuery
from tui_blog.services.browsing import Found

LABELS = {"Tea & cake": (2, 5), "c++": (7,), "a/b": (1,)}


@pytest.fixture
async def kettle(world: World) -> Blog:
    """A Blogger blog of 250 posts, followed; its newest hundred are in the library, unread."""
    world.web.pages |= BloggerBlog(total=250, labels=LABELS, standing=("About", "Recipes")).pages()
    return (await world.services.library.add(await world.services.library.find(KETTLE))).blog


def titles(found: Found) -> list[str]:
    return [stored.post.title for stored in found.posts]


async def test_a_blog_tells_its_labels_and_pages(world: World, kettle: Blog) -> None:
    parts = await world.services.browsing.parts(kettle)
    assert [(part.kind, part.name, part.count) for part in parts] == [
        ("label", "Tea & cake", None),
        ("label", "c++", None),
        ("label", "a/b", None),
        ("pages", "Pages", 2),
    ]


@pytest.mark.parametrize("label", list(LABELS))
async def test_the_posts_with_a_label_are_read_and_kept(world: World, kettle: Blog, label: str) -> None:
    browsing = world.services.browsing
    part = await browsing.part(kettle, label.upper())
    found = await browsing.page(kettle, part.source)
    assert titles(found) == [f"Post {number}" for number in reversed(LABELS[label])]
    assert found.next is None
    assert world.services.reading.stored(found.posts[0].id).post.url == post_url(LABELS[label][-1])


async def test_what_is_found_is_not_counted_among_what_is_new(world: World, kettle: Blog) -> None:
    await world.services.browsing.page(kettle, (await world.services.browsing.part(kettle, "c++")).source)
    now = world.services.library.blogs()[0]
    assert (now.posts, now.unread) == (kettle.posts + 1, kettle.unread)
    assert world.services.reading.last_window(PostQuery(kettle.id), limit=1).rows[0].title == "Post 7"


async def test_the_blogs_own_search_reaches_what_the_library_does_not_hold(
    world: World, kettle: Blog
) -> None:
    browsing = world.services.browsing
    assert browsing.can_search(kettle)
    assert titles(await browsing.page(kettle, browsing.search(kettle, "42"))) == ["Post 42"]
    assert titles(await browsing.page(kettle, browsing.search(kettle, "nothing of it"))) == []


async def test_a_search_with_many_finds_goes_on_page_by_page(world: World, kettle: Blog) -> None:
    browsing = world.services.browsing
    source = browsing.search(kettle, "Post")
    first = await browsing.page(kettle, source)
    second = await browsing.page(kettle, source, first.next)
    third = await browsing.page(kettle, source, second.next)
    assert [len(page.posts) for page in (first, second, third)] == [100, 100, 50]
    assert first.total == 250 and third.next is None


async def test_pages_that_stand_alone_are_read(world: World, kettle: Blog) -> None:
    part = await world.services.browsing.part(kettle, "pages")
    assert titles(await world.services.browsing.page(kettle, part.source)) == ["About", "Recipes"]


async def test_a_part_that_is_not_there_is_a_sentence(world: World, kettle: Blog) -> None:
    with pytest.raises(NotInLibrary, match=r"Kettle tells of no “coffee”\. `tui-blog parts`"):
        await world.services.browsing.part(kettle, "coffee")


async def test_a_blog_by_its_feed_tells_no_parts_and_cannot_be_searched(world: World) -> None:
    lamp = (await world.services.library.add(await world.services.library.find(BLOG))).blog
    assert await world.services.browsing.parts(lamp) == ()
    assert not world.services.browsing.can_search(lamp)
    with pytest.raises(TuiBlogError, match="offers no search"):
        world.services.browsing.search(lamp, "tea")
