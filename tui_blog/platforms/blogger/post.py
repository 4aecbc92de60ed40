"""A post of Blogger: from an entry of its feed."""

import html
import re
from dataclasses import replace

from tui_blog.model.post import Post
from tui_blog.platforms.blogger.listing import (
    Category,
    Entry,
    Link,
    Text,
    authors_of,
    ids_in,
    line_of,
    number_in,
    page_of,
)
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_either
from tui_blog.platforms.feeds.parsed import make_post
from tui_blog.platforms.wire import salvage_each

ONLY_THE_BEGINNING = "The blog's feed gives only the beginning."

_KINDS = "http://schemas.google.com/"
"""Categories that say "this is a post" or "a comment", and are no labels."""
_JUMP_BREAK_AT_END = re.compile(
    r"<a\s+name=['\"]more['\"]\s*/?>(?:\s|&nbsp;|</?(?:a|div|p|span|br)\b[^<>]*>)*$", re.IGNORECASE
)
_TAIL = 1_000
"""Characters at the end of a body among which the jump break is looked for."""


def post_of(entry: Entry, feed_author: str = "") -> Post:
    """Make the post that an entry describes; a body that is cut says so, with the way to the rest."""
    links = salvage_each(entry.link, Link)
    body = _markup(entry.content) or _markup(entry.summary)
    url = page_of(links)
    post = make_post(
        guid=entry.id.text or "",
        url=url,
        title=line_of(entry.title),
        html=body,
        author=authors_of(entry.author) or feed_author,
        published=parse_date(entry.published.text or ""),
        updated=parse_date(entry.updated.text or ""),
        labels=_labels(entry),
        comment_count=number_in(entry.total),
    )
    return replace(
        post,
        html=body + _way_to_the_rest(url) if is_cut(entry) else body,
        comments_open=_open(entry, links),
        remote_id=ids_in(post.guid).post,
    )


def is_cut(entry: Entry) -> bool:
    """Whether the feed has a summary, or the text up to its jump break: as the owner set it."""
    content = _markup(entry.content)
    if not content:
        return bool(_markup(entry.summary))
    return _JUMP_BREAK_AT_END.search(content[-_TAIL:]) is not None


def _markup(text: Text | None) -> str:
    raw = (text.text or "").strip() if text else ""
    return raw if text and text.type in ("html", "xhtml") else html_from_either(raw) if raw else ""


def _way_to_the_rest(url: str) -> str:
    link = f' <a href="{html.escape(url)}">The whole post is on its page.</a>' if url else ""
    return f"<p><em>{ONLY_THE_BEGINNING}</em>{link}</p>"


def _labels(entry: Entry) -> list[str]:
    categories = salvage_each(entry.category, Category)
    return [each.term for each in categories if each.term and not (each.scheme or "").startswith(_KINDS)]


def _open(entry: Entry, links: tuple[Link, ...]) -> bool | None:
    """Where comments are off or hidden there is neither a link to replies nor a count; the count alone is
    no proof that more may be written."""
    if any(link.rel == "replies" for link in links):
        return True
    return False if entry.total is None else None
