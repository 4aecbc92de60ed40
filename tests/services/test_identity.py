"""Which post is which, from the bytes of a feed to the library: blogs move, slugs and guids change."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace

import httpx
import pytest

from tests.wordpress_blog import PRESS, WordPressBlog
from tests.world import World, page
from tui_blog.model.blog import Blog
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.services.refreshing import Refreshed

HOME = "https://lamp.example"
FEED = f"{HOME}/rss"
ESSAY = "We sat by the water until the lamps went out, and nobody said a word of the letter that had come. "


@dataclass(frozen=True)
class Item:
    """An item of an RSS feed; what is "" is left out."""

    guid: str = "id-1"
    link: str = f"{HOME}/2024/harbour"
    title: str = "Harbour notes"
    date: str = "Thu, 19 Dec 2024 09:30:15 GMT"
    body: str = f"<p>{ESSAY}</p>"
    more: str = ""
    permalink: bool = False

    def __str__(self) -> str:
        guid = f'<guid isPermaLink="{str(self.permalink).lower()}">{self.guid}</guid>' if self.guid else ""
        link = f"<link>{self.link}</link>" if self.link else ""
        date = f"<pubDate>{self.date}</pubDate>" if self.date else ""
        body = f"<description><![CDATA[{self.body}]]></description>"
        return f"<item><title>{self.title}</title>{guid}{link}{date}{body}{self.more}</item>"


ITEM = Item()
OTHER = Item(
    "id-2", f"{HOME}/2024/quiet", "A quiet year", "Fri, 20 Dec 2024 10:00:30 GMT", "<p>It was quiet.</p>"
)


def rss(*items: Item) -> httpx.Response:
    words = "".join(map(str, items))
    return page(
        f"""<?xml version="1.0"?><rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
        <channel><title>Lamp</title><link>{HOME}/</link>{words}</channel></rss>""",
        "application/rss+xml",
    )


class Story:
    """A blog that is followed, and what each refresh made of its feed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reading = world.services.reading

    async def begin(self, *items: Item) -> None:
        """Follow the blog; the posts are read, and the first of them is starred."""
        self.world.web.pages[FEED] = rss(*items)
        await self.world.services.library.add(await self.world.services.library.find(FEED))
        for row in self.rows:
            self.reading.opened(row.id)
        self.world.services.marking.set([self.rows[0].id], Mark("starred", True))

    @property
    def blog(self) -> Blog:
        (blog,) = self.world.services.library.blogs()
        return blog

    @property
    def rows(self) -> tuple[PostRow, ...]:
        return self.reading.window(PostQuery(), limit=500).rows

    @property
    def titles(self) -> list[str]:
        return [row.title for row in self.rows]

    async def refresh(self) -> Refreshed:
        self.world.later(hours=6)
        refreshed = await self.world.services.refreshing.refresh_one(self.blog)
        assert refreshed.status in {"ok", "moved"}, refreshed.error
        return refreshed

    async def then(self, *items: Item) -> tuple[int, int]:
        """The feed says something else now: how many posts are new, and how many changed."""
        self.world.web.pages[FEED] = rss(*items)
        refreshed = await self.refresh()
        return refreshed.new, refreshed.changed


@pytest.fixture
def story(world: World) -> Story:
    world.web.pages.clear()
    return Story(world)


def moved(item: Item, host: str) -> Item:
    return replace(
        item, **{name: getattr(item, name).replace(HOME, host) for name in ("guid", "link", "body")}
    )


# --- a blog moves --------------------------------------------------------------------------------


async def test_a_feed_that_moves_for_good_brings_its_posts_along(story: Story) -> None:
    await story.begin(OTHER, ITEM)
    new_home = "https://lamp.blog.example"
    story.world.web.pages[FEED] = httpx.Response(301, headers={"location": f"{new_home}/feed.xml"})
    story.world.web.pages[f"{new_home}/feed.xml"] = rss(moved(OTHER, new_home), moved(ITEM, new_home))
    ends = [await story.refresh() for _ in range(3)]
    assert [(end.new, end.changed) for end in ends] == [(0, 0)] * 3
    assert story.blog.feed_url == f"{new_home}/feed.xml"
    assert [(row.read, row.starred) for row in story.rows] == [(True, True), (True, False)]


async def test_a_person_who_follows_the_move_first_meets_the_same_blog(story: Story) -> None:
    await story.begin(OTHER, ITEM)
    there = "https://lamp.blog.example/feed.xml"
    story.world.web.pages[FEED] = httpx.Response(301, headers={"location": there})
    story.world.web.pages[there] = rss(OTHER, ITEM)
    await story.refresh()
    library = story.world.services.library
    added = await library.add(await library.find(there))
    assert (added.new, added.blog.id, len(story.rows)) == (0, story.blog.id, 2)


async def test_https_for_addresses_and_guids_is_no_news(story: Story) -> None:
    plain = "http://lamp.example"
    before = [
        Item(f"{plain}/?p=7", f"{plain}/seven", "Seven", "Fri, 20 Dec 2024 10:00:30 GMT"),
        Item(f"{plain}/six", f"{plain}/six", "Six", "Thu, 19 Dec 2024 09:00:30 GMT", permalink=True),
    ]
    await story.begin(*before)
    after = [
        replace(i, guid=i.guid.replace("http:", "https:"), link=i.link.replace("http:", "https:"))
        for i in before
    ]
    assert await story.then(*after) == (0, 0)
    renamed = replace(after[0], link=f"{HOME}/new-slug", guid=before[0].guid)
    assert await story.then(renamed, after[1]) == (0, 0)
    assert await story.then(replace(renamed, guid=after[0].guid), after[1]) == (0, 0)


@pytest.mark.parametrize("day", ["Thu, 19 Dec 2024 09:30:15 GMT", "Thu, 19 Dec 2024 00:00:00 GMT"])
@pytest.mark.parametrize("make_guid", ["{}", "tag:lamp.example,2024:{}"])
async def test_a_site_that_is_generated_for_another_domain_is_the_same(
    story: Story, day: str, make_guid: str
) -> None:
    def items(host: str) -> list[Item]:
        addresses = [f"{host}/2024/{n}/" for n in range(12)]
        body = '<p>{}</p><img src="{}pic.png">'
        return [
            Item(make_guid.format(a), a, f"Day {n}", day, body.format(f"Words {n}", a))
            for n, a in enumerate(addresses)
        ]

    await story.begin(*items(HOME))
    assert await story.then(*items("https://lamp.new.example")) == (0, 0)
    assert len(story.rows) == 12 and all(row.read for row in story.rows)


@pytest.mark.parametrize("by_permalink", [False, True], ids=["numbered", "by permalink"])
async def test_posts_are_the_same_by_api_and_by_feed(story: Story, by_permalink: bool) -> None:
    press, web, library = WordPressBlog(), story.world.web, story.world.services.library
    web.pages.update(press.pages())
    await library.add(await library.find(PRESS))
    assert story.blog.source == "wordpress"
    for row in story.rows:
        story.reading.opened(row.id)

    def feed(request: httpx.Request) -> httpx.Response:
        text = press.feed(request).text
        return page(re.sub(r"<guid.*?</guid>", "", text) if by_permalink else text, "application/rss+xml")

    web.pages[f"{PRESS}/feed/"] = feed
    press.api_is_on = False
    refreshed = await story.refresh()
    assert (story.blog.source, refreshed.new, refreshed.changed) == ("feed", 0, 0)
    assert [row.read for row in story.rows] == [True] * 3


# --- slugs and guids change ----------------------------------------------------------------------


async def test_a_new_slug_under_the_old_guid_is_the_old_post(story: Story) -> None:
    await story.begin(OTHER, ITEM)
    assert await story.then(OTHER, replace(ITEM, link=f"{HOME}/2024/harbour-notes")) == (0, 0)
    assert story.reading.stored(story.rows[1].id).post.url == f"{HOME}/2024/harbour-notes"


PERMALINK = Item(f"{HOME}/2024/harbour", permalink=True)
NEW_SLUG = replace(PERMALINK, guid=f"{HOME}/2024/by-the-harbour", link=f"{HOME}/2024/by-the-harbour")


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (NEW_SLUG, 0),
        (replace(NEW_SLUG, title="By the harbour"), 1),
        (replace(NEW_SLUG, body="<p>Another text, and a longer one.</p>"), 1),
    ],
    ids=["slug", "slug and title", "slug and text"],
)
async def test_a_new_slug_that_is_the_guid_is_the_old_post(story: Story, after: Item, changed: int) -> None:
    await story.begin(PERMALINK)
    assert await story.then(OTHER, after) == (1, changed)
    (row,) = [row for row in story.rows if row.title == after.title]
    assert (row.read, row.starred) == (True, True)
    assert await story.then(OTHER, after) == (0, 0)


async def test_slug_title_and_text_at_once_are_a_new_post(story: Story) -> None:
    """Nothing but the date speaks for the old one: rather twice than lost."""
    await story.begin(PERMALINK)
    after = replace(NEW_SLUG, title="By the harbour", body="<p>Another text.</p>")
    assert await story.then(after) == (1, 0)
    assert story.titles.count("Harbour notes") == 1


@pytest.mark.parametrize(
    "guid",
    ["{link}?utm_source=rss&utm_campaign={n}", "{link}?session={n}", "{n}", "urn:uuid:0000{n}"],
)
async def test_a_guid_that_changes_at_every_fetch_names_the_same_post(story: Story, guid: str) -> None:
    def fetched(n: int) -> list[Item]:
        return [replace(i, guid=guid.format(link=i.link, n=f"{n}{i.title[0]}")) for i in (OTHER, ITEM)]

    await story.begin(*fetched(1))
    assert [await story.then(*fetched(n)) for n in range(2, 12)] == [(0, 0)] * 10
    assert all(row.read for row in story.rows) and len(story.rows) == 2


async def test_guid_and_address_that_both_change_at_every_fetch_name_the_same_post(story: Story) -> None:
    def fetched(n: int) -> list[Item]:
        return [
            replace(i, guid=f"{i.link}?sid={n}", link=f"{i.link}?sid={n}", permalink=True)
            for i in (OTHER, ITEM)
        ]

    await story.begin(*fetched(1))
    assert [await story.then(*fetched(n)) for n in range(2, 6)] == [(0, 0)] * 4


async def test_names_of_the_past_do_not_pile_up(story: Story) -> None:
    await story.begin(ITEM)
    for n in range(20):
        await story.then(replace(ITEM, guid=f"fetch-{n}"))
    with closing(sqlite3.connect(story.world.folder / "library.db")) as library:
        kept = library.execute("SELECT count(*) FROM guids").fetchone()
    assert kept == (2,), "the first name and the last"


# --- posts that look alike and are several -------------------------------------------------------


async def test_two_items_with_one_guid_are_two_posts_for_ever(story: Story) -> None:
    first, second = replace(ITEM, guid="same"), replace(OTHER, guid="same")
    await story.begin(first)
    assert await story.then(second, first) == (1, 0)
    assert await story.then(second, first) == (0, 0)
    assert await story.then(second) == (0, 0), "the first one left the feed"
    third = Item("same", f"{HOME}/2024/third", "Third", "Sat, 21 Dec 2024 10:00:30 GMT", "<p>Third.</p>")
    assert await story.then(third) == (1, 0)
    assert await story.then(first) == (0, 0)
    assert story.titles == ["Third", "A quiet year", "Harbour notes"]


async def test_a_guid_that_every_post_bears_alone_in_the_feed_names_none(story: Story) -> None:
    """A feed of one item, each with the guid "1": the old post is not overwritten."""
    items = [
        Item("1", f"{HOME}/{n}", f"Number {n}", f"{n} Dec 2024 09:30:15 GMT", f"<p>It is {n}.</p>")
        for n in range(10, 16)
    ]
    await story.begin(items[0])
    assert [await story.then(item) for item in items[1:]] == [(1, 0)] * 5
    assert len(set(story.titles)) == 6


async def test_one_guid_and_one_address_are_still_two_posts_by_their_titles(story: Story) -> None:
    twins = [
        Item("same", f"{HOME}/changes", "Version 2", "Fri, 20 Dec 2024 10:00:30 GMT", "<p>Two.</p>"),
        Item("same", f"{HOME}/changes", "Version 1", "Thu, 19 Dec 2024 10:00:30 GMT", "<p>One.</p>"),
    ]
    await story.begin(*twins)
    assert await story.then(*twins) == (0, 0)
    assert await story.then(twins[1]) == (0, 0)
    assert story.titles == ["Version 2", "Version 1"]


@pytest.mark.parametrize("guid", ["{link}", "tag:lamp.example,2024:{n}", "{n}"])
@pytest.mark.parametrize("window", [1, 2])
async def test_the_same_title_every_week_is_a_post_every_week(story: Story, guid: str, window: int) -> None:
    items: list[Item] = []
    for n in range(1, 7):
        link = f"{HOME}/links-{n}"
        body = "<p>Links for the week, as ever: tell us below what you have read and what we should read.</p>"
        items.insert(
            0,
            Item(guid.format(link=link, n=n), link, "Links for the week", f"{n} Dec 2024 00:00:00 GMT", body),
        )
    await story.begin(items[-1])
    for n in range(2, 7):
        start = len(items) - n
        assert await story.then(*items[start : start + window]) == (1, 0)
    assert len(story.rows) == 6


async def test_two_posts_of_one_day_and_one_title_are_two(story: Story) -> None:
    """The dates of the feed have no time, the second post came when the first had left the feed."""
    day = "Thu, 19 Dec 2024 00:00:00 GMT"
    await story.begin(Item("a", f"{HOME}/photo-1", "Photo", day, "<img src=1.png>"))
    assert await story.then(Item("b", f"{HOME}/photo-2", "Photo", day, "<img src=2.png>")) == (1, 0)


async def test_what_a_program_numbers_is_told_apart_by_its_number(story: Story) -> None:
    """Two changes of one minute, both called "fix": the older one left the feed."""
    one = Item("tag:code.example,2024:commit/aaa", f"{HOME}/aaa", "fix", body="<p>One file.</p>")
    two = replace(one, guid="tag:code.example,2024:commit/bbb", link=f"{HOME}/bbb", body="<p>Two files.</p>")
    await story.begin(one)
    assert await story.then(two) == (1, 0)


async def test_posts_of_a_planet_are_not_moved_blogs(story: Story) -> None:
    day = "Thu, 19 Dec 2024 00:00:00 GMT"
    ada = Item("https://ada.example/hello", "https://ada.example/hello", "Hello", day, "<p>Ada here.</p>")
    later = Item("https://ada.example/more", "https://ada.example/more", "More", day, "<p>Ada again.</p>")
    ben = Item("https://ben.example/hello", "https://ben.example/hello", "Hello", day, "<p>Ben here.</p>")
    await story.begin(ada)
    assert await story.then(ben, later) == (2, 0)


async def test_posts_with_nothing_but_a_text_are_told_apart_by_it(story: Story) -> None:
    notes = [Item("", "", "", "", f"<p>Note {n}.</p>") for n in range(3)]
    await story.begin(*notes)
    assert await story.then(*notes) == (0, 0)
    assert await story.then(Item("", "", "", "", "<p>Note 9.</p>"), *notes) == (1, 0)
    assert len(story.rows) == 4


async def test_a_post_with_title_and_text_alone_survives_what_changes_around_them(story: Story) -> None:
    note = Item("", "", "Note", "", f"<p>{ESSAY}</p>")
    await story.begin(note)
    assert await story.then(replace(note, body=f'<p data-nonce="77">{ESSAY}</p>')) == (0, 0)


# --- what is a change ----------------------------------------------------------------------------


async def test_title_text_and_date_may_change_at_once_under_one_guid(story: Story) -> None:
    await story.begin(OTHER, ITEM)
    edited = replace(ITEM, title="Harbour", body="<p>Anew.</p>", date="Mon, 23 Dec 2024 08:00:00 GMT")
    assert await story.then(OTHER, edited) == (0, 1)
    assert story.titles == ["Harbour", "A quiet year"]
    assert story.rows[0].read


COUNT = "<slash:comments>{}</slash:comments>"


@pytest.mark.parametrize(
    "change",
    [
        {"more": COUNT.format(9)},
        {"more": "<category>letters</category><category>sea</category>"},
        {"date": "Thu, 19 Dec 2024 11:45:00 GMT"},
        {"body": f"<div>\n<p>{ESSAY}</p>\n</div>"},
        {"body": f'<p class="x" data-nonce="8f3a">{ESSAY}</p>'},
        {"body": f'<p>{ESSAY}</p><img src="https://count.example/~4/abc" height="1" width="1">'},
        {"body": f"<p>{ESSAY}</p><script>var t = 17;</script><!-- cached 09:30 -->"},
        {"body": f"<p>{ESSAY}</p><p>12 comments</p>"},
    ],
    ids=["count", "labels", "date", "spaces", "nonce", "pixel", "program", "count in the text"],
)
async def test_what_no_reader_would_call_a_change_is_none(story: Story, change: dict[str, str]) -> None:
    before = replace(ITEM, more=COUNT.format(1))
    if "12 comments" in change.get("body", ""):
        before = replace(before, body=f"<p>{ESSAY}</p><p>3 comments</p>")
    await story.begin(OTHER, before)
    unread = story.rows[0]
    story.world.services.marking.set([unread.id], Mark("read", False))
    after = replace(before, **change)  # type: ignore[arg-type]
    assert await story.then(OTHER, after) == (0, 0)
    assert [row.read for row in story.rows] == [False, True]


LINKED = '<p>{} <a href="https://shop.example/lamp?id=5{}">the lamp</a> <img src="https://i{}.cdn.example/a.png?w={}"></p>'


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (LINKED.format(ESSAY, "&amp;utm_source=rss&amp;nonce=12", 2, 800), 0),
        (LINKED.format(ESSAY, "", 0, 1).replace("id=5", "id=6"), 1),
        (LINKED.format(ESSAY, "", 0, 1).replace("a.png", "b.png"), 1),
        (LINKED.format(ESSAY, "", 0, 1).replace("nobody", "somebody"), 1),
    ],
    ids=["tracking", "another link", "another picture", "another word"],
)
async def test_links_and_pictures_are_content_but_for_what_servers_add(
    story: Story, after: str, changed: int
) -> None:
    await story.begin(replace(ITEM, body=LINKED.format(ESSAY, "", 0, 1)))
    assert await story.then(replace(ITEM, body=after)) == (0, changed)
    assert story.reading.stored(story.rows[0].id).post.html == after, "the newest is shown all the same"
