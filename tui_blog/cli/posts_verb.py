"""posts: lists of posts, of the library or of any blog at a URL."""

import argparse
from collections.abc import Callable, Coroutine
from dataclasses import replace
from itertools import islice
from typing import Any

from tui_blog.cli.days import first_moment, moment_after
from tui_blog.cli.lines import EMPTY_LIBRARY, post_line, stray_post_line
from tui_blog.cli.output import Output
from tui_blog.cli.records import post_record
from tui_blog.cli.session import Session
from tui_blog.errors import TuiBlogError, UsageError
from tui_blog.model.blog import Blog
from tui_blog.model.post_list import PostQuery
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import CleanText, clean_line, fold
from tui_blog.services.services import Services


def posts(session: Session, arguments: argparse.Namespace) -> "int | Coroutine[Any, Any, int]":
    """List posts, newest first or oldest first."""
    query = _query(session, arguments)
    if arguments.target is not None:
        return _posts_of_blog(session, query, arguments)
    _refuse_without_blog(arguments)
    if arguments.count:
        return _count(session, session.services, query)
    return _list_library(session, query, arguments.limit)


async def _posts_of_blog(session: Session, query: PostQuery, arguments: argparse.Namespace) -> int:
    async with session.blog(arguments.target) as (services, blog):
        if arguments.part is not None or arguments.search is not None:
            if arguments.count:
                raise UsageError("--count counts what the library holds: drop --in and --search, or --count.")
            from tui_blog.cli.browsing_verbs import list_part

            line = _line(session, services is session.services)
            return await list_part(session, services, blog, arguments, line)
        if query.tag and query.tag not in blog.tags:
            return _list_tagged(session, services, blog, query, arguments.limit)
        narrowed = replace(query, blog_id=blog.id, tag=None)
        if arguments.count:
            return _count(session, services, narrowed)
        return await _list_blog(session, services, blog, narrowed, arguments)


def _count(session: Session, services: Services, query: PostQuery) -> int:
    """Print how many posts are stored that fit; for status bars, so nothing is read but the index."""
    number = services.reading.total(query)
    session.output.record({"count": number}, str(number))
    return 0


def _refuse_without_blog(arguments: argparse.Namespace) -> None:
    """What asks one blog wants it named."""
    for option, value in (
        ("archive", arguments.archive),
        ("in", arguments.part),
        ("search", arguments.search),
    ):
        if value:
            raise UsageError(f"--{option} asks one blog: name it, `tui-blog posts BLOG --{option}`.")


def _query(session: Session, arguments: argparse.Namespace) -> PostQuery:
    return PostQuery(
        unread=arguments.unread,
        starred=arguments.starred,
        tag=_tag(session, arguments.tag) if arguments.tag else None,
        since=first_moment(arguments.since) if arguments.since is not None else None,
        until=moment_after(arguments.until) if arguments.until is not None else None,
        oldest_first=arguments.sort == "oldest",
    )


def _tag(session: Session, name: str) -> CleanText:
    """The tag of that name; one that differs in case and accents alone, where there is no other."""
    wanted = clean_line(name)
    alike = [tag.name for tag in session.services.library.tags() if fold(tag.name) == fold(wanted)]
    return alike[0] if len(alike) == 1 else wanted


def _list_library(session: Session, query: PostQuery, limit: int | None) -> int:
    def line(stored: StoredPost) -> str:
        return post_line(stored, with_blog=True, width=session.output.width)

    shown = _print_posts(session.services, query, limit, session.output, line, in_library=True)
    if not shown:
        session.output.hint("No post fits." if session.services.library.blogs() else EMPTY_LIBRARY)
    return 0


async def _list_blog(
    session: Session, services: Services, blog: Blog, query: PostQuery, arguments: argparse.Namespace
) -> int:
    """List what is there, also where older posts could not be fetched."""
    output, at_home = session.output, services is session.services
    line = _line(session, at_home)
    trouble = await _read_back(services, blog, query, arguments.limit, output) if arguments.archive else ""
    shown = _print_posts(services, query, arguments.limit, output, line, in_library=at_home)
    if trouble:
        raise TuiBlogError(f"Older posts could not be fetched: {trouble}")
    if not shown:
        output.hint("No post fits." if blog.posts else f"{blog.title} has no posts.")
    return 0


def _line(session: Session, at_home: bool) -> Callable[[StoredPost], str]:
    """How a post of one blog is printed; one from outside the library goes by its address."""
    width = session.output.width
    if at_home:
        return lambda stored: post_line(stored, with_blog=False, width=width)
    return lambda stored: stray_post_line(stored, width=width)


async def _read_back(
    services: Services, blog: Blog, query: PostQuery, limit: int | None, output: Output
) -> str:
    """Fetch page after page until the first post is stored or the list is whole; why not, else ""."""
    if blog.refreshed is None:  # where older posts begin is told by the newest
        newest = await services.refreshing.refresh_one(blog)
        if newest.error:
            return newest.error
    if _is_whole(services, query, limit):
        return ""
    pages = 0
    async for step in services.refreshing.archive(blog):
        if step.error:
            output.progress_over()
            return step.error
        pages += 1
        output.progress(pages, None, blog.title)
        if _is_whole(services, query, limit):
            break
    output.progress_over()
    return ""


def _is_whole(services: Services, query: PostQuery, limit: int | None) -> bool:
    """Nothing that is fetched from here on could be in the list: it has its length, or its first day."""
    reading = services.reading
    # Oldest first, whatever is fetched comes before all that is here.
    wanted = None if query.oldest_first else limit
    if wanted is not None and len(reading.window(query, limit=wanted).rows) >= wanted:
        return True
    oldest = reading.last_window(PostQuery(query.blog_id), limit=1).rows
    return bool(query.since and oldest and oldest[0].key.sorted_at < query.since.timestamp())


def _list_tagged(
    session: Session, services: Services, blog: Blog, query: PostQuery, limit: int | None
) -> int:
    """List the posts of a blog that bear a tag which their blog does not."""
    tagged = (stored for stored in services.reading.iterate(query, None) if stored.blog.id == blog.id)
    line, shown = _line(session, at_home=True), 0
    for stored in islice(tagged, limit):
        session.output.record(post_record(stored, in_library=True), line(stored))
        shown += 1
    if not shown:
        session.output.hint(f"Neither {blog.title} nor a post of it is tagged “{query.tag}”.")
    return 0


def _print_posts(
    services: Services,
    query: PostQuery,
    limit: int | None,
    output: Output,
    line: Callable[[StoredPost], str],
    *,
    in_library: bool,
) -> int:
    """How many were printed."""
    shown = 0
    for stored in services.reading.iterate(query, limit):
        output.record(post_record(stored, in_library=in_library), line(stored))
        shown += 1
    return shown
