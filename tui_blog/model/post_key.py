"""How the library knows a post, and where the post stands in every list."""

from dataclasses import dataclass
from typing import NewType

PostId = NewType("PostId", int)


@dataclass(frozen=True, slots=True)
class PostKey:
    """A post's place in the order of every list, by (sorted_at, id): both descend, or both ascend."""

    sorted_at: int
    """Unix seconds: the date of the post, or of its first sighting where it has none."""
    id: PostId


NEWEST, OLDEST = PostKey(2**62, PostId(0)), PostKey(-(2**62), PostId(0))
"""Places beyond those of all posts."""
