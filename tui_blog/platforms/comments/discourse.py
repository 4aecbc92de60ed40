"""Discourse as the comments of a blog: a topic of a forum, read as data; members write there.

A member's key signs here (a user API key, made by the forum for this program); without one the browser does.

Source: Discourse's instructions for embedding, its embed pages, its topics as JSON (comment-servers.md §17).
"""

import re
from dataclasses import replace
from urllib.parse import urlencode

from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Held,
    Markup,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Thread,
    Unknown,
)
from tui_blog.model.flow import Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.discourse_changes import DiscourseChanges
from tui_blog.platforms.comments.discourse_wire import PostShape, SentShape, TopicShape, error_in, who_signs
from tui_blog.platforms.comments.embedding import packed, unpacked, without_lone_deleted
from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown
from tui_blog.platforms.comments.posting import (
    SILENT,
    UNCLEAR,
    anchored,
    by_status,
    from_page,
    sent_once,
)
from tui_blog.platforms.comments.script_options import options_after, text_of
from tui_blog.platforms.comments.signed import not_accepted, sending
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page, parse_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each, try_decode

AT_ONCE = 20
"""Posts that are asked for in one request, as the forum's own pages do."""
MOST_POSTS = 1_000

_FIRST = CleanText("The forum has no topic for this post yet: its page in a browser opens one.")
_EMBED = re.compile(r"\bDiscourseEmbed\s*=\s*(?=\{)")
_TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d+)(?:[/?#]|$)")
_FROM_ROOT = re.compile(r"""\b(href|src)="/(?!/)""")


class DiscourseComments(DiscourseChanges):
    """The forum at `endpoint`; the key holds the number of the `topic`, or the `url` that it is known by.

    An account signs only at that very forum.
    """

    system = "discourse"
    reason = CleanText(
        "Its forum takes comments from its members: in the browser, or here with a user API key "
        "(`tui-blog account add FORUM --user NAME --kind discourse`)."
    )
    markup: Markup = "markdown"

    def __init__(self, ref: ChannelRef, account: Account | None = None) -> None:
        super().__init__(ref)
        names = unpacked(ref.key)
        self.topic, self.url = names.get("topic", ""), names.get("url", "")
        is_here = account is not None and f"{self.endpoint}/".startswith(f"{account.origin}/")
        self.account = account if is_here else None

    def thread(self, post: Post) -> Flow[Thread]:
        """The answers of the topic, the oldest first; none where nobody has opened it yet."""
        topic = yield from self.topic_of(post)
        if not topic:
            return Thread((), 0)
        shapes = yield from self._posts(topic)
        comments = without_lone_deleted(
            self._comment(shape, topic) for shape in shapes if shape.post_number > 1 and shape.post_type == 1
        )
        return Thread(comments, sum(not comment.deleted for comment in comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The topic in the forum, at the comment that is answered; else the place in the post's page."""
        if not self.topic:
            return anchored(post, "discourse-comments")
        return self._address(self.topic, parent or "")

    def form(self, post: Post) -> Flow[CommentForm]:
        """The account signs where there is a topic; all else is the browser's."""
        form = yield from super().form(post)
        if self.account is None or form.access is Access.CLOSED:
            return form
        if not (yield from self.topic_of(post)):
            return replace(form, reason=_FIRST)
        me = yield from who_signs(self.endpoint)
        if not me:
            return replace(form, access=Access.LOGIN, reason=self._not_accepted())
        return replace(form, access=Access.ANONYMOUS, signed_in_as=me, reason=EMPTY)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once, signed by the account; without one, say where a browser takes it."""
        if self.account is None:
            return (yield from super().submit(post, draft))
        looking = self.find(post, draft)
        ready = self._ready(post, draft)
        return (yield from sent_once(ready, lambda answer: self.outcome(answer, post), looking))

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        topic = yield from self.topic_of(post)
        return self._new(topic, draft) if topic else NeedsBrowser(self.address(post), _FIRST)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft among the account's posts, newest first; one that waits is not to be seen."""
        if self.account is None:
            return (yield from super().find(post, draft))
        topic = yield from self.topic_of(post)
        shapes = (yield from self._posts(topic)) if topic else ()
        for shape in reversed(shapes):
            comment = self._comment(shape, topic)
            is_mine = shape.username.lower() == self.account.user.lower() and comment.id not in draft.others
            if is_mine and comment.parent == draft.parent and is_shown_markdown(shape.cooked, draft.body):
                return comment
        return None

    def _new(self, topic: str, draft: Draft) -> Request:
        told: dict[str, object] = {"topic_id": int(topic), "raw": draft.body}
        if draft.parent:
            told["reply_to_post_number"] = int(draft.parent) if draft.parent.isdecimal() else draft.parent
        return sending(f"{self.endpoint}/posts.json", told, {"Accept": "application/json"}, login=True)

    def outcome(self, answer: Response, post: Post) -> Outcome:
        """By its status, and by what the forum says is wrong."""
        told = error_in(answer)
        general = by_status(answer, post, told.reason)
        if isinstance(general, RetryLater):
            return RetryLater(general.reason, general.seconds or told.extras.wait_seconds)
        if general is not None:
            return general
        if answer.status == 401 or told.error_type == "not_logged_in":
            return NeedsLogin(told.reason or self._not_accepted())
        if answer.status >= 400:
            return Refused(told.reason or SILENT, "body" if answer.status == 422 else None)
        sent = try_decode(answer, SentShape)
        if sent and sent.action == "enqueued":
            return Held(None, self.address(post))
        if sent is None or sent.post_number is None or sent.topic_id is None:
            return Unknown(UNCLEAR)
        number = str(sent.post_number)
        return Published(number, self._address(str(sent.topic_id), number))

    def _not_accepted(self) -> CleanText:
        assert self.account is not None, "only an account is refused"
        return not_accepted(self.account)

    def topic_of(self, post: Post) -> Flow[str]:
        """The topic's number, as the page that a blog embeds links it; "" before there is one."""
        if self.topic:
            return self.topic
        query = urlencode({"embed_url": self.url})
        asked = Request("GET", f"{self.endpoint}/embed/comments?{query}", from_page(post))
        root = parse_page((yield from fetch(asked)))
        links = (absolute(link.get("href") or "", self.endpoint) for link in root.iter("a"))
        found = (_TOPIC.search(url) for url in links if url.startswith(self.endpoint))
        return next((match[1] for match in found if match), "")

    def _posts(self, topic: str) -> Flow[tuple[PostShape, ...]]:
        answer = yield from fetch(Request("GET", f"{self.endpoint}/t/{topic}.json"))
        stream = decode(answer, TopicShape).post_stream
        first = salvage_each(stream.posts, PostShape)
        known = {shape.id for shape in first}
        rest = [number for number in stream.stream[:MOST_POSTS] if number not in known]
        batches = (rest[at : at + AT_ONCE] for at in range(0, len(rest), AT_ONCE))
        answers = yield from fetch_all(self._more(topic, batch) for batch in batches)
        more = (salvage_each(decode(each, TopicShape).post_stream.posts, PostShape) for each in answers)
        every = {shape.post_number: shape for shapes in (first, *more) for shape in shapes}
        return tuple(every[number] for number in sorted(every))

    def _more(self, topic: str, ids: list[int]) -> Request:
        query = urlencode([("post_ids[]", number) for number in ids])
        return Request("GET", f"{self.endpoint}/t/{topic}/posts.json?{query}")

    def _comment(self, shape: PostShape, topic: str) -> Comment:
        parent = shape.reply_to_post_number or 1
        gone = shape.user_deleted or shape.hidden
        return Comment(
            id=str(shape.post_number),
            parent=str(parent) if parent > 1 else None,
            author=clean_line(shape.name or shape.username),
            html="" if gone else _FROM_ROOT.sub(rf'\1="{self.endpoint}/', shape.cooked),
            published=parse_date(shape.created_at),
            url=self._address(topic, str(shape.post_number)),
            deleted=gone,
        )

    def _address(self, topic: str, number: str) -> str:
        return f"{self.endpoint}/t/{topic}/{number}".rstrip("/")


def thread_on(page: Page) -> ChannelRef | None:
    """The topic that a page embeds, by its number or by the address that the page gives it."""
    for options in options_after(page, _EMBED):
        forum = absolute(text_of(options, "discourseUrl"), page.base).rstrip("/")
        number = options.get("topicId")
        topic = f"{number:.0f}" if isinstance(number, float) else ""
        url = absolute(text_of(options, "discourseEmbedUrl"), page.base) or page.url
        if forum:
            return ChannelRef("discourse", forum, packed(topic=topic) if topic else packed(url=url))
    return None


PLATFORM = Platform(
    "discourse",
    "Discourse",
    thread_on=thread_on,
    channel=lambda ref, account: DiscourseComments(ref),
    account_kind=AccountKind.DISCOURSE,
    signed_channel=DiscourseComments,
)
