"""Sending a comment to a server that a page embeds: what all of them have in common.

A server is asked once. What its status alone tells is told here; the rest its own adapter reads.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import msgspec

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.comment import (
    Comment,
    Draft,
    Held,
    NeedsBrowser,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.likeness import is_same_name
from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown

Ready = TypeVar("Ready")

NO_PARENT = CleanText("The comment that this one answers is not in this thread.")
SILENT = CleanText("The comment server did not take the comment and gave no reason.")
UNCLEAR = CleanText("The comment server's answer does not say whether the comment arrived.")
BUSY = CleanText("The comment server takes no comments just now.")
MOVED = CleanText("The comment server has moved.")
SPAM = CleanText("The comment server took the comment for spam.")
CAPTCHA = CleanText("The comment server asks for proof of a person, which only a browser can give.")
GUARDED = CleanText("The comment server takes comments only from a browser.")
MEMBERS_ONLY = CleanText("Only people with an account may write here.")
CLOSED = CleanText("Comments are closed.")

_EVER = datetime.min.replace(tzinfo=UTC)
_SECONDS = re.compile(r"[0-9]{1,6}")


def from_page(post: Post) -> dict[str, str]:
    """The headers by which a browser names the page that it writes from; servers let in only their blogs'."""
    origin = urlunsplit((*urlsplit(post.url)[:2], "", "", ""))
    return {"Origin": origin, "Referer": post.url}


def json_request(
    url: str, value: object, post: Post, *, method: str = "POST", headers: Mapping[str, str] | None = None
) -> Request:
    """A comment on its way, as the page's own script would send it; the flow reads whatever is answered."""
    return replace(json_question(url, value, post, method=method, headers=headers), tolerate=ANY_STATUS)


def json_question(
    url: str, value: object, post: Post, *, method: str = "POST", headers: Mapping[str, str] | None = None
) -> Request:
    """A question in JSON, for servers that want even to read asked so; an error status is raised."""
    told = {"Content-Type": "application/json", **from_page(post), **(headers or {})}
    return Request(method, url, told, msgspec.json.encode(value), follow=False)


def by_status(answer: Response, post: Post, reason: CleanText = EMPTY) -> Outcome | None:
    """What an answer's status tells whoever sent it; None where the body has to (2xx, and 4xx but 429)."""
    if answer.header("cf-mitigated") == "challenge":
        return NeedsBrowser(post.url, GUARDED)
    if 300 <= answer.status < 400:
        return Refused(MOVED)
    if answer.status in (429, 503):
        return RetryLater(reason or BUSY, patience_of(answer))
    if answer.status >= 500:
        # It may have failed after it kept the comment, in what tells the blog's owner.
        return Unknown(reason or UNCLEAR)
    return None


def patience_of(answer: Response) -> float | None:
    """The seconds that a server asks to wait; None where it gives none (a date is passed over)."""
    asked = answer.header("retry-after") or ""
    return float(asked) if _SECONDS.fullmatch(asked) else None


def said_plainly(answer: Response) -> CleanText:
    """The reason that a plain text gives; "" for an answer of any other kind."""
    is_text = (answer.content_type or "").startswith("text/plain")
    return clean_line(answer.body.decode("utf-8", "replace"), 300) if is_text else EMPTY


def by_plain_words(answer: Response, post: Post) -> Outcome:
    """What an answer means whose status, and at most a plain text, are all that a protocol knows."""
    if general := by_status(answer, post):
        return general
    if answer.status < 300:
        return Unknown(UNCLEAR)
    if answer.status in (401, 403, 404, 405, 410):
        return NeedsBrowser(anchored(post, "comments"), GUARDED)
    return Refused(said_plainly(answer) or SILENT)


def prepared(ready: Flow[Ready]) -> Flow[Ready | RetryLater]:
    """What is asked before a comment is sent or changed: where that fails, nothing was done.

    A sign-in is a POST as well, and must not look like the comment's.
    """
    try:
        return (yield from ready)
    except NetworkError as error:
        patience = error.retry_after if isinstance(error, StatusError) else None
        return RetryLater(clean_line(error.sentence), patience)


def sent_once(
    ready: Flow[Request | Outcome],
    told: Callable[[Response], Outcome],
    looking: Flow[Comment | None],
    *,
    is_proof: bool = True,
) -> Flow[Outcome]:
    """Send the request that `ready` comes to, once; whatever fails before it has sent nothing.

    `told` reads the answer; `looking` is asked where that is no proof. Where not `is_proof`, a comment that
    was taken may still wait for a moderator: then it is published only if it can be seen.
    """
    request = yield from prepared(ready)
    if not isinstance(request, Request):
        looking.close()
        return request
    outcome = told((yield from fetch(request)))
    if is_proof or not isinstance(outcome, Published):
        return (yield from proven(outcome, looking))
    seen = yield from proven(Unknown(UNCLEAR), looking)
    return seen if isinstance(seen, Published) else Held(None, outcome.url)


def proven(outcome: Outcome, looking: Flow[Comment | None]) -> Flow[Outcome]:
    """Look for the comment where the answer is no proof; where nobody can look, the outcome stands."""
    if not isinstance(outcome, Unknown):
        looking.close()
        return outcome
    try:
        found = yield from looking
    except NetworkError:
        return outcome
    return Published(found.id, found.url) if found else outcome


def anchored(post: Post, fragment: str) -> str:
    """The post's address at a place within its page."""
    return urlunsplit(urlsplit(post.url)._replace(fragment=fragment))


def newest_fitting(thread: Thread, draft: Draft, anonymous: str = "") -> Comment | None:
    """The newest comment of a thread that is the draft: same writer, same place, same text.

    `anonymous` is the server's name for a writer without one.
    """
    name = draft.name.strip() or anonymous
    for comment in sorted(thread.comments, key=lambda each: each.published or _EVER, reverse=True):
        is_theirs = comment.parent == draft.parent and is_same_name(comment.author, name)
        may_be_it = is_theirs and not comment.deleted and comment.id not in draft.others
        if may_be_it and is_shown_markdown(comment.html, draft.body):
            return comment
    return None
