"""Every hostile document as a blog's answer: nothing in it reaches the terminal, and the program lives on."""

import re
from collections.abc import Callable, Iterator
from html import escape

import httpx
import pytest
from textual.pilot import Pilot

from tests.corpus import ABSENT, ROOT, Case, cases
from tests.ui.acting import follow, main_screen, playing, press
from tests.world import BLOG, World, isso_comment, isso_thread
from tui_blog.errors import TuiBlogError

pytestmark = pytest.mark.skipif(not (ROOT / "MANIFEST.tsv").exists(), reason=ABSENT)

HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ud800-\udfff\U000e0000-\U000e0fff]"
)
FEED = f"{BLOG}/feed.xml"
WORDS = 20_000
"""Characters of a document that serve as a comment."""


def drawn_segments(pilot: Pilot[str]) -> Iterator[str]:
    """Every text that the compositor hands to the terminal, and the title that it is told."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.control is None
            yield segment.text
    yield pilot.app.title
    yield pilot.app.sub_title


def harm(pilot: Pilot[str]) -> list[str]:
    return [text for text in drawn_segments(pilot) if HARMFUL.search(text)]


def answering(case: Case) -> Callable[[httpx.Request], httpx.Response]:
    headers = case.expected.get("headers") or {"content-type": "application/xml"}
    return lambda _: httpx.Response(200, stream=httpx.ByteStream(case.body), headers=headers)


async def fetch_all(world: World) -> None:
    """Let the blog answer with one document after the other; the long, plain one would only hide the rest."""
    await follow(world)
    (blog,) = world.services.library.blogs()
    for case in cases("hostile"):
        if case.path.name != "entries-3000.xml":
            world.web.pages[FEED] = answering(case)
            await world.services.refreshing.refresh_one(blog)
            error = world.services.library.blogs()[0].error
            assert not HARMFUL.search(error), case.name


async def test_hostile_answers_harm_neither_list_nor_reader(world: World) -> None:
    await fetch_all(world)
    posts = world.services.library.counts().posts
    assert posts > 60
    async with playing(world) as pilot:
        screen = main_screen(pilot)
        await press(pilot, "enter")
        for _ in range(posts):
            assert harm(pilot) == []
            await pilot.press("J")
        await press(pilot, "q")
        assert screen.focused is screen.posts
        assert world.services.library.counts().unread < posts - 60


@pytest.mark.parametrize("escaped", [False, True], ids=["as markup", "as entities"])
async def test_hostile_texts_as_comments_harm_no_thread(world: World, escaped: bool) -> None:
    texts = [case.body[:WORDS].decode("utf-8", "replace") for case in cases("hostile")]
    comments = [
        isso_comment(number % 59, text[:200], escape(text) if escaped else text, id=number)
        for number, text in enumerate(texts, 1)
    ]
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(*comments))
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "c")
        screen = main_screen(pilot)
        assert screen.view.current_comment is not None
        for _ in range(8):
            assert harm(pilot) == []
            await press(pilot, "pagedown")
        await press(pilot, "G")
        assert harm(pilot) == []


async def test_hostile_addresses_end_in_a_sentence_or_a_blog(world: World) -> None:
    ends = set()
    for case in cases("hostile"):
        world.web.pages[f"{BLOG}/x"] = (
            httpx.Response(200, content=case.body) if case.body else httpx.Response(200)
        )
        try:
            site = await world.services.library.find(f"{BLOG}/x")
            ends.add("blog")
            assert not HARMFUL.search(site.title)
        except TuiBlogError as error:
            ends.add("sentence")
            assert str(error) and not HARMFUL.search(str(error).replace("\n", " "))
    assert ends == {"blog", "sentence"}
