"""The posts of the library: what their blogs sent, what the person did with them, and every list of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import CleanText
from tui_blog.store.addresses import address_of
from tui_blog.store.packing import pack, unpack
from tui_blog.store.post_lists import PostLists

if TYPE_CHECKING:
    from tui_blog.model.marks import Mark
    from tui_blog.model.post import Post
    from tui_blog.model.post_page import Upserted
    from tui_blog.model.stored_post import StoredPost
    from tui_blog.store.incoming import Incoming


class PostStore(PostLists):
    """Posts as they come in, by id and by URL, and their marks."""

    def upsert(
        self,
        blog_id: BlogId,
        posts: "Sequence[Post]",
        now: datetime,
        *,
        first_look_read: bool = False,
        older: bool = False,
    ) -> "Upserted":
        """Store a document of a blog, newest first; what a person did with its posts stays.

        `first_look_read` has new posts born read; `older` says that the document is of the archive.
        """
        from tui_blog.store.incoming import incoming  # the first list can do without

        return self.take_in(blog_id, incoming(posts), now, first_look_read=first_look_read, older=older)

    def take_in(
        self,
        blog_id: BlogId,
        posts: "Sequence[Incoming]",
        now: datetime,
        *,
        first_look_read: bool = False,
        older: bool = False,
    ) -> "Upserted":
        """The same for a document that was made ready beforehand."""
        from tui_blog.store.arrivals import take_in  # the first list can do without

        with self._database.writing() as connection:
            return take_in(connection, blog_id, posts, now, read=first_look_read, older=older)

    # --- one post --------------------------------------------------------------------------------

    def get(self, post_id: PostId) -> "StoredPost | None":
        """One post, whole."""
        from tui_blog.store.whole_posts import read_post  # the first list can do without

        with self._database.reading() as connection:
            return read_post(connection, "posts.id = ?", (post_id,), {})

    def by_url(self, url: str) -> "StoredPost | None":
        """The post at that address (compared as in `addresses`), of a followed blog before others.

        A home page is the address of a blog, also where its posts claim it for theirs.
        """
        from tui_blog.store.whole_posts import post_at

        with self._database.reading() as connection:
            return post_at(connection, address_of(url))

    def by_guid(self, blog_id: BlogId, guid: str) -> "StoredPost | None":
        """The post that goes, or went, by that guid; of several that share it the one stored last."""
        from tui_blog.store.whole_posts import read_post

        with self._database.reading() as connection:
            wanted = "posts.id = (SELECT post_id FROM guids WHERE blog_id = ? AND guid = ?)"
            return read_post(connection, wanted, (blog_id, guid), {})

    def markdown(self, post_id: PostId, version: int) -> str | None:
        """The body as that version of the converter made it, unless the body has changed since."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT text FROM markdown WHERE post_id = ? AND version = ?", (post_id, version)
            ).fetchone()
            return unpack(row["text"]) if row else None

    def keep_markdown(self, post_id: PostId, version: int, text: str) -> None:
        """Keep a converted body, in the place of one of another version."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO markdown (post_id, version, text)
                   SELECT id, :version, :text FROM posts WHERE id = :post
                   ON CONFLICT (post_id) DO UPDATE SET version = :version, text = :text""",
                {"post": post_id, "version": version, "text": pack(text)},
            )

    # --- what the person did ---------------------------------------------------------------------

    def set_read(self, post_ids: Sequence[PostId], read: bool) -> tuple[PostId, ...]:
        """Mark posts read or unread; the ids of those that were not so before."""
        from tui_blog.model.marks import Mark  # the first list can do without

        return self.mark(post_ids, Mark("read", read))

    def set_starred(self, post_ids: Sequence[PostId], starred: bool) -> tuple[PostId, ...]:
        """Star posts, or take their stars; the ids of those that were not so before."""
        from tui_blog.model.marks import Mark

        return self.mark(post_ids, Mark("starred", starred))

    def mark(self, post_ids: Sequence[PostId], *marks: "Mark") -> tuple[PostId, ...]:
        """Set or take marks of posts, as one change that can be taken back; the ids of those it changed."""
        from tui_blog.store.marks import mark

        return mark(self._database, post_ids, marks)

    def set_opened(self, post_id: PostId) -> None:
        """Mark a post read that is on the screen as it is stored: should it change, this is what was read.

        That is no change that a person would take back.
        """
        from tui_blog.model.marks import Mark
        from tui_blog.store.earlier import mark_seen
        from tui_blog.store.marks import apply

        with self._database.writing() as connection:
            apply(connection, [post_id], Mark("read", True))
            mark_seen(connection, post_id)

    def newest_id(self) -> PostId:
        """The id of the post that arrived last, or 0; whatever arrives later has a greater one."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT max(id) AS id FROM posts").fetchone()
        return PostId(row["id"] or 0)

    def mark_all_read(self, query: PostQuery, words: Sequence[str], arrived: PostId) -> tuple[PostId, ...]:
        """Mark read what a list showed; the ids of those it changed.

        Nothing that arrived after the post `arrived` was on it, though its date may have put it in between.
        """
        from tui_blog.model.selection import EVERYTHING

        unread = self.chosen(replace(query, unread=True), words, EVERYTHING)
        return self.set_read([post_id for post_id in unread if post_id <= arrived], True)

    def common_tags(self, post_ids: Sequence[PostId]) -> tuple[CleanText, ...]:
        """The tags that each of these posts bears itself."""
        from tui_blog.store.post_tags import common_tags

        with self._database.reading() as connection:
            return common_tags(connection, post_ids)

    def position(self, post_id: PostId) -> float:
        """Where the person stopped reading, 0 to 1."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position FROM post_state WHERE post_id = ?", (post_id,)
            ).fetchone()
            return float(row["position"]) if row else 0.0

    def set_position(self, post_id: PostId, fraction: float) -> None:
        """Remember where the person stopped reading."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE post_state SET position = ? WHERE post_id = ?",
                (min(max(fraction, 0.0), 1.0), post_id),
            )
