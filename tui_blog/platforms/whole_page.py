"""The page of a post as text, for whoever looks for the article in it."""

import re
from dataclasses import dataclass

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import clean_line
from tui_blog.platforms.encoding import decode

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "application/xml", ""))
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WholePage:
    """A page as it was sent."""

    url: str
    """Where it came from, after redirects."""
    markup: str
    asks_for_password: bool
    """It has a field for one: a login, or the protection of a single post."""


def whole_page(url: str) -> Flow[WholePage]:
    """Fetch a page; UnreadableAnswer where the address leads to a file of another kind."""
    response = yield from fetch(Request("GET", url, headers={"accept": _ACCEPT}))
    kind = (response.content_type or "").partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES:
        shown = clean_line(kind, 60)
        raise UnreadableAnswer(f"{clean_line(url, 200)} is no page but a file ({shown}).", url)
    markup = decode(response.body, response.content_type)
    return WholePage(response.url, markup, _PASSWORD.search(markup) is not None)
