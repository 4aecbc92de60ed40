"""How values lie in columns: packed text and ids, dates with their offset, values as JSON."""

import zlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from tui_blog.model.text import CleanText

if TYPE_CHECKING:
    from tui_blog.model.post import Post

LEVEL = 3
"""Of zlib: nearly as small as the default for the HTML of a post, in half the time."""


def pack(text: str) -> bytes:
    """Text made small; foreign HTML may hold half of a surrogate pair, which has to survive too."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), LEVEL)


def unpack(packed: bytes) -> str:
    """The text that was packed."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def digest_of(post: "Post") -> bytes:
    """What tells at a glance that title and body are as they were; stored, so it must never change."""
    from hashlib import blake2b  # OpenSSL behind it takes its time, and the first list does not need it

    return blake2b(f"{post.title}\0{post.html}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def to_text(moment: datetime | None) -> str | None:
    """A date as ISO 8601, with the offset that it came with."""
    return moment.isoformat() if moment else None


def to_moment(text: str | None) -> datetime | None:
    """The date that was written as text."""
    return datetime.fromisoformat(text) if text else None


def join_lines(lines: tuple[CleanText, ...]) -> str:
    """One-line texts in one column."""
    return "\n".join(lines)


def split_lines(text: str) -> tuple[CleanText, ...]:
    """The one-line texts that were joined."""
    return tuple(CleanText(line) for line in text.split("\n") if line)


def post_to_json(post: "Post") -> str:
    """A post as it was sent, whole, to be kept apart from the library."""
    import json  # the first list needs none

    return json.dumps(asdict(post), default=datetime.isoformat)


def post_from_json(text: str) -> "Post":
    """The post that was kept."""
    import json

    from tui_blog.model.post import Post

    fields = json.loads(text)
    fields["published"] = to_moment(fields["published"])
    fields["updated"] = to_moment(fields["updated"])
    fields["labels"] = tuple(fields["labels"])
    return Post(**fields)


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids in little room: as steps from one to the next, which are small where posts came together."""
    ordered = sorted(ids)
    steps = (after - before for before, after in pairwise([0, *ordered]))
    return pack(" ".join(map(str, steps)))


def unpack_ids(packed: bytes) -> list[int]:
    """The ids that were packed, in their order."""
    return list(accumulate(map(int, unpack(packed).split())))
