"""What a Discourse forum sends: topics and their posts, who one is, and what became of a post that was sent.

Source: Discourse's API documentation ("Posts", "Topics"), its user API keys, comment-servers.md §17.
"""

import msgspec

from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.wire import try_decode

_REFUSALS = frozenset({401, 403, 404})


class PostShape(msgspec.Struct, frozen=True):
    """A post of a topic."""

    id: int
    post_number: int
    """Within the topic; 1 is the blog's post itself."""
    reply_to_post_number: int | None = None
    username: str = ""
    name: str | None = None
    created_at: str = ""
    cooked: str = ""
    """HTML, its links from the forum's root on."""
    user_deleted: bool = False
    hidden: bool = False
    post_type: int = 1
    """1 for what people say; others are notes of the forum's own."""


class StreamShape(msgspec.Struct, frozen=True):
    """The first posts of a topic, and the ids of all."""

    posts: msgspec.Raw = msgspec.Raw(b"[]")
    stream: list[int] = []


class TopicShape(msgspec.Struct, frozen=True):
    """A topic, or more posts of it."""

    post_stream: StreamShape


class UserShape(msgspec.Struct, frozen=True):
    """A member."""

    username: str


class SessionShape(msgspec.Struct, frozen=True):
    """Whose key it is."""

    current_user: UserShape


class SentShape(msgspec.Struct, frozen=True):
    """What became of a post: the post itself, or only that it waits for a moderator."""

    post_number: int | None = None
    topic_id: int | None = None
    action: str = ""
    success: bool = False


class Extras(msgspec.Struct, frozen=True):
    """What an error tells besides."""

    wait_seconds: float | None = None


class ErrorShape(msgspec.Struct, frozen=True):
    """Why a forum did not take a post."""

    errors: list[str] = []
    error_type: str = ""
    extras: Extras = Extras()

    @property
    def reason(self) -> CleanText:
        """All that it says, on one line."""
        return clean_line(" ".join(self.errors), 300)


NO_ERROR = ErrorShape()


def error_in(answer: Response) -> ErrorShape:
    """The error that an answer tells; one that says nothing where it tells none."""
    return (try_decode(answer, ErrorShape) if answer.status >= 400 else None) or NO_ERROR


def who_signs(forum: str) -> Flow[CleanText]:
    """Whose key signs at a forum; "" where it does not know the key."""
    asked = Request("GET", f"{forum}/session/current.json", login=True, tolerate=_REFUSALS)
    answer = yield from fetch(asked)
    told = try_decode(answer, SessionShape) if answer.status == 200 else None
    return clean_line(told.current_user.username) if told else EMPTY
