"""What WordPress's REST API sends: its shapes, its errors, its two clocks.

Source: REST API Handbook, reference of posts and comments (wp/v2).
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit, urlunsplit

import msgspec

from tui_blog.errors import StatusError
from tui_blog.model.flow import Response
from tui_blog.model.text import EMPTY, CleanText, clean_line, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.wire import salvage, try_decode
from tui_blog.platforms.wordpress.root import hosted_at

_MISSING = msgspec.Raw(b"null")


class Rendered(msgspec.Struct, frozen=True):
    """A text as the theme would show it: HTML, also in titles."""

    rendered: str | None = None
    protected: bool | None = None


class Named(msgspec.Struct, frozen=True):
    """An author, a category or a tag; `name` is missing in the error objects that may stand in its place."""

    name: str | None = None
    taxonomy: str | None = None


class Embedded(msgspec.Struct, frozen=True):
    """What `_embed` adds to a post; any part of it may be an error object."""

    author: msgspec.Raw = _MISSING
    terms: msgspec.Raw = msgspec.field(default=_MISSING, name="wp:term")


class PostShape(msgspec.Struct, frozen=True):
    """A post or page."""

    id: int
    date: str | None = None
    date_gmt: str | None = None
    modified: str | None = None
    modified_gmt: str | None = None
    guid: Rendered | None = None
    link: str | None = None
    title: Rendered | None = None
    content: Rendered | None = None
    excerpt: Rendered | None = None
    comment_status: str | None = None
    embedded: msgspec.Raw = msgspec.field(default=_MISSING, name="_embedded")


class CommentShape(msgspec.Struct, frozen=True):
    """A comment."""

    id: int
    parent: int | None = None
    author: int | None = None
    """The account's number, 0 for a stranger."""
    author_name: str | None = None
    author_url: str | None = None
    date: str | None = None
    date_gmt: str | None = None
    content: Rendered | None = None
    link: str | None = None
    status: str | None = None
    type: str | None = None


class WriterShape(msgspec.Struct, frozen=True):
    """Whose post it is."""

    author: int | None = None
    """The account's number."""


class AccountShape(msgspec.Struct, frozen=True):
    """Who is signed in, as `users/me` tells."""

    id: int


class RouteShape(msgspec.Struct, frozen=True):
    """What OPTIONS tells of a route; the namespace shows that WordPress itself has answered."""

    namespace: str = ""


class ErrorDetails(msgspec.Struct, frozen=True):
    """`data` of an error: which parameters were wrong, and why."""

    params: dict[str, str] = {}


class RestError(msgspec.Struct, frozen=True):
    """An error; `message` is for people, translated, and may hold entities."""

    code: str | int | None = None
    message: str | None = None
    data: msgspec.Raw = _MISSING

    @property
    def sentence(self) -> CleanText:
        """What the blog says, clean; of a wrong parameter the reason alone."""
        return line_from_html(" ".join(self.params.values()) or self.message or "")

    @property
    def params(self) -> dict[str, str]:
        """The parameters that were wrong, each with its reason."""
        details = salvage(self.data, ErrorDetails)
        return details.params if details else {}


NO_ERROR = RestError()

MEMBERS_ONLY = frozenset({401, 403})
SHUT = MEMBERS_ONLY | {404}
"""With these an API answers that is for members, guarded, or off."""

PROTECTED = "<p>This post is protected by a password. Open it in a browser to type the password.</p>"
"""What is read in place of the text of such a post."""


def rest_error(response: Response) -> RestError:
    """The error that an answer carries; one without code where the answer is no JSON (a firewall's page)."""
    return try_decode(response, RestError) or NO_ERROR


def refusal(sentence: str, answer: Response) -> StatusError:
    """The error for an answer that says no; the blog's own words follow the sentence, where it has any."""
    said = rest_error(answer).sentence
    return StatusError(clean_line(f"{sentence}{': ' + said if said else '.'}"), answer.url, answer.status)


def header_number(response: Response, name: str) -> int | None:
    """A header that counts (X-WP-Total, X-WP-TotalPages), or None where a proxy took it away."""
    value = response.header(name) or ""
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None


def text_of(part: Rendered | None) -> str:
    """The HTML of a rendered part, "" where there is none."""
    return (part.rendered if part else None) or ""


def line_of(markup: str | None, ceiling: int = 1_000) -> CleanText:
    """A clean line of a name or title, "" where there is none."""
    return line_from_html(markup, ceiling) if markup else EMPTY


def web_address(address: str | None) -> str:
    """An http or https address as it can be opened, or "" for anything else."""
    # WordPress escapes "&" in guids and in the addresses of commenters, and nothing else in an address.
    return absolute((address or "").replace("&#038;", "&").replace("&amp;", "&"))


def site_of(root: str) -> str:
    """The folder of a blog, with a closing slash, told by its REST root.

    >>> site_of("https://blog.example/news/wp-json/"), site_of("https://blog.example/index.php?rest_route=/")
    ('https://blog.example/news/', 'https://blog.example/')
    """
    if host := hosted_at(root):
        return f"https://{host}/"
    parts = urlsplit(root)
    is_plain = "rest_route" in parse_qs(parts.query)
    folder = parts.path if is_plain else parts.path.rstrip("/").rpartition("/")[0]
    path = folder.rstrip("/").removesuffix("index.php").rstrip("/") + "/"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def blog_time(local: str | None, gmt: str | None) -> datetime | None:
    """The aware date in the blog's own zone: `date` has no offset, but its distance from `date_gmt` is one.

    >>> blog_time("2024-05-01T14:00:00", "2024-05-01T12:00:00").isoformat()
    '2024-05-01T14:00:00+02:00'
    """
    here, there = _moment(local), _moment(gmt)
    if there is None:
        return here
    offset = here - there if here else timedelta()
    if abs(offset) > timedelta(hours=14):
        return there
    try:
        return there.astimezone(timezone(offset))
    except OverflowError:
        return there


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
