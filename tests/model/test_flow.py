"""Flows: what an adapter yields, what it is sent, and what a listener hears."""

import pytest

from tui_blog.errors import NetworkError, TuiBlogError
from tui_blog.model.flow import Flow, Request, Response, fetch, fetch_all, watched

HOME, FEED = Request("GET", "https://lamp.example/"), Request("GET", "https://lamp.example/feed.xml")


def answer(request: Request, *headers: tuple[str, str]) -> Response:
    return Response(200, request.url, headers, b"ok")


def outcome(flow: Flow[object], *sent: tuple[Response, ...]) -> object:
    """What a flow returns when it is sent these answers."""
    next(flow)
    with pytest.raises(StopIteration) as end:
        for responses in sent:
            flow.send(responses)
    return end.value.value


def test_a_header_is_found_whatever_its_case_and_the_first_of_several_counts() -> None:
    response = answer(HOME, ("link", "<a>"), ("content-type", "text/html; charset=utf-8"), ("link", "<b>"))
    assert response.header("Link") == "<a>"
    assert response.all_headers("LINK") == ("<a>", "<b>")
    assert response.content_type == "text/html; charset=utf-8"
    assert response.header("etag") is None and response.all_headers("etag") == ()


def test_one_request_is_answered_by_one_response() -> None:
    assert next(fetch(HOME)) == (HOME,)
    assert outcome(fetch(HOME), (answer(HOME),)) == answer(HOME)


def test_requests_side_by_side_are_answered_in_their_order() -> None:
    assert next(fetch_all(iter([HOME, FEED]))) == (HOME, FEED)
    assert outcome(fetch_all([HOME, FEED]), (answer(HOME), answer(FEED))) == (answer(HOME), answer(FEED))


def test_no_requests_are_answered_without_asking_anyone() -> None:
    with pytest.raises(StopIteration) as end:
        next(fetch_all([]))
    assert end.value.value == ()


class Ear:
    """Notes what a watched flow tells."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def asking(self, request: Request) -> None:
        self.heard.append(("asking", request.url))

    def answered(self, request: Request, result: Response | TuiBlogError) -> None:
        self.heard.append((type(result).__name__, request.url))


def reading() -> Flow[str]:
    """A flow that makes do with its home page where its feed fails."""
    yield from fetch(HOME)
    try:
        yield from fetch(FEED)
    except NetworkError:
        return "home alone"
    return "both"


def test_a_listener_hears_every_request_before_it_goes_and_its_answer() -> None:
    ear = Ear()
    flow = watched(reading(), asking=ear.asking, answered=ear.answered)
    assert outcome(flow, (answer(HOME),), (answer(FEED),)) == "both"
    assert ear.heard == [
        ("asking", HOME.url), ("Response", HOME.url), ("asking", FEED.url), ("Response", FEED.url)
    ]  # fmt: skip


def test_a_failure_is_heard_and_reaches_the_flow() -> None:
    ear = Ear()
    flow = watched(reading(), asking=ear.asking, answered=ear.answered)
    next(flow)
    flow.send((answer(HOME),))
    with pytest.raises(StopIteration) as end:
        flow.throw(NetworkError(FEED.url, "is not there"))
    assert end.value.value == "home alone"
    assert ear.heard[-1] == ("NetworkError", FEED.url)


def test_a_failure_that_the_flow_does_not_know_comes_out_of_it() -> None:
    flow = watched(reading())
    next(flow)
    with pytest.raises(NetworkError):
        flow.throw(NetworkError(HOME.url, "is not there"))


def test_a_flow_that_is_left_is_closed() -> None:
    closed = []

    def inner() -> Flow[None]:
        try:
            yield (HOME,)
        finally:
            closed.append(True)

    flow = watched(inner())
    next(flow)
    flow.close()
    assert closed == [True]
