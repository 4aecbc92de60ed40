"""Utterances: the comments on an issue of GitHub, found by what the page calls it (comment-servers.md §9)."""

from urllib.parse import quote, urlencode

import msgspec

from tui_blog.model.account import AccountKind
from tui_blog.model.comment import Comment, Draft, Outcome, Published, Refused, Thread, Unknown
from tui_blog.model.flow import Flow, Request, Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedding import packed
from tui_blog.platforms.comments.github import (
    API,
    REPOSITORY,
    Place,
    UserShape,
    how_to_write,
    named_address,
    term_of,
)
from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown
from tui_blog.platforms.comments.posting import NO_PARENT, UNCLEAR, anchored
from tui_blog.platforms.comments.utterances_changes import UtterancesChanges
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, decode_each, try_decode

FULL = "application/vnd.github.full+json"
"""With the text as Markdown and as HTML."""
AT_ONCE = 100
MOST_PAGES = 20

_SCRIPT = "utteranc.es/client.js"


class IssueShape(msgspec.Struct, frozen=True):
    """An issue, of which a thread is made."""

    number: int
    title: str = ""
    locked: bool = False


class FoundShape(msgspec.Struct, frozen=True):
    """What a search found."""

    items: list[IssueShape]


class CommentShape(msgspec.Struct, frozen=True):
    """A comment on an issue; `user` is null where the account was deleted."""

    id: int
    user: UserShape | None = None
    created_at: str = ""
    body: str | None = None
    body_html: str | None = None
    html_url: str = ""


class UtterancesComments(UtterancesChanges):
    """The comments of the issue that the key's `number` names, or whose title holds its `term`."""

    system = "utterances"
    reason = how_to_write("Utterances")

    def thread(self, post: Post) -> Flow[Thread]:
        """The comments, oldest first; GitHub knows no answers to a single one."""
        place = yield from self.place(post)
        if place is None:
            return Thread((), 0)
        shapes: list[CommentShape] = []
        for page in range(1, MOST_PAGES + 1):
            query = urlencode({"per_page": AT_ONCE, "page": page})
            answer = yield from self.ask(self._at(f"issues/{place.id}/comments?{query}"), FULL)
            more = decode_each(answer, CommentShape)
            shapes += more
            if len(more) < AT_ONCE:
                break
        comments = tuple(map(_comment, shapes))
        return Thread(comments, len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """Below the post, where the script puts them."""
        return anchored(post, "comments")

    def place(self, post: Post) -> Flow[Place | None]:
        """The issue: the oldest whose title holds the term, as the script takes it."""
        if number := self.names.get("number"):
            issue = decode((yield from self.ask(self._at(f"issues/{number}"))), IssueShape)
            return Place(str(issue.number), issue.locked)
        term = self.names.get("term", "")
        quoted = term.replace('"', " ")  # a page may not add qualifiers of its own
        words = f'"{quoted}" type:issue in:title repo:{self.repository}'
        query = urlencode({"q": words, "sort": "created", "order": "asc"})
        found = decode((yield from self.ask(f"{API}/search/issues?{query}")), FoundShape).items
        issues = (each for each in found if term.lower() in each.title.lower())
        return next((Place(str(each.number), each.locked) for each in issues), None)

    def sending(self, place: Place, draft: Draft) -> Flow[Request | Outcome]:
        """The comment; one that answers another calls its writer by name, for more GitHub does not know."""
        body = draft.body
        if draft.parent:
            if not draft.parent.isdecimal():
                return Refused(NO_PARENT)
            answer = yield from self.ask(self._at(f"issues/comments/{draft.parent}"))
            writer = decode(answer, CommentShape).user
            body = f"@{writer.login} {body}" if writer else body
        path = f"/repos/{quote(self.repository)}/issues/{place.id}/comments"
        return self.signed(path, {"body": body})

    def taken(self, answer: Response) -> Outcome:
        """It stands there at once."""
        shape = try_decode(answer, CommentShape)
        if shape is None:
            return Unknown(UNCLEAR)
        comment = _comment(shape)
        return Published(comment.id, comment.url)

    def is_it(self, comment: Comment, draft: Draft) -> bool:
        """Below the name of whom it answers, where it answers somebody."""
        start, _, rest = comment.html.partition("</a>")
        unnamed = rest if draft.parent and "user-mention" in start else comment.html
        return is_shown_markdown(unnamed, draft.body)

    def _at(self, path: str) -> str:
        return f"{API}/repos/{quote(self.repository)}/{path}"


def _comment(shape: CommentShape) -> Comment:
    return Comment(
        id=str(shape.id),
        parent=None,
        author=clean_line(shape.user.login) if shape.user else CleanText("ghost"),
        html=shape.body_html or "",
        published=parse_date(shape.created_at),
        website=f"https://github.com/{quote(shape.user.login)}" if shape.user else "",
        url=absolute(shape.html_url),
    )


def thread_on(page: Page) -> ChannelRef | None:
    """The issue that the script in a page would look for; its attributes may bear `data-` or not."""
    for script in page.root.iter("script"):
        if _SCRIPT in (script.get("src") or ""):
            told = {name.removeprefix("data-"): value for name, value in script.attrib.items()}
            return _issue(page, told)
    return None


def _issue(page: Page, told: dict[str, str]) -> ChannelRef | None:
    repository, mapping = told.get("repo", "").strip(), told.get("issue-term", "").strip()
    number = told.get("issue-number", "").strip()
    if not REPOSITORY.fullmatch(repository):
        return None
    if number.isascii() and number.isdecimal():
        return ChannelRef("utterances", API, packed(repo=repository, number=number))
    is_way = mapping in ("pathname", "url", "title", "og:title")
    term = term_of(page, mapping, named_address(page)) if is_way else mapping
    return ChannelRef("utterances", API, packed(repo=repository, term=term)) if term else None


PLATFORM = Platform(
    "utterances",
    "Utterances",
    thread_on=thread_on,
    channel=lambda ref, account: UtterancesComments(ref),
    account_kind=AccountKind.GITHUB,
    signed_channel=UtterancesComments,
)
