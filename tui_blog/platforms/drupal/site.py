"""Which Drupal site stands behind a page, and whether its API shows the posts (platforms.md §10)."""

import re

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, fetch
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute, canonical
from tui_blog.platforms.drupal.comments import DrupalComments
from tui_blog.platforms.drupal.posts import DrupalPosts
from tui_blog.platforms.drupal.shapes import SYSTEM, Document, DrupalMarks, asking, read_marks
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode

_KINDS = ("blog_post", "blog", "blogpost", "post", "blog_entry", "article", "story", "news")
"""Types of posts by their usual names, the likeliest first; "page" is what Drupal calls all else."""
_BEFORE_JSON_API = re.compile(r"drupal [1-7]\b", re.IGNORECASE)


def marks(page: Page) -> str:
    """The page, or its server, names Drupal; or it brings the settings of Drupal's scripts."""
    found = read_marks(page)
    return found.why if found else ""


def site_of_page(page: Page) -> Flow[Site | None]:
    """The site by its API; None where that is off, closed, or lists no type of posts that is known here."""
    found = read_marks(page)
    collection = (yield from _collection(found)) if found and not _is_too_old(page) else ""
    if found is None or not collection:
        return None
    is_post = bool(found.node) and canonical(page.url) != canonical(found.home)
    return Site(
        url=found.home,
        title=page.title,
        platform=SYSTEM,
        sources=(SourceRef(SYSTEM, collection),),
        channels=(ChannelRef(SYSTEM, collection),),
        post_url=page.url if is_post else None,
        post_id=found.node if is_post else None,
        reasons=(clean_line(f"JSON:API at {found.api} is open.", 300),),
    )


def _is_too_old(page: Page) -> bool:
    return _BEFORE_JSON_API.match(page.generator) is not None


def _collection(found: DrupalMarks) -> Flow[str]:
    """The collection of the first type of posts that has any; "" where there is none."""
    try:
        answer = yield from fetch(asking(found.api, {}, ANY_STATUS))
        if answer.status != 200:
            return ""
        document = decode(answer, Document)
        for kind in _KINDS:
            address = document.link(f"node--{kind}", answer.url)
            page = (yield from DrupalPosts(address).page()) if address else None
            if page is not None and page.posts:
                return address
    except NetworkError:
        return ""
    return ""


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of the page's own post, by the API's usual place."""
    found = read_marks(page)
    if found is None or not found.node or _is_too_old(page):
        return None
    return ChannelRef(SYSTEM, absolute("jsonapi/node/article", found.home), found.node)


PLATFORM = Platform(
    SYSTEM,
    "Drupal",
    marks=marks,
    generator="drupal",
    feed_paths=("rss.xml", "blog/feed"),
    site=site_of_page,
    source=DrupalPosts,
    channel=DrupalComments,
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef(SYSTEM, url),
)
