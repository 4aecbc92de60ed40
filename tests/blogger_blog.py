"""A Blogger blog as far as reading it goes: home page, pages of posts, the feeds of posts and of comments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

import httpx

from tests.world import Answer, page

KETTLE = "https://kettle.blogspot.com"
BLOG_ID = "1234567890123456789"
CAP = 100
"""The most that the feed gives at once, whatever is asked for."""
FIRST_DAY = datetime(2020, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=2)))


@dataclass
class BloggerBlog:
    """Post n was published n days after the first day; `total` of them. `threads`: comments by post."""

    total: int = 3
    origin: str = KETTLE
    cap: int = CAP
    obeys_dates: bool = True
    threads: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    labels: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Which posts bear a label."""
    standing: tuple[str, ...] = ()
    """The titles of pages that stand alone."""

    def pages(self) -> dict[str, Answer]:
        """What the web holds of it."""
        pages: dict[str, Answer] = {
            self.origin: self.home,
            f"{self.origin}/": self.home,
            f"{self.origin}/feeds/posts/default": self.posts,
            f"{self.origin}/feeds/pages/default": self.pages_alone,
        }
        for label in self.labels:
            pages[f"{self.origin}/feeds/posts/default/-/{quote(label, safe='')}"] = self.posts
        for number in range(1, min(self.total, 200) + 1):
            pages[post_url(number, self.origin)] = self.post_page
            pages[f"{self.origin}/feeds/{post_id(number)}/comments/default"] = self.comments
        return pages

    def home(self, request: httpx.Request) -> httpx.Response:
        return page(f"<html><head>{self._head()}</head><body>Hello</body></html>")

    def post_page(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.rpartition("-")[2].removesuffix(".html"))
        feed = f"{self.origin}/feeds/{post_id(number)}/comments/default"
        form = f"https://www.blogger.com/comment/frame/{BLOG_ID}?po={post_id(number)}"
        return page(
            f"""<html><head>{self._head()}<link rel="canonical" href="{request.url.copy_with(query=None)}">
              <link rel="alternate" type="application/atom+xml" title="Kettle" href="{feed}"></head><body>
              <div class="post-body" id="post-body-{post_id(number)}">Text {number}</div>
              <div id="comments"><a id="comment-editor-src" href="{form}"></a></div></body></html>"""
        )

    def _head(self) -> str:
        return f"""<title>Kettle</title><meta content='blogger' name='generator'/>
          <link rel="alternate" type="application/atom+xml" href="{self.origin}/feeds/posts/default">
          <link rel="service.post" type="application/atom+xml"
                href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default">"""

    def posts(self, request: httpx.Request) -> httpx.Response:
        """A page of posts, newest first, as Blogger's JSON has them."""
        query = request.url.params
        numbers = list(range(self.total, 0, -1))
        if "/-/" in request.url.path:
            numbers = [n for n in numbers if n in self.labels[request.url.path.rpartition("/-/")[2]]]
        if "q" in query:
            numbers = [n for n in numbers if query["q"] in f"Post {n} Text {n}".split()]
        if "path" in query:
            numbers = [n for n in numbers if post_url(n).endswith(query["path"])]
        if "published-max" in query and self.obeys_dates:
            before = datetime.fromisoformat(query["published-max"])
            numbers = [n for n in numbers if day(n) < before]
        return self._listed(request, [post_entry(n, self.origin) for n in numbers], f"blog-{BLOG_ID}")

    def pages_alone(self, request: httpx.Request) -> httpx.Response:
        """The pages, as the feed has them."""
        entries = [page_entry(number, title, self.origin) for number, title in enumerate(self.standing)]
        return self._listed(request, entries, f"blog-{BLOG_ID}.pages")

    def comments(self, request: httpx.Request) -> httpx.Response:
        """A page of a thread, oldest first."""
        number = int(request.url.path.split("/")[2]) - 7_000_000_000_000_000_000
        id_ = f"blog-{BLOG_ID}.post{post_id(number)}..comments"
        return self._listed(request, self.threads.get(number, []), id_)

    def _listed(self, request: httpx.Request, entries: list[dict[str, Any]], id_: str) -> httpx.Response:
        query = request.url.params
        start, asked = int(query.get("start-index", "1")), int(query.get("max-results", "25"))
        shown = entries[start - 1 : start - 1 + min(asked, self.cap)]
        links = [{"rel": "alternate", "type": "text/html", "href": f"{self.origin}/"}]
        if start + len(shown) <= len(entries):
            # Over http, on another host, and counted by what was asked for: as Blogger writes it.
            href = f"http://www.blogger.com/feeds/{BLOG_ID}/posts/default?start-index={start + asked}"
            links.append({"rel": "next", "type": "application/atom+xml", "href": href})
        feed: dict[str, Any] = {
            "id": {"$t": f"tag:blogger.com,1999:{id_}"}, "title": {"type": "text", "$t": "Kettle"},
            "link": links, "generator": {"version": "7.00", "uri": "http://www.blogger.com", "$t": "Blogger"},
            "openSearch$totalResults": {"$t": str(len(entries))},
            "openSearch$startIndex": {"$t": str(start)}, "openSearch$itemsPerPage": {"$t": str(asked)},
        }  # fmt: skip
        if shown:
            feed["entry"] = shown
        if self.labels:
            feed["category"] = [{"term": label} for label in self.labels]
        return httpx.Response(200, json={"version": "1.0", "encoding": "UTF-8", "feed": feed})


def day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


def post_id(number: int) -> str:
    return str(7_000_000_000_000_000_000 + number)


def post_url(number: int, origin: str = KETTLE) -> str:
    return f"{origin}/{day(number):%Y/%m}/post-{number}.html"


def post_entry(number: int, origin: str = KETTLE) -> dict[str, Any]:
    url = post_url(number, origin)
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(number)}"},
        "published": {"$t": day(number).isoformat(timespec="milliseconds")},
        "updated": {"$t": day(number).isoformat(timespec="milliseconds")},
        "title": {"type": "text", "$t": f"Post {number}"},
        "content": {"type": "html", "$t": f"<p>Text {number}</p>"},
        "link": [
            {"rel": "replies", "type": "text/html", "href": f"{url}#comment-form"},
            {"rel": "alternate", "type": "text/html", "href": url},
        ],
        "author": [{"name": {"$t": "Mara"}}],
        "thr$total": {"$t": "2"},
    }


def page_entry(number: int, title: str, origin: str = KETTLE) -> dict[str, Any]:
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.page-{post_id(9_000 + number)}"},
        "published": {"$t": day(number).isoformat(timespec="milliseconds")},
        "updated": {"$t": day(number).isoformat(timespec="milliseconds")},
        "title": {"type": "text", "$t": title},
        "content": {"type": "html", "$t": f"<p>{title} page</p>"},
        "link": [{"rel": "alternate", "type": "text/html", "href": f"{origin}/p/{number}.html"}],
        "author": [{"name": {"$t": "Mara"}}],
    }


def comment_entry(
    number: int,
    post: int,
    author: str,
    text: str,
    parent: int | None = None,
    removed: bool = False,
    at: datetime | None = None,
) -> dict[str, Any]:
    feed = f"https://www.blogger.com/feeds/{BLOG_ID}/{post_id(post)}/comments/default"
    moment = at or day(post) + timedelta(hours=number)
    links = [
        {"rel": "self", "type": "application/atom+xml", "href": f"{feed}/{number}"},
        {"rel": "alternate", "type": "text/html", "href": f"{post_url(post)}?showComment=1#c{number}"},
    ]
    if parent:
        links.append({"rel": "related", "type": "application/atom+xml", "href": f"{feed}/{parent}?v=2"})
    marks = [{"name": "blogger.contentRemoved", "value": "true"}] if removed else []
    return {
        "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}"},
        "published": {"$t": moment.isoformat(timespec="milliseconds")},
        "updated": {"$t": moment.isoformat(timespec="milliseconds")},
        "title": {"type": "text", "$t": text[:20]},
        "content": {"type": "html", "$t": text},
        "link": links,
        "author": [{"name": {"$t": author}, "email": {"$t": "noreply@blogger.com"}}],
        "thr$in-reply-to": {
            "ref": f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{post_id(post)}", "href": post_url(post),
            "source": f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default/{post_id(post)}",
            "type": "text/html",
        },
        "gd$extendedProperty": [{"name": "blogger.itemClass", "value": "pid-1"}, *marks],
    }  # fmt: skip
