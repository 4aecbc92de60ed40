"""A WordPress blog as far as reading it goes: home page, API and feed, any of which may be switched off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import httpx

from tests.world import Answer, page

PRESS = "https://press.example"
FIRST_DAY = datetime(2020, 1, 1, 9, 0)


@dataclass
class WordPressBlog:
    """Post n was published n days after the first day; `total` of them."""

    total: int = 3
    api_is_on: bool = True
    api: str = f"{PRESS}/wp-json/"

    def pages(self) -> dict[str, Answer]:
        """What the web holds of it."""
        return {
            PRESS: self.home,
            f"{PRESS}/": self.home,
            f"{PRESS}/wp-json/": self.card,
            f"{PRESS}/wp-json/wp/v2/posts": self.listed,
            f"{PRESS}/feed/": self.feed,
        }

    def home(self, request: httpx.Request) -> httpx.Response:
        """The home page; with plain permalinks it answers for the API as well."""
        query = parse_qs(request.url.query.decode())
        route = query.get("rest_route", [""])[0]
        if route:
            return self.listed(request) if route.endswith("/posts") else self.card(request)
        head = f"""<link rel="alternate" type="application/rss+xml" title="Feed" href="{PRESS}/feed/">
          <link rel="alternate" type="application/rss+xml" title="Comments" href="{PRESS}/comments/feed/">
          <link rel="https://api.w.org/" href="{self.api}"><meta name="generator" content="WordPress 6.8">"""
        return page(f"<html><head><title>Press</title>{head}</head><body>Hello</body></html>")

    def card(self, request: httpx.Request) -> httpx.Response:
        """The root of the API."""
        if not self.api_is_on:
            return httpx.Response(401, json={"code": "rest_disabled", "message": "The API is off."})
        return httpx.Response(200, json={"name": "Press", "home": PRESS, "namespaces": ["wp/v2"]})

    def listed(self, request: httpx.Request) -> httpx.Response:
        """A page of posts, newest first."""
        if not self.api_is_on:
            return httpx.Response(401, json={"code": "rest_disabled", "message": "The API is off."})
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        if "slug" in query:
            slugs = {f"post-{number}": number for number in range(1, self.total + 1)}
            return httpx.Response(200, json=[_post(slugs[query["slug"]])] if query["slug"] in slugs else [])
        before = datetime.fromisoformat(query.get("before", "2999-01-01T00:00:00"))
        excluded = {int(number) for number in query.get("exclude", "0").split(",")}
        found = [
            number for number in range(self.total, 0, -1) if _day(number) < before and number not in excluded
        ]
        size = int(query["per_page"])
        headers = {"x-wp-total": str(len(found)), "x-wp-totalpages": str(-(-len(found) // size))}
        return httpx.Response(200, json=[_post(number) for number in found[:size]], headers=headers)

    def feed(self, request: httpx.Request) -> httpx.Response:
        """Ten posts, the newest or an older page."""
        newest = self.total - 10 * (int(request.url.params.get("paged", "1")) - 1)
        if newest < 1:
            return httpx.Response(404)
        items = "".join(_item(number) for number in range(newest, max(newest - 10, 0), -1))
        return page(
            f"""<rss version="2.0"><channel><title>Press</title><link>{PRESS}</link>
              <generator>https://wordpress.org/?v=6.8</generator>{items}</channel></rss>""",
            "application/rss+xml",
        )


def _day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


def _post(number: int) -> dict[str, object]:
    moment = _day(number).isoformat()
    return {
        "id": number, "date": moment, "date_gmt": moment, "link": f"{PRESS}/post-{number}/",
        "guid": {"rendered": f"{PRESS}/?p={number}"}, "title": {"rendered": f"Post {number}"},
        "content": {"rendered": f"<p>Text {number}</p>"}, "comment_status": "open",
    }  # fmt: skip


def _item(number: int) -> str:
    date = _day(number).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return f"""<item><title>Post {number}</title><link>{PRESS}/post-{number}/</link><pubDate>{date}</pubDate>
      <guid isPermaLink="false">{PRESS}/?p={number}</guid>
      <description><![CDATA[<p>Text {number}</p>]]></description></item>"""
