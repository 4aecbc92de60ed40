"""parts, and posts of a part: ways into a blog besides its newest posts."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_blog.cli.lines import part_line
from tui_blog.cli.output import Output
from tui_blog.cli.records import part_record, post_record
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.blog import Blog
from tui_blog.model.cursor import Cursor
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.services import Services

if TYPE_CHECKING:
    from tui_blog.model.site import SourceRef


async def parts(session: Session, arguments: argparse.Namespace) -> int:
    """List the labels, categories, authors, months and pages of a blog."""
    async with session.blog(arguments.blog) as (services, blog):
        found = await services.browsing.parts(blog)
    for part in found:
        session.output.record(part_record(part), part_line(part))
    if not found:
        session.output.hint(f"{blog.title} tells of no labels, authors or months.")
    return 0


async def list_part(
    session: Session,
    services: Services,
    blog: Blog,
    arguments: argparse.Namespace,
    line: Callable[[StoredPost], str],
) -> int:
    """List the posts of a part of a blog, or those that its own search finds, in the blog's order."""
    _refuse_filters(arguments)
    source = await _source(services, blog, arguments)
    at_home = services is session.services
    shown, cursor = 0, None
    while True:
        found = await services.browsing.page(blog, source, cursor)
        shown += _print(session.output, found.posts, arguments.limit, shown, line, at_home)
        if found.next is None or not _goes_on(arguments, shown):
            break
        cursor = Cursor(found.next)
    if not shown:
        session.output.hint("No post fits.")
    return 0


async def _source(services: Services, blog: Blog, arguments: argparse.Namespace) -> "SourceRef":
    if arguments.search is not None:
        return services.browsing.search(blog, arguments.search)
    return (await services.browsing.part(blog, arguments.part)).source


def _goes_on(arguments: argparse.Namespace, shown: int) -> bool:
    """A list goes on to its end where that is wished, or until it has its length."""
    if arguments.limit is not None:
        return bool(shown < arguments.limit)
    return bool(arguments.archive)


def _print(
    output: Output,
    posts: tuple[StoredPost, ...],
    limit: int | None,
    shown: int,
    line: Callable[[StoredPost], str],
    at_home: bool,
) -> int:
    wanted = posts if limit is None else posts[: limit - shown]
    for stored in wanted:
        output.record(post_record(stored, in_library=at_home), line(stored))
    return len(wanted)


def _refuse_filters(arguments: argparse.Namespace) -> None:
    """The blog says what is in a part; what the library knows of a post does not narrow it."""
    if arguments.search is not None and arguments.part is not None:
        raise UsageError("--in and --search exclude each other.")
    for name in ("unread", "starred", "tag", "since", "until"):
        if getattr(arguments, name):
            raise UsageError(f"--{name} goes with the library's own lists, not with --in or --search.")
    if arguments.sort != "newest":
        raise UsageError("--in and --search list posts as the blog gives them: drop --sort.")
