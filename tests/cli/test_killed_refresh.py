"""A refresh that is killed at any moment: the library stays whole, no post is lost or doubled, no mark lost.

A few kills by default; `TUI_BLOG_KILLS=200` asks for as many as you like.
"""

import os
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from tests.cli.commands import SECONDS, CommandLine
from tests.world import NOON, entry, feed
from tui_blog.model.text import clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.newcomers import Newcomer

KILLS = int(os.environ.get("TUI_BLOG_KILLS", "4"))
BLOGS = 14
"""More than are read in the program's own process before it starts others."""
AT_FIRST = 20
BODY = "<p>" + "A long text, to be read at leisure. " * 40 + "</p>"


class Newspaper:
    """Blogs that write a post each whenever they are told to, and answer questions about changes truly."""

    def __init__(self) -> None:
        self.port = 0
        self.posts = AT_FIRST

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{self.port}/{number}/feed.xml" for number in range(BLOGS)]

    @property
    def offered(self) -> set[tuple[str, str]]:
        """Every post, as its blog and its title."""
        return {(url, f"Post {n}") for url in self.urls for n in range(self.posts)}

    def feed(self) -> str:
        """The newest post is reworded with every issue, as careless blogs do."""
        numbers = range(self.posts - 1, -1, -1)
        bodies = (BODY + f"<p>Issue {self.posts}</p>" if n == 0 else BODY for n in numbers)
        return feed(
            *(
                entry(f"p{n}", f"Post {n}", "2024-12-24", body)
                for n, body in zip(numbers, bodies, strict=True)
            )
        )


@contextmanager
def served(paper: Newspaper) -> Iterator[Newspaper]:
    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            etag = f'"{paper.posts}"'
            known = self.headers.get("if-none-match") == etag
            body = b"" if known else paper.feed().encode()
            self.send_response(304 if known else 200)
            self.send_header("etag", etag)
            self.send_header("content-type", "application/atom+xml")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # who was killed hangs up
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    paper.port = server.server_address[1]
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with served(Newspaper()) as paper:
        yield paper


def follow(data: Path, paper: Newspaper) -> None:
    with closing(Database.open(data / "library.db", lambda: NOON)) as database:
        BlogStore(database).add_all([Newcomer(clean_line(url), url, url) for url in paper.urls])


def asked_for(data: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "library.db")) as connection:
        return connection.execute(statement).fetchall()


def marked(data: Path) -> list[tuple[object, ...]]:
    return asked_for(
        data, "SELECT post_id, read, starred FROM post_state WHERE read OR starred ORDER BY post_id"
    )


def mark(data: Path) -> None:
    """Of each blog some posts are read and some are starred, as after a week of use."""
    with closing(sqlite3.connect(data / "library.db")) as connection, connection:
        connection.execute("UPDATE post_state SET read = 1 WHERE post_id % 3 = 0")
        connection.execute("UPDATE post_state SET starred = 1 WHERE post_id % 7 = 0")


def kept(data: Path) -> list[tuple[object, ...]]:
    return asked_for(data, "SELECT feed_url, posts.title FROM posts JOIN blogs ON blogs.id = posts.blog_id")


def test_whenever_a_refresh_is_killed_nothing_is_lost_or_doubled(tui: CommandLine, paper: Newspaper) -> None:
    follow(tui.data, paper)
    began = monotonic()
    assert tui.run("refresh", "--now").code == 0
    a_whole_refresh = monotonic() - began
    mark(tui.data)
    marks, before = marked(tui.data), set(kept(tui.data))
    moments = random.Random(KILLS)
    ended_early = 0
    for _ in range(KILLS):
        paper.posts += 1
        ended_early += killed(tui, moments.uniform(0, a_whole_refresh))
        found = kept(tui.data)
        assert asked_for(tui.data, "PRAGMA integrity_check") == [("ok",)]
        assert len(found) == len(set(found)), "a post is there twice"
        assert before <= set(found) <= paper.offered
        assert marked(tui.data) == marks
        before = set(found)
    assert tui.run("refresh", "--now").code == 0
    assert set(kept(tui.data)) == paper.offered and len(kept(tui.data)) == len(paper.offered)
    assert counts_of(tui.data) == [(len(paper.offered),)]
    print(f"\n{KILLS} kills, {ended_early} of them before the refresh had come to its end")


def killed(tui: CommandLine, seconds: float) -> bool:
    """Start a refresh and kill it so many seconds later; whether it was still under way."""
    process = tui.start("refresh", "--now")
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate(timeout=SECONDS)
    return process.returncode < 0


def counts_of(data: Path) -> list[tuple[object, ...]]:
    """The count that is kept of all posts."""
    return asked_for(data, "SELECT posts FROM shelves WHERE blog_id IS NULL AND tag IS NULL")
