"""The comments that stand on the sample blog when it is opened for the first time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tui_blog.demo.content import seed_file


@dataclass(frozen=True, slots=True)
class SeedComment:
    """One comment and the answers to it; Isso keeps threads two levels deep."""

    author: str
    email: str
    website: str
    written: datetime
    text: str
    """Markdown; Isso keeps each line break."""
    held: bool
    """It waits for the moderator."""
    replies: tuple["SeedComment", ...]

    @property
    def shown(self) -> int:
        """How many comments, answers included, the public sees."""
        return (not self.held) + sum(reply.shown for reply in self.replies)


def load_seeds() -> dict[str, tuple[SeedComment, ...]]:
    """The threads by the path of their post, each with its comments in the order of their dates."""
    document = tomllib.loads(seed_file())
    people = document["people"]
    return {
        f"/{thread['post']}/": tuple(_comment(entry, people) for entry in thread["comments"])
        for thread in document["threads"]
    }


def _comment(entry: Mapping[str, Any], people: Mapping[str, Mapping[str, str]]) -> SeedComment:
    person = people[entry["by"]]
    return SeedComment(
        author=person["name"],
        email=person["email"],
        website=person.get("website", ""),
        written=entry["date"],
        text=entry["text"].strip(),
        held=entry.get("held", False),
        replies=tuple(_comment(reply, people) for reply in entry.get("replies", ())),
    )
