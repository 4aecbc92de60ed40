"""Stories of pictures in posts: they come behind the text, and nothing moves that is being read."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from textual.pilot import Pilot

from tests.drawing import BLUE, RED, file_of, sent, stripes
from tests.ui.acting import follow, main_screen, playing, press, read, settle, told, until
from tests.world import BLOG, World, entry, feed, lamp_pages, make_world, page
from tui_blog.config import Config
from tui_blog.ui.screens.picture import DrawingView, PictureScreen
from tui_blog.ui.widgets.reader.picture_blocks import PictureBlock

URL = f"{BLOG}/lamp.png"
FIGURE = '<figure><img src="/lamp.png" alt="A lamp at dusk"><figcaption>At dusk</figcaption></figure>'
BEFORE = "".join(f"<p>Before {number}. {'word ' * 40}</p>" for number in range(12))
AFTER = "".join(f"<p>After {number}. {'word ' * 40}</p>" for number in range(12))
HALF = "▀"


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all of them."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = make_world(tmp_path, pages=lamp_pages())
    await take(made, f"<p>It is late.</p>{FIGURE}<p>Good night.</p>")
    made.web.pages[URL] = sent(file_of(stripes(400, 300)))
    yield made
    made.services.close()


async def take(world: World, body: str) -> None:
    """Let the newest post of the blog be this one."""
    posts = (entry("lamp", "Lamps", "2024-12-24", body), entry("home", "Home", "2024-12-17", "<p>Walks.</p>"))
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*posts), "application/atom+xml")
    if world.services.library.blogs():
        await world.services.refreshing.refresh_one(world.services.library.blogs()[0])
    else:
        await follow(world)


def pictures(pilot: Pilot[str]) -> list[PictureBlock]:
    layout = main_screen(pilot).view.laid_out
    return [block for block in (layout.blocks if layout else ()) if isinstance(block, PictureBlock)]


def asked(world: World) -> list[str]:
    return [str(request.url) for request in world.web.asked if str(request.url).endswith("png")]


async def has_pictures(pilot: Pilot[str], number: int = 1) -> None:
    await until(pilot, lambda: len(pictures(pilot)) >= number)
    await settle(pilot)


async def rest(pilot: Pilot[str]) -> None:
    """Let the moment of rest come after which pictures are asked for."""
    main_screen(pilot).view._ask()
    await settle(pilot)


async def has_answered(pilot: Pilot[str], world: World) -> None:
    await until(pilot, lambda: bool(asked(world)))
    await settle(pilot)


async def test_a_picture_comes_below_its_words(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert "▣ A lamp at dusk" in read(pilot), "the words are there before it"
        await has_pictures(pilot)
        lines = read(pilot).splitlines()
        words = next(number for number, line in enumerate(lines) if "▣ A lamp at dusk" in line)
        layout = main_screen(pilot).view.laid_out
        assert layout is not None
        number = layout.blocks.index(pictures(pilot)[0])
        first = layout.line(number, 1)[0].style
        assert first and first.bgcolor and first.bgcolor.triplet == RED
        assert "At dusk" in "".join(lines[words + 5 :])


async def test_a_picture_takes_half_the_screen_at_most(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(300, 3000)))
    async with playing(world, size=(120, 24)) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)
        view = main_screen(pilot).view
        assert len(pictures(pilot)[0].drawings[0].lines) == view.size.height // 2


async def test_a_picture_far_below_is_fetched_when_it_comes_near(world: World) -> None:
    await take(world, f"{BEFORE}{FIGURE}{AFTER}")
    async with playing(world, size=(100, 24)) as pilot:
        await press(pilot, "enter")
        await rest(pilot)
        assert not asked(world)
        await press(pilot, "f", "f")
        await has_pictures(pilot)
        assert asked(world) == [URL] and HALF not in read(pilot), "it is there before it is seen"


@pytest.mark.parametrize(
    "lines_past", [-3, 0, 1, 2, 9], ids=["before it", "at it", "in it", "below it", "past it"]
)
async def test_the_first_line_of_the_screen_stays_when_a_picture_comes(world: World, lines_past: int) -> None:
    await take(world, f"{BEFORE}{FIGURE}{AFTER}")
    async with playing(world, size=(100, 24)) as pilot:
        main = main_screen(pilot)
        main.view.pictured = False
        await press(pilot, "enter")
        layout = main.view.laid_out
        assert layout is not None
        number = next(
            n for n, block in enumerate(layout.blocks) if "lamp.png" in getattr(block, "source", "")
        )
        main.view.go(layout.top(number) + lines_past)
        await settle(pilot)
        before = read(pilot).splitlines()
        await press(pilot, "i")
        await has_pictures(pilot)
        after = read(pilot).splitlines()
        if lines_past == 1:  # The blank line below the words: what follows it stays.
            assert after[1:] == before[1:]
        else:
            assert after[0] == before[0]
        if lines_past > 0:
            assert after[1:] == before[1:], "nothing moves at all: the picture is above"


async def test_the_way_through_the_text_is_the_same_with_pictures(world: World) -> None:
    await take(world, f"{BEFORE}{FIGURE}{AFTER}")
    async with playing(world, size=(100, 24)) as pilot:
        await press(pilot, "enter", "f", "f")
        await has_pictures(pilot)
        await press(pilot, "f", "f")
        with_pictures = main_screen(pilot).view.position
        await press(pilot, "i")
        assert main_screen(pilot).view.position == pytest.approx(with_pictures, abs=0.02)


async def test_another_width_draws_it_anew_without_fetching(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(400, 60)))
    async with playing(world, size=(200, 40)) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)
        wide = pictures(pilot)[0].drawings[0].width
        await pilot.resize_terminal(60, 40)
        await until(pilot, lambda: bool(pictures(pilot)) and pictures(pilot)[0].drawings[0].width < wide)
        assert asked(world) == [URL]


async def test_a_linked_picture_is_shown_and_leads_where_it_led(world: World) -> None:
    await take(world, '<p><a href="https://elsewhere.example/"><img src="/lamp.png" alt="A lamp"></a></p>')
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)
        await press(pilot, "tab")
        assert main_screen(pilot).view.border_subtitle == "https://elsewhere.example/"


async def test_pictures_within_a_sentence_stay_words(world: World) -> None:
    await take(world, '<p>See <img src="/lamp.png" alt="a lamp"> there.</p>')
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await rest(pilot)
        assert not asked(world) and "See ▣ a lamp there." in read(pilot)


async def test_of_several_in_a_paragraph_all_come(world: World) -> None:
    await take(world, '<div><img src="/lamp.png" alt="One"><img src="/moon.png" alt="Two"></div>')
    world.web.pages[f"{BLOG}/moon.png"] = sent(file_of(stripes(100, 100)))
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: sum(len(block.drawings) for block in pictures(pilot)) == 2)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        sent(b"<p>Log in", "text/html"),
        sent(file_of(stripes(90, 90))[:90]),
        httpx.ConnectError("gone"),
    ],
    ids=["gone", "a page", "half of it", "no host"],
)
async def test_where_no_picture_comes_its_words_stand(
    world: World, answer: httpx.Response | Exception
) -> None:
    world.web.pages[URL] = answer
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await has_answered(pilot, world)
        assert not pictures(pilot) and "▣ A lamp at dusk" in read(pilot)
        assert not told(pilot), "nobody asked"


def test_nothing_is_loaded_for_pictures_before_one_is_near() -> None:
    modules = (
        "ui.app",
        "ui.bound",
        "ui.desks.pictures",
        "ui.widgets.reader.markdown_source",
        "services.pictures",
    )
    script = (
        f"import importlib, sys\nfor name in {modules}: importlib.import_module('tui_blog.' + name)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PIL', 'textual_image', 'httpx')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- whether they are shown --------------------------------------------------------------------------------


async def test_over_ssh_nothing_is_fetched_unless_it_is_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await rest(pilot)
        assert not asked(world)
        await press(pilot, "i")
        await has_pictures(pilot)
        assert "Pictures are shown; i hides them." in told(pilot)
    async with playing(world, config=Config(pictures="on")) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)


async def test_off_is_off(world: World) -> None:
    async with playing(world, config=Config(pictures="off")) as pilot:
        await press(pilot, "enter")
        await rest(pilot)
        assert not asked(world) and "▣ A lamp at dusk" in read(pilot)


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "linux"), ("TERM", "dumb"), ("TERM", "xterm")]
)
async def test_without_colours_there_are_words_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv(name, value)
    async with playing(world, config=Config(pictures="on")) as pilot:
        await press(pilot, "enter", "i")
        assert "Pictures take a terminal with 256 colours; o opens one in the browser." in told(pilot)
        await rest(pilot)
        assert not asked(world) and "▣ A lamp at dusk" in read(pilot)


async def test_i_hides_them_and_shows_them_again(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)
        await press(pilot, "i")
        assert not pictures(pilot) and "Pictures are hidden; i shows them." in told(pilot)
        await press(pilot, "i")
        await has_pictures(pilot)
        assert asked(world) == [URL], "they were kept"


# --- one alone ---------------------------------------------------------------------------------------------


def alone(pilot: Pilot[str]) -> PictureScreen:
    assert isinstance(pilot.app.screen, PictureScreen)
    return pilot.app.screen


async def below(pilot: Pilot[str]) -> str:
    """The words below the picture, once it is there or has failed."""
    words = alone(pilot).words
    await until(pilot, lambda: "fetching" not in str(words.render()))
    await settle(pilot)
    return str(words.render())


async def test_v_shows_the_picture_on_the_screen_alone(world: World) -> None:
    world.web.pages[URL] = sent(file_of(stripes(1600, 300)))
    async with playing(world, size=(100, 30)) as pilot:
        await press(pilot, "enter", "v")
        assert await below(pilot) == "▣ A lamp at dusk · o browser · Esc closes"
        view = alone(pilot).query_one(DrawingView)
        grounds = {
            tuple(segment.style.bgcolor.triplet)
            for y in range(view.size.height)
            for segment in view.render_line(y)
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet
        }
        assert view.size.width == 100 and {RED, BLUE} <= grounds
        await press(pilot, "escape")
        assert pilot.app.screen is main_screen(pilot)


async def test_v_shows_a_picture_whose_words_are_above_the_screen(world: World) -> None:
    await take(world, f"{BEFORE}{FIGURE}{AFTER}")
    async with playing(world, size=(100, 24)) as pilot:
        await press(pilot, "enter", "f", "f")
        await has_pictures(pilot)
        view = main_screen(pilot).view
        view.go(view.span(pictures(pilot)[0].key)[0] + 3)
        await press(pilot, "v")
        assert "▣ A lamp at dusk" in await below(pilot)


async def test_v_shows_the_larger_picture_that_a_small_one_leads_to(world: World) -> None:
    await take(world, '<p><a href="/large.JPG?x=1"><img src="/lamp.png" alt="A lamp"></a></p>')
    world.web.pages[f"{BLOG}/large.JPG"] = sent(file_of(stripes(1600, 1200), "JPEG"), "image/jpeg")
    async with playing(world) as pilot:
        await press(pilot, "enter")
        await has_pictures(pilot)
        await press(pilot, "v")
        assert "A lamp · o" in await below(pilot)
        assert str(world.web.asked[-1].url).endswith("large.JPG?x=1")


async def test_of_several_linked_pictures_the_chosen_one_is_shown(world: World) -> None:
    one, two = (f'<a href="/{name}/"><img src="/{name}.png" alt="{name}"></a>' for name in ("lamp", "moon"))
    await take(world, f"<p>{one} {two}</p>")
    async with playing(world, config=Config(pictures="off")) as pilot:
        await press(pilot, "enter", "tab", "tab", "v")
        assert "404" in await below(pilot) and asked(world) == [f"{BLOG}/moon.png"]


async def test_v_in_the_list_of_links_shows_one(world: World) -> None:
    async with playing(world, config=Config(pictures="off")) as pilot:
        await press(pilot, "enter", "u", "u", "v")
        assert "▣ A lamp at dusk" in await below(pilot)
        await press(pilot, "q")
        await take(world, '<p><a href="https://elsewhere.example/">Words</a></p>')
        await press(pilot, "q", "enter", "u", "u", "v")
        assert "There is no picture on the screen." in told(pilot)


async def test_o_opens_it_in_the_browser(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("tui_blog.ui.browser.has_screen", lambda *_: True)
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    async with playing(world) as pilot:
        await press(pilot, "enter", "v", "o")
        assert opened == [URL]


async def test_what_went_wrong_is_said_where_the_picture_would_be(world: World) -> None:
    world.web.pages[URL] = httpx.Response(404)
    async with playing(world) as pilot:
        await press(pilot, "enter", "v")
        assert "404" in await below(pilot) and "o browser" in await below(pilot)


async def test_a_post_without_pictures_says_so(world: World) -> None:
    async with playing(world) as pilot:
        await press(pilot, "down", "enter", "v")
        assert "There is no picture on the screen." in told(pilot)
