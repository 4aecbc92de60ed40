"""searches: the searches that are kept as lists of the library."""

import argparse
from asyncio import to_thread

from tui_blog.cli.output import Output
from tui_blog.cli.search_verb import index_what_is_new
from tui_blog.cli.session import Session
from tui_blog.errors import NotInLibrary, UsageError
from tui_blog.model.query import QueryFault
from tui_blog.model.saved_search import SavedSearch
from tui_blog.model.text import clean_line, fold


async def searches(session: Session, arguments: argparse.Namespace) -> int:
    """List kept searches, keep one, or forget one."""
    match arguments.action:
        case "add":
            return await _add(session, " ".join(arguments.query), arguments.title)
        case "remove":
            return _remove(session, " ".join(arguments.search))
    return await _list(session)


async def _list(session: Session) -> int:
    """Each with how many unread posts it finds now."""
    library = session.services.library
    if not library.searches():
        session.output.hint("No search is kept yet: `tui-blog searches add 'slow web'` keeps one.")
        return 0
    await _count(session)
    for search in library.searches():
        _print(session.output, search)
    return 0


async def _count(session: Session) -> None:
    await index_what_is_new(session.services, session.output)
    await to_thread(session.services.searching.count_unread)


async def _add(session: Session, text: str, title: str) -> int:
    """Keep a search, or give one that is kept its new name."""
    wanted = await to_thread(session.services.searching.understood, text)
    if isinstance(wanted, QueryFault):
        raise UsageError(wanted.sentence)
    session.services.searching.keep(wanted.text, title)
    await _count(session)
    _print(session.output, _named(session, wanted.text))
    return 0


def _remove(session: Session, name: str) -> int:
    search = _named(session, name)
    session.services.searching.forget(search.query)
    session.output.record(_record(search), f"“{search.title}” is no longer in your library.")
    return 0


def _named(session: Session, name: str) -> SavedSearch:
    """The search of these words, or of that name (NotInLibrary)."""
    kept, words = session.services.library.searches(), clean_line(name)
    by_words = [search for search in kept if search.query == words]
    by_name = [search for search in kept if fold(search.title) == fold(words)]
    for found in (by_words, by_name):
        if len(found) == 1:
            return found[0]
    shown = clean_line(name, 80)
    if by_name:
        raise NotInLibrary(f"Several kept searches are called “{shown}”: name one by its words.")
    raise NotInLibrary(f"No search “{shown}” is kept. `tui-blog searches` lists them.")


def _print(output: Output, search: SavedSearch) -> None:
    words = "" if search.title == search.query else f"  →  {search.query}"
    unread = f"{search.unread_counted}{'+' if search.is_more else ''}"
    output.record(_record(search), f"{unread:>6} unread  {search.title}{words}")


def _record(search: SavedSearch) -> dict[str, object]:
    """`more` says that there are more unread ones than were counted."""
    return {
        "query": search.query,
        "title": search.title,
        "unread": search.unread_counted,
        "more": search.is_more,
    }
