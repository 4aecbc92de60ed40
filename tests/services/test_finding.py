"""From any address to a blog: which one it is, whether it is known already, and which post was meant."""

import httpx
import pytest

from tests.services.test_library import followed, titles
from tests.wordpress_blog import PRESS, WordPressBlog
from tests.world import BLOG, LETTERS, World, feed, page
from tui_blog.errors import BadAddress, NoFeedFound, NotInLibrary, TuiBlogError
from tui_blog.model.post_list import PostQuery

LINKS = f"{BLOG}/links.xml"


async def added(world: World, url: str, **how: object) -> str:
    site = await world.services.library.find(url)
    return (await world.services.library.add(site, **how)).blog.title  # type: ignore[arg-type]


async def test_two_feeds_of_one_home_page_are_two_blogs_where_they_bear_two_titles(world: World) -> None:
    await followed(world)
    links = feed(LETTERS).replace("<title>The Slow Lamp</title>", "<title>Links by the lamp</title>")
    world.web.pages[LINKS] = page(links, "application/atom+xml")
    assert await added(world, LINKS) == "Links by the lamp"
    assert len(world.services.library.blogs()) == 2


async def test_another_format_of_a_feed_is_the_same_blog(world: World) -> None:
    await followed(world)
    world.web.pages[f"{BLOG}/atom"] = page(feed(LETTERS), "application/atom+xml")
    assert await added(world, f"{BLOG}/atom") == "The Slow Lamp"
    (blog,) = world.services.library.blogs()
    assert blog.feed_url == f"{BLOG}/feed.xml"


async def test_a_wordpress_is_one_blog_by_its_home_page_and_by_its_feed(world: World) -> None:
    world.web.pages |= WordPressBlog().pages()
    for address in (PRESS, f"{PRESS}/feed/", "press.example"):
        await added(world, address)
    assert [blog.source for blog in world.services.library.blogs()] == ["wordpress"]


async def test_a_blog_is_followed_under_the_name_and_tags_that_the_person_gives(world: World) -> None:
    assert await added(world, BLOG, title="Lamp \x1b[31m", tags=["slow", "letters"]) == "Lamp"
    (blog,) = world.services.library.blogs()
    assert blog.tags == ("letters", "slow")
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(LETTERS), "application/atom+xml")
    await world.services.refreshing.refresh_one(blog)
    assert world.services.library.named("Lamp").title == "Lamp", "what the feed calls itself does not matter"


async def test_what_was_opened_can_be_followed(world: World) -> None:
    opened = await world.services.library.open(BLOG)
    world.services.library.subscribe(opened.blog)
    assert len(titles(world)) == 3
    current = world.services.library.blog(opened.blog.id)
    assert current is not None and current.subscribed


async def test_adding_what_was_opened_before_follows_it(world: World) -> None:
    await world.services.library.open(BLOG)
    await followed(world)
    assert [blog.title for blog in world.services.library.blogs()] == ["The Slow Lamp"]


async def test_a_name_that_fits_several_blogs_is_asked_back(world: World) -> None:
    await followed(world)
    links = feed(LETTERS).replace("The Slow Lamp", "The Slow Links")
    world.web.pages[LINKS] = page(links, "application/atom+xml")
    await added(world, LINKS)
    with pytest.raises(NotInLibrary, match="The Slow Lamp, The Slow Links"):
        world.services.library.named("the slow")
    assert world.services.library.named("the slow li").title == "The Slow Links"


# --- opening -------------------------------------------------------------------------------------


async def test_an_address_is_opened_from_the_library_without_the_net(world: World) -> None:
    await followed(world)
    world.web.asked.clear()
    assert (await world.services.library.open(BLOG)).post_id is None
    assert (await world.services.library.open(f"{BLOG}/letters/?utm_source=mail")).post_id is not None
    assert world.web.asked == []


async def test_a_blog_that_could_not_be_fetched_is_fetched_when_it_is_opened_again(world: World) -> None:
    whole = world.web.pages[f"{BLOG}/feed.xml"]
    answers = iter([whole, httpx.ConnectError("refused"), whole, whole])

    def answer(request: httpx.Request) -> httpx.Response:
        now = next(answers)
        if isinstance(now, Exception):
            raise now
        assert isinstance(now, httpx.Response)
        return now

    world.web.pages[f"{BLOG}/feed.xml"] = answer
    with pytest.raises(TuiBlogError, match=r"lamp\.example"):
        await world.services.library.open(BLOG)
    opened = await world.services.library.open(BLOG)
    assert len(titles(world, PostQuery(blog_id=opened.blog.id))) == 3


async def test_an_old_post_is_asked_for_by_itself(world: World) -> None:
    """WordPress: the post is not among the newest hundred, so its slug leads to it."""
    press = WordPressBlog(total=130)
    world.web.pages |= press.pages()
    world.web.pages[f"{PRESS}/post-7/"] = press.home
    world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"] = press.listed
    post_id = await world.services.library.open_post(f"{PRESS}/post-7/")
    assert post_id is not None
    assert world.services.reading.stored(post_id).post.title == "Post 7"


async def test_a_profile_is_not_the_blog_at_its_host(world: World) -> None:
    await followed(world)
    profile = feed(LETTERS).replace("The Slow Lamp", "Ada").replace(f'href="{BLOG}/"', f'href="{BLOG}/@ada"')
    world.web.pages[f"{BLOG}/@ada.rss"] = page(profile, "application/atom+xml")
    assert (await world.services.library.open("@ada@lamp.example")).blog.title == "Ada"


async def test_a_page_that_no_feed_holds_is_no_post(world: World) -> None:
    world.web.pages[f"{BLOG}/about/"] = world.web.pages[f"{BLOG}/"]
    assert await world.services.library.open_post(f"{BLOG}/about/") is None


async def test_a_home_page_is_no_post(world: World) -> None:
    assert await world.services.library.open_post(BLOG) is None


async def test_a_page_without_any_feed_leaves_the_library_as_it_was(world: World) -> None:
    world.web.pages["https://shop.example/"] = page("<html><body>Shoes</body></html>")
    with pytest.raises(NoFeedFound, match=r"shop\.example"):
        await world.services.library.open("shop.example")
    with pytest.raises(BadAddress):
        await world.services.library.open("javascript:alert(1)")
    assert world.services.library.known("shop.example") is None
