"""A small world for stories: real services, a real SQLite file, a fixed clock, a function for the web."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx

from tui_blog.config import Config
from tui_blog.net.driver import Driver
from tui_blog.net.limits import Limits
from tui_blog.paths import Paths
from tui_blog.services.accounts import Accounts
from tui_blog.services.services import Services
from tui_blog.store.database import Database
from tui_blog.wiring import build_services

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response | Awaitable[httpx.Response]]


@dataclass
class Web:
    """What the net answers: a table of addresses; every request is noted."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response | Awaitable[httpx.Response]:
        self.asked.append(request)
        answer = self.pages.get(str(request.url)) or self.pages.get(str(request.url).split("?")[0])
        if answer is None:
            return httpx.Response(404)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)

    def posted(self) -> list[httpx.Request]:
        return [request for request in self.asked if request.method == "POST"]


@dataclass
class World:
    """The services, the web they reach, and the time that they see."""

    services: Services
    web: Web
    folder: Path
    now: datetime = NOON

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


def make_world(
    folder: Path,
    config: Config | None = None,
    pages: Mapping[str, Answer] | None = None,
    tell: Callable[[str], None] | None = None,
) -> World:
    """A fresh library in `folder`, or the one that lies there already; `tell` hears what `-v` would show."""
    web = Web(dict(pages or {}))
    paths = Paths(folder / "config.toml", folder)
    if not paths.database.exists():
        lay_library(paths.database)
    settings = config or Config()
    driver = Driver(
        Limits(pause=0),
        transport=httpx.MockTransport(web),
        clock=lambda: world.now,
        credentials=Accounts(settings.accounts).credentials,
        offline=settings.offline,
    )
    services = build_services(settings, paths, lambda: world.now, driver.run, tell)
    world = World(services, web, folder)
    return world


def lay_library(path: Path) -> None:
    """Make the file of a new library, its tables in it, whole at once; one that is there already stays."""
    with TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "copy"
        copy.touch(0o600)
        copy.write_bytes(_empty_library())
        with suppress(FileExistsError):
            path.hardlink_to(copy)


@cache
def _empty_library() -> bytes:
    """A library as the program makes it, made once: its tables take longer than most stories."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made-here.db"
        Database.open(path, lambda: NOON).close()
        return path.read_bytes()


def page(body: str, content_type: str = "text/html; charset=utf-8", **headers: str) -> httpx.Response:
    return httpx.Response(200, text=body, headers={"content-type": content_type, **headers})


# --- a blog of four posts whose comments are kept by an Isso ---------------------------------------------

BLOG = "https://lamp.example"


def entry(slug: str, title: str, day: str, body: str, label: str = "letters") -> str:
    return f"""<entry><id>tag:lamp.example,2024:{slug}</id><title>{title}</title>
      <link rel="alternate" href="{BLOG}/{slug}/"/><published>{day}T09:30:00+01:00</published>
      <updated>{day}T09:30:00+01:00</updated><author><name>Ada</name></author>
      <category term="{label}"/><content type="html"><![CDATA[{body}]]></content></entry>"""


def feed(*entries: str, next_page: str = "") -> str:
    more = f'<link rel="next" href="{next_page}"/>' if next_page else ""
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
      <id>{BLOG}/</id><title>The Slow Lamp</title><link rel="alternate" href="{BLOG}/"/>
      <link rel="self" href="{BLOG}/feed.xml"/>{more}<updated>2024-12-19T09:30:00+01:00</updated>
      {"".join(entries)}</feed>"""


HOME = f"""<html><head><title>The Slow Lamp</title>
  <link rel="alternate" type="application/atom+xml" href="{BLOG}/feed.xml"></head><body>Hello</body></html>"""

POST_PAGE = f"""<html><head><title>A post</title>
  <script data-isso="{BLOG}/isso/" src="{BLOG}/isso/js/embed.min.js"></script></head>
  <body><section id="isso-thread"></section></body></html>"""

LETTERS = entry(
    "letters", "Why letters still matter", "2024-12-19", "<p>A letter <em>waits</em> for you.</p>"
)
QUIET = entry(
    "quiet", "A year without notifications", "2024-12-19", "<p>It was quiet.</p><h2>The rest</h2><p>Well.</p>"
)
HOMEWARD = entry("home", "The long way home", "2024-12-17", "<p>We walked.</p>", "walks")
FIRST = entry("first", "First light", "2023-12-01", "<p>Hello, world.</p>")


def lamp_pages() -> dict[str, Answer]:
    """The blog in two pages of its feed, with an empty thread under every post."""
    pages: dict[str, Answer] = {
        BLOG: page(HOME),
        f"{BLOG}/": page(HOME),
        f"{BLOG}/feed.xml": page(
            feed(LETTERS, QUIET, HOMEWARD, next_page=f"{BLOG}/feed-2.xml"), "application/atom+xml"
        ),
        f"{BLOG}/feed-2.xml": page(feed(FIRST), "application/atom+xml"),
        f"{BLOG}/isso/": httpx.Response(200, json=isso_thread()),
    }
    for slug in ("letters", "quiet", "home", "first"):
        pages[f"{BLOG}/{slug}/"] = page(POST_PAGE)
    return pages


def isso_comment(
    number: int, author: str, text: str, parent: int | None = None, **more: object
) -> dict[str, object]:
    return {
        "id": number, "parent": parent, "author": author, "website": None, "text": f"<p>{text}</p>",
        "created": datetime(2024, 12, 20, 8, number, tzinfo=UTC).timestamp(), "modified": None, "likes": 0,
        "mode": 1,
        "dislikes": 0, "hash": "x", "total_replies": 0, "hidden_replies": 0, "replies": [], **more,
    }  # fmt: skip


def isso_thread(*comments: dict[str, object]) -> dict[str, object]:
    config = {"require-email": False, "require-author": True, "reply-to-self": True, "website-field": True}
    return {
        "id": None,
        "total_replies": len(comments),
        "hidden_replies": 0,
        "replies": list(comments),
        "config": config,
    }


def host_of(request: httpx.Request) -> str:
    return urlsplit(str(request.url)).netloc
