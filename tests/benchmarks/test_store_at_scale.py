"""Lists of a library of 1,000 posts against the same lists of 100,000 and, where asked for, of 1,000,000.

    pytest -m benchmark -n 0 -s tests/benchmarks/test_store_at_scale.py
    TUI_BLOG_BENCH_MILLION=1 pytest -m benchmark -n 0 -s tests/benchmarks/test_store_at_scale.py

The peer of each library is the smallest one in the same run: what takes more than three times as long grows.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from tui_blog.model.blog import BlogId
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import CleanText, clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore

pytestmark = pytest.mark.benchmark

SIZES = [1_000, 100_000, *([1_000_000] if os.environ.get("TUI_BLOG_BENCH_MILLION") else [])]
POSTS_A_BLOG = 1_000
PAGE = 100
CEILING = 3.0
NOW = datetime(2024, 12, 20, tzinfo=UTC)
WORDS = ["the", "slow", "web", "letters", "still", "matter", "harbour", "notes", "a", "year", "without"]


@dataclass
class Library:
    """A library of a size: its blogs interleaved in time, the oldest posts of each unread, a few starred."""

    database: Database
    blogs: BlogStore
    posts: PostStore
    places: list[PostKey]
    """Of posts here and there."""

    @classmethod
    def build(cls, path: Path, size: int) -> "Library":
        database = Database.open(path, lambda: NOW)
        library = cls(database, BlogStore(database), PostStore(database), [])
        for number in range(size // POSTS_A_BLOG):
            library._fill(number)
        some = random.Random(1)
        ids = [PostId(some.randint(1, size)) for _ in range(200)]
        library.posts.set_starred(ids[:50], True)
        library.places = [row.key for row in map(library.posts.row, ids) if row]
        return library

    def _fill(self, number: int) -> None:
        name = f"blog{number:04}"
        blog = self.blogs.add(
            title=clean_line(name),
            url=f"https://{name}.example/",
            feed_url=f"https://{name}.example/feed",
            source="feed",
            platform="feed",
            subscribed=True,
            tags=[clean_line(f"tag{number % 5}")],
        )
        some = random.Random(number)
        for first in range(POSTS_A_BLOG - PAGE, -1, -PAGE):
            page = [sample(name, some, n) for n in range(first, first + PAGE)]
            self.posts.upsert(blog.id, page, NOW, first_look_read=first + PAGE < POSTS_A_BLOG)


def sample(name: str, some: random.Random, number: int) -> Post:
    text = " ".join(some.choices(WORDS, k=350))
    return Post(
        guid=f"tag:{name}.example,2024:{number}",
        url=f"https://{name}.example/{number}",
        title=clean_line(text[:60]),
        html=f"<p>{text}</p>",
        published=NOW - timedelta(days=number, seconds=some.randint(0, 80_000)),
        excerpt=clean_line(text[:280]),
    )


Use = Callable[[Library, PostKey], object]

USES: dict[str, Use] = {
    "window at the top": lambda lib, key: lib.posts.window(PostQuery(), limit=50),
    "window somewhere": lambda lib, key: lib.posts.window(PostQuery(), after=key, limit=50),
    "window before": lambda lib, key: lib.posts.window(PostQuery(), before=key, limit=50),
    "window around": lambda lib, key: lib.posts.around(PostQuery(), key, 50),
    "last window": lambda lib, key: lib.posts.last_window(PostQuery(), 50),
    "oldest first": lambda lib, key: lib.posts.window(PostQuery(oldest_first=True), limit=50),
    "unread window": lambda lib, key: lib.posts.window(PostQuery(unread=True), limit=50),
    "starred window": lambda lib, key: lib.posts.window(PostQuery(starred=True), limit=50),
    "window of a blog": lambda lib, key: lib.posts.window(PostQuery(blog_id=BlogId(1)), limit=50),
    "window of a tag": lambda lib, key: lib.posts.window(
        PostQuery(tag=CleanText("tag0")), after=key, limit=50
    ),
    "since": lambda lib, key: lib.posts.window(PostQuery(since=NOW - timedelta(days=900)), limit=50),
    "next unread": lambda lib, key: lib.posts.next_unread(PostQuery(), key),
    "previous unread": lambda lib, key: lib.posts.previous_unread(PostQuery(), key),
    "counts": lambda lib, key: lib.blogs.counts(),
    "one post": lambda lib, key: lib.posts.get(key.id),
    "mark and unmark": lambda lib, key: (
        lib.posts.set_read([key.id], False),
        lib.posts.set_read([key.id], True),
    ),
    "open the file": lambda lib, key: Database.open(lib.database.path, lambda: NOW).close(),
}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Library]:
    built = {}
    for size in SIZES:
        begun = perf_counter()
        built[size] = Library.build(tmp_path_factory.mktemp(f"library{size}") / "library.db", size)
        seconds = perf_counter() - begun
        megabytes = built[size].database.path.stat().st_size / 1e6
        print(f"\n{size:>9,} posts made and stored in {seconds:.1f} s, {megabytes:,.0f} MB")
    return built


def milliseconds(library: Library, use: Use) -> float:
    """The best of several rounds, each at many places: what the machine does besides is no part of it."""
    rounds = []
    for _ in range(7):
        begun = perf_counter()
        for place in library.places[:60]:
            use(library, place)
        rounds.append((perf_counter() - begun) / 60 * 1_000)
    return min(rounds)


@pytest.mark.parametrize("name", USES)
def test_time_does_not_grow_with_the_library(libraries: dict[int, Library], name: str) -> None:
    times = {size: milliseconds(library, USES[name]) for size, library in libraries.items()}
    shown = "   ".join(f"{size:>9,}: {taken:6.3f} ms" for size, taken in times.items())
    print(f"\n{name:<18} {shown}", end="")
    assert times[SIZES[-1]] <= CEILING * times[SIZES[0]]
