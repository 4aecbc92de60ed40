"""Out of the terminal: links and addresses to a browser where there is one, else to the clipboard."""

import webbrowser

import pytest

from tests.ui.acting import follow, main_screen, playing, press, told
from tests.world import BLOG, World
from tui_blog.ui.browser import has_screen
from tui_blog.ui.widgets.reader.document_view import DocumentView


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop with a browser, and what was opened in it."""
    addresses = list[str]()

    def open_address(url: str) -> bool:
        addresses.append(url)
        return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", open_address)
    return addresses


async def test_o_opens_the_post_in_the_browser(world: World, opened: list[str]) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "o")
        assert opened == [f"{BLOG}/letters/"] and "Opened in the browser" in told(pilot)


async def test_over_ssh_the_address_is_copied_and_shown(
    world: World, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "o")
        assert opened == [] and pilot.app.clipboard == f"{BLOG}/letters/"
        assert f"{BLOG}/letters/" in told(pilot)


async def test_y_copies_the_address_of_the_post_under_the_cursor(world: World) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "j", "y")
        assert pilot.app.clipboard == f"{BLOG}/quiet/"
        await press(pilot, "enter", "J", "y")
        assert pilot.app.clipboard == f"{BLOG}/home/"


async def test_a_link_of_another_kind_is_not_opened(world: World, opened: list[str]) -> None:
    await follow(world)
    async with playing(world) as pilot:
        main_screen(pilot).view.post_message(DocumentView.LinkWanted("file:///etc/passwd"))
        await press(pilot, "j")
        assert opened == [] and "not opened" in told(pilot)


@pytest.mark.parametrize(
    ("environment", "platform", "screen"),
    [
        ({}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", False),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a b c d"}, "linux", False),
    ],
)
def test_a_browser_is_where_the_person_sits(environment: dict[str, str], platform: str, screen: bool) -> None:
    assert has_screen(environment, platform) is screen
