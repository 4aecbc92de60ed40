"""The posts of a WordPress blog over its REST API, from the newest back to the first."""

from collections.abc import Sequence
from datetime import MAXYEAR, datetime, timedelta
from itertools import chain, pairwise

import msgspec

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.rhythm import Rhythm
from tui_blog.model.site import Part, SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.model.validators import Validators
from tui_blog.model.ways import PostSource
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.feeds.freshness import fresh_for
from tui_blog.platforms.page_size import is_too_much
from tui_blog.platforms.wire import decode_each, salvage, salvage_each
from tui_blog.platforms.wordpress.address import find_post
from tui_blog.platforms.wordpress.parts import read_parts
from tui_blog.platforms.wordpress.root import KIND, narrowed, narrowing, rest_url, whole
from tui_blog.platforms.wordpress.shapes import (
    MEMBERS_ONLY,
    PROTECTED,
    Embedded,
    Named,
    PostShape,
    blog_time,
    header_number,
    line_of,
    refusal,
    rest_error,
    text_of,
    web_address,
)

FULL_PAGE = 100
"""The most that WordPress gives at once."""
SMALL_PAGE = 20
"""For hosts that cannot render a hundred posts in time, or blogs of very long ones."""

_PROTECTED_TITLE = "Protected:"
_READ_HERE = frozenset({400}) | MEMBERS_ONLY

FIELDS = (
    "id,date,date_gmt,modified,modified_gmt,guid,link,title,content,excerpt,comment_status,"
    "_links.author,_links.wp:term,_embedded"
)


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a page begins; kept between pages as the cursor.

    Going back is done by date: what is published meanwhile moves no page. `before` is the local date of the
    last post seen, `seen` holds the posts of that very second. Where a plugin sorts posts otherwise, or the
    blog passes over `before`, pages are counted instead and the library drops what it sees twice.
    """

    size: int = FULL_PAGE
    before: str = ""
    seen: tuple[int, ...] = ()
    number: int = 1


class WordPressPosts(PostSource):
    """A `PostSource` over `root`, the REST root of a blog or of a part of it (see `root.py`)."""

    def __init__(self, root: str) -> None:
        self.root = whole(root)
        part = narrowing(root)
        self.kind = "pages" if part.pop(KIND, "") == "pages" else "posts"
        self.part = part

    def page(self, cursor: Cursor | None = None, validators: Validators | None = None) -> Flow[PostPage]:
        """One page, newest first. REST has no validators, so a page is never `unchanged`.

        Raises `UnreadableAnswer`, or what the driver raises (401 and 403 where the API is for members).
        """
        place = _place(cursor)
        try:
            return (yield from self._page(place))
        except NetworkError as error:
            if place.size == SMALL_PAGE or not is_too_much(error):
                raise
        return (yield from self._page(_smaller(place)))

    def one(self, url: str) -> Flow[Post | None]:
        """The post or page at that address."""
        found = yield from find_post(self.root, url, FIELDS)
        return post_of(found) if found else None

    def parts(self) -> Flow[tuple[Part, ...]]:
        """Categories, tags, authors, months and static pages, in at most 15 requests."""
        return (yield from read_parts(self.root))

    def search(self, query: str) -> SourceRef:
        """The posts that the blog's own search finds, newest first."""
        return SourceRef("wordpress", narrowed(self.root, {"search": query}))

    def _page(self, place: Place) -> Flow[PostPage]:
        answer = yield from fetch(Request("GET", self._address(place), tolerate=_READ_HERE))
        if answer.status == 400:
            return _past_the_end(answer)
        if answer.status in MEMBERS_ONLY:
            raise refusal(f"{host_of(answer.url)} lists its posts for members only", answer)
        shapes = decode_each(answer, PostShape)
        total = header_number(answer, "x-wp-total") if place == Place(place.size) else None
        return PostPage(
            tuple(map(post_of, shapes)),
            next=_next(place, shapes, answer),
            total=total,
            rhythm=Rhythm(fresh_for(answer)),
        )

    def _address(self, place: Place) -> str:
        params: dict[str, str | int] = {**self.part, "per_page": place.size}
        params |= {"_embed": "author,wp:term", "_fields": FIELDS}
        if place.before:
            # WordPress compares with "<" and has dates of whole seconds.
            params["before"] = (datetime.fromisoformat(place.before) + timedelta(seconds=1)).isoformat()
        if place.seen:
            params["exclude"] = ",".join(map(str, place.seen))
        if place.number > 1:
            params["page"] = place.number
        return rest_url(self.root, f"wp/v2/{self.kind}", params)


def post_of(shape: PostShape) -> Post:
    """Make the post that a shape describes; a protected one gets a sentence for its body."""
    protected = shape.content is not None and shape.content.protected and not shape.content.rendered
    body = PROTECTED if protected else text_of(shape.content)
    status = {"open": True, "closed": False}
    embedded = salvage(shape.embedded, Embedded) or Embedded()
    return Post(
        guid=web_address(text_of(shape.guid)) or line_of(text_of(shape.guid)) or web_address(shape.link),
        url=web_address(shape.link),
        title=_title(line_of(text_of(shape.title)), protected=bool(protected)),
        html=body,
        author=_author(embedded),
        published=blog_time(shape.date, shape.date_gmt),
        updated=blog_time(shape.modified, shape.modified_gmt),
        labels=_labels(embedded),
        excerpt=excerpt_from_html(text_of(shape.excerpt) or body),
        comments_open=status.get(shape.comment_status or ""),
        remote_id=str(shape.id),
    )


def _title(title: CleanText, *, protected: bool) -> CleanText:
    """As the blog's own pages and feeds write it (core, `get_the_title()`); the API leaves the word out."""
    is_told = not protected or title.startswith(_PROTECTED_TITLE)
    return title if is_told else clean_line(f"{_PROTECTED_TITLE} {title}")


def _author(embedded: Embedded) -> CleanText:
    authors = salvage_each(embedded.author, Named)
    return line_of(authors[0].name) if authors else EMPTY


def _labels(embedded: Embedded) -> tuple[CleanText, ...]:
    """Categories and tags by name; taxonomies of plugins (formats, languages) stay out."""
    terms = chain.from_iterable(
        salvage_each(group, Named) for group in salvage_each(embedded.terms, msgspec.Raw)
    )
    names = (line_of(term.name) for term in terms if term.taxonomy in ("category", "post_tag"))
    return tuple(dict.fromkeys(name for name in names if name))


def _place(cursor: Cursor | None) -> Place:
    """Read a cursor; one that an older version wrote and nobody can read begins at the newest post."""
    try:
        return msgspec.json.decode(cursor, type=Place) if cursor else Place()
    except msgspec.DecodeError:
        return Place()


def _next(place: Place, shapes: Sequence[PostShape], answer: Response) -> Cursor | None:
    pages = header_number(answer, "x-wp-totalpages")
    more = len(shapes) >= place.size if pages is None else pages > place.number
    return Cursor(msgspec.json.encode(_older(place, shapes)).decode()) if more and shapes else None


def _older(place: Place, shapes: Sequence[PostShape]) -> Place:
    dates = [_second(shape) for shape in shapes]
    if place.before and dates[0] > place.before:
        return Place(size=place.size, number=2)
    newest_first = all(dates) and all(newer >= older for newer, older in pairwise(dates))
    if place.number > 1 or not newest_first:
        return msgspec.structs.replace(place, number=place.number + 1)
    last = dates[-1]
    seen = tuple(shape.id for shape, date in zip(shapes, dates, strict=True) if date == last)
    return Place(place.size, before=last, seen=place.seen + seen if last == place.before else seen)


def _second(shape: PostShape) -> str:
    """The local date to the second, in the one form that sorts as text; "" where it cannot be used."""
    try:
        moment = datetime.fromisoformat(shape.date or "")
    except ValueError:
        return ""
    usable = moment.tzinfo is None and moment.year < MAXYEAR
    return moment.isoformat(timespec="seconds") if usable else ""


def _smaller(place: Place) -> Place:
    passed = (place.number - 1) * place.size
    return msgspec.structs.replace(place, size=SMALL_PAGE, number=passed // SMALL_PAGE + 1)


def _past_the_end(answer: Response) -> PostPage:
    error = rest_error(answer)
    if error.code == "rest_post_invalid_page_number":
        return PostPage(())
    raise StatusError(
        f"The blog refused to list its posts: {error.sentence or 'status 400'}", answer.url, 400
    )
