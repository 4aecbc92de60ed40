"""Another process works on the library: what is shown follows, and nobody waits for anybody."""

import asyncio
import sys

from textual.pilot import Pilot

from tests.ui.acting import follow, listed, main_screen, playing, press, until
from tests.world import World
from tui_blog.ui.screens.main import KEEP_UP_SECONDS


async def elsewhere(world: World, *words: str) -> str:
    """Run a command on the same library in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui_blog", "--data-dir", str(world.folder), *words,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    return output.decode()


def counts(pilot: Pilot[str]) -> dict[str, int]:
    return {entry.label: entry.count for entry in main_screen(pilot).library.entries}


async def test_what_another_process_does_is_shown_within_a_second(world: World) -> None:
    assert KEEP_UP_SECONDS < 1
    await follow(world)
    async with playing(world) as pilot:
        assert counts(pilot)["Unread"] == 3
        await elsewhere(world, "mark", "--all", "--read", "--tag", "later")
        await until(pilot, lambda: counts(pilot)["Unread"] == 0)
        assert counts(pilot)["later"] == 3
        await press(pilot, "U")
        assert counts(pilot)["Unread"] == 3, "what a command did is taken back here"
        await elsewhere(world, "remove", "1")
        await until(pilot, lambda: listed(pilot) == [])
        assert (await elsewhere(world, "undo")).startswith("“The Slow Lamp” is in your library again")
        await until(pilot, lambda: len(listed(pilot)) == 3)


async def test_what_is_done_here_moves_no_list(world: World) -> None:
    """A post that is opened from the unread ones stays in that list while it is read."""
    await follow(world)
    async with playing(world) as pilot:
        main_screen(pilot).listing.choose("unread")
        await press(pilot, "enter")
        assert not world.services.library.was_changed_elsewhere()
        assert len(listed(pilot)) == 3
