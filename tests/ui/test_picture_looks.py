"""How pictures look in a post and alone; each name says what the picture of the screen is to show."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from textual.pilot import Pilot

from tests.drawing import diagram, evening, file_of, sent
from tests.ui.acting import follow, main_screen, make_app, press, settle, until
from tests.world import BLOG, POST_PAGE, World, entry, feed, lamp_pages, make_world, page
from tui_blog.config import Config
from tui_blog.ui.screens.picture import PictureScreen
from tui_blog.ui.widgets.reader.picture_blocks import PictureBlock

SnapCompare = Callable[..., bool]
BODY = """<p>The boat goes out when the lamp is lit.</p>
<figure><a href="/evening/"><img src="/evening.jpg" alt="A boat under sail, the sun low"></a>
<figcaption>On the Skerry, in June</figcaption></figure>
<p>It is back before <img src="/smile.gif" alt="a smile"> the kettle boils.</p>
<img src="/way.png" alt="From the lamp to the boat"><p>That is all there is to it.</p>"""


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all of them."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
async def harbour(tmp_path: Path) -> AsyncIterator[World]:
    """A blog with a photo and a diagram."""
    made = make_world(tmp_path, pages=lamp_pages())
    post = entry("boat", "The boat and the lamp", "2024-12-24", BODY)
    made.web.pages[f"{BLOG}/feed.xml"] = page(feed(post), "application/atom+xml")
    made.web.pages[f"{BLOG}/boat/"] = page(POST_PAGE)
    made.web.pages[f"{BLOG}/evening.jpg"] = sent(file_of(evening(), "JPEG"), "image/jpeg")
    made.web.pages[f"{BLOG}/way.png"] = sent(file_of(diagram()))
    await follow(made)
    yield made
    made.services.close()


def keys(*pressed: str, pictures: int = 2) -> Callable[[Pilot[str]], Awaitable[None]]:
    """Open the post, wait for its pictures, and go on, after each key with those that it asks for."""

    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "enter")
        view = main_screen(pilot).view

        def is_drawn() -> bool:
            """Every picture that is near has come in the size that fits the screen as it is now."""
            near = {url for key in view._near() for url in view._pictures.get(key, ())}
            came = near & {wish.url for wish in view._drawings}
            return all(view._wish(url) in view._drawings for url in came)

        def shown() -> int:
            blocks = view.laid_out.blocks if view.laid_out else ()
            return sum(isinstance(block, PictureBlock) for block in blocks)

        view._ask()
        await until(pilot, lambda: shown() == pictures)
        for key in pressed:
            await press(pilot, key)
            view._ask()
            await until(pilot, lambda: is_drawn() and not is_fetching(pilot))
        await settle(pilot)

    return play


def is_fetching(pilot: Pilot[str]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, PictureScreen) and "fetching" in str(screen.words.render())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_pictures_stand_below_their_words(
    harbour: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(harbour), terminal_size=size, run_before=keys("z"))


def test_a_chosen_picture_keeps_its_colours(harbour: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(harbour), terminal_size=(120, 40), run_before=keys("tab"))


def test_a_diagram_on_nothing_stands_on_white(harbour: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(harbour), terminal_size=(80, 24), run_before=keys("z", "G"))


def test_a_light_theme_shows_the_same(harbour: World, snap_compare: SnapCompare) -> None:
    app = make_app(harbour, config=Config(theme="textual-light"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys("z"))


def test_without_colour_there_are_words(
    harbour: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(harbour), terminal_size=(80, 24), run_before=keys("z", pictures=0))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_picture_alone_has_the_screen(
    harbour: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(harbour), terminal_size=size, run_before=keys("v"))


def test_a_picture_alone_that_is_gone_says_so(harbour: World, snap_compare: SnapCompare) -> None:
    harbour.web.pages[f"{BLOG}/evening.jpg"] = httpx.Response(404)
    assert snap_compare(make_app(harbour), terminal_size=(80, 24), run_before=keys("v", pictures=1))
