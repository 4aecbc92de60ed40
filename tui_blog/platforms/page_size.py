"""When a page of posts was too much for a host, and a smaller one may do."""

from tui_blog.errors import AnswerTimedOut, BodyTooLarge, ConnectionLost, NetworkError, StatusError


def is_too_much(error: NetworkError) -> bool:
    """A host that runs out of time or room, or refuses pages of a hundred (400)."""
    if isinstance(error, StatusError):
        return error.status == 400 or error.status >= 500
    return isinstance(error, AnswerTimedOut | BodyTooLarge | ConnectionLost)
