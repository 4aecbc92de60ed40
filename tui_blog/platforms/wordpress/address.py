"""Which post of a WordPress blog stands at an address: its number, or the post itself."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.wire import decode, decode_each
from tui_blog.platforms.wordpress.root import rest_url
from tui_blog.platforms.wordpress.shapes import MEMBERS_ONLY, PostShape, refusal, web_address

KINDS = ("posts", "pages")
"""The routes of what people read; both take comments."""

_MISSING_POST = frozenset({400, 404})
_PAGE_MARKS = re.compile(
    rb"""<body[^>]*\bpostid-(\d+)|rel=['"]?shortlink['"]?[^>]*[?&](?:p|page_id)=(\d+)|/wp/v2/(?:posts|pages)/(\d+)"""
)
_HEADER_MARKS = re.compile(r"/wp/v2/(?:posts|pages)/(\d+)>|[?&](?:p|page_id)=(\d+)>;[^,]*shortlink")


def number_in(url: str) -> str:
    """The number in a plain permalink (`?p=46`, `?page_id=2`), or ""."""
    query = parse_qs(urlsplit(absolute(url)).query)
    number = next((query[name][0] for name in ("p", "page_id") if name in query), "")
    return number if number.isdecimal() else ""


def known_number(post: Post) -> str:
    """The number that a post brings along: from the API, or in its address or guid; else "".

    A guid counts only on the post's own host: a blog that moved keeps its old guids, not its numbers.
    """
    same_host = host_of(post.guid) == host_of(post.url)
    return post.remote_id or number_in(post.url) or (number_in(post.guid) if same_host else "")


def number_of(root: str, post: Post) -> Flow[str]:
    """The number of a post, asked for where it does not bring it along; raises UnreadableAnswer."""
    number = known_number(post)
    if number:
        return number
    found = yield from find_post(root, post.url, "id,link")
    if found is None:
        raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
    return str(found.id)


def find_post(root: str, url: str, fields: str) -> Flow[PostShape | None]:
    """Find the post at an address, with the `fields` asked for; None where the blog has none there.

    A slug says it where the path is the post's; else the page at the address knows its own number.
    """
    number = number_in(url)
    if not number:
        found = yield from _by_slug(root, url, fields)
        if found:
            return found
        page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
        number = number_on(page)
    return (yield from _by_number(root, number, fields)) if number else None


def number_on(page: Response) -> str:
    """The post's number as its page tells it: Link headers, the short link, the class of the body; or ""."""
    told = _HEADER_MARKS.search(", ".join(page.all_headers("link")))
    if told:
        return told[1] or told[2]
    marked = _PAGE_MARKS.search(page.body) if page.status == 200 else None
    return next(number for number in marked.groups() if number).decode() if marked else ""


def _by_slug(root: str, url: str, fields: str) -> Flow[PostShape | None]:
    slug = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    for kind in KINDS if slug else ():
        address = rest_url(
            root, f"wp/v2/{kind}", {"slug": slug, "_fields": fields, "_embed": "author,wp:term"}
        )
        answer = yield from fetch(Request("GET", address, tolerate=_MISSING_POST))
        posts = decode_each(answer, PostShape) if answer.status == 200 else ()
        for post in posts:
            if _path(web_address(post.link)) == _path(url):
                return post
    return None


def _by_number(root: str, number: str, fields: str) -> Flow[PostShape | None]:
    for kind in KINDS:
        address = rest_url(root, f"wp/v2/{kind}/{number}", {"_fields": fields, "_embed": "author,wp:term"})
        answer = yield from fetch(Request("GET", address, tolerate=_MISSING_POST | MEMBERS_ONLY))
        if answer.status in MEMBERS_ONLY:
            raise refusal("The blog shows this post to its members only", answer)
        if answer.status == 200:
            return decode(answer, PostShape)
    return None


def _path(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/")
