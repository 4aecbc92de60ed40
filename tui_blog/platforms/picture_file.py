"""A picture of a post as a file, for whoever shows it."""

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.text import clean_line

MOST_BYTES = 8 * 1024 * 1024
"""A picture in a post is rarely half as large; who wants to see a larger one has a browser."""

_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif"
_UNTOLD = frozenset(("", "application/octet-stream", "binary/octet-stream"))
"""What servers say of files that they know nothing about: a look into them tells."""


def picture_file(url: str) -> Flow[bytes]:
    """Fetch a picture; UnreadableAnswer where something else is sent, BodyTooLarge past MOST_BYTES."""
    response = yield from fetch(Request("GET", url, headers={"accept": _ACCEPT}, ceiling=MOST_BYTES))
    kind = (response.content_type or "").partition(";")[0].strip().lower()
    shown = clean_line(url, 200)
    if kind.startswith("image/svg"):
        raise UnreadableAnswer(f"{shown} is a drawing (SVG); only a browser shows it.", url)
    if not (kind.startswith("image/") or kind in _UNTOLD):
        raise UnreadableAnswer(f"{shown} is no picture but something else ({clean_line(kind, 60)}).", url)
    return response.body
