"""A library whose posts have words as texts have them: a few in every post, most in hardly any (Zipf)."""

import random
from itertools import accumulate
from pathlib import Path

from tests.world import NOON
from tui_blog.model.text import clean_line
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.packing import pack

BLOGS = 50
APART = 600
"""Seconds from a post to the next of the whole library."""
VOCABULARY = 150_000
PARAGRAPHS = 20_000
"""Written once; each post is made of six of them, and ten words of its own: 3 KB of HTML."""
BATCH = 5_000


def vocabulary() -> list[str]:
    """Made-up words, the most frequent first."""
    some = random.Random(1)

    def syllable() -> str:
        return (
            some.choice("bcdfghklmnprstvw") + some.choice("aeiou") + some.choice(("", "", "n", "r", "s", "l"))
        )

    words = (
        "".join(syllable() for _ in range(some.choice((1, 2, 2, 3, 3, 4)))) for _ in range(VOCABULARY * 2)
    )
    return list(dict.fromkeys(words))[:VOCABULARY]


def build(path: Path, posts: int) -> Database:
    """A library of that many posts, none of them indexed yet."""
    database = Database.open(path, lambda: NOON)
    blogs = BlogStore(database)
    for number in range(BLOGS):
        blogs.add(
            title=clean_line(f"Blog {number:04}"), url=f"https://b{number}.example/",
            feed_url=f"https://b{number}.example/feed", source="feed", platform="feed", subscribed=True,
            tags=[clean_line(f"tag{number % 5}")],
        )  # fmt: skip
    write = Writer()
    for first in range(1, posts + 1, BATCH):
        numbers = range(first, min(posts + 1, first + BATCH))
        with database.writing() as connection:
            connection.executemany(_POST, [write.post(number, posts) for number in numbers])
            connection.executemany(_BODY, [(number, pack(write.html())) for number in numbers])
            connection.execute(_GUIDS, (numbers[0], numbers[-1]))
            connection.execute(_STATES, (numbers[0], numbers[-1]))
    return database


class Writer:
    """Writes posts, the same ones in every run."""

    def __init__(self) -> None:
        self._some = random.Random(2)
        self.words = vocabulary()
        self._weights = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(VOCABULARY)))
        self._paragraphs = [f"<p>{self._text(70)}</p>" for _ in range(PARAGRAPHS)]

    def post(self, number: int, posts: int) -> tuple[object, ...]:
        at, text = int(NOON.timestamp()) - (posts - number) * APART, self._text(40)
        return (
            number, number % BLOGS + 1, at, f"g{number}", f"https://b.example/{number}",
            f"b.example/{number}", text[:45], text, f"Ada{number % 30}", f"label{number % 20}", number % 30,
        )  # fmt: skip

    def html(self) -> str:
        return "".join((*self._some.choices(self._paragraphs, k=6), f"<p>{self._text(10)}</p>"))

    def _text(self, words: int) -> str:
        return " ".join(self._some.choices(self.words, cum_weights=self._weights, k=words))


_POST = """
    INSERT INTO posts (id, blog_id, sorted_at, guid, url, address, title, excerpt, author, labels,
                       comment_count, remote_id, digest)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', zeroblob(16))"""
_BODY = "INSERT INTO bodies (post_id, html) VALUES (?, ?)"
_GUIDS = (
    "INSERT INTO guids (blog_id, guid, post_id) SELECT blog_id, guid, id FROM posts WHERE id BETWEEN ? AND ?"
)
_STATES = """
    INSERT INTO post_state (post_id, read, starred)
    SELECT id, id % 20 <> 0, id % 500 = 0 FROM posts WHERE id BETWEEN ? AND ?"""
