"""When a blog is asked again: what its server wishes, how often it failed, what it says of itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Literal
from urllib.parse import urlsplit
from zlib import crc32

from tui_blog.errors import NetworkError, NoFeedFound, StatusError, TuiBlogError
from tui_blog.model.blog import Blog, BlogId
from tui_blog.model.post_page import PostPage
from tui_blog.model.rhythm import LEARNED, pace_of
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.store.wishes import Wish, WishStore

FIRST = timedelta(minutes=10)
"""After the first failure; each further one doubles it."""
FIRST_WHEN_TOO_OFTEN = timedelta(hours=1)
"""The same for a server that finds that it is asked too often and does not say when to come again."""
MOST = timedelta(days=1)

MISSING_AFTER = timedelta(days=3)
MISSING_FAILURES = 5
"""So long, and so often running, a page has to be missing before its blog is taken to have moved."""

_TOO_OFTEN = frozenset({418, 429})
_MISSING = frozenset({400, 404})


@dataclass(frozen=True, slots=True)
class Declined:
    """A blog is left alone; `error` is a sentence, "" for one that is merely fresh, and not due yet."""

    status: Literal["unchanged", "gone", "failed"]
    error: CleanText = EMPTY
    is_due: bool = True


class Patience:
    """Decides whether a blog is asked, and learns from how that ended."""

    def __init__(
        self, wishes: WishStore, clock: Callable[[], datetime], tell: Callable[[str], None] | None = None
    ) -> None:
        self._wishes = wishes
        self._clock = clock
        self._tell = tell

    def wishes(self, blogs: Sequence[Blog], *, named: bool) -> dict[BlogId, Wish]:
        """What is wished for a blog, or for many at once; with their pace, unless the person `named` them."""
        few = {blog.id: self._wishes.of(blog.id) for blog in blogs} if len(blogs) < 2 else None
        wishes = self._wishes.all() if few is None else few
        dates, now = {} if named else self._wishes.dates(LEARNED), self._clock()
        paces = {blog_id: pace_of(known, now) for blog_id, known in dates.items() if blog_id in wishes}
        return wishes | {blog_id: replace(wishes[blog_id], pace=pace) for blog_id, pace in paces.items()}

    def declined(self, blog: Blog, wish: Wish, *, named: bool) -> Declined | None:
        """Why a blog is not asked now, or None where it is.

        A wait that its server asked for holds for everybody; all else only where the person did not name
        the blog.
        """
        now = self._clock()
        if wish.gone and not named:
            return Declined("gone", blog.error)
        if wish.wait_until and wish.wait_until > now:
            return Declined("failed", _left_alone(blog, wish.wait_until - now))
        if named:
            return None
        if wish.retry_at and wish.retry_at > now:
            return Declined("failed", _tried_later(blog, wish.retry_at - now))
        return self._still_fresh(blog, wish, now)

    def _still_fresh(self, blog: Blog, wish: Wish, now: datetime) -> Declined | None:
        if wish.heard is None:
            return None
        wished, learned = wish.rhythm, replace(wish.rhythm, fresh_for=max(wish.rhythm.fresh_for, wish.pace))
        wait = learned.due(wish.heard, now) - now
        if wait <= timedelta():
            return None
        if self._tell:
            why = "as it wishes" if wished.due(wish.heard, now) > now else "as seldom as it posts"
            self._tell(f"{blog.title}: {why}, it is not asked for another {_spelled(wait)}.")
        return Declined("unchanged", is_due=False)

    def answered(self, blog: Blog, page: PostPage) -> bool:
        """Learn from an answer; True where the blog's move to another address has held twice."""
        return self._wishes.fulfil(blog.id, page.moved_to, None if page.unchanged else page.rhythm)

    def failed(self, blog: Blog, error: TuiBlogError) -> bool:
        """Learn from a failure; True where the blog was removed for good."""
        # A machine without a net learns nothing of anybody else.
        if isinstance(error, NetworkError | NoFeedFound) and not _at_our_end(error):
            return self._wishes.change(blog.id, lambda wish: self._after(error, blog.id, wish)).gone
        return False

    def _after(self, error: TuiBlogError, blog_id: BlogId, wish: Wish) -> Wish:
        now = self._clock()
        status = error.status if isinstance(error, StatusError) else 0
        wait = error.retry_after if isinstance(error, StatusError) else None
        failures = wish.failures + 1
        return replace(
            wish,
            wait_until=now + timedelta(seconds=wait) if wait else None,
            gone=status == 410,
            failures=failures,
            failing_since=wish.failing_since or now,
            # Who says when to come again is taken at his word.
            retry_at=None if wait else now + _pause_after(failures, status, blog_id),
        )

    def is_long_missing(self, blog: Blog, error: TuiBlogError) -> bool:
        """Whether a page is missing for days, so that its blog may have moved without a word."""
        if not (isinstance(error, StatusError) and error.status in _MISSING):
            return False
        wish = self._wishes.of(blog.id)
        since = wish.failing_since or self._clock()
        return wish.failures + 1 >= MISSING_FAILURES and self._clock() - since >= MISSING_AFTER


def _at_our_end(error: TuiBlogError) -> bool:
    return isinstance(error, NetworkError) and error.at_our_end


def _pause_after(failures: int, status: int, blog_id: BlogId) -> timedelta:
    first = FIRST_WHEN_TOO_OFTEN if status in _TOO_OFTEN else FIRST
    doubled = min(first * (1 << min(failures - 1, 10)), MOST)
    return doubled * (0.8 + 0.1 * _spread(blog_id, failures))


def _spread(blog_id: BlogId, failures: int) -> float:
    """0 to 1, another for every blog: those that failed together are not all tried again together."""
    return crc32(f"{blog_id} {failures}".encode()) / 2**32


def _left_alone(blog: Blog, wait: timedelta) -> CleanText:
    from tui_blog.net.waits import left_alone  # brings httpx along

    return left_alone(urlsplit(blog.feed_url).hostname or blog.feed_url, wait.total_seconds())


def _tried_later(blog: Blog, wait: timedelta) -> CleanText:
    again = f"It is tried again in {_spelled(wait)}; refresh it alone to try now."
    return clean_line(f"{blog.error} {again}")


def _spelled(wait: timedelta) -> str:
    from tui_blog.net.faults import spelled  # brings httpx along

    return spelled(ceil(wait.total_seconds()))
