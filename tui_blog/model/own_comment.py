"""One's own comment once it stands: what is known of it, and what became of a change to it."""

from dataclasses import dataclass, field

from tui_blog.model.comment import Outcome


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment of the person's, as its blog knows it."""

    id: str
    parent: str | None = None
    secret: str = field(default="", repr=False)
    """What lets its writer change it without an account (see `EditKey`), as long as it holds."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The comment is gone from its blog, or only its place is left."""


ChangeOutcome = Outcome | Removed
"""How a change ended: `Published` or `Held` with the new text, `Removed`, or why nothing was changed."""
