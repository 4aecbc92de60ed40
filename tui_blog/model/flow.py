"""Requests, responses and the flows that yield and receive them.

A platform adapter is a *flow*: a generator that yields tuples of requests and
is sent tuples of responses, and so does no I/O of its own. `net/` has the one
driver that runs flows; a test drives one by `next(flow)` and `flow.send(...)`.
"""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tui_blog.errors import TuiBlogError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as an adapter asks for it; pace, ceilings and retries are the driver's."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    follow: bool = True
    """Follow redirects (the wp-comments-post form is read by its redirect, so there it is False)."""
    login: bool = False
    """Sign with the person's account for this origin, where there is one."""
    secret_in: str = ""
    """For a sign-in: the member of the body, a JSON object, that is given the secret of that account."""
    tolerate: frozenset[int] = frozenset()
    """Statuses of 400 and above that the flow wants to read itself; all others are raised as StatusError.

    `ANY_STATUS` means all of them.
    """
    ceiling: int | None = None
    """Bytes of the body beyond which it is refused, where that is less than the driver's own ceiling."""


ANY_STATUS = frozenset(range(400, 600))


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, whole: decompressed, within the ceilings, redirects followed."""

    status: int
    url: str
    """Where the body came from, after redirects."""
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; a name may occur several times (Link, Set-Cookie)."""
    body: bytes
    moved_to: str | None = None
    """The new address, when every hop on the way was permanent (301, 308); else None."""

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every value of a header that may be repeated."""
        return tuple(value for key, value in self.headers if key == name.lower())

    @property
    def content_type(self) -> str | None:
        """The Content-Type as sent, parameters included."""
        return self.header("content-type")


Flow = Generator[tuple[Request, ...], tuple[Response, ...], T]
"""What is yielded together is sent side by side; a failure is thrown into the flow at its yield."""


def fetch(request: Request) -> Flow[Response]:
    """Send one request: `response = yield from fetch(Request("GET", url))`."""
    responses = yield (request,)
    return responses[0]


def fetch_all(requests: Iterable[Request]) -> Flow[tuple[Response, ...]]:
    """Send requests side by side; the answers come in the order of the requests."""
    together = tuple(requests)
    if not together:
        return ()
    return (yield together)


@dataclass(frozen=True, slots=True)
class Answered:
    """Where a flow was stopped: what it asked for first has come, and was not looked into yet."""

    responses: tuple[Response, ...]


def until_answered(flow: Flow[T], enough: Callable[[tuple[Response, ...]], bool]) -> Flow[T | Answered]:
    """Stop a flow at its first answers where they are `enough`; else let it run to its end.

    A flow does nothing by itself: another one of its kind goes on from the same answers (`replayed`), in
    another process as well.
    """
    try:
        requests = next(flow)
        try:
            responses = yield requests
        except TuiBlogError as error:
            requests = flow.throw(error)
        else:
            if enough(responses):
                return Answered(responses)
            requests = flow.send(responses)
        while True:
            try:
                responses = yield requests
            except TuiBlogError as error:
                requests = flow.throw(error)
            else:
                requests = flow.send(responses)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()


def replayed(flow: Flow[T], responses: tuple[Response, ...]) -> T | None:
    """What a flow makes of the first answers; None where it would ask for more."""
    try:
        next(flow)
        flow.send(responses)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
    return None


def _unheard(*_: object) -> None:
    """Nobody wants to know."""


def watched(
    flow: Flow[T],
    *,
    asking: Callable[[Request], None] = _unheard,
    answered: Callable[[Request, Response | TuiBlogError], None] = _unheard,
) -> Flow[T]:
    """Pass a flow through: each request is told before it is sent, and again with what came of it."""
    try:
        requests = next(flow)
        while True:
            for request in requests:
                asking(request)
            try:
                responses = yield requests
            except TuiBlogError as error:
                for request in requests:
                    answered(request, error)
                requests = flow.throw(error)
            else:
                for request, response in zip(requests, responses, strict=True):
                    answered(request, response)
                requests = flow.send(responses)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
