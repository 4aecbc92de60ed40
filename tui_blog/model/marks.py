"""What a person does to posts, blogs, rules and searches, and what it says when that is taken back."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from tui_blog.model.text import EMPTY, CleanText

MarkKind = Literal["read", "starred", "tag"]
KeptKind = Literal["rule", "search"]
"""What the person wrote, and keeps."""
BlogKind = Literal["blog title", "blog tag", "blog keep", "removal"]
"""What the person decides of a blog: its name, a tag, how much is kept of it, and that it is taken out."""
ChangeKind = MarkKind | BlogKind | KeptKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of posts, set or taken."""

    kind: MarkKind
    on: bool
    tag: CleanText = EMPTY
    """Which tag, where the mark is one."""

    def taken_back(self) -> Self:
        """The contrary."""
        return replace(self, on=not self.on)


@dataclass(frozen=True, slots=True)
class Undone:
    """A part of a change that was taken back."""

    kind: ChangeKind
    on: bool
    """What the change had set; it is the contrary now. Of what is kept: that it was made."""
    tag: CleanText
    number: int
    """Posts, or blogs, that are again what they were; those that were changed once more since are not."""
    title: CleanText = EMPTY
    """Of the post or blog, where it is one; what the rule or search goes by."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that blogs or posts bear."""

    name: CleanText
    posts: int
    """Of its blogs, and those that bear it themselves."""
    unread: int
    has_blogs: bool
    has_posts: bool
    """Some bear it themselves."""
