"""The program is killed between the first key of a comment and its end, again and again, in bad weather.

    TUI_BLOG_CRASH_TRIALS=1000 uv run pytest -m live -n 0 -s tests/live/test_crashes.py

Each trial is one SIGKILL at a random moment; TUI_BLOG_CRASH_SEED chooses the moments, and a comment is held
back by a proxy for TUI_BLOG_CRASH_POST_DELAY seconds at most. What became of the comments is counted in the
servers' own databases, those that wait for a moderator too.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pytest

from tests.live.killable import POLL_SECONDS, Killable
from tests.live.product import Product, environment
from tests.live.proxy import Fate, Proxy, fair
from tests.live.servers.isso import Isso
from tests.live.servers.static_blog import StaticBlog
from tests.live.servers.stored_comment import StoredComment
from tests.live.servers.wordpress import WordPress
from tests.live.writer import Tally, Text, Writer
from tests.passing_time import nothing_is_under_way

TRIALS = os.environ.get("TUI_BLOG_CRASH_TRIALS")
"""Kills a profile of a server; by default few."""
OPEN, MODERATED = 12, 6
HELD = 3
"""The exit code of a comment that waits for its moderator."""
SEED = os.environ.get("TUI_BLOG_CRASH_SEED", "1")
POST_DELAY = float(os.environ.get("TUI_BLOG_CRASH_POST_DELAY", "0.6"))


def storm(seed: str) -> Callable[[str], Fate]:
    """Weather in which most requests come late, and half of them come to grief."""
    dice = random.Random(f"storm {seed}")

    def fate(method: str) -> Fate:
        before, after = dice.uniform(0, POST_DELAY if method == "POST" else 0.6), dice.uniform(0, 0.6)
        arrives = dice.random() < 0.85
        return Fate(before, arrives, after, dice.choice(("whole", "whole", "cut", "lost")))

    return fate


def write(
    product: Product, proxy: Proxy, seed: str, kills: int, first: str, blog: str, moderate: Callable[[], None]
) -> Tally:
    """Follow a blog and write under its first post, with a program that is killed so often.

    `moderate` is what a moderator does before anybody sends a second time what may be waiting for them.
    """
    assert product.run("add", blog).code == 0
    stormy = storm(seed)

    def start() -> Killable:
        program = Killable(product.words(), environment())
        try:
            program.wait_for(first)
        except AssertionError:
            program.kill()
            raise
        return program

    def turn(is_stormy: bool) -> None:
        proxy.weather = stormy if is_stormy else fair

    def rest() -> None:
        """What is under way arrives, or never does; then minutes pass."""
        end = time.monotonic() + 60
        while proxy.posts_under_way:
            assert time.monotonic() < end, "the proxy keeps a comment for ever"
            time.sleep(POLL_SECONDS)
        moderate()
        nothing_is_under_way(product.data)

    return Writer(product.data / "library.db", start, turn, rest, seed).run(int(TRIALS or kills))


def judge(tally: Tally, rows: Sequence[StoredComment]) -> None:
    """Each text that was promised is on the server once, no text twice; what was said of it is true."""
    contents = [row.content for row in rows]
    there = Counter(text.marker for text in tally.texts for body in contents if body.startswith(text.marker))
    lost = [text for text in tally.texts if text.promised and not there[text.marker]]
    twice = [text for text in tally.texts if there[text.marker] > 1]
    short = [
        text for text in tally.texts if not any(body.startswith(text.promised.strip()) for body in contents)
    ]
    untrue = [text for text in tally.texts if not is_true(text.ended, statuses(text, rows))]
    print(f"\n{sum(tally.kills.values())} kills {tally.kills}, {tally.too_late} more came after the end")
    print(f"{len(tally.texts)} texts, {len(contents)} arrived, {len(lost)} lost, {len(twice)} twice")
    print(f"ends as told {Counter(text.ended for text in tally.texts)}, {len(untrue)} untrue")
    for text in (*lost, *twice, *short, *untrue):
        print(text)
    assert (lost, twice, short, untrue) == ([], [], [], [])


def statuses(text: Text, rows: Iterable[StoredComment]) -> set[str]:
    """How a text stands on its server."""
    return {row.status for row in rows if row.content.startswith(text.marker)}


def is_true(told: str, stands: set[str]) -> bool:
    """Published is what all may read; a held one may have been approved since."""
    return {"published": stands == {"approved"}, "held": bool(stands)}.get(told, not stands)


def nobody() -> None:
    """The moderator of this blog stays away."""


@pytest.mark.parametrize(("profile", "kills"), [("open", OPEN), ("moderated", MODERATED)])
def test_wordpress_gets_every_comment_once(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product, profile: str, kills: int
) -> None:
    """A moderator who never comes leaves it to the blog to tell what it has already."""
    wordpress.profile(profile)
    first = product.comment(wordpress.post("markup", wordpress_proxy.url), "This is who I am.")
    assert first.code == (HELD if profile == "moderated" else 0)
    seed, blog = f"{SEED}-wordpress-{profile}", wordpress_proxy.url
    tally = write(product, wordpress_proxy, seed, kills, "Every kind of markup", blog, nobody)
    judge(tally, wordpress.written()[1:])


@pytest.mark.parametrize(("profile", "kills"), [("open", OPEN), ("moderated", MODERATED)])
def test_isso_gets_every_comment_once(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product, profile: str, kills: int
) -> None:
    """Isso takes the same words twice: what may be held is sent again when its moderator has been there."""
    isso.profile(profile)
    first = product.comment(proxied_blog.post("/lamp/"), "This is who I am.")
    assert first.code == (HELD if profile == "moderated" else 0)
    seed, blog = f"{SEED}-isso-{profile}", proxied_blog.url
    tally = write(product, isso_proxy, seed, kills, "The lamp in the", blog, isso.approve_all)
    judge(tally, isso.database()[1:])
