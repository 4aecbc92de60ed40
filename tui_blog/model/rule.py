"""A rule of the person: what is done with the posts that a query finds, as soon as they arrive."""

from dataclasses import dataclass

from tui_blog.model.marks import Mark
from tui_blog.model.text import EMPTY, CleanText


@dataclass(frozen=True, slots=True)
class Rule:
    """Posts that fit a query are born with these marks."""

    id: int
    query: CleanText
    """As it was typed."""
    marks: tuple[Mark, ...]
    fault: CleanText = EMPTY
    """A sentence where the query is not understood any more; then the rule does nothing."""
