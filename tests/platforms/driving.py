"""Runs a flow on prepared answers, as the driver would, and tells what it asked for; and golden pairs."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.flow import Flow, Request, Response

T = TypeVar("T")
FIXTURES = Path(__file__).parent / "fixtures"
JSON = ("content-type", "application/json; charset=UTF-8")
HTML = ("content-type", "text/html; charset=UTF-8")


@dataclasses.dataclass(frozen=True)
class Done(Generic[T]):
    """What a flow came to, and every request that it sent on the way."""

    value: T
    asked: list[Request]

    @property
    def calls(self) -> list[str]:
        return [f"{request.method} {request.url}" for request in self.asked]


def drive(flow: Flow[T], *answers: Response | NetworkError) -> Done[T]:
    """Run a flow to its end; exactly these answers must be asked for, in this order."""
    waiting, asked = list(answers), list[Request]()
    try:
        requests = next(flow)
        while True:
            asked += requests
            assert len(waiting) >= len(requests), f"no answer was prepared for {requests}"
            batch = [_as_driven(request, waiting.pop(0)) for request in requests]
            fault = next((each for each in batch if isinstance(each, NetworkError)), None)
            requests = flow.throw(fault) if fault else flow.send(tuple(batch))  # type: ignore[arg-type]
    except StopIteration as end:
        assert not waiting, f"nobody asked for {waiting}"
        return Done(end.value, asked)


def browse(flow: Flow[T], pages: Mapping[str, Response | NetworkError]) -> Done[T]:
    """Run a flow on a web: pages by address, told apart by their query or not; all else is missing."""
    asked = list[Request]()
    try:
        requests = next(flow)
        while True:
            asked += requests
            batch = [_as_driven(request, _found(request.url, pages)) for request in requests]
            fault = next((each for each in batch if isinstance(each, NetworkError)), None)
            requests = flow.throw(fault) if fault else flow.send(tuple(batch))  # type: ignore[arg-type]
    except StopIteration as end:
        return Done(end.value, asked)


def _found(url: str, pages: Mapping[str, Response | NetworkError]) -> Response | NetworkError:
    return pages.get(url) or pages.get(url.partition("?")[0]) or answer("Not here.", 404)


def _as_driven(request: Request, answer: Response | NetworkError) -> Response | NetworkError:
    """The driver raises what a flow does not tolerate."""
    if isinstance(answer, Response):
        answer = dataclasses.replace(answer, url=answer.url or request.url)
        if answer.status >= 400 and answer.status not in request.tolerate:
            retry = answer.header("retry-after")
            sentence = f"The blog answered {answer.status}."
            return StatusError(sentence, request.url, answer.status, float(retry) if retry else None)
    return answer


def json_answer(value: object, status: int = 200, **headers: str) -> Response:
    """An answer in JSON; header names with _ for -."""
    return answer(json.dumps(value), status, JSON, **headers)


def html_answer(markup: str, status: int = 200, **headers: str) -> Response:
    """A page."""
    return answer(markup, status, HTML, **headers)


def answer(
    body: str | bytes, status: int = 200, kind: tuple[str, str] = HTML, url: str = "", **headers: str
) -> Response:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(status, url, (kind, *pairs), body.encode() if isinstance(body, str) else body)


def fixture(name: str, kind: tuple[str, str] = JSON, **headers: str) -> Response:
    """The answer in a file of `fixtures/`."""
    return answer((FIXTURES / name).read_bytes(), 200, kind, **headers)


def golden(name: str) -> Any:
    """What the file `name` must become: its neighbour `.expected.json`."""
    return json.loads((FIXTURES / name).with_suffix(".expected.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """A value as JSON would keep it, to be compared with a golden one."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime) else value
