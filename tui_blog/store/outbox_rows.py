"""The rows of the outbox: how they are written and read, in SQL and as values."""

import sqlite3
from datetime import datetime, timedelta

from tui_blog.model.comment import Draft, EditKey, OutboxItem, SendState
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.store.drafts import draft_columns, draft_of
from tui_blog.store.packing import pack, post_to_json, to_moment, to_text

ROWS = """
    SELECT outbox.*, (SELECT count(*) FROM replies WHERE row_id = outbox.id AND seen = 0) AS replies
      FROM outbox"""

PUT = """
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

BEGIN = """
    UPDATE outbox
       SET state = 'sending', sender = :sender, updated = :now,
           sent = CASE WHEN attempted THEN sent ELSE :now END
     WHERE id = :id"""

OTHERS = """
    SELECT comment_id AS id FROM outbox WHERE post_url = :post_url AND comment_id IS NOT NULL AND id <> :id
    UNION
    SELECT comments.id
      FROM outbox
      JOIN posts ON posts.address = :address AND posts.url = outbox.post_url
      JOIN comments ON comments.post_id = posts.id AND comments.first_seen < outbox.sent
     WHERE outbox.id = :id"""

INTERRUPT = """
    UPDATE outbox SET attempted = 1, state = 'unknown', reason = ?, updated = ?
     WHERE id = ? AND state = 'sending' AND sender = ?"""

REOPEN = """
    INSERT INTO drafts (token, post_url, parent, post_title, blog_title, body, name, email, website,
                        attempted, sent, saved)
    SELECT token, post_url, parent, post_title, blog_title, body, name, email, website,
           attempted, sent, :saved
      FROM outbox WHERE id = :id
    ON CONFLICT (token) DO UPDATE SET attempted = excluded.attempted, sent = excluded.sent"""


def columns(post: Post, blog_title: CleanText, channel: ChannelRef, draft: Draft) -> dict[str, object]:
    """What a draft is sent to, and itself."""
    return draft_columns(draft) | {
        "post_url": post.url,
        "post_title": post.title,
        "blog_title": blog_title,
        "post": pack(post_to_json(post)),
        "system": channel.system,
        "endpoint": channel.endpoint,
        "key": channel.key,
    }


def item_of(row: sqlite3.Row) -> OutboxItem:
    """A row as a value."""
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
        attempted=bool(row["attempted"]) or state is SendState.SENDING,
        looked=to_moment(row["looked"]),
        handed_off=to_moment(row["handed_off"]),
        sent=to_moment(row["sent"]),
        edit_secret=row["edit_secret"],
        edit_until=to_moment(row["edit_until"]),
        replies=row["replies"],
    )


def key_columns(key: EditKey | None, now: datetime) -> dict[str, object]:
    """A key as the outbox keeps it; nothing where there is none."""
    until = now + timedelta(seconds=key.seconds) if key and key.seconds is not None else None
    return {"edit_secret": key.secret if key else None, "edit_until": to_text(until)}
