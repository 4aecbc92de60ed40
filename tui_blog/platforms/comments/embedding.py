"""What comment servers go by when a page does not name its thread, and how a thread's names are kept."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from tui_blog.model.comment import Comment
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.pages import Page


def path_of(page: Page) -> CleanText:
    """The page's path, decoded, its closing slash as in the address that a browser shows."""
    return clean_line(unquote(urlsplit(page.fetched).path) or "/")


def bare_address_of(page: Page) -> str:
    """The page's address without query and fragment, as scripts make it of `location`."""
    parts = urlsplit(page.fetched)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))


def authority_of(page: Page) -> str:
    """The page's host as scripts know it: in lower case, with its port where it is none of the usual."""
    return urlsplit(page.fetched).netloc.rpartition("@")[2].lower()


def packed(**names: str) -> str:
    """Several names of a thread as one `ChannelRef.key`; empty ones are left out."""
    return urlencode({name: clean_line(value, 2_000) for name, value in names.items() if value})


def unpacked(key: str) -> dict[str, str]:
    """The names in a key that was made by `packed`."""
    return dict(parse_qsl(key))


def without_lone_deleted(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Leave out deleted comments under which nobody's answer stands."""
    every = tuple(comments)
    parents = {comment.id: comment.parent for comment in every}
    kept = {comment.id for comment in every if not comment.deleted}
    for name in tuple(kept):
        above = parents[name]
        while above in parents and above not in kept:
            kept.add(above)
            above = parents[above]
    return tuple(comment for comment in every if comment.id in kept)
