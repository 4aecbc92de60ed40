"""A process that reads pages of posts for another one: `python -c "…; work()"`, by its standard streams.

It is asked and answers in turn, each message with its length before it. It ends with its input, and so with
the process that started it, however that one ends.
"""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec

from tui_blog.errors import TuiBlogError
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response, replayed
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import SourceRef
from tui_blog.model.validators import Validators
from tui_blog.store.incoming import Incoming, incoming

LENGTH = 4
"""Bytes that tell the length of a message, the greatest first."""
NICER = 10
"""Steps of priority below the program's."""
WIDTH = 2**20
"""Bytes that a pipe holds; Linux gives anybody so many."""


@dataclass(frozen=True, slots=True)
class Question:
    """The answers that a flow of a source got to its first requests."""

    source: SourceRef
    cursor: Cursor | None
    validators: Validators | None
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page without its posts, and these as they are stored; no page where it could not be read."""

    page: PostPage | None
    posts: tuple[Incoming, ...] = ()


def work() -> None:
    """Answer until the input ends."""
    _stand_back()
    _widen(sys.stdin.fileno(), sys.stdout.fileno())
    questions = msgspec.msgpack.Decoder(Question)
    while message := _received():
        answer = _encoded(_answer(questions.decode(message)))
        sys.stdout.buffer.write(len(answer).to_bytes(LENGTH) + answer)
        sys.stdout.buffer.flush()


def _stand_back() -> None:
    """Let the screen, and whoever stores what is read here, have the processors first."""
    if sys.platform != "win32":
        os.nice(NICER)


def _widen(*pipes: int) -> None:
    """Let a whole page go through at once: with 64 KB both ends wake up for each piece of it."""
    if sys.platform == "linux":  # no other system lets its pipes be widened
        import fcntl

        for pipe in pipes:
            with suppress(OSError):  # it may not be so wide, or is none
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, WIDTH)


def _received() -> bytes:
    length = int.from_bytes(sys.stdin.buffer.read(LENGTH))
    return sys.stdin.buffer.read(length)


def _answer(question: Question) -> ReadPage:
    """What was read; why something could not be read is found out, and said, by whoever asked."""
    try:
        return read(question)
    except TuiBlogError:
        return ReadPage(None)


def _encoded(answer: ReadPage) -> bytes:
    try:
        return msgspec.msgpack.encode(answer)
    except UnicodeEncodeError:  # half of a surrogate pair in a guid or an address
        return msgspec.msgpack.encode(ReadPage(None))


def read(question: Question) -> ReadPage:
    """Read a page from the answers that came for it (TuiBlogError where they are none)."""
    from tui_blog.platforms import registry

    flow = registry.source(question.source).page(question.cursor, question.validators)
    page = replayed(flow, question.responses)
    if page is None:
        return ReadPage(None)
    return ReadPage(replace(page, posts=()), incoming(page.posts, packed=True))
