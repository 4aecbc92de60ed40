"""The posts of the sample blog, as they lie beside this module: one Markdown file each, headed by TOML."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

BLOG_TITLE = "The Slow Lamp"
BLOG_SUBTITLE = "Letters from a lighthouse that mends things. One flash in twenty seconds, one post a month."
BLOG_AUTHOR = "Runa Holt"
BLOG_TAG = "tag:slow-lamp.example,2023-12-03:"
"""What every Atom id begins with (RFC 4151): the same on whatever port the blog is served."""

PAGE_SIZE = 10
"""Posts on a page, of the home page as of the feed."""

Door = Literal["open", "moderated", "closed"]
"""How comments come in: shown at once, held until they are approved, or not at all."""


@dataclass(frozen=True, slots=True)
class SamplePost:
    """A post as its file has it."""

    slug: str
    title: str
    """"" for the one that has none."""
    author: str
    published: datetime
    """Aware, with the offset of the place where it was written."""
    updated: datetime
    labels: tuple[str, ...]
    door: Door
    language: str
    """A BCP 47 tag."""
    text: str
    """Markdown."""

    @property
    def path(self) -> str:
        """Its address within the blog, which is also the name of its thread."""
        return f"/{self.slug}/"

    @property
    def name(self) -> str:
        """What stands for the title where one is needed."""
        return self.title or f"Untitled, {long_date(self.published)}"


def load_posts() -> tuple[SamplePost, ...]:
    """All posts, newest first."""
    return tuple(sorted(_read_posts(), key=lambda post: post.published, reverse=True))


def picture(name: str) -> bytes | None:
    """A picture of the posts by its file name, or None."""
    return next((file.read_bytes() for file in _folder("pictures").iterdir() if file.name == name), None)


def seed_file() -> str:
    """The comments that the blog has when it is opened for the first time, as TOML."""
    return (files(__package__) / "comments.toml").read_text(encoding="utf-8")


def style_sheet() -> str:
    """The look of the pages in a browser."""
    return (files(__package__) / "style.css").read_text(encoding="utf-8")


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(moment: datetime) -> str:
    """A date as blogs head their posts with it, in English whatever the machine's locale.

    >>> long_date(datetime(2024, 12, 19))
    'Thursday, 19 December 2024'
    """
    return f"{_WEEKDAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _folder(name: str) -> Traversable:
    return files(__package__) / name


def _read_posts() -> Iterator[SamplePost]:
    for file in _folder("posts").iterdir():
        if file.name.endswith(".md"):
            yield parse_post(file.read_text(encoding="utf-8"))


def parse_post(source: str) -> SamplePost:
    """Read one post: TOML between two lines of +++, then Markdown."""
    _, head, text = source.split("+++\n", 2)
    fields = tomllib.loads(head)
    return SamplePost(
        slug=fields["slug"],
        title=fields.get("title", ""),
        author=fields.get("author", BLOG_AUTHOR),
        published=fields["date"],
        updated=fields.get("updated", fields["date"]),
        labels=tuple(fields["labels"]),
        door=fields.get("comments", "open"),
        language=fields.get("language", "en"),
        text=text.strip() + "\n",
    )
