"""Getting around in what is read: links by keyboard, the way back, headings, words."""

import httpx
import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, main_screen, playing, press, read, told, type_in, until
from tests.world import BLOG, FIRST, HOMEWARD, QUIET, World, entry, feed, isso_comment, isso_thread, page
from tui_blog.ui.screens.choice import ChoiceScreen
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.reader.overlays import Overlay

BODY = f"""<p>We came by <a href="{BLOG}/home/">the long way home</a>, as told.</p>
<h2>Paper</h2><p>{"Paper is patient. " * 30}</p><p>See <a href="https://paper.example/">the mill</a>.</p>
<h2>Ink</h2><p>{"Ink is not. " * 30}</p><h3>Blue</h3><p>The crème of inks: <a href="https://ink.example/a">blue
ink</a> and <a href="https://ink.example/b">black</a>.</p><h2>Stamps</h2><p>{"A stamp. " * 60}</p>"""


@pytest.fixture
async def letters(world: World) -> World:
    """The Slow Lamp, whose newest post has links, headings and a comment."""
    newest = entry("letters", "Why letters still matter", "2024-12-20", BODY)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newest, QUIET, HOMEWARD, FIRST), "application/atom+xml")
    thread = isso_thread(isso_comment(1, "Bo", "The Ink dries."))
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=thread)
    await follow(world)
    return world


def view(pilot: Pilot[str]) -> DocumentView:
    return main_screen(pilot).view


def laid(pilot: Pilot[str], component: str) -> list[Overlay]:
    """What of that kind is laid over the lines on the screen."""
    shown = view(pilot)
    assert shown.laid_out is not None
    found: list[Overlay] = []
    for y in range(
        shown.scroll_offset.y, min(shown.scroll_offset.y + shown.size.height, shown.laid_out.height)
    ):
        number = shown.laid_out.number_at(y)
        overlays = shown.overlays(number, y - shown.laid_out.top(number))
        found += [overlay for overlay in overlays if overlay.component == component]
    return found


async def test_tab_walks_the_links_and_tells_where_they_lead(letters: World) -> None:
    async with playing(letters, size=(120, 24)) as pilot:
        await press(pilot, "enter", "tab")
        assert view(pilot).border_subtitle == f"{BLOG}/home/"
        await press(pilot, "tab", "tab")
        chosen = view(pilot).chosen
        assert chosen is not None and chosen.text == "blue ink"
        assert "crème of inks" in read(pilot)  # it was scrolled to
        await press(pilot, "shift+tab")
        assert view(pilot).border_subtitle == "https://paper.example/"
        await press(pilot, "escape")
        assert view(pilot).chosen is None and view(pilot).has_focus


async def test_a_link_to_a_post_of_the_library_opens_here_and_leads_back(letters: World) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "enter", "tab", "enter")
        await until(pilot, lambda: "We walked." in read(pilot))
        await press(pilot, "less_than_sign")
        await until(pilot, lambda: "Why letters still matter" in read(pilot))
        await press(pilot, "greater_than_sign")
        await until(pilot, lambda: "We walked." in read(pilot))
        await press(pilot, "greater_than_sign")
        assert "nothing to go forward to" in told(pilot)


async def test_a_link_elsewhere_goes_to_the_browser(letters: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    async with playing(letters) as pilot:
        await press(pilot, "enter", "tab", "o")
        assert f"No browser here; copied: {BLOG}/home/" in told(pilot)
        await press(pilot, "tab", "enter")
        await until(pilot, lambda: "copied: https://paper.example/" in told(pilot))


async def test_numbers_choose_among_the_links_in_sight(letters: World) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "enter", "u")
        assert [overlay.text for overlay in laid(pilot, "reader--link-number")] == ["1 ", "2 ", "3 ", "4 "]
        await press(pilot, "4")
        chosen = view(pilot).chosen
        assert chosen is not None and chosen.url == "https://ink.example/b"
        await press(pilot, "escape")
        assert laid(pilot, "reader--link-number") == []


async def test_all_links_in_a_list(letters: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    async with playing(letters) as pilot:
        await press(pilot, "enter", "u", "u")
        screen = pilot.app.screen
        assert isinstance(screen, ChoiceScreen)
        assert str(screen.lines.options[1].prompt) == "2  the mill  https://paper.example/"
        await press(pilot, "2", "o")
        assert "copied: https://paper.example/" in told(pilot)
        assert view(pilot).has_focus


async def test_a_text_without_links_leaves_tab_to_the_panes(letters: World) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "j", "enter", "tab")
        assert main_screen(pilot).library.has_focus


async def test_headings_are_a_table_of_contents(letters: World) -> None:
    async with playing(letters, size=(120, 16)) as pilot:
        await press(pilot, "enter", "t")
        screen = pilot.app.screen
        assert isinstance(screen, ChoiceScreen)
        assert [str(option.prompt) for option in screen.lines.options] == [
            "1    Paper", "2    Ink", "3      Blue", "4    Stamps",
        ]  # fmt: skip
        await press(pilot, "3", "enter")
        assert read(pilot).splitlines()[0].strip() == "### Blue"


async def test_words_are_found_in_the_post_and_its_comments(letters: World) -> None:
    async with playing(letters, size=(120, 24)) as pilot:
        await press(pilot, "enter", "slash")
        await type_in(pilot, "ink is")
        await until(pilot, lambda: bool(view(pilot).words))
        assert "“ink is” 1 of 30" in str(view(pilot).border_subtitle)
        await press(pilot, "enter")
        assert view(pilot).has_focus
        assert len(laid(pilot, "reader--match-here")) in {1, 2}  # wrapped, it is two
        await press(pilot, "n")
        assert "2 of 30" in str(view(pilot).border_subtitle)
        await press(pilot, "N", "N")
        assert "30 of 30" in str(view(pilot).border_subtitle)
        await press(pilot, "escape")
        assert view(pilot).words == "" and laid(pilot, "reader--match") == []


@pytest.mark.parametrize(("words", "number"), [("CREME", 1), ("dries", 1), ("blue ink", 1), ("paper", 31)])
async def test_case_accents_and_line_ends_do_not_matter(letters: World, words: str, number: int) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "enter", "slash")
        await type_in(pilot, words)
        await until(pilot, lambda: bool(view(pilot).words))
        assert view(pilot).counted_matches()[1] == number


async def test_what_is_not_there_is_said_and_the_place_is_kept(letters: World) -> None:
    async with playing(letters, size=(120, 16)) as pilot:
        await press(pilot, "enter", "f")
        place = view(pilot).place
        await press(pilot, "slash")
        await type_in(pilot, "quill")
        await until(pilot, lambda: bool(view(pilot).words))
        assert view(pilot).border_subtitle == "“quill” is not here"
        await press(pilot, "escape")
        assert view(pilot).place == place and view(pilot).has_focus


async def test_the_lower_edge_tells_how_far_the_reader_is(letters: World) -> None:
    async with playing(letters, size=(120, 16)) as pilot:
        await press(pilot, "enter", "f")
        assert str(view(pilot).border_subtitle).endswith(" %")


async def test_the_end_of_a_post_is_all_of_it_however_short_the_rest(letters: World) -> None:
    async with playing(letters, size=(120, 24)) as pilot:
        await press(pilot, "enter", "j")
        begun = int(str(view(pilot).border_subtitle).removesuffix(" %"))
        await press(pilot, "G")
        assert 0 < begun < 100 and view(pilot).border_subtitle == "100 %"
