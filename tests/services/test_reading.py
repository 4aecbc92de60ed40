"""Posts as they are read, and marks that can be taken back."""

import html
from pathlib import Path

from markdown_it import MarkdownIt

from tests.services.test_library import followed, titles
from tests.world import BLOG, World, entry, feed, lamp_pages, make_world, page
from tui_blog.model.post import PostQuery, PostRow


async def rows(world: World) -> tuple[PostRow, ...]:
    await followed(world)
    return world.services.reading.window(PostQuery(), limit=50).rows


async def test_a_post_opens_as_markdown(world: World) -> None:
    first, *_ = await rows(world)
    opened = await world.services.reading.open(first.id)
    assert opened.markdown == "A letter *waits* for you." and opened.minutes == 1


async def test_hostile_titles_and_bodies_are_harmless_when_read(world: World) -> None:
    evil = entry("evil", "Bad &amp;#27;]0;owned&#x202e;[/x]", "2024-12-30", "<p>&#27;[31m&amp;#8238;red</p>")
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(evil), "application/atom+xml")
    (row,) = await rows(world)
    opened = await world.services.reading.open(row.id)
    for text in (row.title, opened.markdown, html.unescape(MarkdownIt().render(opened.markdown))):
        assert not set(text.replace("&#8238;", "")) & {"\x1b", "\x9b", "\u202e"}
    assert "[/x]" in row.title


async def test_mark_all_read_means_what_is_on_the_list_and_can_be_undone(world: World) -> None:
    first, *_ = await rows(world)
    world.web.pages[f"{BLOG}/feed.xml"] = page(
        feed(entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")), "application/atom+xml"
    )
    await world.services.refreshing.refresh_one(world.services.library.blogs()[0])
    assert world.services.reading.mark_all_read(PostQuery(), first.key) == 3
    assert titles(world, PostQuery(unread=True)) == ["Snow"], "a post that came since is not touched"
    assert world.services.reading.undo() == "3 posts are unread again"
    assert world.services.library.counts().unread == 4


async def test_undo_goes_back_step_by_step(world: World) -> None:
    first, second, _ = await rows(world)
    world.services.reading.set_starred(first, True)
    world.services.reading.set_read(second, True)
    assert world.services.reading.undo() == "“A year without notifications” is unread again"
    assert world.services.reading.undo() == "“Why letters still matter” is without star again"
    assert world.services.reading.undo() is None
    counts = world.services.library.counts()
    assert (counts.unread, counts.starred) == (3, 0)


async def test_the_place_in_a_post_survives_a_restart(tmp_path: Path) -> None:
    world = make_world(tmp_path, pages=lamp_pages())
    first, *_ = await rows(world)
    world.services.reading.set_position(first.id, 0.4)
    world.services.close()
    again = make_world(tmp_path)
    assert (await again.services.reading.open(first.id)).position == 0.4
    again.services.close()
