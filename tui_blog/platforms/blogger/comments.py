"""The comments of a Blogger blog: read by their feed; written in a browser alone.

Nothing takes a comment from a program: the GData API was shut down, API v3 has no such method, and the
form is a script behind a check for robots and, mostly, a Google account. So the person writes here and sends
there.
"""

from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    Markup,
    NeedsBrowser,
    Outcome,
    Refused,
    Thread,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.blogger.listing import SYSTEM, PostIds, ids_in
from tui_blog.platforms.blogger.page import BloggerMarks
from tui_blog.platforms.blogger.page_thread import comments_in
from tui_blog.platforms.blogger.thread import read_thread
from tui_blog.platforms.comments.browser_comments import carried_over
from tui_blog.platforms.comments.posting import CLOSED
from tui_blog.platforms.pages import parse_page, read_page

TEXT_LIMIT = 4_096
"""Characters that the form takes."""

_NO_FEED = frozenset({401, 403, 404, 410})

FULL_PAGE_FORM = "https://www.blogger.com/comment/fullpage/post/"

_IN_BROWSER = CleanText("Blogger takes comments only in a browser, mostly with a Google account.")
_FOREIGN = CleanText("The comments of this blog live in a script that only a browser runs.")


class BloggerComments:
    """A `CommentChannel` over the root of a blog's feeds; `ref.key` is "blog id.post id", if anything."""

    markup: Markup = "plain"

    def __init__(self, ref: ChannelRef) -> None:
        self.root = ref.endpoint
        self.key = ref.key

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that stand on the blog; a removed one stays where it is answered."""
        number = yield from self._number(post)
        try:
            return (yield from read_thread(self.root, number, may_be_missing=post.comments_open is False))
        except (StatusError, UnreadableAnswer) as error:
            shown = yield from _shown(post, error)
            if shown is None:
                raise
            return shown

    def form(self, post: Post) -> Flow[CommentForm]:
        """Whether anybody may write, and where; the page tells what the feed does not."""
        if post.comments_open is False:
            return _form(post, self._ids(post), Access.CLOSED, CLOSED)
        marks = yield from _marks_of(post.url)
        ids = self._ids(post, marks)
        if marks and marks.form == "closed":
            return _form(post, ids, Access.CLOSED, marks.words or CLOSED)
        if marks and marks.form == "foreign":
            return _form(post, PostIds(), Access.BROWSER, _FOREIGN)
        words = f" {marks.words}" if marks and marks.words else ""
        return _form(post, ids, Access.BROWSER, clean_line(f"{_IN_BROWSER}{words}"))

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send nothing: say where a browser takes the comment. Not even a request is made."""
        yield from ()
        if post.comments_open is False:
            return Refused(CLOSED)
        return NeedsBrowser(browser_url(post, self._ids(post), draft.parent), _IN_BROWSER)

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for a text that was carried over to the browser; one that waits is not to be seen."""
        comments = (yield from self.thread(post)).comments
        parents = {comment.id: comment.parent for comment in comments}
        # Blogger hangs an answer to an answer under the top comment.
        places = {draft.parent, parents.get(draft.parent or "")} - {None} if draft.parent else {None}
        return carried_over(comments, draft, places)

    def _number(self, post: Post) -> Flow[str]:
        ids = self._ids(post)
        if not ids.post:
            ids = self._ids(post, (yield from _marks_of(post.url)))
        if not ids.post:
            raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
        return ids.post

    def _ids(self, post: Post, marks: BloggerMarks | None = None) -> PostIds:
        """The post's numbers: by its id, by the key of the channel, by its page."""
        by_guid = ids_in(post.guid)
        if by_guid.post:
            return by_guid
        blog, _, number = self.key.partition(".")
        return PostIds(blog, number) if number else marks.ids if marks else PostIds(post=post.remote_id)


def browser_url(post: Post, ids: PostIds, parent: str | None = None) -> str:
    """Where a browser shows the form: for an answer at the comment's place, else on a page by itself."""
    if parent and post.url:
        return f"{post.url.partition('#')[0]}#comment-form_{clean_line(parent)}"
    if ids.blog and ids.post:
        return f"{FULL_PAGE_FORM}{ids.blog}/{ids.post}"
    return f"{post.url.partition('#')[0]}#comment-form"


def _shown(post: Post, error: StatusError | UnreadableAnswer) -> Flow[Thread | None]:
    """The thread off the post's page: an owner may switch off the feeds of comments, and show them there.

    None where the fault was another one, or where the page does not show what should be there.
    """
    if not post.url or (isinstance(error, StatusError) and error.status not in _NO_FEED):
        return None
    try:
        page = yield from fetch(Request("GET", post.url, tolerate=ANY_STATUS))
    except NetworkError:
        return None
    comments = comments_in(parse_page(page), page.url) if page.status == 200 else ()
    return Thread(comments, len(comments)) if comments else None


def _marks_of(url: str) -> Flow[BloggerMarks | None]:
    """What the post's page tells; None where it cannot be had, which is no reason to give up."""
    if not url:
        return None
    try:
        page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
    except NetworkError:
        return None
    return read_page(page).blogger if page.status < 400 else None


def _form(post: Post, ids: PostIds, access: Access, reason: CleanText) -> CommentForm:
    return CommentForm(
        system=SYSTEM,
        access=access,
        url=browser_url(post, ids),
        markup=BloggerComments.markup,
        limit=TEXT_LIMIT,
        reason=reason,
    )
