"""Blogs that are taken in: one by one, or as a whole list."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from tui_blog.model.blog import BlogId
from tui_blog.model.text import CleanText
from tui_blog.store.addresses import address_of
from tui_blog.store.database import new_id
from tui_blog.store.shelves import arrange, new_shelf


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A blog that is taken in."""

    title: CleanText
    url: str
    feed_url: str
    tags: Sequence[CleanText] = ()
    source: str = "feed"
    platform: str = "feed"
    language: str = ""
    is_home_known: bool = True
    """False where `url` is the best guess until the feed names the blog's home: nobody goes by it."""


def take_in(connection: sqlite3.Connection, new: Newcomer, subscribed: bool) -> BlogId:
    """The blog of that feed, known or new, followed and tagged as asked."""
    from tui_blog.store.removal import restore  # the first list can do without

    blog_id = id_of_feed(connection, new.feed_url)
    if blog_id is None:
        home = address_of(new.url) if new.is_home_known else ""
        addresses = (home, new.feed_url, feed_address(new.feed_url))
        blog_id = _insert(
            connection, (new.title, new.url, *addresses, new.source, new.platform, new.language)
        )
    restore(connection, blog_id)
    connection.execute("UPDATE blogs SET subscribed = subscribed OR ? WHERE id = ?", (subscribed, blog_id))
    tag(connection, blog_id, new.tags)
    arrange(connection, blog_id)
    return blog_id


def learn_home(connection: sqlite3.Connection, blog_id: BlogId, home: str) -> None:
    """Take the home that a blog's feed names, where it was guessed so far."""
    connection.execute(
        "UPDATE blogs SET url = ?, address = ? WHERE id = ? AND address = ''",
        (home, address_of(home), blog_id),
    )


def is_followed(connection: sqlite3.Connection, feed_url: str) -> bool:
    """Whether the blog of a feed is followed."""
    row = connection.execute(
        "SELECT subscribed FROM blogs WHERE feed_address = ?", (feed_address(feed_url),)
    ).fetchone()
    return bool(row and row["subscribed"])


def _insert(connection: sqlite3.Connection, values: tuple[str, ...]) -> BlogId:
    cursor = connection.execute(
        """INSERT INTO blogs (title, url, address, feed_url, feed_address, source, platform, language,
                              subscribed)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)""",
        values,
    )
    blog_id = BlogId(new_id(cursor))
    new_shelf(connection, blog_id)
    return blog_id


def feed_address(feed_url: str) -> str:
    """What tells feeds apart; a feed that is no web address (a file) by its very name."""
    return address_of(feed_url) or feed_url


def id_of_feed(connection: sqlite3.Connection, feed_url: str) -> BlogId | None:
    """The blog of a feed, where it is known."""
    found = connection.execute(
        "SELECT id FROM blogs WHERE feed_address = ?", (feed_address(feed_url),)
    ).fetchone()
    return BlogId(found["id"]) if found else None


def tag(connection: sqlite3.Connection, blog_id: BlogId, tags: Sequence[CleanText]) -> list[CleanText]:
    """Give a blog these tags beside those that it has; those that are new to it."""
    statement = """INSERT INTO blog_tags (blog_id, tag) SELECT id, ? FROM blogs WHERE id = ?
                    ON CONFLICT DO NOTHING"""
    return [tag for tag in tags if connection.execute(statement, (tag, blog_id)).rowcount]


def untag(connection: sqlite3.Connection, blog_id: BlogId, tags: Sequence[CleanText]) -> list[CleanText]:
    """Take these tags from a blog; those that it had."""
    statement = "DELETE FROM blog_tags WHERE blog_id = ? AND tag = ?"
    return [tag for tag in tags if connection.execute(statement, (blog_id, tag)).rowcount]
