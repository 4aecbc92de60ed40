"""Who answered the person's comments, and which of the answers they have not seen yet."""

from collections.abc import Iterable

from tui_blog.model.comment import Comment
from tui_blog.store.database import Database


class ReplyStore:
    """Answers to own comments by the rows of the outbox; whether the library holds their posts or not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def heard(self, post_url: str, comments: Iterable[Comment]) -> None:
        """Take the answers out of a thread as it was fetched; those that were not known are not seen yet."""
        own = self._own(post_url)
        if not own:
            return
        answers = [(own[one.parent], one.id) for one in comments if one.parent in own and _is_reply(one, own)]
        with self._database.writing() as connection:
            connection.executemany(_HEARD, answers)

    def _own(self, post_url: str) -> dict[str | None, int]:
        """The rows of a post by the ids of their comments."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT comment_id, id FROM outbox WHERE post_url = ? AND comment_id IS NOT NULL", (post_url,)
            ).fetchall()
        return {row["comment_id"]: row["id"] for row in rows}

    def unseen(self) -> int:
        """How many answers the person has not seen yet."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM replies WHERE seen = 0").fetchone()[0])

    def seen(self, post_url: str) -> None:
        """The person has seen the thread of a post."""
        if self._own(post_url):
            with self._database.writing() as connection:
                connection.execute(_SEEN, (post_url,))


def _is_reply(comment: Comment, own: dict[str | None, int]) -> bool:
    """Somebody else's, and still there."""
    return comment.id not in own and not comment.deleted


_HEARD = """
    INSERT INTO replies (row_id, comment_id, seen)
    SELECT id, ?2, 0 FROM outbox WHERE id = ?1
    ON CONFLICT (row_id, comment_id) DO NOTHING"""

_SEEN = """
    UPDATE replies SET seen = 1
     WHERE seen = 0
       AND row_id IN (SELECT id FROM outbox WHERE post_url = ? AND comment_id IS NOT NULL)"""
