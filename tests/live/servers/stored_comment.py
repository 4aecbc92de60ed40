"""A comment as a server's own database holds it: the proof of what really arrived."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["approved", "held", "spam", "binned", "deleted"]


@dataclass(frozen=True, slots=True)
class StoredComment:
    """One row of a comment table."""

    id: int
    parent: int | None
    post: str
    """WordPress: the post's slug; Isso: the page's path."""
    author: str
    email: str
    website: str
    content: str
    status: Status
    account: int | None = None
    """The number of the user who signed it, None for a stranger."""
