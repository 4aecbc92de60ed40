"""What is told of a blog before anybody follows it."""

import httpx
import pytest

from tests.wordpress_blog import PRESS, WordPressBlog
from tests.world import BLOG, FIRST, LETTERS, World, feed, page
from tui_blog.errors import NetworkError
from tui_blog.model.comment import Access

FORM = f"""<html><body><form action="{PRESS}/wp-comments-post.php" method="post" id="commentform">
  <textarea name="comment"></textarea><input name="author" required><input name="email" required>
  <input type="hidden" name="comment_post_ID" value="3"></form></body></html>"""


async def test_a_blog_is_looked_at_and_nothing_is_kept(world: World) -> None:
    told = await world.services.inspecting.inspect("lamp.example")
    assert (told.site.title, told.archive, told.total) == ("The Slow Lamp", True, None)
    assert told.newest[0].title == "Why letters still matter"
    assert (told.system, told.access, told.trouble) == ("isso", Access.ANONYMOUS, "")
    assert world.services.library.known(BLOG) is None


async def test_a_blog_of_one_page_has_no_archive(world: World) -> None:
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(LETTERS), "application/atom+xml")
    assert not (await world.services.inspecting.inspect(BLOG)).archive


async def test_a_blog_without_comments_says_so(world: World) -> None:
    world.web.pages[f"{BLOG}/letters/"] = page("<html><body>Write me a letter.</body></html>")
    told = await world.services.inspecting.inspect(BLOG)
    assert (told.system, told.access, told.trouble) == (None, None, "")


async def test_a_blog_without_posts_has_no_comments_either(world: World) -> None:
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(), "application/atom+xml")
    told = await world.services.inspecting.inspect(BLOG)
    assert (told.newest, told.system, told.access) == ((), None, None)


async def test_comments_that_cannot_be_asked_do_not_hide_the_blog(world: World) -> None:
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(502)
    told = await world.services.inspecting.inspect(BLOG)
    assert (told.system, told.access) == ("isso", Access.UNKNOWN)
    assert told.trouble.startswith("The comments could not be fetched: lamp.example")
    assert len(told.newest) == 3


async def test_a_wordpress_tells_how_many_posts_it_has(world: World) -> None:
    world.web.pages |= WordPressBlog(total=230).pages()
    world.web.pages[f"{PRESS}/post-230/"] = page(FORM)
    told = await world.services.inspecting.inspect(PRESS)
    assert (told.total, told.archive, told.system) == (230, True, "wordpress")
    assert told.access is Access.ANONYMOUS


async def test_an_api_that_shows_no_posts_leaves_the_feed(world: World) -> None:
    press = WordPressBlog()
    world.web.pages |= press.pages()
    world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"] = httpx.Response(401, json={"code": "members_only"})
    told = await world.services.inspecting.inspect(PRESS)
    assert [post.title for post in told.newest] == ["Post 3", "Post 2", "Post 1"]


async def test_a_post_that_is_named_is_the_one_whose_comments_are_asked(world: World) -> None:
    """It may be older than all that the newest page holds."""
    old = f'<link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml">'
    world.web.pages[f"{BLOG}/first/"] = page(
        f'<html><head>{old}<meta property="og:type" content="article"></head><body>Mail me.</body></html>'
    )
    assert FIRST not in feed(LETTERS)
    told = await world.services.inspecting.inspect(f"{BLOG}/first/")
    assert told.site.post_url == f"{BLOG}/first/"
    assert (told.system, told.newest[0].title) == (None, "Why letters still matter")


async def test_a_post_that_cannot_be_asked_for_leaves_the_newest(world: World) -> None:
    world.web.pages[f"{BLOG}/feed-2.xml"] = httpx.Response(500)
    head = f'<link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml">'
    article = f'<html><head>{head}<meta property="og:type" content="article"></head></html>'
    world.web.pages[f"{BLOG}/first/"] = page(article)
    assert (await world.services.inspecting.inspect(f"{BLOG}/first/")).system == "isso"


async def test_a_blog_whose_every_way_is_shut_is_a_failure_with_a_sentence(world: World) -> None:
    world.web.pages |= WordPressBlog().pages()
    world.web.pages[f"{PRESS}/wp-json/wp/v2/posts"] = httpx.Response(500)
    world.web.pages[f"{PRESS}/feed/"] = httpx.Response(500)
    with pytest.raises(NetworkError, match=r"press\.example"):
        await world.services.inspecting.inspect(PRESS)
