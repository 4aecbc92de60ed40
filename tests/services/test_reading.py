"""Posts as they are read, and marks that can be taken back."""

import html
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.services.test_library import followed
from tests.world import BLOG, World, entry, feed, lamp_pages, make_world, page
from tui_blog.errors import NotInLibrary
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery, PostRow


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


async def test_a_list_is_walked_by_its_unread_posts(world: World) -> None:
    first, second, third = await rows(world)
    reading, everything = world.services.reading, PostQuery()
    reading.opened(second.id)
    assert reading.next_unread(everything, None) == first.key
    assert reading.next_unread(everything, first.key) == third.key
    assert reading.next_unread(everything, third.key) is None
    assert reading.previous_unread(everything, third.key) == first.key
    assert [row.id for row in reading.around(everything, second.key, 3).rows] == [
        first.id,
        second.id,
        third.id,
    ]
    assert [row.id for row in reading.last_window(everything, 1).rows] == [third.id]
    assert [stored.id for stored in reading.iterate(everything, 2)] == [first.id, second.id]
    row = reading.row(second.id)
    assert row is not None and row.read


async def test_a_post_goes_by_its_number_or_its_address(world: World) -> None:
    first, *_ = await rows(world)
    reading = world.services.reading
    for name in (str(first.id), f"{BLOG}/letters/", "http://www.lamp.example/letters"):
        stored = reading.named(name)
        assert stored is not None and stored.id == first.id
    for name in ("0", "9" * 40, "²", "", "https://lamp.example/nowhere/"):
        assert reading.named(name) is None
    with pytest.raises(NotInLibrary, match="no post 4711"):
        reading.stored(PostId(4711))


async def test_a_post_that_was_converted_is_not_converted_again(world: World) -> None:
    first, *_ = await rows(world)
    opened = await world.services.reading.open(first.id)
    with closing(sqlite3.connect(world.folder / "library.db")) as library:
        kept = zlib.compress(b"Kept \x1b]0;x\x07words")
        library.execute("UPDATE markdown SET text = ? WHERE post_id = ?", (kept, first.id))
        library.commit()
    again = await world.services.reading.open(first.id)
    assert (opened.markdown, again.markdown) == ("A letter *waits* for you.", "Kept words")


async def test_the_place_in_a_post_survives_a_restart(tmp_path: Path) -> None:
    world = make_world(tmp_path, pages=lamp_pages())
    first, *_ = await rows(world)
    world.services.reading.set_position(first.id, 0.4)
    world.services.close()
    again = make_world(tmp_path)
    assert (await again.services.reading.open(first.id)).position == 0.4
    again.services.close()
