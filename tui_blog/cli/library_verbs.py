"""inspect, add, remove, blogs, refresh: whole blogs."""

import argparse
from collections.abc import Sequence

from tui_blog.cli.lines import (
    EMPTY_LIBRARY,
    blog_line,
    inspection_text,
    outbox_line,
    refreshed_line,
    title_column,
)
from tui_blog.cli.output import Output
from tui_blog.cli.records import blog_record, inspection_record, refreshed_record
from tui_blog.cli.search_verb import index_all, merge_some
from tui_blog.cli.session import Session
from tui_blog.errors import UsageError
from tui_blog.model.site import Site
from tui_blog.services.refreshing import Refreshed


async def inspect(session: Session, arguments: argparse.Namespace) -> int:
    """Say what a site is and offers."""
    found = await session.services.inspecting.inspect(arguments.url)
    session.output.record(inspection_record(found), inspection_text(found))
    if found.trouble:
        session.output.note(found.trouble)
    return 0


async def add(session: Session, arguments: argparse.Namespace) -> int:
    """Follow a blog; one that cannot be read right now is followed all the same, and the exit code is 1."""
    library = session.services.library
    site = _by_way(await library.find(arguments.url), arguments.way)
    added = await library.add(site, title=arguments.title, tags=arguments.tag, keep=arguments.keep)
    if arguments.full_text:
        session.services.full_text.set_always(added.blog.id, True)
    line = f"{added.blog.title}: {added.blog.posts} posts, {added.blog.url}"
    session.output.record(blog_record(added.blog), line)
    if added.error:
        session.output.note(added.error)
    return 1 if added.error else 0


def _by_way(site: Site, number: int) -> Site:
    """The site by the way of that number, as `inspect` counts them (UsageError)."""
    ways = site.ways
    if number > len(ways):
        there_are = "There is one way" if len(ways) == 1 else f"There are {len(ways)} ways"
        raise UsageError(f"{there_are} to the posts of {site.url}; `tui-blog inspect` lists them.")
    return site.by(ways[number - 1])


def remove(session: Session, arguments: argparse.Namespace) -> int:
    """Stop following a blog."""
    blog = session.services.library.named(arguments.blog)
    session.services.library.remove(blog)
    session.output.record(blog_record(blog), f"{blog.title} is no longer in the library.")
    return 0


def blogs(session: Session, arguments: argparse.Namespace) -> int:
    """List the library's blogs."""
    followed = session.services.library.blogs()
    title_cells = title_column(followed)
    for blog in followed:
        session.output.record(blog_record(blog), blog_line(blog, title_cells))
    if not followed:
        session.output.hint(EMPTY_LIBRARY)
    return 0


async def refresh(session: Session, arguments: argparse.Namespace) -> int:
    """Fetch what is new; fails only when every blog that was asked failed (cron should not cry over one)."""
    library, output = session.services.library, session.output
    if session.config.offline:
        raise UsageError("refresh asks the blogs, and tui-blog was told to stay offline: drop either.")
    chosen = [library.named(name) for name in arguments.blogs] or list(library.blogs())
    if not chosen:
        output.hint(EMPTY_LIBRARY)
    steps: list[Refreshed] = []
    named = arguments.now or bool(arguments.blogs)
    async with session.services.searching.indexing_behind():
        async for step in session.services.refreshing.refresh(chosen, named=named):
            steps.append(step)
            output.progress_over()
            _tell(output, step)
            output.progress(len(steps), len(chosen), step.blog.title)
    output.progress_over()
    _tell_passed_over(output, steps)
    failed = [step for step in steps if step.error]
    _tell_failures(output, failed, len(steps))
    for sentence in await session.services.refreshing.rules_left_out():
        output.note(sentence)
    await index_all(session.services, output)
    if any(step.new or step.changed for step in steps):
        await merge_some(session.services)
    if failed and len(failed) == len(steps):
        return 1
    if session.config.send_when_online:
        await _send_waiting(session)
    return 0


async def _send_waiting(session: Session) -> None:
    """Send what waited for a connection; what became of it is said beside what was fetched."""
    for sent in await session.services.sending.send_waiting():
        session.output.note(f"From the outbox: {outbox_line(sent.item).strip()}")


def _tell(output: Output, step: Refreshed) -> None:
    if output.as_json or (step.is_due and not step.error):
        output.record(refreshed_record(step), refreshed_line(step))
    if step.notice:
        output.note(f"{step.blog.title}: {step.notice}")


def _tell_passed_over(output: Output, steps: Sequence[Refreshed]) -> None:
    passed_over = sum(not step.is_due for step in steps)
    if passed_over:
        are = "blog is" if passed_over == 1 else "blogs are"
        output.closing(
            f"{passed_over} {are} not due yet (`-v` tells why); `tui-blog refresh --now` asks all the same."
        )


def _tell_failures(output: Output, failed: Sequence[Refreshed], asked: int) -> None:
    """What failed and why, together at the end: among a thousand lines nobody would find it."""
    if len(failed) > 1:
        output.note(f"{len(failed)} of {asked} blogs could not be fetched:")
    for step in failed:
        output.note(f"{step.blog.title}: {step.error}")
