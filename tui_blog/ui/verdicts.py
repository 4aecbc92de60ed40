"""What a person wants done with a draft, and what is told back to them."""

from dataclasses import dataclass

from tui_blog.model.comment import Draft, FieldName, OutboxItem


@dataclass(frozen=True, slots=True)
class Send:
    """Send this."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep it for later."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Discard:
    """Throw it away."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Show:
    """Show this one in its thread."""

    item: OutboxItem


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Make this one a draft again, and write on."""

    item: OutboxItem


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why the last attempt failed, and where to mend it."""

    sentence: str
    field: FieldName | None = None
