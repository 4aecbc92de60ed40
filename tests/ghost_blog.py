"""A Ghost blog as far as reading it goes: pages, Content API, feed and members' API; each may be shut."""

from dataclasses import dataclass
from urllib.parse import parse_qs

import httpx

TEA = "https://tea.example"
POSTS = 230


def post_id(number: int) -> str:
    """As Ghost numbers posts: 24 hexadecimal digits."""
    return f"{0x65A0 << 80 | number:024x}"


def post(number: int) -> dict[str, object]:
    """A post of the API; one an hour, the first on the first of January."""
    return {
        "id": post_id(number),
        "title": f"Cup {number}",
        "html": f"<p>The {number}th cup.</p>",
        "url": f"{TEA}/cup-{number}/",
        "slug": f"cup-{number}",
        "published_at": f"2024-01-{1 + number // 24:02}T{number % 24:02}:00:00.000+00:00",
        "access": True,
        "comments": True,
    }


@dataclass
class GhostBlog:
    """Answers as Ghost does; `key` is what its pages show and its API takes."""

    key: str = "22444f78447824223cefc48062"
    api_is_open: bool = True
    posts: int = POSTS

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path, query = request.url.path, parse_qs(request.url.query.decode())
        if path.startswith("/ghost/api/content/"):
            return self._content(path, {name: values[0] for name, values in query.items()})
        if path == "/rss/":
            return httpx.Response(200, text=self._feed(), headers={"content-type": "application/rss+xml"})
        if path == "/members/api/comments/counts/" or path.startswith("/members/api/comments/post/"):
            return httpx.Response(405, json={"errors": [{"type": "MethodNotAllowedError"}]})
        return httpx.Response(200, text=self.page(), headers={"content-type": "text/html"})

    def page(self) -> str:
        """The home page, and for the present purpose every other."""
        return f"""<html><head><title>Tea</title><meta name="generator" content="Ghost 5.130">
          <link rel="alternate" type="application/rss+xml" href="{TEA}/rss/">
          <script data-ghost="{TEA}/" data-key="{self.key}" data-api="{TEA}/ghost/api/content/"></script>
          </head><body class="home-template"></body></html>"""

    def _content(self, path: str, asked: dict[str, str]) -> httpx.Response:
        if not self.api_is_open or asked.get("key") != self.key:
            error = {"message": "Unknown Content API Key", "type": "UnauthorizedError"}
            return httpx.Response(401, json={"errors": [error]})
        if path.endswith("/settings/"):
            return httpx.Response(200, json={"settings": {"title": "Tea", "url": f"{TEA}/"}})
        return self._list(asked)

    def _list(self, asked: dict[str, str]) -> httpx.Response:
        until = asked.get("filter", "").partition("<='")[2].rstrip("'").replace(" ", "T")
        every = [post(number) for number in reversed(range(self.posts))]
        found = [each for each in every if not until or str(each["published_at"])[:19] <= until]
        limit = min(int(asked["limit"]), 100)
        more = 2 if len(found) > limit else None
        meta = {"pagination": {"total": len(found), "next": more}}
        return httpx.Response(200, json={"posts": found[:limit], "meta": meta})

    def _feed(self) -> str:
        items = "".join(
            f"""<item><title>Cup {number}</title><link>{TEA}/cup-{number}/</link>
            <guid isPermaLink="false">{post_id(number)}</guid></item>"""
            for number in reversed(range(self.posts - 15, self.posts))
        )
        return f"""<rss version="2.0"><channel><title>Tea</title><link>{TEA}/</link>
          <generator>Ghost 5.130</generator>{items}</channel></rss>"""
