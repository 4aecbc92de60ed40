"""What is kept of the comments under posts: the threads, the ways to them, what a blog asks of a writer."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from tui_blog.model.comment import Access, Comment, CommentForm, FormField, Thread
from tui_blog.model.post_key import PostId
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.store.addresses import address_of
from tui_blog.store.database import Database
from tui_blog.store.packing import pack, to_moment, to_text, unpack


class ThreadStore:
    """Threads of posts of the library; what is said of a post that is gone is forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, post_id: PostId, thread: Thread, now: datetime) -> None:
        """Keep a thread in the place of what was kept, and its total as the post's count of comments.

        A comment that was not there before is new, if the person has visited the thread at all.
        """
        values = [(post_id, place, *_values(comment)) for place, comment in enumerate(thread.comments)]
        ids = [comment.id for comment in thread.comments]
        with self._database.writing() as connection:
            if not _begin(connection, post_id):
                return
            seen, texts = _first_seen(connection, post_id), _texts(connection, post_id)
            fresh = (to_text(now), bool(_column(connection, post_id, "visited")))
            rows = [
                (*value, *seen.get(one, fresh), *texts.get((one, value[HTML]), (None, None)))
                for value, one in zip(values, ids, strict=True)
            ]
            connection.execute("DELETE FROM comments WHERE post_id = ?", (post_id,))
            connection.executemany(_INSERT, rows)
            connection.execute("UPDATE threads SET total = ? WHERE post_id = ?", (thread.total, post_id))
            connection.execute("UPDATE posts SET comment_count = ? WHERE id = ?", (thread.total, post_id))

    def load(self, post_id: PostId) -> tuple[Thread, frozenset[str]] | None:
        """The kept thread and the ids that are new since the last visit; None before a first `save`."""
        with self._database.reading() as connection:
            total = _column(connection, post_id, "total")
            if total is None:
                return None
            rows = connection.execute("SELECT * FROM comments WHERE post_id = ?", (post_id,)).fetchall()
            rows.sort(key=lambda row: int(row["place"]))
            thread = Thread(tuple(_comment(row) for row in rows), int(total))
        return thread, frozenset(row["id"] for row in rows if row["is_new"])

    def texts(self, post_id: PostId, version: int) -> dict[str, CleanText]:
        """The Markdown of comments as this version of the converter made it, by their ids."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, markdown FROM comments WHERE post_id = ? AND converter = ?", (post_id, version)
            ).fetchall()
        return {row["id"]: CleanText(unpack(row["markdown"])) for row in rows}

    def keep_texts(self, post_id: PostId, version: int, texts: Iterable[tuple[Comment, CleanText]]) -> None:
        """Keep the Markdown of comments, each as long as its comment says the same."""
        rows = [
            (pack(markdown), version, post_id, comment.id, pack(comment.html)) for comment, markdown in texts
        ]
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE comments SET markdown = ?, converter = ? WHERE post_id = ? AND id = ? AND html = ?",
                rows,
            )

    def amend(self, post_url: str, comment_id: str, html: str | None) -> None:
        """Show a comment as its writer has changed it; with None, as removed."""
        with self._database.writing() as connection:
            connection.execute(
                """UPDATE comments SET html = ?, deleted = ?, markdown = NULL, converter = NULL
                    WHERE id = ? AND post_id IN (SELECT id FROM posts WHERE address = ? AND url = ?)""",
                (pack(html or ""), html is None, comment_id, address_of(post_url), post_url),
            )

    def visited(self, post_id: PostId) -> None:
        """The person has seen the thread: from now on nothing in it is new."""
        with self._database.writing() as connection:
            if _begin(connection, post_id):
                connection.execute("UPDATE threads SET visited = 1 WHERE post_id = ?", (post_id,))
                connection.execute("UPDATE comments SET is_new = 0 WHERE post_id = ? AND is_new", (post_id,))

    def channel(self, post_id: PostId) -> ChannelRef | None:
        """The way to a post's comments, where one is known."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT system, endpoint, key FROM threads WHERE post_id = ? AND system IS NOT NULL",
                (post_id,),
            ).fetchone()
        return ChannelRef(row["system"], row["endpoint"], row["key"]) if row else None

    def checked(self, post_id: PostId) -> bool:
        """Whether a way was looked for, found or not."""
        with self._database.reading() as connection:
            return bool(_column(connection, post_id, "checked"))

    def set_channel(self, post_id: PostId, ref: ChannelRef | None) -> None:
        """Keep what a look for the way found; None where there is none."""
        values = (ref.system, ref.endpoint, ref.key) if ref else (None, None, None)
        with self._database.writing() as connection:
            if _begin(connection, post_id):
                connection.execute(
                    """UPDATE threads SET checked = 1, system = ?, endpoint = ?, key = ?
                        WHERE post_id = ?""",
                    (*values, post_id),
                )

    def form(self, post_id: PostId) -> CommentForm | None:
        """What the blog asks of a writer, where it was asked."""
        with self._database.reading() as connection:
            form = _column(connection, post_id, "form")
        return _form_from_json(str(form)) if form is not None else None

    def form_asked(self, post_id: PostId) -> datetime | None:
        """When the blog was last asked for that, whether or not it told."""
        with self._database.reading() as connection:
            asked = _column(connection, post_id, "form_asked")
        return to_moment(str(asked)) if asked is not None else None

    def set_form(self, post_id: PostId, form: CommentForm, now: datetime) -> None:
        """Keep what the blog asks of a writer."""
        with self._database.writing() as connection:
            if _begin(connection, post_id):
                connection.execute(
                    "UPDATE threads SET form = ?, form_asked = ? WHERE post_id = ?",
                    (_form_to_json(form), to_text(now), post_id),
                )

    def asked(self, post_id: PostId, now: datetime) -> None:
        """Note that the blog was asked what it asks of a writer, and did not tell."""
        with self._database.writing() as connection:
            if _begin(connection, post_id):
                connection.execute(
                    "UPDATE threads SET form_asked = ? WHERE post_id = ?", (to_text(now), post_id)
                )


HTML = 5
"""Where the packed HTML stands in the values of a row."""

_INSERT = """
    INSERT INTO comments (post_id, place, id, parent, author, html, published, website, status, url, deleted,
                          by_author, first_seen, is_new, markdown, converter)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (post_id, id) DO NOTHING"""


def _begin(connection: sqlite3.Connection, post_id: PostId) -> bool:
    """See to it that the post has its row; False for a post that is gone."""
    connection.execute(
        """INSERT INTO threads (post_id) SELECT id FROM posts WHERE id = ?
           ON CONFLICT (post_id) DO NOTHING""",
        (post_id,),
    )
    return _column(connection, post_id, "post_id") is not None


def _column(connection: sqlite3.Connection, post_id: PostId, name: str) -> int | str | None:
    row = connection.execute(f"SELECT {name} AS value FROM threads WHERE post_id = ?", (post_id,)).fetchone()
    value: int | str | None = row["value"] if row else None
    return value


def _first_seen(connection: sqlite3.Connection, post_id: PostId) -> dict[str, tuple[str, bool]]:
    rows = connection.execute("SELECT id, first_seen, is_new FROM comments WHERE post_id = ?", (post_id,))
    return {row["id"]: (row["first_seen"], bool(row["is_new"])) for row in rows}


def _texts(connection: sqlite3.Connection, post_id: PostId) -> dict[tuple[str, object], tuple[bytes, int]]:
    """The kept Markdown with its converter's version, by a comment's id and packed HTML."""
    rows = connection.execute(
        "SELECT id, html, markdown, converter FROM comments WHERE post_id = ? AND converter IS NOT NULL",
        (post_id,),
    )
    return {(row["id"], row["html"]): (row["markdown"], row["converter"]) for row in rows}


def _values(comment: Comment) -> tuple[object, ...]:
    return (
        comment.id,
        comment.parent,
        comment.author,
        pack(comment.html),
        to_text(comment.published),
        comment.website,
        comment.status,
        comment.url,
        comment.deleted,
        comment.by_author,
    )


def _comment(row: sqlite3.Row) -> Comment:
    return Comment(
        id=row["id"],
        parent=row["parent"],
        author=CleanText(row["author"]),
        html=unpack(row["html"]),
        published=to_moment(row["published"]),
        website=row["website"],
        status=row["status"],
        url=row["url"],
        deleted=bool(row["deleted"]),
        by_author=bool(row["by_author"]),
    )


def _form_to_json(form: CommentForm) -> str:
    return json.dumps(asdict(form))


def _form_from_json(text: str) -> CommentForm:
    fields = json.loads(text)
    fields["access"] = Access(fields["access"])
    fields["fields"] = tuple(FormField(**field) for field in fields["fields"])
    return CommentForm(**fields)
