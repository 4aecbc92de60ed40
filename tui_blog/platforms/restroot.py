"""Addresses below the root of a WordPress REST API, pretty or plain."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

NOTHING: Mapping[str, str | int] = MappingProxyType({})


def rest_url(root: str, route: str, params: Mapping[str, str | int] = NOTHING) -> str:
    """Build the address of `route` ("wp/v2/posts", or "" for the root itself) below an API root.

    A blog with plain permalinks has its root in the query (`/?rest_route=/`): there the route goes into
    that parameter, and what is asked beside it follows with "&" (REST API handbook, "Routes and Endpoints").

    >>> rest_url("https://blog.example/wp-json/", "wp/v2/posts", {"page": 2})
    'https://blog.example/wp-json/wp/v2/posts?page=2'
    >>> rest_url("https://blog.example/index.php?rest_route=/", "wp/v2/posts", {"page": 2})
    'https://blog.example/index.php?rest_route=/wp/v2/posts&page=2'
    """
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path
    if "rest_route" in query:
        query["rest_route"] = _below(query["rest_route"], route)
    else:
        path = _below(path, route)
    query |= {name: str(value) for name, value in params.items()}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe="/,:"), ""))


def _below(base: str, route: str) -> str:
    return base.rstrip("/") + "/" + route.lstrip("/")
