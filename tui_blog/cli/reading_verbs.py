"""posts, read, comments: lists and single posts, of the library or of any blog at a URL."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from tui_blog.cli.browsing_verbs import list_part
from tui_blog.cli.days import first_moment, moment_after
from tui_blog.cli.lines import EMPTY_LIBRARY, comment_text, post_head, post_line, stray_post_line
from tui_blog.cli.output import Output
from tui_blog.cli.records import comment_record, post_record
from tui_blog.cli.session import Session
from tui_blog.errors import NetworkError, NoFullText, TuiBlogError, UsageError
from tui_blog.model.post import Blog, PostQuery, StoredPost, Wording
from tui_blog.model.text import clean_line
from tui_blog.services.services import Services
from tui_blog.services.shown_thread import ShownThread


async def posts(session: Session, arguments: argparse.Namespace) -> int:
    """List posts, newest first or oldest first."""
    query = _query(arguments)
    if arguments.target is None:
        _refuse_without_blog(arguments)
        if arguments.count:
            return _count(session, session.services, query)
        return _list_library(session, query, arguments.limit)
    async with session.blog(arguments.target) as (services, blog):
        if arguments.part is not None or arguments.search is not None:
            if arguments.count:
                raise UsageError("--count counts what the library holds: drop --in and --search, or --count.")
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


def _query(arguments: argparse.Namespace) -> PostQuery:
    return PostQuery(
        unread=arguments.unread,
        starred=arguments.starred,
        tag=clean_line(arguments.tag) if arguments.tag else None,
        since=first_moment(arguments.since) if arguments.since is not None else None,
        until=moment_after(arguments.until) if arguments.until is not None else None,
        oldest_first=arguments.sort == "oldest",
    )


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


async def read(session: Session, arguments: argparse.Namespace) -> int:
    """Print one post, whole."""
    async with session.post(arguments.post) as (services, stored):
        if arguments.changes:
            _print_changes(services, stored, session.output)
            return 0
        await _fill(session, services, stored, asked=arguments.full)
        if session.output.as_json:
            record = post_record(stored, in_library=services is session.services)
            session.output.record({**record, "markdown": _body(services, stored, "markdown")}, "")
        else:
            session.output.page(_text(services, stored, arguments.format))
    return 0


def _print_changes(services: Services, stored: StoredPost, output: Output) -> None:
    """Print the feed's text with a sign before each passage that came, went or was reworded."""
    from tui_blog.cli.changes import compared, signed

    former, opened = services.reading.former(stored), services.reading.open_now(stored.id)
    if former is None or opened.is_article:
        output.note("There is nothing in this post that was changed after you read it.")
        return
    passages = tuple(compared(former, Wording(stored.post.title, opened.markdown)))
    if output.as_json:
        for passage in passages:
            output.record(passage._asdict(), "")
    else:
        output.page("\n\n".join(map(signed, passages)))


async def _fill(session: Session, services: Services, stored: StoredPost, *, asked: bool) -> None:
    """Fetch the text from the post's page, where that was asked for or its blog is set so.

    A page that has no more than the feed is said so, and the feed's text is printed; a page that cannot be
    fetched is an error only where it was asked for.
    """
    full_text = services.full_text
    try:
        if asked and full_text.is_kept(stored):
            full_text.show(stored, True)
        elif asked or full_text.is_due(stored):
            await full_text.fetch(stored)
    except NoFullText as error:
        session.output.note(str(error))
    except NetworkError as error:
        if asked:
            raise
        session.output.note(f"Only the beginning is here: {error}")


def _text(services: Services, stored: StoredPost, form: str) -> str:
    body = _body(services, stored, form)
    if form == "html":
        return body
    return f"{post_head(stored, as_markdown=form == 'markdown')}\n\n{body}".rstrip()


def _body(services: Services, stored: StoredPost, form: str) -> str:
    if form == "html":
        return services.reading.html(stored)
    if form == "text":
        from tui_blog.convert.plain import to_plain

        return to_plain(services.reading.html(stored))
    return services.reading.open_now(stored.id).markdown


async def comments(session: Session, arguments: argparse.Namespace) -> int:
    """Print the thread under a post."""
    async with session.post(arguments.post) as (services, stored):
        thread = await _thread(session, services, stored)
    for line in thread.lines:
        session.output.record(comment_record(line), comment_text(line))
    if thread.system is None:
        session.output.note("No comment system that tui-blog knows was found on this post's page.")
    elif not thread.lines and not session.output.as_json:
        session.output.text("No comments.")
    return 0


async def _thread(session: Session, services: Services, stored: StoredPost) -> ShownThread:
    """The thread as it is now; as it was kept, with a word, where the blog cannot be asked."""
    try:
        return await services.commenting.fetch_thread(stored)
    except NetworkError as error:
        kept = await services.commenting.kept_thread(stored)
        if kept is None:
            raise
        session.output.note(f"{error} These are the comments as they were kept.")
        return kept
