"""Another process works on the library: what is shown follows, and nobody waits for anybody."""

import asyncio
import os
import sys

from textual.pilot import Pilot

from tests.cli.blogs import little_blog
from tests.ui.acting import follow, listed, main_screen, playing, press, until
from tests.world import BLOG, HOMEWARD, LETTERS, QUIET, World, entry, feed, page
from tui_blog.ui.screens.main import KEEP_UP_SECONDS

WITHOUT_PROXY = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
"""The machine's environment, in which loopback is reached directly."""


async def elsewhere(world: World, *words: str) -> str:
    """Run a command on the same library in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui_blog", "--data-dir", str(world.folder), *words,
        stdout=asyncio.subprocess.PIPE, env=WITHOUT_PROXY,
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


async def test_what_another_process_adds_and_fetches_comes_in_under_the_cursor(world: World) -> None:
    """It follows a second blog, then finds a new post there: the list grows, the cursor keeps its post."""
    await follow(world)
    snow = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    with little_blog() as torch:
        async with playing(world) as pilot:
            posts = main_screen(pilot).posts
            await press(pilot, "G")
            before = posts.highlighted
            assert before is not None and before.title == "The long way home"
            await elsewhere(world, "add", torch.url, "--title", "Torch")
            await until(pilot, lambda: counts(pilot).get("Torch") == 3 and len(listed(pilot)) == 6)
            assert counts(pilot)["Unread"] == 6
            assert posts.highlighted is not None and posts.highlighted.id == before.id
            torch.feed(snow, LETTERS, QUIET, HOMEWARD)
            assert "Torch: 1 new" in await elsewhere(world, "refresh", "Torch")
            await until(pilot, lambda: listed(pilot)[0] == "Snow")
            assert (len(listed(pilot)), counts(pilot)["Torch"], counts(pilot)["Unread"]) == (7, 4, 7)
            assert posts.highlighted is not None and posts.highlighted.id == before.id
            await press(pilot, "g", "m")
            assert counts(pilot)["Unread"] == 6, "what came by another process is marked as any other post"
            assert '"unread": 3' in await elsewhere(world, "blogs", "--json")


async def test_a_rule_made_elsewhere_works_for_what_is_fetched_here(world: World) -> None:
    await follow(world)
    snow = entry("snow", "Snow", "2024-12-24", "<p>It snows.</p>")
    async with playing(world) as pilot:
        await elsewhere(world, "rules", "add", "snow", "--read", "--tag", "later")
        world.web.pages[f"{BLOG}/feed.xml"] = page(feed(snow, LETTERS, QUIET), "application/atom+xml")
        await press(pilot, "r")
        await until(pilot, lambda: counts(pilot).get("later") == 1)
        assert listed(pilot)[0] == "Snow" and counts(pilot)["Unread"] == 3
