"""A Blogger blog from its home page to the thread under a post, and to the browser in which one may write."""

from dataclasses import replace

import httpx

from tests.blogger_blog import BLOG_ID, KETTLE, BloggerBlog, comment_entry, post_id, post_url
from tests.world import World, page
from tui_blog.model.blog import Blog
from tui_blog.model.comment import Access, NeedsBrowser, SendState
from tui_blog.model.post_list import PostQuery
from tui_blog.model.site import SourceRef


def kettle(world: World, **blog: int) -> BloggerBlog:
    it = BloggerBlog(**blog)  # type: ignore[arg-type]
    world.web.pages |= it.pages()
    return it


async def followed(world: World, url: str = "kettle.blogspot.com") -> Blog:
    return (await world.services.library.add(await world.services.library.find(url))).blog


async def archived(world: World, blog: Blog) -> list[str]:
    steps = [step.status async for step in world.services.refreshing.archive(blog)]
    assert set(steps) <= {"ok"}
    return titles(world)


def titles(world: World) -> list[str]:
    rows = world.services.reading.window(PostQuery(), limit=5_000).rows
    return [row.title for row in rows]


async def test_a_blog_is_followed_by_its_home_page_and_read_back_to_the_first_post(world: World) -> None:
    kettle(world, total=230)
    blog = await followed(world)
    assert (blog.title, blog.platform, blog.source) == ("Kettle", "blogger", "blogger")
    assert len(titles(world)) == 100
    assert await archived(world, blog) == [f"Post {number}" for number in range(230, 0, -1)]


async def test_a_feed_that_gives_less_than_was_asked_for_loses_no_post(world: World) -> None:
    kettle(world, total=120, cap=25)
    assert len(await archived(world, await followed(world))) == 120


async def test_a_very_large_blog_goes_on_by_date(world: World) -> None:
    kettle(world, total=2_350)
    assert len(await archived(world, await followed(world))) == 2_350
    assert any("published-max" in str(request.url) for request in world.web.asked)


async def test_a_blog_that_passes_over_dates_is_counted_to_its_end(world: World) -> None:
    kettle(world, total=1_250).obeys_dates = False
    assert len(await archived(world, await followed(world))) == 1_250


async def test_a_post_is_opened_with_its_thread(world: World) -> None:
    blog = kettle(world)
    blog.threads[2] = [
        comment_entry(11, 2, "Ada", "First."),
        comment_entry(12, 2, "Anonymous", "An <b>answer</b>.", parent=11),
        comment_entry(13, 2, "Bo", "This comment has been removed by the author.", removed=True),
    ]
    opened = await world.services.library.open(post_url(2))
    assert opened.post_id is not None
    post = await world.services.reading.open(opened.post_id)
    assert (post.stored.post.title, post.markdown.strip()) == ("Post 2", "Text 2")
    thread = await world.services.commenting.fetch_thread(post.stored)
    told = [(line.comment.author, line.depth, line.comment.deleted) for line in thread.lines]
    assert told == [("Ada", 0, False), ("", 1, False), ("Bo", 0, True)]
    assert (thread.total, thread.system) == (3, "blogger")


async def test_who_may_write_is_told_with_the_way_to_the_form(world: World) -> None:
    kettle(world)
    blog = await followed(world)
    row = world.services.reading.window(PostQuery(blog_id=blog.id), limit=1).rows[0]
    prepared = await world.services.commenting.prepare(world.services.reading.stored(row.id))
    assert (prepared.form.system, prepared.form.access) == ("blogger", Access.BROWSER)
    assert prepared.form.url == f"https://www.blogger.com/comment/fullpage/post/{BLOG_ID}/{post_id(3)}"
    assert "browser" in prepared.form.reason


async def test_a_comment_is_handed_to_the_browser_and_nothing_is_sent(world: World) -> None:
    kettle(world)
    blog = await followed(world)
    row = world.services.reading.window(PostQuery(blog_id=blog.id), limit=1).rows[0]
    prepared = await world.services.commenting.prepare(world.services.reading.stored(row.id))
    draft = world.services.commenting.draft(prepared.subject, None)
    sent = await world.services.sending.send(prepared.subject, replace(draft, body="Well said."))
    assert isinstance(sent.outcome, NeedsBrowser) and world.web.posted() == []
    assert sent.outcome.url == sent.item.comment_url == prepared.form.url
    assert sent.item.draft.body == "Well said." and sent.item.state is SendState.HANDED_OFF


async def test_a_blog_that_moved_to_its_own_domain_is_followed_there(world: World) -> None:
    kettle(world)
    blog = await followed(world)
    moved = BloggerBlog(total=4, origin="https://kettle.example")
    world.web.pages |= moved.pages()
    world.web.pages[f"{KETTLE}/feeds/posts/default"] = lambda request: httpx.Response(
        301, headers={"location": f"https://kettle.example/feeds/posts/default?{request.url.query.decode()}"}
    )
    step = await world.services.refreshing.refresh_one(blog)
    await world.services.refreshing.refresh_one(blog)  # one redirect is not yet believed
    now = world.services.library.blog(blog.id)
    assert (step.status, step.new) == ("moved", 1)
    assert now is not None and now.feed_url == "https://kettle.example/feeds/posts/default"


async def test_what_a_blog_is_and_offers_is_told_before_it_is_followed(world: World) -> None:
    kettle(world, total=150)
    told = await world.services.inspecting.inspect("kettle.blogspot.com")
    assert (told.site.platform, told.total, told.archive) == ("blogger", 150, True)
    assert (told.system, told.access) == ("blogger", Access.BROWSER)


async def test_a_feed_that_its_owner_sends_to_a_feed_service_is_read_whole_all_the_same(world: World) -> None:
    blog = kettle(world, total=120)
    world.web.pages["https://feeds.example/kettle"] = page(
        "<rss><channel><title>Burnt</title></channel></rss>"
    )

    def sent_away(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("redirect") == "false":
            return blog.posts(request)
        return httpx.Response(302, headers={"location": "https://feeds.example/kettle"})

    world.web.pages[f"{KETTLE}/feeds/posts/default"] = sent_away
    assert len(await archived(world, await followed(world))) == 120


async def test_a_blog_that_was_followed_by_its_bare_feed_shows_its_threads_too(world: World) -> None:
    blog = kettle(world)
    blog.threads[3] = [comment_entry(11, 3, "Ada", "First.")]
    site = await world.services.library.find("kettle.blogspot.com")
    feed_alone = replace(site, sources=(SourceRef("feed", "https://feeds.example/kettle"),), platform="feed")
    world.web.pages["https://feeds.example/kettle"] = page(
        f"<rss><channel><title>Kettle</title><item><guid>x</guid><link>{post_url(3)}</link></item></channel></rss>"
    )
    await world.services.library.add(feed_alone)
    row = world.services.reading.window(PostQuery(), limit=1).rows[0]
    thread = await world.services.commenting.fetch_thread(world.services.reading.stored(row.id))
    assert [line.comment.author for line in thread.lines] == ["Ada"]
