"""posts, read, comments: lists and single posts, of the library or of any blog at a URL."""

import argparse
from datetime import UTC, datetime, timedelta

from tui_blog.cli.output import Output
from tui_blog.cli.records import comment_record, comment_text, post_line, post_record
from tui_blog.cli.session import Session
from tui_blog.errors import NetworkError, TuiBlogError, UsageError
from tui_blog.model.post import Blog, PostQuery, StoredPost
from tui_blog.model.text import clean_line
from tui_blog.services.commenting import ShownThread
from tui_blog.services.services import Services


async def posts(session: Session, arguments: argparse.Namespace) -> int:
    """List posts, newest first."""
    query = _query(arguments)
    if arguments.target is None:
        if arguments.archive:
            raise UsageError("--archive reads one blog back: name it, `tui-blog posts BLOG --archive`.")
        _print_posts(session.services, query, arguments.limit, session.output, in_library=True)
        return 0
    async with session.blog(arguments.target) as (services, blog):
        if arguments.archive:
            await _read_back(services, blog, arguments.limit, session.output)
        narrowed = PostQuery(blog.id, query.unread, query.starred, None, query.since, query.until)
        at_home = services is session.services
        _print_posts(services, narrowed, arguments.limit, session.output, in_library=at_home)
    return 0


def _query(arguments: argparse.Namespace) -> PostQuery:
    return PostQuery(
        unread=arguments.unread,
        starred=arguments.starred,
        tag=clean_line(arguments.tag) if arguments.tag else None,
        since=_day(arguments.since)[0] if arguments.since else None,
        until=_day(arguments.until)[1] if arguments.until else None,
    )


def _day(text: str) -> tuple[datetime, datetime]:
    """A year, month or day (UTC) as its first moment and the first moment after it."""
    for pattern, days in (("%Y-%m-%d", 1), ("%Y-%m", 31), ("%Y", 366)):
        try:
            start = datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        end = start + timedelta(days=days)
        if days == 31:
            end = end.replace(day=1)
        elif days == 366:
            end = end.replace(month=1, day=1)
        return start, end
    raise UsageError(f"{text!r} is no day. Write 2024, 2024-12 or 2024-12-19.")


async def _read_back(services: Services, blog: Blog, limit: int | None, output: Output) -> None:
    """Fetch page after page until the first post is stored, or as many as are wanted."""
    stored, pages = blog.posts, 0
    if limit is not None and stored >= limit:
        return
    async for step in services.refreshing.archive(blog):
        pages += 1
        stored += step.new
        output.progress(pages, None, blog.title)
        if step.error:
            output.progress_over()
            raise TuiBlogError(f"Older posts could not be fetched: {step.error}")
        if limit is not None and stored >= limit:
            break
    output.progress_over()


def _print_posts(
    services: Services, query: PostQuery, limit: int | None, output: Output, *, in_library: bool
) -> None:
    for stored in services.reading.iterate(query, limit):
        output.record(post_record(stored, in_library), post_line(stored, in_library))


async def read(session: Session, arguments: argparse.Namespace) -> int:
    """Print one post, whole."""
    async with session.post(arguments.post) as (services, stored):
        text = _body(services, stored, arguments.format)
        if session.output.as_json:
            record = post_record(stored, services is session.services)
            session.output.record({**record, "markdown": _body(services, stored, "markdown")}, "")
        else:
            session.output.page(f"{_head(stored)}\n\n{text}" if arguments.format != "html" else text)
    return 0


def _body(services: Services, stored: StoredPost, form: str) -> str:
    if form == "html":
        return stored.post.html
    if form == "text":
        from tui_blog.convert.plain import to_plain

        return to_plain(stored.post.html)
    return services.reading.open_now(stored.id).markdown


def _head(stored: StoredPost) -> str:
    post = stored.post
    day = post.published.strftime("%Y-%m-%d") if post.published else "undated"
    by = f" by {post.author}" if post.author else ""
    title = f"# {post.title}\n\n" if post.title else ""
    return f"{title}{day}{by}\n{post.url}".rstrip()


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
