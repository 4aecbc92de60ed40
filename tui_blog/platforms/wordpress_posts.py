"""The posts of a WordPress blog over its REST API, from the newest back to the first."""

from collections.abc import Sequence
from datetime import MAXYEAR, datetime, timedelta
from itertools import chain, pairwise

import msgspec

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post, PostPage, Validators
from tui_blog.model.rhythm import Rhythm
from tui_blog.model.site import Cursor
from tui_blog.model.text import EMPTY, CleanText, excerpt_from_html
from tui_blog.model.ways import PostSource
from tui_blog.platforms.freshness import fresh_for
from tui_blog.platforms.page_size import is_too_much
from tui_blog.platforms.restroot import rest_url
from tui_blog.platforms.wire import decode_each, salvage, salvage_each
from tui_blog.platforms.wordpress import (
    Embedded,
    Named,
    PostShape,
    blog_time,
    header_number,
    line_of,
    rest_error,
    text_of,
    web_address,
)
from tui_blog.platforms.wordpress_address import find_post

FULL_PAGE = 100
"""The most that WordPress gives at once."""
SMALL_PAGE = 20
"""For hosts that cannot render a hundred posts in time, or blogs of very long ones."""

PROTECTED = "<p>This post is protected by a password.</p>"

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
    """A `PostSource` over `root`, the blog's REST root (pretty or plain)."""

    def __init__(self, root: str) -> None:
        self.root = root

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

    def _page(self, place: Place) -> Flow[PostPage]:
        answer = yield from fetch(Request("GET", self._address(place), tolerate=frozenset({400})))
        if answer.status == 400:
            return _past_the_end(answer)
        shapes = decode_each(answer, PostShape)
        total = header_number(answer, "x-wp-total") if place == Place(place.size) else None
        return PostPage(
            tuple(map(post_of, shapes)),
            next=_next(place, shapes, answer),
            total=total,
            rhythm=Rhythm(fresh_for(answer)),
        )

    def _address(self, place: Place) -> str:
        params: dict[str, str | int] = {"per_page": place.size, "_embed": "author,wp:term", "_fields": FIELDS}
        if place.before:
            # WordPress compares with "<" and has dates of whole seconds.
            params["before"] = (datetime.fromisoformat(place.before) + timedelta(seconds=1)).isoformat()
        if place.seen:
            params["exclude"] = ",".join(map(str, place.seen))
        if place.number > 1:
            params["page"] = place.number
        return rest_url(self.root, "wp/v2/posts", params)


def post_of(shape: PostShape) -> Post:
    """Make the post that a shape describes; a protected one gets a sentence for its body."""
    protected = shape.content is not None and shape.content.protected and not shape.content.rendered
    body = PROTECTED if protected else text_of(shape.content)
    status = {"open": True, "closed": False}
    embedded = salvage(shape.embedded, Embedded) or Embedded()
    return Post(
        guid=web_address(text_of(shape.guid)) or line_of(text_of(shape.guid)) or web_address(shape.link),
        url=web_address(shape.link),
        title=line_of(text_of(shape.title)),
        html=body,
        author=_author(embedded),
        published=blog_time(shape.date, shape.date_gmt),
        updated=blog_time(shape.modified, shape.modified_gmt),
        labels=_labels(embedded),
        excerpt=excerpt_from_html(text_of(shape.excerpt) or body),
        comments_open=status.get(shape.comment_status or ""),
        remote_id=str(shape.id),
    )


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
