"""The blogs that the library knows, followed or opened once, with their tags and kept counts."""

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import TYPE_CHECKING

from tui_blog.model.blog import Blog, BlogId, Counts
from tui_blog.model.cursor import Cursor
from tui_blog.model.retention import ALL, Keep, keep_of
from tui_blog.model.text import CleanText, in_order
from tui_blog.model.validators import Validators
from tui_blog.store.addresses import address_of
from tui_blog.store.database import Database
from tui_blog.store.packing import to_moment, to_text
from tui_blog.store.shelves import LIBRARY, arrange

if TYPE_CHECKING:
    from tui_blog.model.marks import Tag
    from tui_blog.model.post_page import PostPage
    from tui_blog.model.site import SourceRef
    from tui_blog.store.newcomers import Newcomer

_BLOGS = """
    SELECT blogs.*, shelves.posts, shelves.unread
      FROM blogs CROSS JOIN shelves ON shelves.blog_id = blogs.id
     WHERE removed IS NULL AND """

# The shelf of a tag outlives its last post where a blog that was removed may bring one back.
_TAGS = """
    SELECT tag, posts, unread, EXISTS (SELECT 1 FROM blog_shelves WHERE shelf_id = shelves.id) AS has_blogs,
           EXISTS (SELECT 1 FROM post_tags WHERE post_tags.tag = shelves.tag) AS has_posts
      FROM shelves
     WHERE tag IS NOT NULL AND (posts > 0 OR has_blogs)
     ORDER BY tag"""


class BlogStore:
    """Blogs, and what the program keeps of asking them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, subscribed_only: bool = True) -> tuple[Blog, ...]:
        """The blogs by title; those that are not followed only where they are asked for."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_BLOGS} (subscribed OR NOT ?)", (subscribed_only,)).fetchall()
            tags: dict[int, list[CleanText]] = {}
            for row in connection.execute("SELECT blog_id, tag FROM blog_tags ORDER BY blog_id, tag"):
                tags.setdefault(row["blog_id"], []).append(CleanText(row["tag"]))
        blogs = [_blog(row, tuple(tags.get(row["id"], ()))) for row in rows]
        return tuple(sorted(blogs, key=lambda blog: (in_order(blog.title), blog.id)))

    def was_changed_elsewhere(self) -> bool:
        """Whether another instance has written to the library since this was asked last."""
        return self._database.was_changed_elsewhere()

    def get(self, blog_id: BlogId) -> Blog | None:
        """One blog."""
        with self._database.reading() as connection:
            return read_blog(connection, blog_id)

    def by_url(self, url: str) -> Blog | None:
        """The blog with that feed or, failing that, that home page (compared as in `addresses`)."""
        with self._database.reading() as connection:
            found = _find(connection, address_of(url))
            return read_blog(connection, found) if found is not None else None

    def add(
        self,
        *,
        title: CleanText,
        url: str,
        feed_url: str,
        source: str,
        platform: str,
        subscribed: bool,
        tags: Sequence[CleanText],
        language: str = "",
    ) -> Blog:
        """Take a blog in; where its feed is known already, that blog is followed and tagged as asked."""
        from tui_blog.store.newcomers import Newcomer, take_in  # the first list can do without

        newcomer = Newcomer(title, url, feed_url, tags, source, platform, language)
        with self._database.writing() as connection:
            blog_id = take_in(connection, newcomer, subscribed)
            blog = read_blog(connection, blog_id)
        assert blog is not None, "it was written in this very transaction"
        return blog

    def add_all(self, newcomers: "Sequence[Newcomer]") -> tuple[Blog, ...]:
        """Follow many blogs at once; those that were not followed before."""
        from tui_blog.store.newcomers import is_followed, take_in

        added: list[Blog] = []
        with self._database.writing() as connection:
            for newcomer in newcomers:
                was_followed = is_followed(connection, newcomer.feed_url)
                blog = read_blog(connection, take_in(connection, newcomer, subscribed=True))
                added += [blog] if blog and not was_followed else []
        return tuple(added)

    def subscribe(self, blog_id: BlogId, subscribed: bool) -> None:
        """Follow a blog, or stop following it; its posts, their state and its tags stay."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE blogs SET subscribed = ? WHERE id = ? AND removed IS NULL", (subscribed, blog_id)
            )
            arrange(connection, blog_id)

    def edit(
        self,
        blog_id: BlogId,
        *,
        title: CleanText | None = None,
        tags: Sequence[CleanText] = (),
        no_tags: Sequence[CleanText] = (),
        keep: Keep | None = None,
    ) -> None:
        """Call a blog as the person wishes, give it tags and take others, say how much of it is kept.

        A title of "" takes the blog's own again; what is kept counts from the next refresh on.
        """
        from tui_blog.store.blog_edits import edit  # the first list can do without

        with self._database.writing() as connection:
            edit(connection, blog_id, title, tags, no_tags, keep)

    def remove(self, blog_id: BlogId) -> None:
        """Take a blog out with its posts; until that cannot be taken back any more it is only hidden.

        Drafts and the outbox stay.
        """
        from tui_blog.store.journal import record
        from tui_blog.store.removal import hide

        with self._database.writing() as connection:
            if hide(connection, blog_id, self._database.now()):
                record(connection, None, "removal", [blog_id], on=True)

    def set_source(self, blog_id: BlogId, source: "SourceRef") -> None:
        """Fetch a blog by another way from now on; validators and the archive's cursor were the old one's."""
        with self._database.writing() as connection:
            if _move(connection, blog_id, source.url):
                connection.execute(
                    """UPDATE blogs SET source = ?, etag = NULL, last_modified = NULL, archive_cursor = NULL
                        WHERE id = ?""",
                    (source.kind, blog_id),
                )

    def record_refresh(
        self,
        blog_id: BlogId,
        *,
        refreshed: datetime | None,
        validators: Validators | None,
        error: CleanText,
        title: CleanText | None = None,
        language: str = "",
        home: str = "",
        moved_to: str | None = None,
    ) -> None:
        """Keep how asking a blog ended; `refreshed` is None and `error` a sentence where it failed.

        Where `validators` is None, those that are kept stay, and so does a home that is known.
        """
        with self._database.writing() as connection:
            connection.execute(
                """UPDATE blogs
                      SET refreshed = coalesce(?, refreshed), title = coalesce(?, title),
                          language = coalesce(?, language), error = ?
                    WHERE id = ?""",
                (to_text(refreshed), title or None, language or None, error, blog_id),
            )
            if validators:
                connection.execute(
                    "UPDATE blogs SET etag = ?, last_modified = ? WHERE id = ?",
                    (*astuple(validators), blog_id),
                )
            if home:
                from tui_blog.store.newcomers import learn_home

                learn_home(connection, blog_id, home)
            if moved_to:
                _move(connection, blog_id, moved_to)

    def begin_archive(self, blog_id: BlogId, cursor: Cursor | None) -> None:
        """Keep where posts older than the newest page begin, unless the way back was begun already.

        A cursor of None says that the newest page is the whole blog.
        """
        with self._database.writing() as connection:
            connection.execute(
                """UPDATE blogs SET archive_cursor = ?, archive_done = ?
                    WHERE id = ? AND archive_cursor IS NULL AND NOT archive_done""",
                (cursor, cursor is None, blog_id),
            )

    def record_archive(self, blog_id: BlogId, cursor: Cursor | None, done: bool) -> None:
        """Keep where older posts begin, and whether the first post ever written is stored."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE blogs SET archive_cursor = ?, archive_done = ? WHERE id = ?", (cursor, done, blog_id)
            )

    def drop_behind(self, blog_id: BlogId, page: "PostPage") -> bool:
        """Drop some posts that are kept no longer, after `page` was stored; whether there may be more."""
        from tui_blog.store.retention import drop_behind

        with self._database.writing() as connection:
            return drop_behind(connection, blog_id, page, self._database.now())

    def tags(self) -> tuple["Tag", ...]:
        """Every tag that is borne in the library, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(_TAGS).fetchall()
        return tuple(sorted(map(_tag, rows), key=lambda tag: in_order(tag.name)))

    def counts(self) -> Counts:
        """The kept counts of the followed blogs; `outbox` counts what is not done yet (`SendState`)."""
        with self._database.reading() as connection:
            # Only these are counted: comments on their way and answers not seen are few in their indexes.
            row = connection.execute(
                """SELECT posts, unread, starred,
                          (SELECT count(*) FROM outbox
                            WHERE state <> 'published' AND state <> 'deleted') AS outbox,
                          (SELECT count(*) FROM replies WHERE seen = 0) AS replies
                     FROM shelves WHERE id = ?""",
                (LIBRARY,),
            ).fetchone()
        return Counts(row["posts"], row["unread"], row["starred"], row["outbox"], row["replies"])


def read_blog(connection: sqlite3.Connection, blog_id: BlogId) -> Blog | None:
    """One blog as it is in the transaction of the caller."""
    row = connection.execute(f"{_BLOGS} blogs.id = ?", (blog_id,)).fetchone()
    tags = connection.execute("SELECT tag FROM blog_tags WHERE blog_id = ? ORDER BY tag", (blog_id,))
    return _blog(row, tuple(CleanText(tag["tag"]) for tag in tags)) if row else None


def _tag(row: sqlite3.Row) -> "Tag":
    from tui_blog.model.marks import Tag  # only who has one waits for it

    has_blogs, has_posts = bool(row["has_blogs"]), bool(row["has_posts"])
    return Tag(CleanText(row["tag"]), row["posts"], row["unread"], has_blogs, has_posts)


def _blog(row: sqlite3.Row, tags: tuple[CleanText, ...]) -> Blog:
    return Blog(
        id=BlogId(row["id"]),
        title=CleanText(row["own_title"] or row["title"] or row["url"]),
        url=row["url"],
        feed_url=row["feed_url"],
        source=row["source"],
        platform=row["platform"],
        tags=tags,
        language=row["language"],
        posts=row["posts"],
        unread=row["unread"],
        refreshed=to_moment(row["refreshed"]),
        error=CleanText(row["error"]),
        subscribed=bool(row["subscribed"]),
        archive_cursor=Cursor(row["archive_cursor"]) if row["archive_cursor"] is not None else None,
        archive_done=bool(row["archive_done"]),
        validators=Validators(row["etag"], row["last_modified"]),
        keep=keep_of(row["keep"]) or ALL,
    )


def _find(connection: sqlite3.Connection, address: str) -> BlogId | None:
    found = connection.execute(
        "SELECT id FROM blogs WHERE feed_address = ? AND removed IS NULL", (address,)
    ).fetchone()
    if found is None and address:
        found = connection.execute(
            "SELECT id FROM blogs WHERE address = ? AND removed IS NULL ORDER BY subscribed DESC, id",
            (address,),
        ).fetchone()
    return BlogId(found["id"]) if found else _on_its_way_to(connection, address)


def _on_its_way_to(connection: sqlite3.Connection, address: str) -> BlogId | None:
    """The blog whose server said that it moves there: a person may follow it there before we do."""
    rows = connection.execute("SELECT blog_id, moving_to FROM wishes WHERE moving_to IS NOT NULL").fetchall()
    return next((BlogId(row["blog_id"]) for row in rows if address_of(row["moving_to"]) == address), None)


def _move(connection: sqlite3.Connection, blog_id: BlogId, feed_url: str) -> bool:
    """Note a feed's new address, unless another blog of the library has it: then both stay as they are."""
    from tui_blog.store.newcomers import feed_address, id_of_feed

    if id_of_feed(connection, feed_url) not in {None, blog_id}:
        return False
    connection.execute(
        "UPDATE blogs SET feed_url = ?, feed_address = ? WHERE id = ?",
        (feed_url, feed_address(feed_url), blog_id),
    )
    return True
