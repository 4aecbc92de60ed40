"""What is shown of a text in which something was found."""

from dataclasses import dataclass

from tui_blog.model.text import CleanText


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a post's text in one line; `marks` are the places of what was found, as slices."""

    text: CleanText
    marks: tuple[tuple[int, int], ...] = ()
