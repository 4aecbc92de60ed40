"""The comments of a WordPress blog: read over REST; written by the page's form, with an account over REST."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_blog.errors import NetworkError, NotSent, StatusError
from tui_blog.model.comment import (
    Access,
    Comment,
    CommentForm,
    Draft,
    FormField,
    Held,
    Hurdle,
    Markup,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    Thread,
    Unknown,
)
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.comments.likeness import is_same_name, is_same_text
from tui_blog.platforms.comments.posting import CLOSED, MEMBERS_ONLY
from tui_blog.platforms.wire import decode, try_decode
from tui_blog.platforms.wordpress.address import known_number, number_of, number_on
from tui_blog.platforms.wordpress.answers import GUARDED, LIMITS, before_sending, is_challenge
from tui_blog.platforms.wordpress.changes import WordPressChanges
from tui_blog.platforms.wordpress.form import CommentPage, read_page
from tui_blog.platforms.wordpress.openness import asking_status, takes_comments, tells_closed
from tui_blog.platforms.wordpress.public_thread import or_in_public
from tui_blog.platforms.wordpress.root import rest_url, whole
from tui_blog.platforms.wordpress.sending import Sending, browser_url, by_form, by_rest
from tui_blog.platforms.wordpress.shapes import (
    AccountShape,
    CommentShape,
    rest_error,
    site_of,
)
from tui_blog.platforms.wordpress.thread import comment_of, newest_matching, read_thread

_SILENT_PAGE = CleanText("The page shows no comment form: comments are closed, or a script has to bring it.")
_NO_PARENT = CleanText("The comment that this one answers is not on this blog.")
_UNPROVEN = CleanText(
    "The blog takes comments of strangers and does not tell whether it accepts your account: a comment might "
    "stand there without your name."
)
_REASONS = {Access.CLOSED: CLOSED, Access.LOGIN: MEMBERS_ONLY}
"""Where the page shows it without words."""
_STRANGERS_FIELDS = (FormField("name", True), FormField("email", True), FormField("website", False))


@dataclass(frozen=True, slots=True)
class Signer:
    """The account that signs a comment."""

    number: int | None
    """Of the user, as the blog counts them; None where it hides its users."""


class WordPressComments(WordPressChanges):
    """A `CommentChannel` over `root`, the blog's REST root.

    `signed_in_as` names the account whose application password the driver adds to requests with `login`;
    "" writes as a stranger, by the form in the post's page.
    """

    markup: Markup = "html"

    def __init__(self, root: str, signed_in_as: str = "") -> None:
        self.root = whole(root)
        self.signed_in_as = signed_in_as

    # --- reading ---------------------------------------------------------------------------------

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that the public may see; where the account is let in, those that it may see.

        Where the API is shut they are read from the feed of comments and the page.
        """
        return (yield from or_in_public(self._by_api(post), lambda thread: thread, post))

    def _by_api(self, post: Post) -> Flow[Thread]:
        number = yield from number_of(self.root, post)
        if self.signed_in_as:
            try:
                return (yield from read_thread(self.root, number, login=True))
            except StatusError as error:
                if error.status != 401:
                    raise
        return (yield from read_thread(self.root, number))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft among the newest comments: same writer, same parent, same text.

        A held comment is not to be seen. Raises where the comments cannot be read.
        """
        if self.signed_in_as:
            return (yield from self._find_mine(post, draft))

        def is_it(comment: Comment) -> bool:
            return is_same_name(comment.author, draft.name) and _is_same_comment(comment, draft)

        def last_in(thread: Thread) -> Comment | None:
            return next(filter(is_it, reversed(thread.comments)), None)

        return (yield from or_in_public(self._newest(post, is_it), last_in, post))

    def _newest(self, post: Post, is_it: Callable[[Comment], bool]) -> Flow[Comment | None]:
        number = yield from number_of(self.root, post)
        return (yield from newest_matching(self.root, number, lambda shape: is_it(comment_of(shape))))

    def _find_mine(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        number = yield from number_of(self.root, post)
        me = yield from self._me()

        def is_it(shape: CommentShape) -> bool:
            return shape.author == me and _is_same_comment(comment_of(shape), draft)

        return (yield from newest_matching(self.root, number, is_it, login=True))

    # --- what is asked ---------------------------------------------------------------------------

    def form(self, post: Post) -> Flow[CommentForm]:
        """Who may write under the post; its page tells, and REST, which no page cache makes old."""
        if self.signed_in_as:
            return (yield from self._account_form(post))
        number = known_number(post)
        status = [asking_status(self.root, number)] if number else []
        page, *statuses = yield from fetch_all([_page(post), *status])
        says = self._read(page)
        if any(map(tells_closed, statuses)):
            return _form(post, Access.CLOSED, reason=CLOSED)
        if says.form:
            return _form(post, Access.ANONYMOUS, says.form.fields)
        if says.access is not Access.UNKNOWN:
            reason = says.reason or _REASONS.get(says.access, EMPTY)
            return _form(post, says.access, reason=reason, hurdle=says.hurdle)
        if (yield from takes_comments(self.root, number or number_on(page))):
            return _form(post, Access.ANONYMOUS, _STRANGERS_FIELDS)
        return _form(post, Access.BROWSER, reason=_SILENT_PAGE)

    def _account_form(self, post: Post) -> Flow[CommentForm]:
        number = yield from number_of(self.root, post)
        signer = yield from self._signer(number)
        if not isinstance(signer, Signer):
            return _form(post, Access.LOGIN, reason=signer)
        open_to_me = yield from takes_comments(self.root, number, login=True)
        if open_to_me is False:
            return _form(post, Access.CLOSED, reason=CLOSED)
        return _form(post, Access.ANONYMOUS, signed_in_as=clean_line(self.signed_in_as))

    # --- sending ---------------------------------------------------------------------------------

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once; `draft.body` is HTML. What is raised is raised by that one request."""
        try:
            sending = yield from self._prepare(post, draft)
        except NotSent:
            raise
        except NetworkError as error:
            return before_sending(error)
        if not isinstance(sending, Sending):
            return sending
        answer = yield from fetch(sending.request)
        outcome = sending.read(answer)
        try:
            return (yield from self._proven(outcome, answer, post, draft))
        except NetworkError:
            return outcome

    def _prepare(self, post: Post, draft: Draft) -> Flow[Sending | Outcome]:
        if not (draft.parent or "0").isdecimal():
            return Refused(_NO_PARENT)
        if self.signed_in_as:
            return (yield from self._prepare_signed(post, draft))
        page = yield from fetch(_page(post))
        says = self._read(page)
        if says.form:
            return by_form(says.form, page.url, post, draft)
        if says.access is Access.UNKNOWN:
            number = known_number(post) or number_on(page)
            if (yield from takes_comments(self.root, number)):
                return by_rest(self.root, number, post, draft)
        return _no_way(says, browser_url(post, draft.parent))

    def _prepare_signed(self, post: Post, draft: Draft) -> Flow[Sending | Outcome]:
        number = yield from number_of(self.root, post)
        signer = yield from self._signer(number)
        if not isinstance(signer, Signer):
            return Refused(signer)
        return by_rest(self.root, number, post, draft, login=True, author=signer.number)

    def _proven(self, outcome: Outcome, answer: Response, post: Post, draft: Draft) -> Flow[Outcome]:
        """Look where the answer is less than a proof: after a redirect, and where it says nothing."""
        if isinstance(outcome, Published | Held) and 300 <= answer.status < 400:
            address = rest_url(self.root, f"wp/v2/comments/{outcome.comment_id}")
            shown = yield from fetch(Request("GET", address, tolerate=ANY_STATUS))
            return _standing(shown, outcome)
        if isinstance(outcome, Unknown) and (found := (yield from self.find(post, draft))):
            return Published(found.id, found.url)
        return outcome

    # --- asking the blog -------------------------------------------------------------------------

    def _who_am_i(self) -> Request:
        address = rest_url(self.root, "wp/v2/users/me", {"_fields": "id,name"})
        return Request("GET", address, login=True, tolerate=frozenset({401, 403, 404}))

    def _signer(self, number: str) -> Flow[Signer | CleanText]:
        """Who signs a comment on a post, or why nobody does.

        WordPress takes a wrong application password for no password at all; only `users/me` tells. Where
        that is hidden, a blog that takes no comments of strangers refuses what is not signed.
        """
        answer = yield from fetch(self._who_am_i())
        if answer.status == 401:
            return self._not_accepted()
        account = try_decode(answer, AccountShape) if answer.status == 200 else None
        if account is None and (yield from takes_comments(self.root, number)):
            return _UNPROVEN
        return Signer(account.id if account else None)

    def _me(self) -> Flow[int]:
        """The account's number. Raises where the blog does not tell it: then nobody knows whose is whose."""
        answer = yield from fetch(self._who_am_i())
        if answer.status != 200:
            raise StatusError(self._not_accepted(), answer.url, answer.status)
        return decode(answer, AccountShape).id

    def _read(self, page: Response) -> CommentPage:
        if page.status >= 400 or is_challenge(page):
            return CommentPage(Access.BROWSER, GUARDED)
        return read_page(page, site_of(self.root))

    def _not_accepted(self) -> CleanText:
        return clean_line(f"The application password for {self.signed_in_as} was not accepted.")


def _is_same_comment(comment: Comment, draft: Draft) -> bool:
    is_there = (comment.parent or "") == (draft.parent or "") and comment.id not in draft.others
    return is_there and is_same_text(comment.html, draft.body)


def _page(post: Post) -> Request:
    return Request("GET", post.url, tolerate=frozenset({403}))


def _form(
    post: Post,
    access: Access,
    fields: tuple[FormField, ...] = (),
    *,
    reason: CleanText = EMPTY,
    signed_in_as: CleanText = EMPTY,
    hurdle: Hurdle = "",
) -> CommentForm:
    return CommentForm(
        system="wordpress",
        access=access,
        url=browser_url(post),
        fields=fields,
        markup=WordPressComments.markup,
        limit=LIMITS["body"],
        signed_in_as=signed_in_as,
        reason=reason,
        hurdle=hurdle,
    )


def _no_way(says: CommentPage, address: str) -> Outcome:
    if says.access is Access.LOGIN:
        return NeedsLogin(says.reason or MEMBERS_ONLY)
    if says.access is Access.CLOSED:
        return Refused(says.reason or CLOSED)
    return NeedsBrowser(address, says.reason or _SILENT_PAGE)


def _standing(shown: Response, outcome: Published | Held) -> Outcome:
    """Read a comment back: WordPress shows it, or keeps from strangers what waits for its moderator."""
    if shown.status == 200:
        comment = comment_of(decode(shown, CommentShape))
        return Published(comment.id, comment.url or outcome.url)
    if rest_error(shown).code == "rest_cannot_read":
        return Held(outcome.comment_id, outcome.url)
    return outcome
