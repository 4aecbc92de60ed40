"""Tags and removals at the keyboard, and how they are taken back."""

from textual.pilot import Pilot

from tests.ui.acting import follow, listed, main_screen, playing, press, read, settle, type_in
from tests.world import BLOG, World, feed, page
from tests.world import entry as letter
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import clean_line
from tui_blog.ui.screens.tag import TagScreen
from tui_blog.ui.widgets.lists.library_tree import LibraryEntry

LATER = clean_line("later")


def entries(pilot: Pilot[str]) -> list[tuple[str, int]]:
    return [(entry.label, entry.count) for entry in main_screen(pilot).library.entries]


def entry(pilot: Pilot[str], label: str) -> LibraryEntry:
    return next(entry for entry in main_screen(pilot).library.entries if entry.label == label)


def said(pilot: Pilot[str]) -> str:
    return list(pilot.app._notifications)[-1].message


async def test_a_post_is_tagged_shown_with_its_tag_and_found_under_it(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "T")
        await type_in(pilot, "later")
        await press(pilot, "enter")
        assert said(pilot) == "1 post tagged “later”. U takes it back."
        assert main_screen(pilot).posts.window.rows[0].tags == ("later",)
        assert ("later", 1) in entries(pilot)
        await press(pilot, "enter")
        assert "#later" in read(pilot)

        await press(pilot, "1")
        main_screen(pilot).library.highlight("tag:later")
        await press(pilot, "enter")
        assert listed(pilot) == ["Why letters still matter"]
        await press(pilot, "U")
        assert listed(pilot) == [] and ("later", 1) not in entries(pilot)


async def test_the_open_post_shows_its_tags_as_they_are_by_now(world: World) -> None:
    paragraphs = "".join(f"<p>Line {n}.</p>" for n in range(80))
    long = letter("long", "A long letter", "2024-12-20", paragraphs)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(long), "application/atom+xml")
    await follow(world)
    async with playing(world, size=(120, 24)) as pilot:
        await press(pilot, "enter")
        assert "1 min" in read(pilot) and "#later" not in read(pilot)
        await press(pilot, "T")
        await type_in(pilot, "later")
        await press(pilot, "enter")
        assert "by Ada on The Slow Lamp · letters · 1 min · #later" in read(pilot)
        await press(pilot, "f", "f")
        before = read(pilot)
        assert "Line 20." in before
        await press(pilot, "U")
        assert read(pilot) == before, "the place is kept"
        await press(pilot, "g")
        assert "#later" not in read(pilot) and "1 min" in read(pilot)
        world.services.marking.set([main_screen(pilot).posts.window.rows[0].id], Mark("tag", True, LATER))
        main_screen(pilot).listing.reload()
        await settle(pilot)
        assert "#later" in read(pilot), "wherever it came from"


async def test_a_known_tag_is_completed_and_taken_from_posts_that_all_bear_it(world: World) -> None:
    await follow(world)
    rows = world.services.reading.window(PostQuery(), limit=9).rows
    world.services.marking.set([row.id for row in rows], Mark("tag", True, clean_line("Later today")))
    async with playing(world) as pilot:
        await press(pilot, "v", "j", "v", "T", "l", "tab", "enter")
        assert said(pilot) == "2 posts without the tag “Later today”. U takes it back."
        await press(pilot, "T", "down", "enter")
        assert said(pilot) == "1 post tagged “Later today”. U takes it back."


async def test_a_blog_is_filed_under_a_tag_in_the_library(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "1")
        main_screen(pilot).library.highlight("blog:1")
        await press(pilot, "T")
        await type_in(pilot, "essays")
        await press(pilot, "enter")
        assert said(pilot) == "“The Slow Lamp” tagged “essays”. U takes it back."
        assert entry(pilot, "essays").expanded and entry(pilot, "The Slow Lamp").depth == 1
        await press(pilot, "U")
        assert said(pilot) == "“The Slow Lamp” is without the tag “essays” again."
        assert entry(pilot, "The Slow Lamp").depth == 0


async def test_a_blog_is_removed_and_brought_back(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "1", "d")
        assert said(pilot) == "Choose a blog first."
        main_screen(pilot).library.highlight("blog:1")
        await press(pilot, "enter", "1", "d")
        assert said(pilot) == "“The Slow Lamp” is no longer in the library. U brings it back."
        assert listed(pilot) == [] and ("The Slow Lamp", 3) not in entries(pilot)
        await press(pilot, "U")
        assert said(pilot) == "“The Slow Lamp” is in your library again."
        assert len(listed(pilot)) == 3 and ("The Slow Lamp", 3) in entries(pilot)


async def test_tags_to_choose_from_stand_as_in_the_library(
    world: World,
) -> None:
    await follow(world)
    (blog,) = world.services.library.blogs()
    for tag in ("volume 10", "Volume 9", "essays"):
        world.services.library.toggle_tag(blog, clean_line(tag))
    async with playing(world) as pilot:
        tags = [entry.label for entry in main_screen(pilot).library.entries if entry.key.startswith("tag:")]
        assert tags == ["essays", "Volume 9", "volume 10"]
        await press(pilot, "T")
        screen = pilot.app.screen
        assert isinstance(screen, TagScreen)
        assert [str(option.prompt).strip() for option in screen.lines.options] == tags


async def test_a_tag_that_is_typed_in_another_case_is_the_same_tag(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        for typed in ("Later", "later"):
            await press(pilot, "T")
            await type_in(pilot, typed)
            await press(pilot, "enter")
        assert said(pilot) == "1 post without the tag “Later”. U takes it back."
        assert not any(label.casefold() == "later" for label, _ in entries(pilot))
