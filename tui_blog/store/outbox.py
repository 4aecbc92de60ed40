"""The comments that were written to be sent, each with its state: nothing is sent twice, nothing is lost.

A row outlives its post and its blog: it holds a copy of the post and the way to its comments.
"""

from datetime import datetime, timedelta

from tui_blog.errors import NotInLibrary, StoreError
from tui_blog.model.comment import Draft, EditKey, OutboxItem, SendState
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.store.addresses import address_of
from tui_blog.store.database import Database
from tui_blog.store.drafts import draft_of
from tui_blog.store.outbox_rows import (
    BEGIN,
    INTERRUPT,
    OTHERS,
    PUT,
    REOPEN,
    ROWS,
    columns,
    item_of,
    key_columns,
)
from tui_blog.store.packing import post_from_json, to_text, unpack
from tui_blog.store.send_states import (
    COMES_FROM,
    EDITABLE,
    END_IS_OPEN,
    IN_INDEX,
    ON_ITS_WAY,
    listed,
    settling,
)

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
        values = columns(post, blog_title, channel, draft)
        values |= {"typed_url": typed_url, "updated": to_text(self._database.now())}
        with self._database.writing(lasting=True) as connection:
            if connection.execute(PUT, values).rowcount:
                connection.execute("DELETE FROM drafts WHERE token = ?", (draft.token,))
            row = connection.execute(f"{ROWS} WHERE token = ?", (draft.token,)).fetchone()
        return item_of(row)

    def begin(self, item_id: int, sender: str, rest: timedelta = timedelta()) -> OutboxItem | None:
        """Become the one sender of a row, across all processes; None where it has another one, or its end.

        Gives the row as it was until then: the text to be sent, and whether it has to be looked for first.
        None as well where the row became unknown so short a time ago: `rest` is what it is left alone for.
        """
        moment = self._database.now()
        now, since = to_text(moment), to_text(moment - rest)
        with self._database.writing(lasting=True) as connection:
            row = connection.execute(
                f"""{ROWS} WHERE id = ? AND state IN ({listed(COMES_FROM[_SENDING])})
                       AND NOT (state = 'unknown' AND updated > ? AND updated <= ?)""",
                (item_id, since, now),
            ).fetchone()
            if row is not None:
                connection.execute(BEGIN, {"id": item_id, "sender": sender, "now": now})
        return item_of(row) if row else None

    def interrupt(self, item_id: int, sender: str, reason: CleanText) -> bool:
        """Note that a row's sender is no more; False where the row has its end or a new sender by now."""
        now = to_text(self._database.now())
        with self._database.writing(lasting=True) as connection:
            return connection.execute(INTERRUPT, (reason, now, item_id, sender)).rowcount == 1

    def settle(
        self,
        item_id: int,
        state: SendState,
        *,
        reason: CleanText = EMPTY,
        comment_id: str | None = None,
        comment_url: str = "",
        key: EditKey | None = None,
        as_of: datetime | None = None,
    ) -> bool:
        """Write down how an attempt or a look ended; False where that cannot follow what the row says now.

        `as_of` is when that happened, where it was not just now.
        """
        if state is _SENDING:
            raise ValueError("a row is sending by begin() alone, which knows the sender")
        values = {
            "id": item_id,
            "state": state,
            "reason": reason,
            "comment_id": comment_id,
            "comment_url": comment_url,
            "updated": to_text(as_of or self._database.now()),
            **key_columns(key, self._database.now()),
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
        return self._rows(f"{IN_INDEX} AND state IN ({listed(ON_ITS_WAY)}) ORDER BY looked, id")

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

    def own(self, post_url: str, comment_id: str) -> OutboxItem | None:
        """The row of an own comment that stands, or waits, on its blog."""
        rows = self._rows(
            "post_url = ? AND comment_id = ? AND state IN ('published', 'held') ORDER BY id DESC",
            post_url,
            comment_id,
        )
        return rows[0] if rows else None

    def held(self, post_url: str) -> tuple[OutboxItem, ...]:
        """The comments under a post that wait there for a moderator, in the order in which they were sent."""
        return self._rows("post_url = ? AND state = 'held' ORDER BY id", post_url)

    def twin(self, post_url: str, draft: Draft, lately: timedelta) -> OutboxItem | None:
        """Another comment of the same words at the same place, its end open or published just now."""
        now = self._database.now()
        rows = self._rows(
            f"""post_url = ? AND parent = ? AND token <> ?
                AND (state IN ({listed(END_IS_OPEN)}) OR state = 'published' AND sent BETWEEN ? AND ?)
              ORDER BY id DESC""",
            *(post_url, draft.parent or "", draft.token, to_text(now - lately), to_text(now)),
        )
        return next((row for row in rows if row.draft.body.split() == draft.body.split()), None)

    def others(self, item: OutboxItem) -> frozenset[str]:
        """Comments under a row's post that are surely not its own, whatever they say.

        Those of other rows, and those that stood there, seen here, before its sending began.
        """
        values = {"id": item.id, "post_url": item.post_url, "address": address_of(item.post_url)}
        with self._database.reading() as connection:
            return frozenset(row["id"] for row in connection.execute(OTHERS, values))

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
            rows = connection.execute(f"{ROWS} WHERE {IN_INDEX} AND state = ?", (_SENDING,)).fetchall()
        return tuple((item_of(row), row["sender"]) for row in rows)

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
            connection.execute(REOPEN, {"id": item_id, "saved": to_text(self._database.now())})
            connection.execute("DELETE FROM outbox WHERE id = ?", (item_id,))
            draft = connection.execute("SELECT * FROM drafts WHERE token = ?", (row["token"],)).fetchone()
        return draft_of(draft)

    def _rows(self, wanted: str, *values: object) -> tuple[OutboxItem, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(f"{ROWS} WHERE {wanted}", values).fetchall()
        return tuple(item_of(row) for row in rows)


def _missing(item_id: int) -> NotInLibrary:
    return NotInLibrary(f"There is no comment {item_id} in the outbox. `tui-blog outbox` lists them.")
