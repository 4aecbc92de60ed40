"""Twenty searches, from the rarest word to the commonest, in 1,000 posts, 100,000 and, if asked, 1,000,000.

    pytest -m benchmark -n 0 -s tests/benchmarks/test_search.py
    TUI_BLOG_BENCH_MILLION=1 pytest -m benchmark -n 0 -s tests/benchmarks/test_search.py

The peer is what a reader without an index of its own would do: SQLite's LIKE over the titles of the same
library. TUI_BLOG_BENCH_LIBRARY names a folder that keeps the libraries from run to run.
"""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import pytest

from tests.benchmarks import word_library
from tests.world import NOON
from tui_blog.model.query import QueryFault
from tui_blog.services.searching import Searching
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.saved_searches import SavedSearchStore
from tui_blog.store.search import SearchStore
from tui_blog.store.search_index import SearchIndex

pytestmark = pytest.mark.benchmark

SIZES = [1_000, 100_000, *([1_000_000] if os.environ.get("TUI_BLOG_BENCH_MILLION") else [])]
PAGE = 50
LOOKED = 300
"""Posts that are looked at before the screen is shown what was found among them."""
ROUNDS = 5


@dataclass
class Library:
    database: Database
    searching: Searching
    bytes_a_post: float
    index_bytes_a_post: float


def opened(folder: Path, size: int) -> Library:
    """The library of that size, built and indexed where it is not there yet."""
    path = folder / str(size) / "library.db"
    begun = perf_counter()
    database = Database.open(path, lambda: NOON) if path.exists() else word_library.build(path, size)
    built, spent, slowest = perf_counter() - begun, process_time(), 0.0
    index = SearchIndex(database)
    more = True
    while more:
        stepped = perf_counter()
        more = bool(index.step())
        slowest = max(slowest, perf_counter() - stepped)
    with database.reading() as connection:
        index_size = connection.execute("SELECT sum(length(block)) FROM words_data").fetchone()[0]
    library = Library(
        database,
        Searching(BlogStore(database), SearchStore(database), index, SavedSearchStore(database)),
        path.stat().st_size / size,
        index_size / size,
    )
    print(
        f"\n{size:>9,} posts: built in {built:.0f} s, indexed in {process_time() - spent:.0f} s of CPU "
        f"(slowest step {slowest * 1e3:.0f} ms); {library.bytes_a_post:,.0f} bytes a post, "
        f"{library.index_bytes_a_post:,.0f} of them the words"
    )
    return library


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Library]:
    kept = os.environ.get("TUI_BLOG_BENCH_LIBRARY")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("libraries")
    return {size: opened(folder, size) for size in SIZES}


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Made only when they are needed: they take two seconds."""
    return word_library.vocabulary()


def queries(words: list[str]) -> tuple[str, ...]:
    """From the rarest word to the commonest, alone and together."""
    return (
        *(words[rank] for rank in (0, 2, 8, 30, 100, 300, 1_000, 5_000, 20_000, 100_000)),
        f"{words[5]} {words[40]} {words[90]}",
        f'"{words[3]} {words[9]}"',
        f"{words[8]} -{words[2]}",
        f"{words[4]} since:2024-06",
        f"{words[4]} until:2026-11",
        f"{words[20]} author:ada7 label:label7",
        f'{words[30]} blog:"Blog 0007"',
        f"{words[50]} is:unread tag:tag2",
        f"{words[1]} is:starred",
        f"{words[2_000][:5]}* has:comments",
    )


def milliseconds(library: Library, query: str) -> float:
    """The first page as a person waits for it: the text is read, and the posts are found."""
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        search = library.searching.understood(query)
        assert not isinstance(search, QueryFault)
        library.searching.find(search, limit=LOOKED, enough=PAGE)
        times.append((perf_counter() - begun) * 1_000)
    return min(times)


def by_like(library: Library, word: str) -> float:
    begun = perf_counter()
    with library.database.reading() as connection:
        connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM posts WHERE title LIKE ? ORDER BY sorted_at DESC LIMIT 50)",
            (f"%{word}%",),
        ).fetchone()
    return (perf_counter() - begun) * 1_000


def test_a_search_of_a_large_library_is_answered_at_once(
    libraries: dict[int, Library], words: list[str]
) -> None:
    for size, library in libraries.items():
        times = {query: milliseconds(library, query) for query in queries(words)}
        worst = sorted(times, key=times.__getitem__)[-3:]
        like = by_like(library, words[20_000])
        ninety_fifth = statistics.quantiles(times.values(), n=20)[-1]
        print(
            f"\n{size:>9,} posts: p50 {statistics.median(times.values()):.1f} ms, p95 {ninety_fifth:.1f} ms, "
            f"LIKE over titles {like:.0f} ms; slowest: "
            + ", ".join(f"{query} {times[query]:.1f} ms" for query in worst)
        )
    assert ninety_fifth < like
