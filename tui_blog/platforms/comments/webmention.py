"""Webmention: a post is answered by a page of one's own that links to it (W3C Recommendation, 2017-01-12).

What the person writes is the address of that page, which stands on the public net already. It is read before
anything is sent, for a receiver takes only pages that link to its own.
"""

from dataclasses import replace
from urllib.parse import urldefrag, urlencode, urlsplit

from tui_blog.errors import NetworkError, StatusError
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Held,
    Markup,
    NeedsBrowser,
    Outcome,
    Published,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.comments.posting import UNCLEAR, by_status, prepared, proven
from tui_blog.platforms.comments.webmention_page import cited_in, endpoint_of, links_to
from tui_blog.platforms.comments.webmention_wire import (
    AT_ONCE,
    HUB,
    MentionsShape,
    comment_of,
    failure_in,
    mentions_in,
    reason_in,
)
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode

SYSTEM = "webmention"

MOST_PAGES = 20

HOW = CleanText("Write the address of a page of your own that links to this post, and nothing else.")
_NO_ADDRESS = CleanText("That is not the address of a page: write one that begins with https:// and no more.")
_ITSELF = CleanText("That is the address of the post itself: it takes a page of your own that links to it.")
_NO_ANSWERS = CleanText("A webmention answers a post; a comment is answered on the page that it came from.")
_NO_ENDPOINT = CleanText("The post's page no longer says where webmentions are sent.")
_REFUSED = CleanText("The blog did not take the webmention and gave no reason.")


class Webmentions:
    """A `CommentChannel`; `key` says where they are sent, which is asked again before one is."""

    markup: Markup = "plain"

    def __init__(self, ref: ChannelRef) -> None:
        self.key = ref.key

    def thread(self, post: Post) -> Flow[Thread]:
        """The answers that the blog's page shows, or those that webmention.io keeps for it."""
        if host_of(self.key) == HUB:
            comments = yield from _kept_for(post)
        else:
            comments = cited_in((yield from fetch(Request("GET", post.url))))
        return Thread(comments, len(comments))

    def form(self, post: Post) -> Flow[CommentForm]:
        """Everyone may who has a page; nothing is asked but its address."""
        yield from ()
        return CommentForm(SYSTEM, Access.ANONYMOUS, post.url, markup=self.markup, reason=HOW)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Look whether the page links to the post, find out where that is told, and tell it, once."""
        source = _source(draft)
        fault = _fault(source, post, draft)
        if fault is not None:
            return fault
        endpoint = yield from prepared(_endpoint(source, post))
        if not isinstance(endpoint, str):
            return endpoint
        answer = yield from fetch(_telling(endpoint, source, post))
        outcome = yield from _outcome(answer, post)
        return (yield from self._seen(outcome, post, draft))

    def _seen(self, outcome: Outcome, post: Post, draft: Draft) -> Flow[Outcome]:
        """A mention that was taken is shown when its blog likes: at once, or it is held."""
        if not isinstance(outcome, Held):
            return (yield from proven(outcome, self.find(post, draft)))
        seen = yield from proven(Unknown(UNCLEAR), self.find(post, draft))
        return seen if isinstance(seen, Published) else outcome

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the page among those that the blog shows."""
        source = canonical(_source(draft))
        shown = (yield from self.thread(post)).comments
        found = next((each for each in shown if source in (canonical(each.id), canonical(each.url))), None)
        # Its date is the page's, which may be older than its telling.
        return replace(found, published=None) if found else None


def _source(draft: Draft) -> str:
    """The address that was written; "" for what is none, or more than one."""
    written = draft.body.strip().removeprefix("<").removesuffix(">")
    return absolute(written) if len(written.split()) == 1 and "://" in written else ""


def _fault(source: str, post: Post, draft: Draft) -> Refused | None:
    """What can be said without asking anybody."""
    if draft.parent:
        return Refused(_NO_ANSWERS)
    if not source:
        return Refused(_NO_ADDRESS, "body")
    # A receiver has to refuse it (§3.2.1).
    return Refused(_ITSELF, "body") if canonical(source) == canonical(post.url) else None


def _endpoint(source: str, post: Post) -> Flow[str | Outcome]:
    """Where the page is told of, or why it cannot be."""
    fault = yield from _unlinked(source, post)
    if fault is not None:
        return fault
    return endpoint_of((yield from fetch(Request("GET", post.url)))) or NeedsBrowser(post.url, _NO_ENDPOINT)


def _unlinked(source: str, post: Post) -> Flow[Refused | None]:
    """Why the page cannot be told of: it is not there, or does not link to the post (§3.2.2)."""
    where = clean_line(host_of(source))
    try:
        page = yield from fetch(Request("GET", source))
    except StatusError as error:
        if error.status in (401, 403, 404, 410):
            return Refused(clean_line(f"{where} does not show that page to all ({error.status})."), "body")
        raise
    if links_to(page, post.url):
        return None
    return Refused(clean_line(f"That page of {where} does not link to {post.url}", 300), "body")


def _telling(endpoint: str, source: str, post: Post) -> Request:
    """The form (§3.1.3); what the endpoint's own address asks stays in it."""
    body = urlencode({"source": source, "target": post.url}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request("POST", endpoint, headers, body, follow=False, tolerate=ANY_STATUS)


def _kept_for(post: Post) -> Flow[tuple[Comment, ...]]:
    """All that webmention.io keeps for a post, the oldest first."""
    found: dict[str, Comment] = {}
    for number in range(MOST_PAGES):
        query = urlencode({"target": post.url, "per-page": AT_ONCE, "page": number, "sort-dir": "up"})
        answer = yield from fetch(Request("GET", f"https://{HUB}/api/mentions.jf2?{query}"))
        shapes = mentions_in(decode(answer, MentionsShape))
        found |= {comment.id: comment for shape in shapes if (comment := comment_of(shape))}
        if len(shapes) < AT_ONCE:
            break
    return tuple(found.values())


# --- what it answered ----------------------------------------------------------------------------


def _outcome(answer: Response, post: Post) -> Flow[Outcome]:
    """Any success means that it was taken; with 201 an address tells what becomes of it (§3.1.4)."""
    if 300 <= answer.status < 400:  # endpoints made for people send the browser on, having taken it or not
        return Unknown(UNCLEAR)
    reason = reason_in(answer) if answer.status >= 400 else EMPTY
    general = by_status(answer, post, reason)
    if general is not None:
        return general
    if answer.status >= 400:
        return Refused(reason or _REFUSED, "body" if answer.status == 400 else None)
    status = absolute(answer.header("location") or "", answer.url) if answer.status == 201 else ""
    failure = (yield from _failure_at(status)) if host_of(status) == host_of(answer.url) else EMPTY
    return Refused(failure, "body") if failure else Held(status or None, status or post.url)


def _failure_at(status: str) -> Flow[CleanText]:
    """Why it came to nothing, where the status says so already; "" as long as it does not."""
    if urlsplit(status).scheme not in ("http", "https"):
        return EMPTY
    try:
        return failure_in((yield from fetch(Request("GET", status, tolerate=ANY_STATUS))))
    except NetworkError:
        return EMPTY


# --- where it is told ----------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """Where the page of a post says that webmentions are sent; a home page says so for itself alone."""
    if urldefrag(page.url)[0].rstrip("/") == page.home.rstrip("/"):
        return None
    endpoint = endpoint_of(page.response, page.root)
    return ChannelRef(SYSTEM, page.home, clean_line(endpoint, 2_000)) if endpoint else None


PLATFORM = Platform(
    SYSTEM,
    "Webmention",
    thread_on=thread_on,
    channel=lambda ref, account: Webmentions(ref),
    beside_others=True,
)
"""After all that the blog offers besides: only who has pages of their own can write by it."""
