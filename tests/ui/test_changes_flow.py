"""A post that its blog has changed since it was read: what came and what went."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.ui.acting import follow, main_screen, make_app, playing, press, read, settle, told
from tests.world import BLOG, HOMEWARD, World, entry, feed, page

SnapCompare = Callable[..., bool]

BEFORE = """<p>A letter waits for you.</p><h2>What you need</h2>
<p>The boat comes on Monday, weather permitting, and takes <a href="https://post.example/">the post</a>
along.</p>
<ul><li>paper</li><li>a pen</li><li>a stamp</li></ul>
<p>Nobody ever wrote to the harbour master.</p>
<p>That is all there is to it.</p>"""
AFTER = """<p>A letter waits for you.</p><h2>What you need</h2>
<p>The post boat comes on Tuesday, weather permitting, and takes <a href="https://post.example/">the post</a>
along.</p>
<ul><li>paper</li><li>a pencil</li><li>a stamp</li></ul>
<p>That is all there is to it.</p>
<p>Update: the harbour master has written to us, and would like it to be known.</p>"""


async def send(world: World, body: str, title: str = "Why letters still matter") -> None:
    """The blog sends the post so, and it is fetched."""
    newest = entry("letters", title, "2024-12-20", body)
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(newest, HOMEWARD), "application/atom+xml")
    blogs = world.services.library.blogs()
    if blogs:
        await world.services.refreshing.refresh_one(blogs[0])
    else:
        await follow(world)


@pytest.fixture
async def letters(world: World) -> World:
    """The newest post was read, then its blog changed it."""
    await send(world, BEFORE)
    async with playing(world) as pilot:
        await press(pilot, "enter")
    world.later(days=2)
    await send(world, AFTER, "Why letters matter")
    return world


async def test_what_changed_since_it_was_read_is_marked_by_a_key_and_the_same_key_goes_back(
    letters: World,
) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "enter", "z")
        assert "Changed after you read it (found on 24 Nov 2026) · D shows what" in read(pilot)
        await press(pilot, "D", "g")
        shown = read(pilot)
        for part in (
            "- Why letters still matter",
            "A letter waits for you.",
            "~ The {+post+} boat comes on [-Monday,-] {+Tuesday,+} weather permitting",
            "-  • a pen\n",
            "+  • a pencil",
            "- Nobody ever wrote to the harbour master.",
            "+ Update: the harbour master has written to us",
        ):
            assert part in shown, shown
        assert "  ## What you need" in shown and "• a stamp" in shown, "what stayed bears no sign"
        await press(pilot, "D")
        assert "[-" not in read(pilot) and "Nobody" not in read(pilot)


async def test_changes_are_gone_through_by_the_keys_of_a_search(letters: World) -> None:
    long = "".join(f"<p>Paragraph {number}. {'word ' * 60}</p>" for number in range(40))
    await send(letters, AFTER + long)
    async with playing(letters) as pilot:
        await press(pilot, "enter")
        letters.later(days=1)
        await send(letters, f"{AFTER.replace('a pencil', 'ink')}{long}<p>The very end.</p>")
        await press(pilot, "q", "enter", "D")
        view = main_screen(pilot).view
        first = view.scroll_offset.y
        assert "ink" in read(pilot) and "The very end" not in read(pilot)
        await press(pilot, "n")
        assert "+ The very end." in read(pilot)
        await press(pilot, "N")
        assert view.scroll_offset.y == first


async def test_the_place_holds_from_the_post_to_its_changes_and_back(letters: World) -> None:
    long = "".join(f"<p>Paragraph {number}. {'word ' * 60}</p>" for number in range(40))
    await send(letters, long + AFTER)
    async with playing(letters) as pilot:
        await press(pilot, "enter")
        letters.later(days=1)
        await send(letters, f"<p>A first line.</p>{long}")
        await press(pilot, "q", "enter", "f", "f", "f")
        view = main_screen(pilot).view
        place = view.position
        await press(pilot, "D", "D")
        assert view.position < place, "the first change is shown, and there it stays"
        assert "A first line." in read(pilot)


async def test_a_post_that_is_as_it_was_read_says_so(letters: World) -> None:
    async with playing(letters) as pilot:
        await press(pilot, "j", "enter", "D")
        assert "nothing here that was changed after you read it" in told(pilot)


def look(snap_compare: SnapCompare, world: World, size: tuple[int, int]) -> bool:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "enter", "z", "D", "g")

    return snap_compare(make_app(world), run_before=play, terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_what_changed_bears_signs(letters: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert look(snap_compare, letters, size)


def test_what_changed_without_colour(
    letters: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert look(snap_compare, letters, (80, 24))
