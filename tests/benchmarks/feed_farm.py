"""A thousand blogs on this machine: feeds that we write ourselves, served by nginx, each from its own host.

All of 127.0.0.0/8 is this machine on Linux, so that every feed has an address of its own, as blogs do, and
nobody's pauses between two questions to one host are measured.
"""

import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path

from tests.world import NOON

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin")
ABSENT = "nginx is not installed"

WORDS = 30_000
PARAGRAPHS = 4_000
PARAGRAPH = 85
"""Words, which make about 600 letters; five of them make the 3 KB of a post."""

_CONFIG = """
{user}
pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  types {{ application/rss+xml xml; }}
  access_log off; keepalive_requests 100000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen {port}; root {folder}/hosts/$server_addr; }}
}}
"""

_ITEM = """<item><title>{title}</title><link>{home}{number}/</link><guid>{home}{number}/</guid>
<pubDate>{date}</pubDate><dc:creator>Ada</dc:creator><category>{label}</category>
<description>{teaser}</description><content:encoded><![CDATA[{body}]]></content:encoded></item>
"""

_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Blog {number}</title><link>{home}</link>
<description>Notes</description><language>en</language>
{items}</channel></rss>
"""


class Prose:
    """Words as frequent as those of a language: the n-th one n times as seldom as the first (Zipf)."""

    def __init__(self, seed: int = 1) -> None:
        self.some = random.Random(seed)
        syllables = [first + then for first in "bcdfghklmnprstvw" for then in "aeiou"]
        self._words = ["".join(self.some.choices(syllables, k=1 + n % 4)) + str(n % 7) for n in range(WORDS)]
        self._weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self._paragraphs = [self.words(PARAGRAPH) for _ in range(PARAGRAPHS)]

    def words(self, number: int) -> str:
        """So many of them."""
        return " ".join(self.some.choices(self._words, cum_weights=self._weights, k=number))

    def body(self) -> str:
        """About 3 KB of HTML, with a link in each paragraph."""
        chosen = self.some.choices(self._paragraphs, k=5)
        return "".join(f'<p>{text} <a href="/{text[:6].strip()}">{text[-9:]}</a>.</p>' for text in chosen)


@dataclass(frozen=True, slots=True)
class Farm:
    """The feeds that are served, by address."""

    folder: Path
    port: int
    hosts: Sequence[str]

    @property
    def urls(self) -> list[str]:
        """The feeds' addresses."""
        return [f"http://{host}:{self.port}/feed.xml" for host in self.hosts]

    def write(self, number: int, feed: str) -> None:
        """Have a host serve a feed."""
        page = self.folder / "hosts" / self.hosts[number] / "feed.xml"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(feed)


@contextmanager
def farm(folder: Path, feeds: int, posts: int) -> Iterator[Farm]:
    """Serve `feeds` feeds of `posts` posts until it is left."""
    assert NGINX, ABSENT
    built = Farm(folder, _free_port(), [f"127.0.{n // 250 + 1}.{n % 250 + 1}" for n in range(feeds)])
    prose = Prose()
    for number, url in enumerate(built.urls):
        built.write(number, feed_of(number, url, posts, prose))
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, port=built.port, user=_user()))
    server = subprocess.Popen([NGINX, "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(built.hosts[0], built.port)
        yield built
    finally:
        server.terminate()
        server.wait(timeout=10)


def feed_of(number: int, url: str, posts: int, prose: Prose, newest: datetime = NOON) -> str:
    """A feed in RSS 2.0, as WordPress writes them."""
    home = url.removesuffix("feed.xml")
    items = "".join(
        _item(home, posts - place, newest - timedelta(hours=7 * place), prose) for place in range(posts)
    )
    return _FEED.format(number=number, home=home, items=items)


def _item(home: str, number: int, date: datetime, prose: Prose) -> str:
    body = prose.body()
    return _ITEM.format(
        title=prose.words(6),
        home=home,
        number=number,
        date=format_datetime(date),
        label=prose.words(1),
        teaser=body[3:200].rpartition(" ")[0],
        body=body,
    )


def _user() -> str:
    """Who started as root must say that it stays root: only root may read the folders of a test."""
    return "user root;" if os.geteuid() == 0 else ""


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(host: str, port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as caller:
            if caller.connect_ex((host, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")
