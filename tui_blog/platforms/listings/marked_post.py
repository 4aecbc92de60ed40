"""A post as marks in a page tell it: microformats, linked data, meta elements; each may tell a part."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.feeds.parsed import make_post


@dataclass(frozen=True, slots=True)
class MarkedPost:
    """What is known of a post; "", None and () stand for what is not told."""

    url: str = ""
    """Absolute."""
    uid: str = ""
    """Its name for all time, where the page gives one."""
    title: CleanText = EMPTY
    html: str = ""
    """Foreign; links are absolute."""
    author: CleanText = EMPTY
    published: datetime | None = None
    updated: datetime | None = None
    labels: tuple[CleanText, ...] = ()
    comment_count: int | None = None

    @property
    def has_substance(self) -> bool:
        """It is more than a link: it has a text or a date."""
        return bool(self.html or self.published)

    def post(self) -> Post:
        """The post, as far as it is known."""
        return make_post(
            guid=self.uid or self.url,
            url=self.url,
            title=self.title,
            html=self.html,
            author=self.author,
            published=self.published,
            updated=self.updated,
            labels=self.labels,
            comment_count=self.comment_count,
        )


def merged(*told: MarkedPost) -> MarkedPost:
    """One post of all that is told about it; who speaks first is believed."""
    values: dict[str, Any] = {}
    for field in fields(MarkedPost):
        said = (getattr(each, field.name) for each in told)
        values[field.name] = next((value for value in said if value not in ("", None, ())), field.default)
    return MarkedPost(**values)
