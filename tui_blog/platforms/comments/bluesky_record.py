"""An answer as Bluesky keeps it: its key, its text with the places of its links, and what it answers.

Source: "Record Keys" and "Timestamp identifiers" of the AT Protocol's specifications, and the lexicons
`app.bsky.feed.post` and `app.bsky.richtext.facet`.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tui_blog.platforms.comments.bluesky_wire import PostShape, RecordShape

COLLECTION = "app.bsky.feed.post"

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_2024 = 1_704_067_200_000_000
"""Microseconds since 1970."""
_LINK = re.compile(r"https?://[^\s<>\"]+")
_AFTER_LINKS = ".,;:!?'\")]}"


def key_of(token: str) -> str:
    """The key of the record that a draft becomes, always the same one: so that it can be kept only once.

    A key is a timestamp of 53 bits and a clock's number of 10. Both are made of the draft's token, and lie
    in the year 2024.

    >>> key_of("t") == key_of("t"), len(key_of("t"))
    (True, 13)
    """
    chance = int.from_bytes(sha256(token.encode()).digest()[:8])
    number = ((_2024 + (chance >> 10) % 2**44) << 10) | (chance & 0x3FF)
    return "".join(_ALPHABET[(number >> shift) & 0x1F] for shift in range(60, -1, -5))


def answer_record(text: str, answered: PostShape, told: RecordShape, moment: str) -> dict[str, Any]:
    """The record; the root of a thread is what the answered post names as it, else that post itself."""
    parent = {"uri": answered.uri, "cid": answered.cid}
    root = told.root
    record: dict[str, Any] = {
        "$type": COLLECTION,
        "text": text,
        "createdAt": moment,
        "reply": {"root": {"uri": root.uri, "cid": root.cid} if root else parent, "parent": parent},
    }
    facets = list(_facets(text))
    return {**record, "facets": facets} if facets else record


def _facets(text: str) -> Iterator[dict[str, Any]]:
    """Where the links stand, in bytes of UTF-8; what ends a sentence is no part of one."""
    for found in _LINK.finditer(text):
        link = found[0]
        while link and link[-1] in _AFTER_LINKS and not (link[-1] == ")" and "(" in link):
            link = link[:-1]
        start = len(text[: found.start()].encode())
        yield {
            "index": {"byteStart": start, "byteEnd": start + len(link.encode())},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
        }
