"""What is found in a list whose titles are looked through."""

from dataclasses import dataclass

from tui_blog.model.post_key import PostKey
from tui_blog.model.post_list import PostRow


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a stretch of a list holds of the posts whose titles were looked for."""

    rows: tuple[PostRow, ...]
    """In the order of the list."""
    reached: PostKey | None
    """The last post looked at; None where the list ends."""
