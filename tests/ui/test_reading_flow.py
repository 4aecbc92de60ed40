"""Keys in, posts out: library, list, reader, marks."""

from dataclasses import replace

import httpx
import pytest
from textual.command import CommandList

from tests.ui.acting import drawn, follow, listed, main_screen, playing, press, read, told, type_in, until
from tests.world import (
    BLOG,
    HOME,
    HOMEWARD,
    LETTERS,
    QUIET,
    World,
    entry,
    feed,
    isso_comment,
    isso_thread,
    page,
)
from tui_blog.config import Config
from tui_blog.ui.screens.add_blog import AddBlogScreen, describe
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.welcome import WelcomeScreen


async def test_an_empty_library_welcomes_and_leads_to_adding(world: World) -> None:
    async with playing(world) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, AddBlogScreen)
        await type_in(pilot, "lamp.example")
        await press(pilot, "enter")
        assert "The Slow Lamp" in str(pilot.app.screen.finding.content)
        await press(pilot, "enter")
        assert listed(pilot)[0] == "Why letters still matter"
    assert [blog.title for blog in world.services.library.blogs()] == ["The Slow Lamp"]


async def test_of_several_ways_to_a_blog_another_can_be_chosen(world: World) -> None:
    tag = f'<link rel="alternate" type="application/rss+xml" title="Walks" href="{BLOG}/tag/walks.xml">'
    world.web.pages[f"{BLOG}/"] = page(HOME.replace("</head>", f"{tag}</head>"))
    world.web.pages[f"{BLOG}/tag/walks.xml"] = page(feed(HOMEWARD), "application/atom+xml")
    async with playing(world) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "lamp.example")
        await press(pilot, "enter", "down", "down", "enter")
        assert listed(pilot) == ["The long way home"]
    assert [(blog.title, blog.feed_url) for blog in world.services.library.blogs()] == [
        ("The Slow Lamp", f"{BLOG}/tag/walks.xml")
    ]


async def test_a_wrong_address_is_a_sentence_and_stays_to_be_mended(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "nowhere.example")
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, AddBlogScreen) and screen.address.value == "nowhere.example"
        assert "nowhere.example" in str(screen.finding.content) and screen.follow.disabled


async def test_the_sample_blog_can_be_asked_for(world: World) -> None:
    async with playing(world) as pilot:
        await pilot.press("s")
        await pilot.pause()
    assert pilot.app.return_value == "sample"


async def test_enter_opens_a_post_and_marks_it_read(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        text = read(pilot)
        assert "Thursday, 19 December 2024" in text and "A letter waits for you." in text
        assert "by Ada" in text and "No comments:" in text and "Post a Comment" in text
        await press(pilot, "q")
        assert main_screen(pilot).focused is main_screen(pilot).posts
    assert world.services.library.counts().unread == 2


async def test_a_key_may_be_quicker_than_the_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is made when the first list is shown; here it is not there yet when Enter comes."""
    monkeypatch.setattr(MainScreen, "_come_to_rest", lambda screen: None)
    await follow(world)
    async with playing(world) as pilot:
        assert not pilot.app.screen.query("#reader")
        await press(pilot, "enter")
        assert "A letter waits for you." in read(pilot)
        assert pilot.app.focused is main_screen(pilot).view
        assert not pilot.app.screen.query("#reader-to-come")


async def test_comments_stand_under_the_post(world: World) -> None:
    await follow(world)
    answer = isso_comment(2, "Ada", "Thank you", parent=1)
    thread = isso_thread(isso_comment(1, "Bo", "Lovely", replies=[answer], total_replies=1))
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=thread)
    async with playing(world) as pilot:
        await press(pilot, "c")
        text = read(pilot)
        assert "2 comments:" in text and "Lovely" in text and "Thank you" in text
        assert main_screen(pilot).view.current_comment == "1"


async def test_the_scrollbar_stands_where_the_text_does(world: World) -> None:
    await follow(world)
    comments = [isso_comment(number, "Bo", "Lovely") for number in range(1, 30)]
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(*comments))
    async with playing(world) as pilot:
        await press(pilot, "enter", "q", "c")
        view = main_screen(pilot).view
        assert view.scroll_offset.y > 0
        assert view.vertical_scrollbar.position == view.scroll_offset.y


async def test_a_thread_that_cannot_be_fetched_says_so_and_the_post_stands(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(503)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        shown = " ".join(read(pilot).split())
        assert "A letter waits" in shown and "Comments: The comments could not be fetched" in shown


async def test_j_and_k_step_from_post_to_post_while_reading(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "J")
        assert "It was quiet." in read(pilot)
        await press(pilot, "K")
        assert "A letter waits" in read(pilot)


async def test_space_at_the_end_goes_on_to_the_next_unread(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "space")
        assert "It was quiet." in read(pilot)


async def test_a_setting_keeps_space_in_the_post(world: World) -> None:
    await follow(world)
    async with playing(world, config=Config(space_opens_next_unread=False)) as pilot:
        await press(pilot, "enter", "space")
        assert "A letter waits" in read(pilot)


async def test_marks_are_set_taken_and_undone(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "s", "m")
        counts = world.services.library.counts()
        assert (counts.starred, counts.unread) == (1, 2)
        await press(pilot, "A")
        assert world.services.library.counts().unread == 0 and "U takes it back" in told(pilot)
        await press(pilot, "U", "U", "U")
        counts = world.services.library.counts()
        assert (counts.starred, counts.unread) == (0, 3)


async def test_the_library_leads_to_lists(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "s", "1", "j", "j", "enter")
        assert listed(pilot) == ["Why letters still matter"]
        assert main_screen(pilot).posts.border_title == "Starred"


async def test_a_refresh_brings_new_posts_without_moving_the_reader_s_place(world: World) -> None:
    await follow(world)
    newer = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newer, LETTERS, QUIET, HOMEWARD), "application/atom+xml")
    async with playing(world) as pilot:
        await press(pilot, "j", "r")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.title == "A year without notifications"
        assert listed(pilot)[0] == "Snow" and "1 new post" in told(pilot)


async def test_the_end_of_the_list_reads_on_in_the_archive(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "1", "j", "j", "j", "enter", "G")
        assert listed(pilot)[-1] == "First light"
        await press(pilot, "a")
        assert "all that its feed leads to" in told(pilot)


async def test_a_failed_refresh_is_told_and_marked(world: World) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(500)
    async with playing(world) as pilot:
        await press(pilot, "r")
        assert "The Slow Lamp" in told(pilot)
        assert "!" in drawn(main_screen(pilot).library)
        assert len(listed(pilot)) == 3


async def test_a_url_on_the_command_line_opens_that_post_without_following(world: World) -> None:
    linked = f'<link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml">'
    world.web.pages[f"{BLOG}/home/"] = page(f"<html><head>{linked}</head><body></body></html>")
    async with playing(world, url=f"{BLOG}/home/") as pilot:
        assert "We walked." in read(pilot)
        assert world.services.library.blogs() == ()
        await press(pilot, "S")
    assert len(world.services.library.blogs()) == 1


async def test_the_address_of_an_old_post_opens_that_post_and_tells_how_to_follow_its_blog(
    world: World,
) -> None:
    world.web.pages[f"{BLOG}/first/"] = page(HOME)
    async with playing(world, url=f"{BLOG}/first/", config=Config(keys={"main.follow": "f6"})) as pilot:
        assert "Hello, world." in read(pilot)
        assert "f6 follows it" in told(pilot)


async def test_an_address_that_is_no_post_of_its_blog_says_so(world: World) -> None:
    world.web.pages[f"{BLOG}/about/"] = page(HOME)
    async with playing(world, url=f"{BLOG}/about/") as pilot:
        assert len(listed(pilot)) == 3 and "No post was found at that address" in told(pilot)


async def test_a_url_that_fails_is_told(world: World) -> None:
    async with playing(world, url="https://nowhere.example/") as pilot:
        assert "nowhere.example" in told(pilot)


async def test_what_was_found_out_stands_beside_its_names_also_where_it_takes_two_lines(world: World) -> None:
    found = await world.services.inspecting.inspect(BLOG)
    lines = describe(replace(found, newest=found.newest * 400, beyond=True, total=None)).splitlines()
    posts = lines.index("Posts     1,200 newest, older ones are looked for on its")
    assert lines[posts + 1] == "          pages"


async def test_the_palette_tells_the_keys(world: World) -> None:
    await follow(world)
    async with playing(world, config=Config(keys={"main.star": "f5"})) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "star")
        found = pilot.app.screen.query_one(CommandList)
        await until(pilot, lambda: "f5 · Set or take a star" in str(found.options[0].hit.help))


async def test_the_palette_finds_a_command_by_its_name(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "colon")
        await type_in(pilot, "mark all read")
        found = pilot.app.screen.query_one(CommandList)
        await until(pilot, lambda: found.option_count == 1)
        await press(pilot, "enter")
    assert world.services.library.counts().unread == 0


@pytest.mark.parametrize(("size", "panes"), [((60, 20), 1), ((80, 24), 2), ((120, 40), 3), ((200, 60), 3)])
async def test_as_many_panes_as_fit(world: World, size: tuple[int, int], panes: int) -> None:
    await follow(world)
    async with playing(world, size=size) as pilot:
        await press(pilot, "enter")
        shown = [
            pane for pane in ("library", "posts", "reader") if pilot.app.screen.query_one(f"#{pane}").display
        ]
        assert len(shown) == panes and "reader" in shown


async def test_the_library_slides_over_where_it_has_no_room(world: World) -> None:
    await follow(world)
    async with playing(world, size=(80, 24)) as pilot:
        screen = main_screen(pilot)
        assert not screen.library.display
        await press(pilot, "1")
        assert screen.library.display and screen.library.region.width == 30
        await press(pilot, "j", "enter")
        assert not screen.library.display and screen.posts.border_title == "Unread"
        await press(pilot, "q", "q")
        assert not screen.library.display and screen.focused is screen.posts


async def test_a_terminal_that_is_too_small_for_a_while_says_so_and_keeps_the_place(world: World) -> None:
    await follow(world)
    async with playing(world, size=(80, 24)) as pilot:
        await press(pilot, "enter")
        notice = pilot.app.screen.query_one("#too-small")
        await pilot.resize_terminal(20, 5)
        assert notice.region.size == (20, 5)
        await pilot.resize_terminal(80, 24)
        assert not notice.display
        assert main_screen(pilot).focused is main_screen(pilot).view
        assert "A letter waits for you." in read(pilot)


async def test_zoom_gives_the_reader_the_screen_and_back_takes_it(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "z")
        assert main_screen(pilot).view.region.width == 120
        await press(pilot, "escape")
        assert main_screen(pilot).view.region.width < 120
