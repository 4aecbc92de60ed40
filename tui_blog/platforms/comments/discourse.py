"""Discourse as the comments of a blog: a topic of a forum, read as data; members write there, in a browser.

Source: Discourse's instructions for embedding, its embed pages, its topics as JSON (comment-servers.md §17).
"""

import re
from urllib.parse import urlencode

import msgspec

from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import Flow, Request, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.embedding import packed, unpacked, without_lone_deleted
from tui_blog.platforms.comments.posting import anchored, from_page
from tui_blog.platforms.comments.script_options import options_after, text_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page, parse_page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each

AT_ONCE = 20
"""Posts that are asked for in one request, as the forum's own pages do."""
MOST_POSTS = 1_000

_EMBED = re.compile(r"\bDiscourseEmbed\s*=\s*(?=\{)")
_TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d+)(?:[/?#]|$)")
_FROM_ROOT = re.compile(r"""\b(href|src)="/(?!/)""")


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


class DiscourseComments(BrowserComments):
    """The forum at `endpoint`; the key holds the number of the `topic`, or the `url` that it is known by."""

    system = "discourse"
    reason = CleanText("Comments by Discourse are written in its forum, by its members.")

    def __init__(self, ref: ChannelRef) -> None:
        super().__init__(ref)
        names = unpacked(ref.key)
        self.topic, self.url = names.get("topic", ""), names.get("url", "")

    def thread(self, post: Post) -> Flow[Thread]:
        """The answers of the topic, the oldest first; none where nobody has opened it yet."""
        topic = self.topic or (yield from self._find_topic(post))
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

    def _find_topic(self, post: Post) -> Flow[str]:
        """The topic's number, as the page that a blog embeds links it; "" before there is one."""
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
    "discourse", "Discourse", thread_on=thread_on, channel=lambda ref, account: DiscourseComments(ref)
)
