"""What a search finds, for a list that shows it: posts, and the words in them that were looked for."""

from dataclasses import replace

from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import Arrangement, PostRow
from tui_blog.model.query import Query
from tui_blog.model.sifted import Sifted
from tui_blog.model.snippet import Snippet
from tui_blog.model.text import fold
from tui_blog.services.searching import Searching
from tui_blog.ui.list_filter import ListFilter

LOOKED = 300
"""Posts looked at between two moments at which the search may be called off: some milliseconds."""


class Finder:
    """Looks for the posts of one query that a filter lets through."""

    def __init__(
        self, searching: Searching, query: Query, wanted: ListFilter, arrangement: Arrangement
    ) -> None:
        self._searching = searching
        self._query = _narrowed(_arranged(query, arrangement), wanted)
        self._oldest_first = arrangement.oldest_first
        self._words = fold(wanted.words).split()
        self.snippets: dict[PostId, Snippet] = {}
        """Of every post that was found."""

    def look(self, after: PostKey | None, before: PostKey | None, enough: int) -> Sifted:
        """The next posts (see `sieve.Look`)."""
        part = self._searching.find(
            self._query,
            after=after,
            before=before,
            limit=LOOKED,
            enough=enough,
            oldest_first=self._oldest_first,
        )
        rows = self._fitting(part)
        for row in rows:
            self.snippets[row.id] = self._searching.snippet(row.id, self._query)
        return Sifted(rows, part.reached)

    def unread(self) -> tuple[PostId, ...]:
        """All posts that are found and not read; takes time."""
        unread, after, found = replace(self._query, is_read=False), None, list[PostId]()
        while True:
            part = self._searching.find(unread, after=after, limit=LOOKED, enough=LOOKED)
            found += [row.id for row in self._fitting(part)]
            if part.reached is None:
                return tuple(found)
            after = part.reached

    def _fitting(self, part: Sifted) -> tuple[PostRow, ...]:
        """Of what was found, the posts whose titles hold the filter's words."""
        return tuple(row for row in part.rows if all(word in fold(row.title) for word in self._words))


def _arranged(query: Query, arrangement: Arrangement) -> Query:
    """Without read posts where they are hidden, unless the query asks for them by name."""
    return replace(query, is_read=False) if arrangement.hides_read and query.is_read is None else query


def _narrowed(query: Query, wanted: ListFilter) -> Query:
    if wanted.marks == "unread":
        query = replace(query, is_read=False)
    elif wanted.marks == "starred":
        query = replace(query, is_starred=True)
    if wanted.month is None:
        return query
    since, until = wanted.month.since, wanted.month.until
    return replace(
        query,
        since=max(since, query.since) if query.since else since,
        until=min(until, query.until) if until and query.until else until or query.until,
    )
