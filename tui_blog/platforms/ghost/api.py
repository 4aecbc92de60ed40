"""Ghost's Content API: where it stands, the key that every page shows, how it is asked (platforms.md §1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from tui_blog.model.flow import Request

SYSTEM = "ghost"

Resource = Literal["posts", "pages"]

FULL_PAGE = 100
"""The most that current versions give at once, whatever is asked for."""

_HEADERS = {"Accept": "application/json", "Accept-Version": "v5.0"}
_RESOURCE = re.compile(r"(?:posts|pages)/$")
_POST_ID = re.compile(r"[0-9a-f]{24}")


class Pagination(msgspec.Struct, frozen=True):
    """Which page an answer is; `next` is None on the last one."""

    total: int | None = None
    next: int | str | None = None


class Meta(msgspec.Struct, frozen=True):
    """What stands beside a list."""

    pagination: Pagination = Pagination()


@dataclass(frozen=True, slots=True)
class Door:
    """A blog's Content API, opened by its public key; whole, or narrowed to a part of the blog."""

    root: str
    """Ends in a slash: `https://blog.example/ghost/api/content/`; at times on another host than the blog."""
    key: str
    resource: Resource = "posts"
    only: str = ""
    """A filter in NQL, as Ghost calls its little language; "" for all."""

    @property
    def url(self) -> str:
        """The address by which a library remembers this door."""
        narrowed = self.resource != "posts" or self.only
        only = {"filter": self.only} if self.only else {}
        return f"{self.root}{self.resource + '/' if narrowed else ''}?{_query({'key': self.key, **only})}"

    def at(self, path: str, **params: str | int) -> str:
        """The address of a resource, or of one thing of it: `posts`, `posts/slug/tea`."""
        return f"{self.root}{path}/?{_query({'key': self.key, **params})}"

    def listing(self, only: Sequence[str], **params: str | int) -> str:
        """The address of the door's own posts, narrowed further."""
        filters = [part for part in (self.only, *only) if part]
        return self.at(self.resource, **params, **({"filter": "+".join(filters)} if filters else {}))


def door_at(url: str) -> Door:
    """Read back what `Door.url` wrote."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    root = parts._replace(path=_RESOURCE.sub("", parts.path), query="", fragment="").geturl()
    return Door(
        root,
        key=query.get("key", [""])[0],
        resource="pages" if parts.path.endswith("/pages/") else "posts",
        only=query.get("filter", [""])[0],
    )


def asking(url: str, *, tolerate: frozenset[int] = frozenset(), etag: str | None = None) -> Request:
    """Ask the API; the version is the oldest that is served still."""
    condition = {"If-None-Match": etag} if etag else {}
    return Request("GET", url, headers=_HEADERS | condition, tolerate=tolerate)


def equals(field: str, value: str) -> str:
    """A filter for one value; unquoted, a slug of digits would be a number."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{field}:'{escaped}'"


def is_post_id(text: str) -> bool:
    """Whether a text is an id of Ghost's, as its feed has them for guids."""
    return _POST_ID.fullmatch(text) is not None


def _query(params: dict[str, str | int]) -> str:
    return urlencode(params, safe=",:")
