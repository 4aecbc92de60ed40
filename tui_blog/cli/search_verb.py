"""search: the library's posts by what they say."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

from tui_blog.cli.lines import EMPTY_LIBRARY, post_line
from tui_blog.cli.output import Output
from tui_blog.cli.records import post_record
from tui_blog.cli.session import Session
from tui_blog.errors import StoreError, UsageError
from tui_blog.model.post_list import PostRow
from tui_blog.model.query import Query, QueryFault
from tui_blog.services.searching import Searching
from tui_blog.services.services import Services

PATIENCE = timedelta(seconds=2)
"""How long a search waits for the index first."""

MERGES = 2
"""Of the index after a refresh: a few milliseconds each, and enough for what refreshes add to it."""

PAGE = 50
LOOKED = 300
"""Posts looked at in one go."""


async def search(session: Session, arguments: argparse.Namespace) -> int:
    """List the posts that fit a query, each with the words that were found."""
    services, output = session.services, session.output
    wanted = await asyncio.to_thread(services.searching.understood, " ".join(arguments.query))
    if isinstance(wanted, QueryFault):
        raise UsageError(wanted.sentence)
    await index_what_is_new(services, output)
    shown = 0
    async for row in _found(services.searching, wanted, oldest_first=arguments.sort == "oldest"):
        _print(services, output, row, wanted)
        shown += 1
        if shown == arguments.limit:
            break
    if not shown:
        output.hint("No post fits." if services.library.blogs() else EMPTY_LIBRARY)
    return 0


async def index_all(services: Services, output: Output) -> None:
    """Index whatever waits, with a bar; it may be stopped at any time."""
    waiting, done = await asyncio.to_thread(services.searching.waiting), 0
    while some := await asyncio.to_thread(services.searching.index_some):
        done += some
        output.progress(done, max(done, waiting), "indexed for search")
    output.progress_over()


async def merge_some(services: Services) -> None:
    """Merge a little of the index, which from a refresh to the next has no idle time where cron runs them."""
    with suppress(StoreError):  # what was fetched is there all the same
        for _ in range(MERGES):
            if not await asyncio.to_thread(services.searching.settle):
                return


async def index_what_is_new(services: Services, output: Output) -> None:
    """Index what waits, as far as patience goes."""
    end = services.clock() + PATIENCE
    while await asyncio.to_thread(services.searching.index_some):
        if services.clock() > end:
            waiting = await asyncio.to_thread(services.searching.waiting)
            output.note(f"{waiting:,} posts are not searched yet; `tui-blog refresh` gets them ready.")
            return


async def _found(searching: Searching, wanted: Query, *, oldest_first: bool) -> AsyncIterator[PostRow]:
    find = partial(searching.find, wanted, limit=LOOKED, enough=PAGE, oldest_first=oldest_first)
    after = None
    while True:
        part = await asyncio.to_thread(find, after=after)
        for row in part.rows:
            yield row
        if part.reached is None:
            return
        after = part.reached


def _print(services: Services, output: Output, row: PostRow, query: Query) -> None:
    stored = services.reading.stored(row.id)
    snippet = services.searching.snippet(row.id, query)
    line = post_line(stored, with_blog=True, width=output.width)
    record = {**post_record(stored, in_library=True), "snippet": snippet.text}
    output.marked(record, line, snippet.text, snippet.marks)
