"""The articles that were fetched from the pages of posts, beside what the feeds sent."""

from dataclasses import dataclass

from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.store.database import Database
from tui_blog.store.packing import pack, unpack


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """What a post's page held."""

    html: str
    """Foreign, as the body of the feed is."""
    letters: int
    """Characters of its text."""
    shown: bool
    """False where the person wants to read the feed's own body."""


class ArticleStore:
    """Keeps one article a post; no body of a feed is ever touched here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, post_id: PostId) -> KeptArticle | None:
        """The article of a post, if one was fetched."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM articles WHERE post_id = ?", (post_id,)).fetchone()
        return KeptArticle(unpack(row["html"]), row["letters"], bool(row["shown"])) if row else None

    def keep(self, post_id: PostId, html: str, letters: int) -> None:
        """Keep an article, to be shown, in the place of an earlier one unless that is longer."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO articles (post_id, html, letters, shown)
                   SELECT id, :html, :letters, 1 FROM posts WHERE id = :post
                   ON CONFLICT (post_id) DO UPDATE SET html = :html, letters = :letters
                    WHERE letters <= :letters""",
                {"post": post_id, "html": pack(html), "letters": letters},
            )
            connection.execute("UPDATE articles SET shown = 1 WHERE post_id = ?", (post_id,))

    def show(self, post_id: PostId, shown: bool) -> None:
        """Read the article of a post from now on, or the feed's own body."""
        with self._database.writing() as connection:
            connection.execute("UPDATE articles SET shown = ? WHERE post_id = ?", (shown, post_id))

    def is_always(self, blog_id: BlogId) -> bool:
        """The stubs of a blog are filled from its pages when they are opened."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT full_text FROM blogs WHERE id = ?", (blog_id,)).fetchone()
        return bool(row and row["full_text"])

    def set_always(self, blog_id: BlogId, always: bool) -> None:
        """Fill the stubs of a blog from its pages from now on, or no more."""
        with self._database.writing() as connection:
            connection.execute("UPDATE blogs SET full_text = ? WHERE id = ?", (always, blog_id))
