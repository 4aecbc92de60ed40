"""Whether a post of a WordPress blog takes comments, as its API tells: asked without a trace."""

from tui_blog.errors import NetworkError
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.platforms.wire import decode, try_decode
from tui_blog.platforms.wordpress.root import hosted_at, rest_url
from tui_blog.platforms.wordpress.shapes import PostShape, RouteShape


def asking_status(root: str, number: str) -> Request:
    """The question whether comments on a post are closed."""
    address = rest_url(root, f"wp/v2/posts/{number}", {"_fields": "id,comment_status"})
    return Request("GET", address, tolerate=ANY_STATUS)


def tells_closed(answer: Response) -> bool:
    """Whether the answer to that says so."""
    told = try_decode(answer, PostShape)
    return told is not None and told.comment_status == "closed"


def takes_comments(root: str, number: str, login: bool = False) -> Flow[bool | None]:
    """Whether REST takes a comment on a post, from the account or a stranger. None: no one knows."""
    # WordPress.com takes comments over its API from accounts alone.
    if not number or hosted_at(root):
        return None
    address = rest_url(root, "wp/v2/comments", {"post": number})
    try:
        answer = yield from fetch(Request("OPTIONS", address, login=login, tolerate=ANY_STATUS))
        route = decode(answer, RouteShape)
    except NetworkError:
        return None
    return "POST" in (answer.header("allow") or "") if route.namespace == "wp/v2" else None
