"""One post of a Blogger blog by its address: by its path, by the numbers in its page, or off the page."""

from dataclasses import replace
from urllib.parse import urlsplit

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.blogger.address import (
    asking,
    central_root,
    is_blogspot,
    is_central,
    is_same_page,
)
from tui_blog.platforms.blogger.listing import JSON_OR_ATOM, Listing, PostIds, ids_in, read_listing
from tui_blog.platforms.blogger.page import post_in, read_marks
from tui_blog.platforms.blogger.post import is_cut, post_of
from tui_blog.platforms.pages import parse_page

_STANDALONE = "/p/"
"""Pages that stand outside the posts have a feed of their own."""
_MOST_PAGES = 100


def find_post(root: str, url: str) -> Flow[Post | None]:
    """The post at `url`, whole where its page shows more than the feed; None where the blog has none there.

    A blog's feed finds a post by its path (`path=`, which a large client used until 2025); where that is no
    more, the answer holds other posts, and the page tells the numbers.
    """
    path = urlsplit(url).path
    if not path.strip("/"):
        return None
    listing = yield from _listing(_by_path(root, path))
    post, cut = _among(listing, url)
    if (post is not None and not cut) or not _is_on_blog(url, root):
        return post
    by_page = yield from _by_page(url)
    if post is None or by_page is None:
        return by_page or post
    return replace(post, html=by_page.html, excerpt=by_page.excerpt)


def _by_path(root: str, path: str) -> str:
    if path.startswith(_STANDALONE):
        return asking(f"{root}pages/default", alt="json", max_results=_MOST_PAGES)
    return asking(f"{root}posts/default", alt="json", redirect="false", path=path)


def _among(listing: Listing | None, url: str) -> tuple[Post | None, bool]:
    """The post with that address, and whether the feed has no more than its beginning."""
    for entry in listing.entries if listing else ():
        post = post_of(entry, listing.author if listing else "")
        if is_same_page(post.url, url):
            return post, is_cut(entry)
    return None, False


def _is_on_blog(url: str, root: str) -> bool:
    return is_central(root) or host_of(url) == host_of(root) or is_blogspot(url)


def _by_page(url: str) -> Flow[Post | None]:
    try:
        page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
    except NetworkError:
        return None
    document = parse_page(page)
    marks = read_marks(document, page.url) if page.status < 400 else None
    if marks is None:
        return None
    by_ids = yield from _by_ids(marks.ids, url)
    shown = post_in(document, url, marks.ids) if marks.is_post else None
    return by_ids or shown


def _by_ids(ids: PostIds, url: str) -> Flow[Post | None]:
    if not (ids.blog and ids.post):
        return None
    address = asking(f"{central_root(ids.blog)}posts/default/{ids.post}", alt="json")
    listing = yield from _listing(address)
    for entry in listing.entries if listing else ():
        if ids_in(entry.id.text or "").post == ids.post and not is_cut(entry):
            post = post_of(entry)
            return post if post.url else replace(post, url=url)
    return None


def _listing(address: str) -> Flow[Listing | None]:
    """What stands at an address of a feed; None for all that can go wrong there."""
    request = Request("GET", address, headers={"Accept": JSON_OR_ATOM}, tolerate=ANY_STATUS)
    try:
        answer: Response = yield from fetch(request)
        return read_listing(answer) if answer.status == 200 else None
    except NetworkError:
        return None
