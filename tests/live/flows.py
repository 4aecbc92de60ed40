"""Flows of the platforms on the real net, without the program around them."""

import httpx

from tui_blog.model.flow import Flow, Request, Response, T
from tui_blog.model.post import Post
from tui_blog.model.site import SourceRef
from tui_blog.platforms import registry


def follow(flow: Flow[T], web: httpx.Client) -> T:
    """Run a flow to its end, one request after the other."""
    try:
        requests = next(flow)
        while True:
            requests = flow.send(tuple(_answer(request, web) for request in requests))
    except StopIteration as end:
        value: T = end.value
        return value


def _answer(request: Request, web: httpx.Client) -> Response:
    said = web.request(
        request.method, request.url, headers=dict(request.headers), follow_redirects=request.follow
    )
    assert said.status_code < 400 or said.status_code in request.tolerate, f"{said.status_code} at {said.url}"
    headers = tuple((name.lower(), value) for name, value in said.headers.multi_items())
    return Response(said.status_code, str(said.url), headers, said.content)


def whole_archive(ref: SourceRef, web: httpx.Client) -> list[Post]:
    """Every post of a source, from the newest to the first."""
    source, posts, cursor = registry.source(ref), list[Post](), None
    while True:
        page = follow(source.page(cursor), web)
        posts += page.posts
        cursor = page.next
        if cursor is None:
            return posts
