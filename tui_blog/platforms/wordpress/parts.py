"""The ways into a WordPress blog besides its newest posts: categories, tags, authors, months, static pages.

No route of the API lists months, so they are counted from the dates of the posts, a hundred to a request.
That is done for the newest thousand; of a larger blog the months before are named without a count, back to
its first post.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR
from typing import TypeVar

import msgspec

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.site import Part, PartKind, SourceRef
from tui_blog.model.text import CleanText, clean_line, fold
from tui_blog.platforms.wire import decode_each
from tui_blog.platforms.wordpress.dates import month_after, name_of_month, span_of
from tui_blog.platforms.wordpress.root import KIND, narrowed, rest_url
from tui_blog.platforms.wordpress.shapes import header_number, line_of, refusal

MOST = 100
"""Categories, tags and authors of each kind, the fullest first: as many as one answer holds."""
DATED_PAGES = 10
"""Answers, of a hundred dates each, from which months are counted."""

EARLIEST_YEAR = 1900
"""An earlier date is a slip of whoever typed it, and there are months enough without it."""

MOST_MONTHS = 1_200

T = TypeVar("T")
Month = tuple[int, int]
"""Year and month."""


class Term(msgspec.Struct, frozen=True):
    """A category or a tag."""

    id: int
    name: str | None = None
    count: int | None = None
    parent: int | None = None


class Author(msgspec.Struct, frozen=True):
    """Someone who has published."""

    id: int
    name: str | None = None


class Dated(msgspec.Struct, frozen=True):
    """A post of which only the date was asked."""

    date: str | None = None


def read_parts(root: str) -> Flow[tuple[Part, ...]]:
    """All that can be read on its own. A kind that the blog keeps to itself is left out.

    Raises `StatusError` where it keeps all of them.
    """
    by_count: dict[str, str | int] = {"orderby": "count", "order": "desc", "hide_empty": "true"}
    answers = yield from fetch_all(
        [
            _ask(root, "categories", {**by_count, "_fields": "id,name,count,parent"}),
            _ask(root, "tags", {**by_count, "_fields": "id,name,count"}),
            _ask(root, "users", {"_fields": "id,name"}),
            _ask(root, "pages", {"per_page": 1, "_fields": "id"}),
            _dates(root, 1),
        ]
    )
    if all(answer.status >= 400 for answer in answers):
        raise refusal("The blog does not tell what it holds", answers[-1])
    categories, tags, authors, pages, dates = answers
    months = yield from _months(root, dates)
    return (
        *_categories(root, _each(categories, Term)),
        *_tags(root, _each(tags, Term)),
        *_authors(root, _each(authors, Author)),
        *months,
        *_pages(root, pages),
    )


def _ask(root: str, route: str, params: dict[str, str | int]) -> Request:
    address = rest_url(root, f"wp/v2/{route}", {"per_page": MOST, **params})
    return Request("GET", address, tolerate=ANY_STATUS)


def each_term(answer: Response) -> tuple[Term, ...]:
    """The categories or tags that an answer lists; none where it is refused."""
    return _each(answer, Term)


def _each(answer: Response, type_: type[T]) -> tuple[T, ...]:
    """What an answer lists; nothing where it is refused, or is something else."""
    try:
        return decode_each(answer, type_) if answer.status == 200 else ()
    except UnreadableAnswer:
        return ()


def _part(
    root: str, kind: PartKind, name: CleanText, narrowing: dict[str, str | int], count: int | None
) -> Part:
    return Part(kind, name, SourceRef("wordpress", narrowed(root, narrowing)), count)


# --- categories, tags, authors, pages ------------------------------------------------------------


def _categories(root: str, terms: Sequence[Term]) -> Iterator[Part]:
    """In the order of their tree, each by the way down to it."""
    named = {term.id: term for term in terms}
    ways = {term.id: _path(term, named) for term in terms}
    for number, way in sorted(ways.items(), key=lambda item: [fold(name) for name in item[1]]):
        all_of_it, count = tree_of(number, terms), named[number].count
        if len(all_of_it) > 1:
            count = None  # a post may stand in several of them: only the blog could tell how many there are
        if count != 0:
            ids = ",".join(map(str, all_of_it))
            yield _part(root, "category", clean_line(" / ".join(way)), {"categories": ids}, count)


def tree_of(number: int, terms: Iterable[Term]) -> list[int]:
    """A category and all below it: its page and its feed show them all, where the API lists its own posts."""
    children: dict[int, list[int]] = {}
    for term in terms:
        children.setdefault(term.parent or 0, []).append(term.id)
    found, waiting = dict[int, None](), [number]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting += children.get(current, ())
    return sorted(found)


def _path(term: Term, named: dict[int, Term]) -> list[CleanText]:
    """The names from the top of the tree down, as far as they are known; never in a circle."""
    path: list[CleanText] = []
    passed: set[int] = set()
    above: Term | None = term
    while above is not None and above.id not in passed:
        passed.add(above.id)
        path.insert(0, line_of(above.name) or clean_line(f"Category {above.id}"))
        above = named.get(above.parent or 0)
    return path


def _tags(root: str, terms: Sequence[Term]) -> Iterator[Part]:
    for term in terms:
        if name := line_of(term.name):
            yield _part(root, "tag", name, {"tags": term.id}, term.count)


def _authors(root: str, authors: Sequence[Author]) -> Iterator[Part]:
    for author in sorted(authors, key=lambda author: fold(author.name or "")):
        if name := line_of(author.name):
            yield _part(root, "author", name, {"author": author.id}, None)


def _pages(root: str, answer: Response) -> Iterator[Part]:
    count = header_number(answer, "x-wp-total") if answer.status == 200 else 0
    if count != 0:
        yield _part(root, "pages", CleanText("Pages"), {KIND: "pages"}, count)


# --- months --------------------------------------------------------------------------------------


def _months(root: str, first: Response) -> Flow[tuple[Part, ...]]:
    """The months in which posts were published, newest first."""
    last = header_number(first, "x-wp-totalpages") or 1
    more = yield from fetch_all(_dates(root, page) for page in range(2, min(last, DATED_PAGES) + 1))
    found = [month for answer in (first, *more) for dated in _each(answer, Dated) if (month := _month(dated))]
    counts: dict[Month, int | None] = dict(Counter(found))
    if last > DATED_PAGES and found:
        counts |= yield from _uncounted(root, min(found))
    return tuple(
        _part(root, "month", name_of_month(*month), dict(span_of(*month)), count)
        for month, count in sorted(counts.items(), reverse=True)
    )


def _uncounted(root: str, newest: Month) -> Flow[dict[Month, int | None]]:
    """The months from that of the first post to `newest`, of which only a part of the posts was seen."""
    request = _ask(root, "posts", {"per_page": 1, "order": "asc", "_fields": "date"})
    answer = yield from fetch(request)
    found = next((month for dated in _each(answer, Dated) if (month := _month(dated))), newest)
    counts: dict[Month, int | None] = {newest: None}
    while found < newest and len(counts) < MOST_MONTHS:
        counts[found] = None
        found = month_after(*found)
    return counts


def _dates(root: str, page: int) -> Request:
    return _ask(root, "posts", {"_fields": "date", **({"page": page} if page > 1 else {})})


def _month(dated: Dated) -> Month | None:
    year, _, rest = (dated.date or "").partition("-")
    month = rest[:2]
    if not (len(year) == 4 and f"{year}{month}".isdecimal()):
        return None
    is_likely = EARLIEST_YEAR <= int(year) < MAXYEAR and 1 <= int(month) <= 12
    return (int(year), int(month)) if is_likely else None
