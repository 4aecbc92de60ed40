"""Addresses below the root of a WordPress REST API: pretty, plain, or at WordPress.com; and roots of parts.

A part of a blog (a category, a search …) is known by the blog's root with what narrows it in the query, as
the listing of posts takes it: `https://blog.example/wp-json/?categories=5`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

NOTHING: Mapping[str, str | int] = MappingProxyType({})

KIND = "type"
"""What a narrowed root lists, where that is not posts: the route of "pages"; never sent."""

_NARROWING = frozenset({"categories", "tags", "author", "search", "after", "before", KIND})

_HOSTED = "https://public-api.wordpress.com/wp/v2/sites/"
"""The public API of WordPress.com has a route for each blog in place of a root."""


def rest_url(root: str, route: str, params: Mapping[str, str | int] = NOTHING) -> str:
    """Build the address of `route` ("wp/v2/posts", or "" for the root itself) below an API root.

    A blog with plain permalinks has its root in the query (`/?rest_route=/`): there the route goes into
    that parameter, and what is asked beside it follows with "&" (REST API handbook, "Routes and Endpoints").

    >>> rest_url("https://blog.example/wp-json/", "wp/v2/posts", {"page": 2})
    'https://blog.example/wp-json/wp/v2/posts?page=2'
    >>> rest_url("https://blog.example/index.php?rest_route=/", "wp/v2/posts", {"page": 2})
    'https://blog.example/index.php?rest_route=/wp/v2/posts&page=2'
    >>> rest_url(hosted_root("blog.example"), "wp/v2/posts")
    'https://public-api.wordpress.com/wp/v2/sites/blog.example/posts'
    """
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path
    if "rest_route" in query:
        query["rest_route"] = _below(query["rest_route"], route)
    else:
        path = _below(path, route.removeprefix("wp/v2/") if root.startswith(_HOSTED) else route)
    query |= {name: str(value) for name, value in params.items()}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe="/,:"), ""))


def _below(base: str, route: str) -> str:
    return base.rstrip("/") + "/" + route.lstrip("/")


def hosted_root(host: str) -> str:
    """The root of a blog that stands at WordPress.com, by its host."""
    return f"{_HOSTED}{host}/"


def hosted_at(root: str) -> str:
    """The host of a blog whose API is WordPress.com's; "" for a blog with an API of its own."""
    return root.removeprefix(_HOSTED).partition("/")[0] if root.startswith(_HOSTED) else ""


# --- parts of a blog -----------------------------------------------------------------------------


def narrowed(root: str, part: Mapping[str, str | int]) -> str:
    """The root of a part of a blog.

    >>> narrowed("https://blog.example/wp-json/", {"categories": 5})
    'https://blog.example/wp-json/?categories=5'
    """
    return rest_url(whole(root), "", part)


def whole(root: str) -> str:
    """The root of the whole blog of which `root` may be a part."""
    if not narrowing(root):
        return root
    parts = urlsplit(root)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _NARROWING]
    return urlunsplit(parts._replace(query=urlencode(kept, safe="/,:")))


def narrowing(root: str) -> dict[str, str]:
    """What narrows a root to a part of its blog; empty for the whole."""
    pairs = parse_qsl(urlsplit(root).query, keep_blank_values=True)
    return {name: value for name, value in pairs if name in _NARROWING}
