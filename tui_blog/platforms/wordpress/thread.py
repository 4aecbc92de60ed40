"""The comments under a WordPress post, read over REST."""

from collections.abc import Callable
from dataclasses import replace

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.platforms.wire import decode_each, try_decode
from tui_blog.platforms.wordpress.root import rest_url
from tui_blog.platforms.wordpress.shapes import (
    SHUT,
    CommentShape,
    WriterShape,
    blog_time,
    header_number,
    line_of,
    refusal,
    rest_error,
    text_of,
    web_address,
)

FULL_PAGE = 100
SIDE_BY_SIDE = 4
"""Pages asked for at once: kind to a small host, and a thread of 500 comments takes two rounds."""
MOST_PAGES = 500
"""No thread is longer; a server that always has one more page is lying."""
PAGES_TO_SEARCH = 2

FIELDS = "id,parent,author,author_name,author_url,date,date_gmt,content,link,status,type"

WITH_ITS_POST = (
    "The comments are kept back with their post, which is private or protected by a password. "
    "Open it in a browser."
)


class KeptBack(StatusError):
    """The blog shows a post to some people only, and its comments with it."""


def read_thread(root: str, number: str, login: bool = False) -> Flow[Thread]:
    """All comments of post `number`, oldest first.

    Raises `StatusError` with the blog's own words where it shows them to members only, or not over REST.
    """
    answer = yield from fetch(listing(root, number, 1, login=login))
    shapes = list(_shapes(answer))
    pages = header_number(answer, "x-wp-totalpages")
    last = (MOST_PAGES if len(shapes) >= FULL_PAGE else 1) if pages is None else min(pages, MOST_PAGES)
    for start in range(2, last + 1, SIDE_BY_SIDE):
        group = range(start, min(start + SIDE_BY_SIDE, last + 1))
        answers = yield from fetch_all(listing(root, number, page, login=login) for page in group)
        found = [_shapes(each) for each in answers]
        shapes += [shape for page in found for shape in page]
        if not found[-1]:
            break
    author = yield from _author_of(root, number, shapes, login)
    return _thread(shapes, header_number(answer, "x-wp-total"), author)


def _author_of(root: str, number: str, shapes: list[CommentShape], login: bool) -> Flow[int | None]:
    """The number of the account that wrote the post, asked for where an account wrote comments at all."""
    if not any(shape.author for shape in shapes):
        return None
    address = rest_url(root, f"wp/v2/posts/{number}", {"_fields": "author"})
    try:
        answer = yield from fetch(Request("GET", address, login=login, tolerate=ANY_STATUS))
    except NetworkError:  # nobody is marked then
        return None
    shape = try_decode(answer, WriterShape) if answer.status == 200 else None
    return shape.author if shape else None


def newest_matching(
    root: str, number: str, matches: Callable[[CommentShape], bool], login: bool = False
) -> Flow[Comment | None]:
    """The newest comment of a post that `matches`, among its last two hundred."""
    for page in range(1, PAGES_TO_SEARCH + 1):
        answer = yield from fetch(listing(root, number, page, order="desc", login=login))
        shapes = _shapes(answer)
        if found := next(filter(matches, shapes), None):
            return comment_of(found)
        if len(shapes) < FULL_PAGE:
            break
    return None


def listing(root: str, number: str, page: int, *, order: str = "asc", login: bool = False) -> Request:
    """The request for a page of comments; `order` is by date, "asc" or "desc"."""
    params: dict[str, str | int] = {"post": number, "per_page": FULL_PAGE, "order": order, "_fields": FIELDS}
    if page > 1:
        params["page"] = page
    return Request("GET", rest_url(root, "wp/v2/comments", params), login=login, tolerate=SHUT)


def comment_of(shape: CommentShape) -> Comment:
    """Make the comment that a shape describes."""
    return Comment(
        id=str(shape.id),
        parent=str(shape.parent) if shape.parent else None,
        author=line_of(shape.author_name),
        html=text_of(shape.content),
        published=blog_time(shape.date, shape.date_gmt),
        website=web_address(shape.author_url),
        status="held" if shape.status == "hold" else "approved",
        url=web_address(shape.link),
    )


def _shapes(answer: Response) -> tuple[CommentShape, ...]:
    if answer.status >= 400:
        if rest_error(answer).code == "rest_cannot_read_post":
            raise KeptBack(WITH_ITS_POST, answer.url, answer.status)
        raise refusal("This blog keeps its comments behind a login", answer)
    return decode_each(answer, CommentShape)


def _thread(shapes: list[CommentShape], total: int | None, author: int | None) -> Thread:
    # A comment written meanwhile moves the pages: one may come twice. Notes are for the blog's editors.
    once = {
        shape.id: replace(comment_of(shape), by_author=bool(author) and shape.author == author)
        for shape in shapes
        if shape.type != "note"
    }
    return Thread(tuple(once.values()), len(once) if total is None else total)
