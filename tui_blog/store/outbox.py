"""The comments that were written to be sent, each with its state: nothing is sent twice, nothing is lost.

A row outlives its post and its blog: it holds a copy of the post and the way to its comments.
"""

import sqlite3
from datetime import datetime

from tui_blog.errors import NotInLibrary, StoreError
from tui_blog.model.comment import Draft, OutboxItem, SendState
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.store.addresses import address_of
from tui_blog.store.database import Database
from tui_blog.store.drafts import draft_columns, draft_of
from tui_blog.store.packing import pack, post_from_json, post_to_json, to_moment, to_text, unpack
from tui_blog.store.send_states import COMES_FROM, EDITABLE, ON_ITS_WAY, listed, settling

_QUEUED, _SENDING = SendState.QUEUED, SendState.SENDING


class OutboxStore:
    """The outbox; every change is on the disk when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        *,
        post: Post,
        blog_title: CleanText,
        channel: ChannelRef,
        typed_url: str,
        draft: Draft,
        state: SendState = _QUEUED,
    ) -> OutboxItem:
        """Write a draft down to be sent; it is a draft no more from that moment on.

        A row with its token that was not taken (queued, refused) gets the new text. Any other stays what it
        is, and the draft stays too: one draft never becomes two comments. A row begins as queued.
        """
        if state is not _QUEUED:
            raise ValueError(f"a row of the outbox begins as queued, not as {state}; then comes begin()")
        values = _columns(post, blog_title, channel, draft)
        values |= {"typed_url": typed_url, "updated": to_text(self._database.now())}
        with self._database.writing(lasting=True) as connection:
            if connection.execute(_PUT, values).rowcount:
                connection.execute("DELETE FROM drafts WHERE token = ?", (draft.token,))
            row = connection.execute(f"{_ROWS} WHERE token = ?", (draft.token,)).fetchone()
        return _item(row)

    def begin(self, item_id: int, sender: str) -> OutboxItem | None:
        """Become the one sender of a row, across all processes; None where it has another one, or its end.

        Gives the row as it was until then: the text to be sent, and whether it has to be looked for first.
        """
        now = to_text(self._database.now())
        with self._database.writing(lasting=True) as connection:
            row = connection.execute(
                f"{_ROWS} WHERE id = ? AND state IN ({listed(COMES_FROM[_SENDING])})",
                (item_id,),
            ).fetchone()
            if row is not None:
                connection.execute(_BEGIN, {"id": item_id, "sender": sender, "now": now})
        return _item(row) if row else None

    def interrupt(self, item_id: int, sender: str, reason: CleanText) -> bool:
        """Note that a row's sender is no more; False where the row has its end or a new sender by now."""
        now = to_text(self._database.now())
        with self._database.writing(lasting=True) as connection:
            return connection.execute(_INTERRUPT, (reason, now, item_id, sender)).rowcount == 1

    def settle(
        self,
        item_id: int,
        state: SendState,
        *,
        reason: CleanText = EMPTY,
        comment_id: str | None = None,
        comment_url: str = "",
    ) -> bool:
        """Write down how an attempt or a look ended; False where that cannot follow what the row says now."""
        if state is _SENDING:
            raise ValueError("a row is sending by begin() alone, which knows the sender")
        values = {
            "id": item_id,
            "state": state,
            "reason": reason,
            "comment_id": comment_id,
            "comment_url": comment_url,
            "updated": to_text(self._database.now()),
        }
        with self._database.writing(lasting=True) as connection:
            return connection.execute(settling(state), values).rowcount == 1

    def get(self, item_id: int) -> OutboxItem | None:
        """One row."""
        return next(iter(self._rows("id = ?", item_id)), None)

    def all(self) -> tuple[OutboxItem, ...]:
        """Every row, newest first."""
        return self._rows("true ORDER BY id DESC")

    def on_their_way(self) -> tuple[OutboxItem, ...]:
        """The rows whose comments a blog may show any day, those that wait longest first."""
        return self._rows(f"state <> 'published' AND state IN ({listed(ON_ITS_WAY)}) ORDER BY looked, id")

    def published_since(self, moment: datetime) -> tuple[OutboxItem, ...]:
        """The rows that stand on their blogs since that moment at the earliest, with the comments' ids."""
        return self._rows(
            "state = 'published' AND comment_id IS NOT NULL AND updated >= ? ORDER BY looked, id",
            to_text(moment),
        )

    def looked(self, item_id: int) -> None:
        """Note that the blog is asked about a row."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE outbox SET looked = ? WHERE id = ?", (to_text(self._database.now()), item_id)
            )

    def note(self, item: OutboxItem, reason: CleanText) -> None:
        """Say why nothing more is done about a row, as long as it stands as it does."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE outbox SET reason = ? WHERE id = ? AND state = ?", (reason, item.id, item.state)
            )

    def mine(self, post_url: str) -> frozenset[str]:
        """The ids of the person's own comments under a post, as its blog numbers them."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT comment_id FROM outbox WHERE post_url = ? AND comment_id IS NOT NULL", (post_url,)
            ).fetchall()
        return frozenset(row["comment_id"] for row in rows)

    def others(self, item: OutboxItem) -> frozenset[str]:
        """Comments under a row's post that are surely not its own, whatever they say.

        Those of other rows, and those that stood there, seen here, before its sending began.
        """
        values = {"id": item.id, "post_url": item.post_url, "address": address_of(item.post_url)}
        with self._database.reading() as connection:
            return frozenset(row["id"] for row in connection.execute(_OTHERS, values))

    def is_held_at(self, ref: ChannelRef) -> bool:
        """Whether the newest comment that a blog has answered waits there for its moderator."""
        with self._database.reading() as connection:
            row = connection.execute(
                """SELECT state FROM outbox
                    WHERE system = ? AND endpoint = ? AND state IN ('held', 'published')
                    ORDER BY id DESC LIMIT 1""",
                (ref.system, ref.endpoint),
            ).fetchone()
        return row is not None and row["state"] == SendState.HELD

    def sending(self) -> tuple[tuple[OutboxItem, str], ...]:
        """The rows that are being sent, or were when their sender was killed, each with that sender."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{_ROWS} WHERE state = ? AND state <> 'published'", (_SENDING,)
            ).fetchall()
        return tuple((_item(row), row["sender"]) for row in rows)

    def target(self, item_id: int) -> tuple[Post, ChannelRef, str]:
        """The post of a row, the way to its comments and the `typed_url`, as they were when it was put."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT post, system, endpoint, key, typed_url FROM outbox WHERE id = ?", (item_id,)
            ).fetchone()
            if row is None:
                raise _missing(item_id)
            post = post_from_json(unpack(row["post"]))
        return post, ChannelRef(row["system"], row["endpoint"], row["key"]), row["typed_url"]

    def drop(self, item_id: int) -> bool:
        """Forget a row, text and all; False while it is being sent, for its end is not known yet."""
        with self._database.writing(lasting=True) as connection:
            dropped = connection.execute(
                "DELETE FROM outbox WHERE id = ? AND state <> ?", (item_id, _SENDING)
            )
            return dropped.rowcount == 1

    def reopen(self, item_id: int) -> Draft:
        """Turn a row that was not taken back into a draft (StoreError where it was, or may have been).

        A draft of the same token is what the person wrote on with after a refusal: it is kept as it is.
        """
        with self._database.writing(lasting=True) as connection:
            row = connection.execute("SELECT * FROM outbox WHERE id = ?", (item_id,)).fetchone()
            if row is None:
                raise _missing(item_id)
            if SendState(row["state"]) not in EDITABLE:
                raise StoreError(f"Comment {item_id} cannot be edited any more: it is {row['state']}.")
            connection.execute(_REOPEN, {"id": item_id, "saved": to_text(self._database.now())})
            connection.execute("DELETE FROM outbox WHERE id = ?", (item_id,))
            draft = connection.execute("SELECT * FROM drafts WHERE token = ?", (row["token"],)).fetchone()
        return draft_of(draft)

    def _rows(self, wanted: str, *values: object) -> tuple[OutboxItem, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(f"{_ROWS} WHERE {wanted}", values).fetchall()
        return tuple(_item(row) for row in rows)


_ROWS = """
    SELECT outbox.*, (SELECT count(*) FROM replies WHERE row_id = outbox.id AND seen = 0) AS replies
      FROM outbox"""

_PUT = """
    INSERT INTO outbox (token, post_url, parent, post_title, blog_title, body, name, email, website,
                        attempted, sent, state, updated, post, system, endpoint, key, typed_url)
    SELECT :token, :post_url, :parent, :post_title, :blog_title, :body, :name, :email, :website,
           coalesce((SELECT attempted FROM drafts WHERE token = :token), 0),
           (SELECT sent FROM drafts WHERE token = :token), 'queued', :updated,
           :post, :system, :endpoint, :key, :typed_url
     WHERE true
    ON CONFLICT (token) DO UPDATE
    SET post_url = :post_url, parent = :parent, post_title = :post_title, blog_title = :blog_title,
        body = :body, name = :name, email = :email, website = :website, state = 'queued', reason = '',
        updated = :updated, post = :post, system = :system, endpoint = :endpoint, key = :key,
        typed_url = :typed_url
    WHERE state IN ('queued', 'refused')"""

_BEGIN = """
    UPDATE outbox
       SET state = 'sending', sender = :sender, updated = :now,
           sent = CASE WHEN attempted THEN sent ELSE :now END
     WHERE id = :id"""

_OTHERS = """
    SELECT comment_id AS id FROM outbox WHERE post_url = :post_url AND comment_id IS NOT NULL AND id <> :id
    UNION
    SELECT comments.id
      FROM outbox
      JOIN posts ON posts.address = :address AND posts.url = outbox.post_url
      JOIN comments ON comments.post_id = posts.id AND comments.first_seen < outbox.sent
     WHERE outbox.id = :id"""

_INTERRUPT = """
    UPDATE outbox SET attempted = 1, state = 'unknown', reason = ?, updated = ?
     WHERE id = ? AND state = 'sending' AND sender = ?"""

_REOPEN = """
    INSERT INTO drafts (token, post_url, parent, post_title, blog_title, body, name, email, website,
                        attempted, sent, saved)
    SELECT token, post_url, parent, post_title, blog_title, body, name, email, website,
           attempted, sent, :saved
      FROM outbox WHERE id = :id
    ON CONFLICT (token) DO UPDATE SET attempted = excluded.attempted, sent = excluded.sent"""


def _columns(post: Post, blog_title: CleanText, channel: ChannelRef, draft: Draft) -> dict[str, object]:
    return draft_columns(draft) | {
        "post_url": post.url,
        "post_title": post.title,
        "blog_title": blog_title,
        "post": pack(post_to_json(post)),
        "system": channel.system,
        "endpoint": channel.endpoint,
        "key": channel.key,
    }


def _item(row: sqlite3.Row) -> OutboxItem:
    state = SendState(row["state"])
    return OutboxItem(
        id=row["id"],
        post_url=row["post_url"],
        post_title=CleanText(row["post_title"]),
        blog_title=CleanText(row["blog_title"]),
        draft=draft_of(row),
        state=state,
        reason=CleanText(row["reason"]),
        comment_id=row["comment_id"],
        comment_url=row["comment_url"],
        updated=to_moment(row["updated"]),
        # What is being sent may arrive at any moment.
        attempted=bool(row["attempted"]) or state is _SENDING,
        looked=to_moment(row["looked"]),
        handed_off=to_moment(row["handed_off"]),
        sent=to_moment(row["sent"]),
        replies=row["replies"],
    )


def _missing(item_id: int) -> NotInLibrary:
    return NotInLibrary(f"There is no comment {item_id} in the outbox. `tui-blog outbox` lists them.")
