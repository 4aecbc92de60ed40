"""Giscus: the comments in a discussion of GitHub, read through its own server (comment-servers.md §10).

Written through GitHub's GraphQL API ("addDiscussionComment", its documentation) by the person's account.
"""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec

from tui_blog.model.account import AccountKind
from tui_blog.model.comment import (
    Comment,
    Draft,
    Outcome,
    Refused,
    Thread,
)
from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedding import packed, without_lone_deleted
from tui_blog.platforms.comments.giscus_changes import GiscusChanges
from tui_blog.platforms.comments.github import (
    REPOSITORY,
    Place,
    UserShape,
    how_to_write,
    term_of,
)
from tui_blog.platforms.comments.posting import NO_PARENT, anchored
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, salvage_each

AT_ONCE = 100
MOST_PAGES = 20
SERVER = "https://giscus.app"

_NOT_YET = frozenset({404})
_NOTHING = msgspec.Raw(b"[]")


class CommentShape(msgspec.Struct, frozen=True, rename="camel"):
    """A comment, with its answers; `author` is null where the account was deleted."""

    id: str
    author: UserShape | None = None
    created_at: str = ""
    deleted_at: str | None = None
    is_minimized: bool = False
    body_html: str | None = msgspec.field(default=None, name="bodyHTML")
    url: str | None = None
    replies: msgspec.Raw = _NOTHING


class PageInfo(msgspec.Struct, frozen=True, rename="camel"):
    """Whether there are more comments, and from where on."""

    has_next_page: bool = False
    end_cursor: str | None = None


class DiscussionShape(msgspec.Struct, frozen=True, rename="camel"):
    """A discussion and a page of its comments."""

    id: str
    locked: bool = False
    comments: msgspec.Raw = _NOTHING
    page_info: PageInfo = PageInfo()


class AnswerShape(msgspec.Struct, frozen=True):
    """What Giscus answers."""

    discussion: DiscussionShape


class GiscusComments(GiscusChanges):
    """The discussion that the key's `number` or `term` names, as the server `endpoint` finds it."""

    system = "giscus"
    reason = how_to_write("Giscus")

    def thread(self, post: Post) -> Flow[Thread]:
        """The comments, oldest first, each with its answers below; one that was hidden only above others."""
        pages = yield from self._pages()
        comments = without_lone_deleted(_comment(shape, parent) for shape, parent in _flat(pages))
        return Thread(comments, sum(not comment.deleted for comment in comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """Below the post, where the script puts them."""
        return anchored(post, "comments")

    def place(self, post: Post) -> Flow[Place | None]:
        """The discussion; an answer goes under the comment at the top of its branch."""
        pages = yield from self._pages()
        if not pages:
            return None
        roots = {shape.id: parent or shape.id for shape, parent in _flat(pages)}
        return Place(pages[0].id, pages[0].locked, roots)

    def sending(self, place: Place, draft: Draft) -> Flow[Request | Outcome]:
        """The comment, or the answer within its branch."""
        yield from ()
        wanted = {"discussionId": place.id, "body": draft.body}
        if draft.parent:
            if draft.parent not in place.roots:
                return Refused(NO_PARENT)
            wanted["replyToId"] = place.roots[draft.parent]
        return self.mutation("addDiscussionComment", wanted)

    def is_it(self, comment: Comment, draft: Draft) -> bool:
        """At the top, or within a branch, as it was written."""
        return (comment.parent is None) == (draft.parent is None) and super().is_it(comment, draft)

    def _pages(self) -> Flow[list[DiscussionShape]]:
        """The discussion in pages; none before anybody has commented."""
        pages: list[DiscussionShape] = []
        cursor: str | None = ""
        while cursor is not None and len(pages) < MOST_PAGES:
            answer = yield from fetch(self._listing(cursor))
            if answer.status in _NOT_YET:
                break
            pages.append(decode(answer, AnswerShape).discussion)
            info = pages[-1].page_info
            cursor = info.end_cursor if info.has_next_page else None
        return pages

    def _listing(self, cursor: str) -> Request:
        asked = {
            "repo": self.repository,
            "term": self.names.get("term", ""),
            "category": self.names.get("category", ""),
            "number": self.names.get("number", "0"),
            "strict": self.names.get("strict", "false"),
            "first": str(AT_ONCE),
            **({"after": cursor} if cursor else {}),
        }
        return Request("GET", f"{self.endpoint}/api/discussions?{urlencode(asked)}", tolerate=_NOT_YET)


def _flat(pages: list[DiscussionShape]) -> Iterator[tuple[CommentShape, str | None]]:
    """Comments and their answers, each with the id of the one above."""
    for page in pages:
        for shape in salvage_each(page.comments, CommentShape):
            yield shape, None
            for reply in salvage_each(shape.replies, CommentShape):
                yield reply, shape.id


def _comment(shape: CommentShape, parent: str | None) -> Comment:
    gone = shape.deleted_at is not None or shape.is_minimized
    return Comment(
        id=clean_line(shape.id),
        parent=clean_line(parent) if parent else None,
        author=clean_line(shape.author.login) if shape.author else CleanText("ghost"),
        html="" if gone else shape.body_html or "",
        published=parse_date(shape.created_at),
        url=absolute(shape.url or ""),
        deleted=gone,
    )


# --- as a page embeds it -------------------------------------------------------------------------


def thread_on(page: Page) -> ChannelRef | None:
    """The discussion that a page's script, or its element, would look for."""
    for element in page.root.iter("script", "giscus-widget"):
        told = {name.removeprefix("data-"): value.strip() for name, value in element.attrib.items()}
        server = _server(page, str(element.tag), told)
        if server and REPOSITORY.fullmatch(told.get("repo", "")) and (names := _names(page, told)):
            return ChannelRef("giscus", server, packed(repo=told["repo"], **names))
    return None


def _server(page: Page, tag: str, told: dict[str, str]) -> str:
    """Where the script comes from: Giscus, or whoever runs it for themselves."""
    if tag == "giscus-widget":
        return absolute(told.get("host", ""), page.base).rstrip("/") or SERVER
    parts = urlsplit(absolute(told.get("src", ""), page.base))
    is_giscus = parts.path.endswith("/client.js") and "mapping" in told and "repo-id" in told
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")) if is_giscus and parts.netloc else ""


def _names(page: Page, told: dict[str, str]) -> dict[str, str]:
    """What the discussion goes by; nothing where the page does not tell it."""
    mapping, term = told.get("mapping", ""), told.get("term", "")
    if mapping == "number":
        return {"number": term} if term.isascii() and term.isdecimal() else {}
    own = urlunsplit(urlsplit(page.fetched)._replace(fragment=""))
    found = term if mapping == "specific" else term_of(page, mapping, own)
    strict = "true" if told.get("strict") == "1" else ""
    return {"term": found, "category": told.get("category", ""), "strict": strict} if found else {}


PLATFORM = Platform(
    "giscus",
    "Giscus",
    thread_on=thread_on,
    channel=lambda ref, account: GiscusComments(ref),
    account_kind=AccountKind.GITHUB,
    signed_channel=GiscusComments,
)
