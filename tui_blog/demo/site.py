"""The sample blog as a WSGI application: which path is which page."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tui_blog.demo.address import FEED_PATH, Address
from tui_blog.demo.comment_server import CommentServer
from tui_blog.demo.content import SamplePost, picture, style_sheet
from tui_blog.demo.feed import Feed
from tui_blog.demo.markup import Renderer
from tui_blog.demo.pages import Pages, page_count
from tui_blog.demo.threads import ThreadFile

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers with."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


class BlogSite:
    """The blog's pages, feed and pictures, with its comment servers mounted among them."""

    def __init__(self, address: Address, posts: tuple[SamplePost, ...], threads: ThreadFile) -> None:
        renderer = Renderer(address.base)
        self._posts = posts
        self._by_path = {post.path: post for post in posts}
        self._threads = threads
        self._comments = CommentServer(threads, address)
        self._pages = Pages(address, renderer)
        self._feed = Feed(address, renderer, posts)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if self._comments.answers(path):
            return self._comments(environ, start_response)
        answer = self._get(path, environ)
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            **answer.headers,
        }
        start_response(f"{answer.status.value} {answer.status.phrase}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _get(self, path: str, environ: WSGIEnvironment) -> Answer:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        if path in self._by_path:
            return _page(self._pages.post(self._by_path[path]))
        if f"{path}/" in self._by_path:
            return Answer(status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": f"{path}/"})
        if path == FEED_PATH:
            return self._feed_page(environ)
        return self._listing(path) or _file(path) or self._missing()

    def _listing(self, path: str) -> Answer | None:
        match path.strip("/").split("/"):
            case [""]:
                return _page(self._pages.home(self._posts, 1, self._threads.counts()))
            case ["page", number] if _is_page(number, page_count(self._posts)):
                return _page(self._pages.home(self._posts, int(number), self._threads.counts()))
            case ["labels", label] if posts := [post for post in self._posts if label in post.labels]:
                return _page(self._pages.label(label, posts, self._threads.counts()))
        return None

    def _feed_page(self, environ: WSGIEnvironment) -> Answer:
        number = parse_qs(environ.get("QUERY_STRING", "")).get("page", ["1"])[0]
        if not _is_page(number, self._feed.pages):
            return self._missing()
        counts = self._threads.counts()
        validators = {"ETag": self._feed.etag(int(number), counts), "Last-Modified": self._last_modified()}
        if _is_fresh(environ, validators):
            return Answer(status=HTTPStatus.NOT_MODIFIED, headers=validators)
        xml = self._feed.page(int(number), counts).encode()
        return Answer(xml, "application/atom+xml; charset=utf-8", headers=validators)

    def _last_modified(self) -> str:
        """Of the whole feed: the newest post, or the newest change of any thread (counts are in it)."""
        newest = max(post.updated for post in self._posts).timestamp()
        moment = datetime.fromtimestamp(max(newest, self._threads.modified() or 0), UTC)
        return format_datetime(moment, usegmt=True)

    def _missing(self) -> Answer:
        return _page(self._pages.missing(), HTTPStatus.NOT_FOUND)


def _page(html: str, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(html.encode(), status=status)


def _file(path: str) -> Answer | None:
    if path == "/style.css":
        return Answer(style_sheet().encode(), "text/css; charset=utf-8")
    found = picture(path.removeprefix("/pictures/"))
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return None if found is None else Answer(found, kind)


def _is_page(number: str, last: int) -> bool:
    return number.isascii() and number.isdecimal() and 1 <= int(number) <= last


def _is_fresh(environ: WSGIEnvironment, validators: Mapping[str, str]) -> bool:
    """Whether what the client holds still stands; a tag beats a date (RFC 9110 §13.2.2)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return validators["ETag"] in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    try:
        since = parsedate_to_datetime(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    except ValueError:
        return False
    return parsedate_to_datetime(validators["Last-Modified"]) <= since.replace(tzinfo=since.tzinfo or UTC)
