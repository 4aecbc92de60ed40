"""Every request in a line, for who wants to see what is asked of which host."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from tui_blog.errors import TuiBlogError
from tui_blog.model.flow import Flow, Request, Response, watched
from tui_blog.net.credentials import without_userinfo

T = TypeVar("T")
Tell = Callable[[str], None]


def told(flow: Flow[T], tell: Tell) -> Flow[T]:
    """The same flow; `tell` hears how each of its requests ended, without the secrets in its address."""
    return watched(flow, answered=partial(_tell_answer, tell))


def _tell_answer(tell: Tell, request: Request, answer: Response | TuiBlogError) -> None:
    asked = without_userinfo(request.url)
    if isinstance(answer, TuiBlogError):
        tell(f"{request.method} {asked}: {answer}")
    else:
        moved = "" if answer.url == request.url else f", {answer.url}"
        tell(f"{request.method} {asked}: {answer.status}, {len(answer.body)} bytes{moved}")
