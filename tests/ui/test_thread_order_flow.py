"""In which order threads are read: chosen by a key, remembered."""

import httpx
import pytest

from tests.ui.acting import follow, main_screen, playing, press, read, told
from tests.world import BLOG, NOON, World, isso_comment, isso_thread


@pytest.fixture
def talk(world: World) -> None:
    """Two threads a minute apart, the older one answered last."""
    then = NOON.timestamp()
    thread = isso_thread(
        isso_comment(1, "Ada", "First.", created=then),
        isso_comment(2, "Bo", "Second.", created=then + 60),
        isso_comment(3, "Cleo", "An answer to the first.", parent=1, created=then + 120),
    )
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=thread)


def order(text: str) -> list[str]:
    return sorted(("First.", "Second.", "An answer"), key=text.index)


async def test_e_turns_the_threads_round_and_keeps_them_together(world: World, talk: None) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert order(read(pilot)) == ["First.", "An answer", "Second."]
        await press(pilot, "E")
        assert order(read(pilot)) == ["Second.", "First.", "An answer"]
        assert told(pilot) == "The newest threads stand first."
        assert main_screen(pilot).view.current_comment == "2", "the reader stands at the beginning of it"
        await press(pilot, "E")
        assert order(read(pilot)) == ["First.", "An answer", "Second."]


async def test_the_order_is_found_again_at_the_next_start(world: World, talk: None) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "E")
    async with playing(world) as pilot:
        await press(pilot, "enter")
        assert order(read(pilot)) == ["Second.", "First.", "An answer"]
