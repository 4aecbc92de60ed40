"""The posts of a Drupal site over JSON:API, from the newest back to the first (platforms.md §10)."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.text import CleanText, clean_line
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.drupal.shapes import (
    ACCEPT,
    FULL_PAGE,
    Document,
    Resource,
    Text,
    asking,
    read_marks,
)
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.feeds.parsed import make_post
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.wire import decode, salvage_each

_INCLUDES = ("uid,field_tags", "uid", "")
"""What is wanted beside the posts; a field that a type of posts does not have is refused as a whole."""
_REFUSED = frozenset({400, 403})
_OPEN = 2
"""Of the field of comments: 2 takes new ones, 1 shows the old ones, 0 hides all."""
_BODIES = ("body", "field_body", "field_content", "field_text")


class _Path(msgspec.Struct, frozen=True):
    alias: str | None = None


class _Comments(msgspec.Struct, frozen=True):
    status: int
    comment_count: int | None = None


class DrupalPosts(PostSource):
    """A `PostSource` over a collection: `{site}/jsonapi/node/{type of posts}`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.home = home_of(url)

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first; the cursor is the address that the page before gave for it.

        Raises `UnreadableAnswer`, or what the driver raises (403 and 404 where the API is shut).
        """
        if cursor and host_of(cursor) == host_of(self.url):
            answer = yield from fetch(Request("GET", cursor, headers={"Accept": ACCEPT}))
        else:
            answer = yield from _asked(self.url, {"sort": "-created", "page[limit]": FULL_PAGE})
        document = decode(answer, Document)
        posts = posts_in(answer, self.home)
        older = document.link("next", answer.url)
        return PostPage(posts, next=Cursor(older) if posts and older else None, site_url=self.home)

    def one(self, url: str) -> Flow[Post | None]:
        """The post at that address, by the number that its page tells."""
        page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
        marks = read_marks(read_page(page, url)) if page.status == 200 else None
        if marks is None or not marks.node:
            return None
        return (yield from by_number(self.url, marks.node))


def by_number(collection: str, number: str) -> Flow[Post | None]:
    """The post with that number, if it is one of the collection."""
    answer = yield from _asked(collection, {"filter[drupal_internal__nid]": number})
    return next(iter(posts_in(answer, home_of(collection))), None)


def home_of(collection: str) -> str:
    """The front page of the site whose API that is."""
    return absolute("../../", collection)


def _asked(url: str, params: Mapping[str, str | int]) -> Flow[Response]:
    """Ask for posts with as much beside them as their type has."""
    for include in _INCLUDES:
        wanted = {**params, "filter[status]": 1} | ({"include": include} if include else {})
        answer = yield from fetch(asking(url, wanted, _REFUSED if include else frozenset()))
        if answer.status not in _REFUSED:
            break
    return answer


def posts_in(answer: Response, home: str) -> tuple[Post, ...]:
    """The posts of an answer; those of another shape are left out. Raises UnreadableAnswer."""
    document = decode(answer, Document)
    beside = {each.id: each for each in salvage_each(document.included, Resource)}
    return tuple(_post(each, beside, home) for each in salvage_each(document.data, Resource))


def _post(node: Resource, beside: Mapping[str, Resource], home: str) -> Post:
    number = node.told("drupal_internal__nid", int)
    path = node.told("path", _Path)
    written = path.alias if path and path.alias else f"/node/{number}" if number else ""
    url = absolute(written.lstrip("/"), home) if written else ""
    _, comments = _comments(node)
    post = make_post(
        guid=f"{number} at {home.rstrip('/')}" if number else node.id,
        url=url,
        title=clean_line(node.told("title", str) or ""),
        html=_body(node),
        author=next((name for each in node.related("uid") if (name := name_of(beside.get(each.id)))), ""),
        published=parse_date(node.told("created", str) or ""),
        updated=parse_date(node.told("changed", str) or ""),
        labels=_labels(node, beside),
        comment_count=comments.comment_count if comments else None,
    )
    is_open = comments.status == _OPEN if comments else None
    return replace(post, comments_open=is_open, remote_id=clean_line(node.id))


def _body(node: Resource) -> str:
    """The text as the site shows it, under the name that most types of posts give it."""
    texts = [text for name in _BODIES if (text := node.told(name, Text))]
    shown = next((text.processed for text in texts if text.processed), None)
    return shown or next((html_from_text(text.summary) for text in texts if text.summary), "")


def _comments(node: Resource) -> tuple[str, _Comments | None]:
    """Whatever a type of posts calls its field of comments, nothing else has such a shape."""
    fields = (name for name in node.attributes if "comment" in name)
    found = ((name, field) for name in fields if (field := node.told(name, _Comments)))
    return next(found, ("", None))


def comments_field(node: Resource) -> tuple[str, bool]:
    """The name of a post's field of comments ("" for none), and whether it takes new ones."""
    name, comments = _comments(node)
    return name, comments is not None and comments.status == _OPEN


def _labels(node: Resource, beside: Mapping[str, Resource]) -> list[str]:
    named = (beside.get(each.id) for each in node.related("field_tags"))
    return [each.told("name", str) or "" for each in named if each]


def name_of(user: Resource | None) -> CleanText:
    """A person as the site shows the name; "" where it does not."""
    told = (user.told("display_name", str) or user.told("name", str) or "") if user else ""
    return clean_line(told, 100)
