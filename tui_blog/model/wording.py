"""Posts as they were worded at one time."""

from dataclasses import dataclass

from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class Wording:
    """What a post says, or said once."""

    title: CleanText
    markdown: CleanText
