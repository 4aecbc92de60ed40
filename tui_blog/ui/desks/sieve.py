"""Filling a list with the posts that are looked for, bit by bit, off the event loop."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from tui_blog.model.post_key import NEWEST, OLDEST, PostId, PostKey
from tui_blog.model.post_list import PostRow, PostWindow
from tui_blog.model.sifted import Sifted
from tui_blog.ui.list_filter import month_name
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.words import counted

Look = Callable[[PostKey | None, PostKey | None, int], Sifted]
"""Looks for posts after the first place or back from the second one, until it has found that many, or for
some milliseconds: then the search may be called off."""

ENOUGH = 100
"""Posts found at a time: a few screens."""

LOOKING = "Looking …"


class Sieve:
    """A list of what was found so far; it looks on when the list comes near its end, and not before.

    `tell` is given a few words on how far it has looked, whenever that has changed.
    """

    def __init__(self, posts: PostList, look: Look, nothing: str, tell: Callable[[str], None]) -> None:
        """`nothing` says that there is none."""
        self._posts = posts
        self._look_for = look
        self._nothing = nothing
        self._tell = tell
        self._above: PostKey | None = None
        """Where titles were not looked at yet, upward; None where the list begins."""
        self._below: PostKey | None = None
        """The same downward; None where the list ends."""
        self._oldest_first = posts.oldest_first
        self._start, self._end = (OLDEST, NEWEST) if posts.oldest_first else (NEWEST, OLDEST)
        self._runs = 0

    @property
    def is_busy(self) -> bool:
        """Titles are being looked at."""
        return self._runs > 0

    async def from_the_top(self) -> None:
        """Show the first posts that are found."""
        self._above, self._below = None, self._start
        is_first = True
        async for rows in self._downward():
            if is_first:
                self._posts.replace(self._window(rows))
            else:
                self._posts.append(self._window(rows))
            is_first = False

    async def below(self) -> None:
        """Look on below."""
        async for rows in self._downward():
            self._posts.append(self._window(rows))

    async def above(self) -> None:
        """Look on above."""
        async for rows in self._upward():
            self._posts.prepend(self._window(rows))

    async def from_the_bottom(self) -> None:
        """Show the last posts that are found."""
        self._above, self._below = self._end, None
        found = tuple([row async for rows in self._upward() for row in reversed(rows)])[::-1]
        self._posts.replace(self._window(found), highlight=found[-1].id if found else None)

    async def again(self, around: PostRow) -> None:
        """Look anew for what stands about a post, which stays where it is on the screen."""
        beside = PostId(around.id + (-1 if self._oldest_first else 1))
        self._above, self._below = around.key, replace(around.key, id=beside)
        upper = tuple([row async for rows in self._upward() for row in reversed(rows)])[::-1]
        lower = tuple([row async for rows in self._downward() for row in rows])
        self._posts.replace(self._window(upper + lower), highlight=around.id, keep_place=True)

    async def _downward(self) -> AsyncIterator[tuple[PostRow, ...]]:
        """What is found slice by slice, each in the order of the list, until it is enough for now."""
        found = 0
        with self._at_work():
            while self._below is not None and found < ENOUGH:
                part = await self._look(after=self._below, enough=ENOUGH - found)
                self._below = part.reached
                found += len(part.rows)
                yield part.rows
                self._tell_how_far()

    async def _upward(self) -> AsyncIterator[tuple[PostRow, ...]]:
        """The same from the lower slice to the upper."""
        found = 0
        with self._at_work():
            while self._above is not None and found < ENOUGH:
                part = await self._look(before=self._above, enough=ENOUGH - found)
                self._above = part.reached
                found += len(part.rows)
                yield part.rows
                self._tell_how_far()

    async def _look(
        self, *, after: PostKey | None = None, before: PostKey | None = None, enough: int
    ) -> Sifted:
        return await to_thread(self._look_for, after, before, enough)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._runs += 1
        try:
            yield
        finally:
            self._runs -= 1
        self._tell_how_far()  # a search that was called off has nothing to say any more

    def _window(self, rows: tuple[PostRow, ...]) -> PostWindow:
        return PostWindow(rows, more_before=self._above is not None, more_after=self._below is not None)

    def _tell_how_far(self) -> None:
        self._posts.empty_text = LOOKING if self.is_busy else self._nothing
        if self._below is not None:
            from tui_blog.model.archive import Month

            verb = "looking" if self.is_busy else "looked"
            way = "on" if self._oldest_first else "back"
            self._tell(f"{verb} {way} to {month_name(Month.at(self._below.sorted_at))}")
        elif self._above is not None:
            self._tell("")
        else:
            self._tell(counted(len(self._posts.window.rows), "post"))
