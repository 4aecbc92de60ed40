"""Movable Type: its Data API where a page links it, else its feed; threads by the API or the page.

Source: platforms.md §11. Nothing tells where the Data API stands unless a page does, so nobody guesses.
"""

import re

import msgspec

from tui_blog.errors import NetworkError
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import CleanText, clean_line, line_from_html
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.thread_on_page import comments_in
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.encoding import decode as decode_text
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.installed.movable_type_posts import (
    FULL_PAGE,
    SYSTEM,
    Listing,
    MovableTypePosts,
    Person,
)
from tui_blog.platforms.page_marks import told_by
from tui_blog.platforms.pages import Page, read_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each

MOST_PAGES = 200
"""No thread is longer; a server that always has one more page is lying."""

_API = re.compile(r"[^\s\"'<>]*/mt-data-api\.cgi/v\d+/sites/\d+")
_GUID = re.compile(r"tag:[^,\s]+,\d{4}:\S*/\d+\.(\d+)")
"""The id of an entry in Movable Type's own feeds: blog and entry by their numbers."""
_SCRIPTS = ("mt-comments.cgi", "mt-search.cgi", "mt-xmlrpc.cgi", "mt-tb.cgi")


class CommentShape(msgspec.Struct, frozen=True):
    """A comment of the Data API."""

    id: int
    body: str | None = None
    author: Person | None = None
    date: str | None = None
    link: str | None = None
    parent: int | None = None


class MovableTypeComments(BrowserComments):
    """`endpoint` is the site in the Data API, or the blog's home; `key` the entry's number, where known."""

    system = SYSTEM
    reason = CleanText("This blog runs Movable Type, whose comment form is made for browsers.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments, oldest first: by the API, else as they stand in the post's page."""
        number = post.remote_id or self.key or entry_in(post.guid)
        if number and _API.fullmatch(self.endpoint):
            return (yield from _read_thread(self.endpoint, number))
        page = read_page((yield from fetch(Request("GET", post.url))))
        comments = comments_in(page.root, post.url)
        return Thread(comments, max(len(comments), post.comment_count or 0))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the post."""
        return f"{post.url.partition('#')[0]}#comments"


def entry_in(guid: str) -> str:
    """The number of an entry by the id that Movable Type's feeds give it, or ""."""
    found = _GUID.fullmatch(guid)
    return found[1] if found else ""


def _read_thread(site: str, number: str) -> Flow[Thread]:
    found: dict[str, Comment] = {}
    total = 0
    for _ in range(MOST_PAGES):
        url = f"{site}/entries/{number}/comments?limit={FULL_PAGE}&offset={len(found)}"
        listing = decode((yield from fetch(Request("GET", url))), Listing)
        total = max(total, listing.total)
        fresh = [each for each in salvage_each(listing.items, CommentShape) if str(each.id) not in found]
        found |= {str(each.id): _comment(each) for each in fresh}
        if not fresh or len(found) >= total:
            break
    return Thread(tuple(found.values()), max(total, len(found)))


def _comment(shape: CommentShape) -> Comment:
    return Comment(
        id=str(shape.id),
        parent=str(shape.parent) if shape.parent else None,
        author=line_from_html((shape.author.name if shape.author else None) or "", 100),
        html=html_from_either(shape.body or ""),
        published=parse_date(shape.date or ""),
        url=absolute(shape.link or ""),
    )


# --- whose page it is ----------------------------------------------------------------------------


def marks(page: Page) -> str:
    """The page names Movable Type, or two of its scripts."""
    if page.generator.lower().startswith("movable type"):
        return f"its page says “{page.generator}”"
    told = {name for name in _SCRIPTS if any(name in address for address in _addresses(page))}
    return told_by((name in told, f"its page leads to {name}") for name in _SCRIPTS)


def _addresses(page: Page) -> list[str]:
    forms = [each.get("action") or "" for each in page.root.iter("form")]
    return [*forms, *(each.get("href") or "" for each in page.root.iter("link", "a"))]


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog by the Data API that its page links; None where it links none, or that is shut."""
    api = _api(page)
    if not api:
        return None
    try:
        answer = yield from fetch(Request("GET", f"{api}/entries?limit=1", tolerate=ANY_STATUS))
        is_open = answer.status == 200 and bool(decode(answer, Listing).total)
    except NetworkError:
        return None
    if not is_open:
        return None
    return Site(
        url=page.home,
        title=page.title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, api),),
        channels=(ChannelRef(SYSTEM, api),),
        post_url=page.url if page.is_post and canonical(page.url) != canonical(page.home) else None,
        reasons=(clean_line(f"The Data API at {api} is open.", 300),),
    )


def _api(page: Page) -> str:
    """The blog's site in a Data API on the blog's own host, as the page's text has it; or ""."""
    text = decode_text(page.response.body, page.response.content_type).replace("\\/", "/")
    found = _API.search(text)
    url = absolute(found[0], page.base) if found else ""
    return url if host_of(url) == host_of(page.fetched) else ""


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of a page's blog, with the entry's number where its form has it."""
    if not marks(page):
        return None
    inputs = (each for each in page.root.iter("input") if each.get("name") == "entry_id")
    number = next((value for each in inputs if (value := each.get("value") or "").isdigit()), "")
    return ChannelRef(SYSTEM, _api(page) or page.home, number)


PLATFORM = Platform(
    SYSTEM,
    "Movable Type",
    marks=marks,
    generator="movable type",
    feed_paths=("atom.xml", "index.xml"),
    site=site_of_page,
    source=MovableTypePosts,
    channel=lambda ref, account: MovableTypeComments(ref),
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef(SYSTEM, url),
)
