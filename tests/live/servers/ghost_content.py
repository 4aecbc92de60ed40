"""What the Ghost blog holds: posts enough for two pages of its API, and comments enough for two of theirs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.live.servers.content import paragraph

NEWEST = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
MEMBERS = ("Mira", "Jo", "Lee")

ORDINARY_POSTS = 100
MANY_COMMENTS = 105
MANY_REPLIES = 12


@dataclass(frozen=True, slots=True)
class SeedPost:
    """A post, or a page, of the seeded blog."""

    slug: str
    title: str
    html: str
    published: datetime
    tags: tuple[str, ...] = ()
    status: str = "published"
    visibility: str = "public"
    kind: str = "posts"


def whole_blog() -> tuple[SeedPost, ...]:
    """Every post, oldest first. Where the API's second page begins, a week was imported under one date."""
    return (*_ordinary(), *_special())


def _ordinary() -> tuple[SeedPost, ...]:
    imported = range(3, 10)
    return tuple(
        SeedPost(
            slug=f"entry-{number:03}",
            title=f"Notebook entry {number:03}",
            html=f"<p>{paragraph(number)}</p>",
            published=NEWEST - timedelta(days=10 + ORDINARY_POSTS - (9 if number in imported else number)),
            tags=(("slow", "maps", "2024")[number % 3],),
        )
        for number in range(1, ORDINARY_POSTS + 1)
    )


def _special() -> tuple[SeedPost, ...]:
    def dated(days: int) -> datetime:
        return NEWEST - timedelta(days=days)

    preview = "<p>What everybody reads.</p>\n<!--members-only-->\n<p>What members read.</p>"
    return (
        SeedPost("about", "About", "<p>A page, not a post.</p>", dated(9), kind="pages"),
        SeedPost("draft", "Not finished", "<p>Half a sentence</p>", dated(8), status="draft"),
        SeedPost("members-only", "For members", "<p>Hello, members.</p>", dated(7), visibility="members"),
        SeedPost("paid-only", "For paying members", preview, dated(6), visibility="paid"),
        SeedPost("threads", "A long conversation", f"<p>{paragraph(1)}</p>", dated(5)),
        SeedPost("many-comments", "A hundred and five comments", f"<p>{paragraph(2)}</p>", dated(4)),
        SeedPost("no-comments", "Nobody has answered yet", f"<p>{paragraph(3)}</p>", dated(3)),
    )
