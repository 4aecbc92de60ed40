"""How one's own comment looks while it is changed, and before it is deleted; each name says what is."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.services.test_changing import Isso
from tests.ui.acting import make_app, press, settle, type_in
from tests.world import BLOG, World

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])

SnapCompare = Callable[..., bool]

TEXT = "A letter waits, and so does whoever wrote it: for days, *without* asking whether it was read. "


@pytest.fixture(autouse=True)
def over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")


@pytest.fixture
async def written(world: World) -> World:
    """The blog with a comment of the person's own under its newest post."""
    isso = Isso()
    for path in ("", "new", "id/1"):
        world.web.pages[f"{BLOG}/isso/{path}"] = isso
    await world.services.library.add(await world.services.library.find(BLOG))
    return world


async def play(pilot: Pilot[str], key: str, more: str = "") -> None:
    """Write the comment, then do with it what the key does."""
    await settle(pilot)
    await press(pilot, "enter", "C")
    await type_in(pilot, TEXT * 2)
    await press(pilot, "tab")
    await type_in(pilot, "Bo")
    await press(pilot, "ctrl+s")
    pilot.app.clear_notifications()
    await press(pilot, key)
    if more:
        await type_in(pilot, more)


@both_sizes
def test_an_own_comment_that_is_changed_says_so_and_asks_for_nothing_but_its_text(
    written: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def change(pilot: Pilot[str]) -> None:
        await play(pilot, "e", "Or not?")

    assert snap_compare(make_app(written), terminal_size=size, run_before=change)


@both_sizes
def test_the_question_before_a_deletion_shows_which_comment_it_is(
    written: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def delete(pilot: Pilot[str]) -> None:
        await play(pilot, "d")

    assert snap_compare(make_app(written), terminal_size=size, run_before=delete)
