"""A real static blog on loopback: the same posts made into pages by Pelican or by Nikola."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from tests.live.servers.content import MARKUP, UNICODE_TITLE, paragraph
from tests.live.servers.process import HOST, Process, ServerFailure, Unavailable, answers, free_port, run

Engine = Literal["pelican", "nikola"]

PACKAGES: Mapping[Engine, str] = {"pelican": "pelican[markdown]==4.12.0", "nikola": "nikola==8.3.3"}

NEWEST = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
POSTS = 31
POSTS_IN_A_FEED = 15

PELICAN = """\
AUTHOR = "Ana Author"
SITENAME = "Static Blog"
SITEURL = "{url}"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
ARTICLE_URL = "{{slug}}/"
ARTICLE_SAVE_AS = "{{slug}}/index.html"
DEFAULT_PAGINATION = 10
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_MAX_ITEMS = {in_a_feed}
RSS_FEED_SUMMARY_ONLY = True
"""

NIKOLA = """\
BLOG_AUTHOR = "Ana Author"
BLOG_TITLE = "Static Blog"
SITE_URL = "{url}/"
BLOG_EMAIL = "ana@example.com"
BLOG_DESCRIPTION = "A blog without a server behind it"
DEFAULT_LANG = "en"
TRANSLATIONS = {{DEFAULT_LANG: ""}}
TIMEZONE = "UTC"
COMMENT_SYSTEM = ""
POSTS = (("posts/*.html", "", "post.tmpl"),)
PAGES = ()
COMPILERS = {{"html": (".html",)}}
INDEX_DISPLAY_POST_COUNT = 10
FEED_LENGTH = {in_a_feed}
FEED_TEASERS = False
GENERATE_ATOM = True
GENERATE_RSS = True
ATOM_EXTENSION = ".atom"
PRETTY_URLS = True
STRIP_INDEXES = True
THEME = "base"
USE_CDN = False
"""


@dataclass(frozen=True, slots=True)
class SourcePost:
    """A post as its author wrote it."""

    slug: str
    title: str
    html: str
    published: datetime
    tag: str


def whole_blog() -> tuple[SourcePost, ...]:
    """Every post, newest first, three days apart."""
    special = {
        1: ("markup", "Every kind of markup", MARKUP),
        2: ("unicode", UNICODE_TITLE, f"<p>{paragraph(2)}</p>"),
    }
    return tuple(_post(number, special.get(number)) for number in range(1, POSTS + 1))


def _post(number: int, special: tuple[str, str, str] | None) -> SourcePost:
    ordinary = (
        f"entry-{number:03}",
        f"Notebook entry {number:03}",
        f"<p>{paragraph(number)}</p>\n<p>{paragraph(number + 3)}</p>",
    )
    slug, title, html = special or ordinary
    return SourcePost(slug, title, html, NEWEST - timedelta(days=3 * number), ("slow", "maps")[number % 2])


class GeneratedBlog:
    """Builds the blog with one of the programs, and serves it as any plain web server would."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.url = f"http://{HOST}:{free_port()}"
        self._process = Process("The web server", folder / "http.log")

    def start(self) -> None:
        """Fetch the program, build the blog, serve it."""
        (self._write_for_pelican if self.engine == "pelican" else self._write_for_nikola)()
        self._build()
        port = self.url.rpartition(":")[2]
        serve = [
            sys.executable,
            "-m",
            "http.server",
            "--bind",
            HOST,
            "--directory",
            self.folder / "output",
            port,
        ]
        self._process.start(serve)
        self._process.wait_until(lambda: answers(f"{self.url}/"))

    def stop(self) -> None:
        """End the web server."""
        self._process.stop()

    def _build(self) -> None:
        uv = shutil.which("uv")
        if uv is None:
            raise Unavailable("uv, which fetches Pelican and Nikola, is not on this machine: pip install uv")
        # In an environment of its own: the program's needs are none of ours.
        fetched = [uv, "run", "--quiet", "--no-project", "--isolated", "--with", PACKAGES[self.engine]]
        try:
            run([*fetched, self.engine, "--version"], cwd=self.folder)
        except ServerFailure as failure:
            raise Unavailable(f"{self.engine} is not to be had: {failure}") from None
        words = ["pelican", "-q", "-s", "pelicanconf.py"] if self.engine == "pelican" else ["nikola", "build"]
        run([*fetched, *words], cwd=self.folder)

    def _write_for_pelican(self) -> None:
        content = self.folder / "content"
        content.mkdir()
        settings = PELICAN.format(url=self.url, in_a_feed=POSTS_IN_A_FEED)
        (self.folder / "pelicanconf.py").write_text(settings)
        for post in whole_blog():
            head = {"slug": post.slug, "date": f"{post.published:%Y-%m-%d %H:%M}", "tags": post.tag}
            metas = "".join(f'<meta name="{name}" content="{value}">' for name, value in head.items())
            title = post.title.replace("&", "&amp;")
            page = f"<html><head><title>{title}</title>{metas}</head><body>{post.html}</body></html>"
            (content / f"{post.slug}.html").write_text(page, encoding="utf-8")

    def _write_for_nikola(self) -> None:
        posts = self.folder / "posts"
        posts.mkdir()
        (self.folder / "files").mkdir()
        (self.folder / "conf.py").write_text(NIKOLA.format(url=self.url, in_a_feed=POSTS_IN_A_FEED))
        for post in whole_blog():
            head = {
                "title": post.title,
                "slug": post.slug,
                "date": f"{post.published:%Y-%m-%d %H:%M:%S} UTC",
                "tags": post.tag,
                "type": "text",
            }
            lines = "".join(f".. {name}: {value}\n" for name, value in head.items())
            (posts / f"{post.slug}.html").write_text(f"<!--\n{lines}-->\n\n{post.html}", encoding="utf-8")
