"""JSON from the net becomes typed values here, or one named error: never a KeyError.

Every shape that a platform sends is a `msgspec.Struct` beside its adapter.
Keys that it does not name are passed over; each field has a default, so that
a blog whose plugins leave one out is still read.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.flow import Response
from tui_blog.model.text import clean_line

T = TypeVar("T")

_OPENINGS = re.compile(rb"[{\[]")
_TRIES = 32
"""Brackets at which JSON may begin: PHP's notices before it hold a few of their own."""


def decode(response: Response, type_: type[T]) -> T:
    """Read a JSON body as `type_`; a byte order mark and PHP notices before the JSON are passed over.

    Raises `UnreadableAnswer` for anything else: a web page, another shape, half a body.
    """
    read = try_decode(response, type_)
    if read is None:
        raise unreadable(response)
    return read


def try_decode(response: Response, type_: type[T]) -> T | None:
    """Read a JSON body as `decode` does; None for anything else, where that too tells something."""
    for text in _candidates(response.body):
        try:
            return msgspec.json.decode(text, type=type_, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None


def decode_each(response: Response, type_: type[T]) -> tuple[T, ...]:
    """Read a JSON array item by item; an item of another shape is left out, the others stay.

    Raises `UnreadableAnswer` where the body is no array, or holds items and none of them can be read.
    """
    items = decode(response, list[msgspec.Raw])
    kept = _readable(items, type_)
    if items and not kept:
        raise unreadable(response)
    return kept


def salvage_each(raw: msgspec.Raw, type_: type[T]) -> tuple[T, ...]:
    """Read what can be read of an array within an answer; nothing where there is none."""
    return _readable(salvage(raw, list[msgspec.Raw]) or (), type_)


def salvage(raw: msgspec.Raw, type_: type[T]) -> T | None:
    """Read a part of an answer that may be missing or malformed; None then."""
    try:
        return msgspec.json.decode(bytes(raw).decode("utf-8", "replace"), type=type_, strict=False)
    except (msgspec.DecodeError, RecursionError):
        return None


def unreadable(response: Response) -> UnreadableAnswer:
    """The error for an answer that is not what was asked for."""
    url = clean_line(response.url, 200)
    host = clean_line(urlsplit(url).hostname or url)
    return UnreadableAnswer(
        f"{host} sent something else than the data asked for ({url}). Try again later.", url
    )


def _readable(items: Iterable[msgspec.Raw], type_: type[T]) -> tuple[T, ...]:
    return tuple(item for item in (salvage(raw, type_) for raw in items) if item is not None)


def _candidates(body: bytes) -> Iterator[str | bytes]:
    """The body as it is, then from each of its first brackets on, wrong bytes replaced."""
    yield body
    for opening in islice(_OPENINGS.finditer(body), _TRIES):
        yield body[opening.start() :].decode("utf-8", "replace")
