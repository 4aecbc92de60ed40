"""Marks, and how they are taken back: by any instance on the library, after a restart too."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.services.test_library import followed, titles
from tests.world import BLOG, World, entry, feed, lamp_pages, make_world, page
from tui_blog.errors import StoreError
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery, PostRow
from tui_blog.model.selection import PostRun, Selection
from tui_blog.model.text import EMPTY, clean_line

UNREAD = PostQuery(unread=True)
READ, STAR = Mark("read", True), Mark("starred", True)


async def rows(world: World) -> tuple[PostRow, ...]:
    await followed(world)
    return world.services.reading.window(PostQuery(), limit=50).rows


def mark_all(world: World, words: str = "") -> int:
    arrived = world.services.reading.newest_id()
    return world.services.marking.mark_all_read(PostQuery(), words, arrived)


async def test_mark_all_read_means_what_is_on_the_list_and_can_be_undone(world: World) -> None:
    """Of two posts that arrive afterwards, one is dated between those that were shown."""
    await rows(world)
    shown = world.services.reading.newest_id()
    sent = feed(entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>"), entry("hm", "Hm", "2024-12-18", ""))
    world.web.pages[f"{BLOG}/feed.xml"] = page(sent, "application/atom+xml")
    await world.services.refreshing.refresh_one(world.services.library.blogs()[0])
    assert world.services.marking.mark_all_read(PostQuery(), "", shown) == 3
    assert titles(world, UNREAD) == ["Snow", "Hm"], "what came since is not touched"
    assert world.services.marking.undo() == "3 posts are unread again"
    assert world.services.library.counts().unread == 5


async def test_mark_all_read_of_a_filtered_list_marks_what_the_filter_shows(world: World) -> None:
    await rows(world)
    assert mark_all(world, "LETTERS") == 1
    assert mark_all(world, "letters") == 0
    assert titles(world, UNREAD) == ["A year without notifications", "The long way home"]


async def test_undo_goes_back_step_by_step(world: World) -> None:
    first, second, _ = await rows(world)
    world.services.marking.set([first.id], STAR)
    world.services.marking.set([second.id], READ)
    assert world.services.marking.undo() == "“A year without notifications” is unread again"
    assert world.services.marking.undo() == "“Why letters still matter” is without star again"
    assert world.services.marking.undo() is None
    counts = world.services.library.counts()
    assert (counts.unread, counts.starred) == (3, 0)


async def test_of_several_posts_all_get_a_mark_unless_all_had_it(world: World) -> None:
    chosen = Selection((PostRun.between(*(row.key for row in (await rows(world))[:2])),))
    marking = world.services.marking
    ids = marking.chosen(PostQuery(), "", chosen)
    marking.set(ids[:1], READ)
    assert marking.toggle(ids, READ) == (1, True)
    assert marking.toggle(ids, READ) == (2, False)
    assert marking.undo() == "2 posts are read again"


async def test_a_change_is_taken_back_after_a_restart_and_from_elsewhere(tmp_path: Path) -> None:
    world = make_world(tmp_path, pages=lamp_pages())
    first, *_ = await rows(world)
    mark_all(world)
    other = make_world(tmp_path)
    other.services.marking.set([first.id], Mark("starred", True), Mark("tag", True, clean_line("later")))
    world.services.close()
    assert other.services.marking.undo() == (
        "“Why letters still matter” is without the tag “later” again; "
        "“Why letters still matter” is without star again"
    )
    assert other.services.marking.undo() == "3 posts are unread again"
    assert other.services.library.counts().unread == 3
    other.services.close()


async def test_a_removed_blog_comes_back(world: World) -> None:
    first, *_ = await rows(world)
    world.services.marking.set([first.id], STAR)
    world.services.library.remove(world.services.library.blogs()[0])
    assert titles(world) == []
    assert world.services.marking.undo() == "“The Slow Lamp” is in your library again"
    assert len(titles(world)) == 3 and world.services.library.counts().starred == 1


async def test_an_undo_that_failed_can_be_tried_again(tmp_path: Path) -> None:
    """Another program kept the library to itself for too long."""
    world = make_world(tmp_path, pages=lamp_pages())
    first, *_ = await rows(world)
    world.services.marking.set([first.id], READ)
    with closing(sqlite3.connect(tmp_path / "library.db")) as damage:
        damage.execute("ALTER TABLE post_state RENAME TO away")
    with pytest.raises(StoreError):
        world.services.marking.undo()
    with closing(sqlite3.connect(tmp_path / "library.db")) as damage:
        damage.execute("ALTER TABLE away RENAME TO post_state")
    assert world.services.marking.undo() == "“Why letters still matter” is unread again"
    world.services.close()


async def test_nothing_marked_leaves_nothing_to_take_back(world: World) -> None:
    await rows(world)
    assert mark_all(world) == 3
    assert mark_all(world) == 0
    assert world.services.marking.undo() == "3 posts are unread again"
    assert world.services.marking.undo() is None


async def test_the_tags_that_several_posts_share(world: World) -> None:
    first, second, _ = await rows(world)
    marking, later, tea = world.services.marking, clean_line("later"), clean_line("tea")
    marking.set([first.id, second.id], Mark("tag", True, later))
    marking.set([first.id], Mark("tag", True, tea))
    assert marking.tags_of([first.id]) == (later, tea)
    assert marking.tags_of([first.id, second.id]) == (later,)
    assert marking.undo() == "“Why letters still matter” is without the tag “tea” again"
    assert EMPTY not in marking.tags_of([second.id])
