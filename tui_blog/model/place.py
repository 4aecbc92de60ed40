"""The place that a person left, to come back to."""

from dataclasses import dataclass
from typing import Self

from tui_blog.model.post_key import PostId


@dataclass(frozen=True, slots=True)
class Place:
    """A list of the library, and a post of it."""

    key: str
    """The library's entry for the list."""
    post_id: PostId | None
    """The post under the cursor, or that was being read."""
    is_reading: bool
    """It was being read."""

    @classmethod
    def of(cls, text: str) -> Self:
        """As `text` put it; of what is unreadable, as much as can be read."""
        post_id, reading, key = (*text.split(" ", 2), "", "", "")[:3]
        is_number = post_id.isdecimal() and post_id.isascii()
        return cls(key, PostId(int(post_id)) if is_number else None, is_number and reading == "reading")

    @property
    def text(self) -> str:
        """To be kept."""
        return f"{self.post_id or '-'} {'reading' if self.is_reading else '-'} {self.key}"
