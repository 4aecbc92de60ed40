"""What the search index holds of a post, as terms: its words, and what can be asked of it besides."""

import re
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from unicodedata import normalize
from zlib import crc32

from tui_blog.model.terms import indexed_form, words_of
from tui_blog.model.text import text_from_html
from tui_blog.store.packing import split_lines, unpack

AUTHOR, LABEL, BLOG, PICTURE, POST = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
"""What a term begins with that is no word of the text; no text has them, for they are no letters."""

_PICTURE = re.compile(r"<(?:img|picture|video)\b", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index is to hold of a post."""

    post_id: int
    sorted_at: int
    terms: bytes
    """Parted by white space or ASCII punctuation, as UTF-8."""
    checksum: int
    """What tells at a glance that a post is indexed just so; stored, so it must never change."""
    place: int | None
    """Where the post stands as it was indexed last, None of one that was not."""
    is_indexed: bool
    """Whether it stands there just so."""


class WorkedOut:
    """The terms of bodies that arrive, worked out on the way and kept until their posts are indexed.

    They go by the digest of title and body (`packing.digest_of`), so what is found here is true of the post,
    whoever changed it meanwhile. Any thread may ask and add.
    """

    MOST = 4_000
    """Bodies, of some kilobytes each; the first to come are the first to go."""
    LARGEST = 16_000
    """Bytes of one that is kept: a blog that sends books shall not fill the memory."""

    def __init__(self) -> None:
        self._terms: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def add(self, terms: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep terms by the digests that they belong to."""
        with self._lock:
            self._terms.update((digest, body) for digest, body in terms if len(body) <= self.LARGEST)
            while len(self._terms) > self.MOST:
                self._terms.popitem(last=False)

    def take(self, digest: bytes) -> bytes | None:
        """The terms of a body, once."""
        with self._lock:
            return self._terms.pop(digest, None)

    def let_go(self) -> None:
        """Forget what nobody asked for: pages bring their old posts as well as the new ones."""
        with self._lock:
            self._terms.clear()


def entry_of(connection: sqlite3.Connection, post_id: int, worked_out: WorkedOut) -> Entry | None:
    """A stored post as it is to be indexed; None of one that is gone."""
    post = connection.execute(_POST, (post_id,)).fetchone()
    if post is None:
        return None
    body = worked_out.take(post["digest"]) or body_terms(post["title"], _html(connection, post_id))
    facts = _facts(post["author"], split_lines(post["labels"]))
    added = map(indexed_form, _added_texts(connection, post_id)) if post["has_more"] else ()
    others = _storable(" ".join((POST, f"{BLOG}{post['blog_id']}", *facts)))
    terms = b" ".join((others, body, *map(_storable, added)))
    checksum = crc32(b"%d %b" % (post["sorted_at"], terms))
    return Entry(post_id, post["sorted_at"], terms, checksum, post["place"], checksum == post["checksum"])


def body_terms(title: str, html: str) -> bytes:
    """The terms of title and body; what `Entry.terms` holds besides, the library alone knows."""
    texts = map(indexed_form, _own_texts(title, html))
    return _storable(" ".join((PICTURE, *texts) if _PICTURE.search(html) else texts))


def texts_of(connection: sqlite3.Connection, post_id: int) -> Iterator[str]:
    """What is looked through of a post, and foreign still: title, body, article, comments."""
    post = connection.execute(_POST, (post_id,)).fetchone()
    if post is not None:
        yield from _own_texts(post["title"], _html(connection, post_id))
        yield from _added_texts(connection, post_id)


def _html(connection: sqlite3.Connection, post_id: int) -> str:
    return unpack(connection.execute("SELECT html FROM bodies WHERE post_id = ?", (post_id,)).fetchone()[0])


def _own_texts(title: str, html: str) -> Iterator[str]:
    yield normalize("NFC", title)
    yield normalize("NFC", text_from_html(html))


def _added_texts(connection: sqlite3.Connection, post_id: int) -> Iterator[str]:
    """The article of the post's page, where it was read, and the comments."""
    for article in connection.execute("SELECT html FROM articles WHERE post_id = ?", (post_id,)):
        yield normalize("NFC", text_from_html(unpack(article["html"])))
    for comment in connection.execute("SELECT author, html FROM comments WHERE post_id = ?", (post_id,)):
        yield normalize("NFC", f"{comment['author']} {text_from_html(unpack(comment['html']))}")


def _facts(author: str, labels: Iterable[str]) -> Iterator[str]:
    """What can be asked of a post besides its words, as terms."""
    yield from (f"{AUTHOR}{word}" for word in _words_of_name(author))
    yield from (f"{LABEL}{word}" for label in labels for word in _words_of_name(label))


@lru_cache(maxsize=1024)
def _words_of_name(name: str) -> tuple[str, ...]:
    """An author writes more than one post, and a label stands under more than one."""
    return tuple(words_of(name))


def _storable(terms: str) -> bytes:
    """As UTF-8; half of a surrogate pair, which no search asks for, becomes a question mark."""
    return terms.encode("utf-8", "replace")


_POST = """
    SELECT id, blog_id, sorted_at, author, labels, title, digest, place, checksum,
           EXISTS (SELECT 1 FROM articles WHERE post_id = posts.id)
           OR EXISTS (SELECT 1 FROM comments WHERE post_id = posts.id) AS has_more
      FROM posts LEFT JOIN indexed ON indexed.post_id = posts.id WHERE id = ?"""
