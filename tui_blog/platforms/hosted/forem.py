"""Forem, and DEV first of all: whose page it is, and the comments under an article (platforms.md §5).

The API has no way to write a comment: that is done in a browser.
"""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from tui_blog.errors import NetworkError, UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, Response, fetch, fetch_all
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.parsed import ParsedFeed
from tui_blog.platforms.hosted.forem_posts import (
    HEADERS,
    ArticleShape,
    ForemPosts,
    PersonShape,
    article_at,
    article_numbered,
    articles_at,
)
from tui_blog.platforms.page_marks import told_by
from tui_blog.platforms.pages import Page, meta
from tui_blog.platforms.platform import Platform
from tui_blog.platforms.wire import decode, decode_each, salvage, salvage_each, try_decode

DEV = "dev.to"

_NO_MEMBERS = frozenset(
    ("about", "api", "contact", "feed", "latest", "listings", "p", "page", "pod", "privacy", "search")
) | frozenset(("settings", "tags", "terms", "top", "videos", "enter", "readinglist"))
"""What stands in an address where a member's name may stand."""
_NOTHING = msgspec.Raw(b"null")


class CommentShape(msgspec.Struct, frozen=True):
    """A comment, with its answers; without a user where it was deleted or hidden."""

    id_code: str
    created_at: str | None = None
    body_html: str | None = None
    user: msgspec.Raw = _NOTHING
    children: msgspec.Raw = _NOTHING


class ForemComments(BrowserComments):
    """The comments of a Forem; `endpoint` is its home."""

    system = "forem"
    reason = CleanText("A Forem takes comments only in a browser, with an account.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments, as the Forem orders them; the article tells by whom it is."""
        article = None if post.remote_id else (yield from self._article(post))
        number = article.id if article else post.remote_id
        asked = [Request("GET", f"{self.endpoint}api/comments?a_id={number}", headers=HEADERS)]
        if article is None:
            asked.append(article_numbered(self.endpoint, number))
        answer, *told = yield from fetch_all(asked)
        writer = _username(article or next((try_decode(each, ArticleShape) for each in told), None))
        comments = tuple(_flat(decode_each(answer, CommentShape), self.endpoint, writer))
        return Thread(comments, len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form below the article; answers are begun there as well."""
        return f"{post.url.partition('#')[0]}#comments"

    def _article(self, post: Post) -> Flow[ArticleShape]:
        """The article by its address; its number is known where its posts come by the API."""
        shape = yield from article_at(self.endpoint, post.url)
        if shape is None:
            raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
        return shape


def _username(article: ArticleShape | None) -> str:
    """Whose article it is, also where it stands on an organisation's page."""
    person = salvage(article.user, PersonShape) if article else None
    return (person.username if person else None) or ""


def _flat(shapes: tuple[CommentShape, ...], root: str, writer: str) -> Iterator[Comment]:
    """The tree as a list, parents before children; without recursion, for it may be deep."""
    waiting: list[tuple[CommentShape, str | None]] = [(shape, None) for shape in reversed(shapes)]
    while waiting:
        shape, parent = waiting.pop()
        comment = _comment(shape, parent, root, writer)
        yield comment
        answers = salvage_each(shape.children, CommentShape)
        waiting.extend((answer, comment.id) for answer in reversed(answers))


def _comment(shape: CommentShape, parent: str | None, root: str, writer: str) -> Comment:
    person = salvage(shape.user, PersonShape) or PersonShape()
    code = clean_line(shape.id_code, 100)
    page = absolute(f"/{person.username}", root) if person.username else ""
    return Comment(
        id=code,
        parent=parent,
        author=clean_line(person.name or person.username or ""),
        html=shape.body_html or "",
        published=parse_date(shape.created_at or ""),
        website=page,
        url=absolute(f"{page}/comment/{code}") if page else "",
        deleted=not page and _is_notice(shape.body_html or ""),
        by_author=bool(writer) and person.username == writer,
    )


def _is_notice(markup: str) -> bool:
    """A Forem's own words in square brackets, in place of what was deleted or hidden."""
    text = excerpt_from_html(markup)
    return not text or (text.startswith("[") and text.endswith("]"))


# --- whose page it is -------------------------------------------------------------------------------


def marks(page: Page) -> str:
    """DEV itself, or two of the marks that a Forem's pages bear."""
    if host_of(page.fetched) == DEV:
        return "it stands on DEV"
    return told_by(
        (
            (bool(meta(page.root, "forem:name")), "its page names a Forem"),
            (bool(meta(page.root, "forem:domain")), "its page names a Forem's domain"),
            (_holds_article(page), "its page holds an article with a Forem's number"),
        )
    )


def _holds_article(page: Page) -> bool:
    numbered = (element.get("data-article-id") or "" for element in page.root.iter("article", "div"))
    return any(number.isdecimal() for number in numbered)


def site_of_page(page: Page) -> Flow[Site | None]:
    """The blog of a page by the API; None where that is shut, and for the page of a tag."""
    steps = _steps(page.url)
    if steps[:1] == ["t"]:
        return None
    member = steps[0] if steps and steps[0] not in _NO_MEMBERS else ""
    post_url = page.url if len(steps) == 2 and member else None
    return (yield from _site_of(absolute("/", page.url), member, page.title, post_url))


def site_of_feed(response: Response, asked: str, feed: ParsedFeed | None) -> Flow[Site | None]:
    """The blog of a feed on DEV; those of other Forems name no program."""
    steps = _steps(response.url)
    if host_of(response.url) != DEV or feed is None or steps[:1] != ["feed"] or steps[1:2] == ["tag"]:
        return None
    return (yield from _site_of(absolute("/", response.url), "".join(steps[1:2]), feed.title, None))


def _site_of(root: str, member: str, title: CleanText, post_url: str | None) -> Flow[Site | None]:
    """Ask the API for one article, as a name card. A member who wrote nothing is nobody's blog."""
    address = articles_at(root, member, size=1)
    answer = yield from fetch(Request("GET", address, headers=HEADERS, tolerate=ANY_STATUS))
    try:
        articles = decode(answer, list[ArticleShape]) if answer.status == 200 else []
    except NetworkError:
        return None
    if not any(article.type_of == "article" for article in articles):
        return None
    home, feed = absolute(f"/{member}", root), absolute(f"/feed/{member}".rstrip("/"), root)
    return Site(
        url=home,
        title=(_name_of(member, articles[0]) if member else EMPTY) or title,
        platform="forem",
        sources=(SourceRef("forem", home), SourceRef("feed", feed)),
        channels=(ChannelRef("forem", root),),
        post_url=post_url,
        reasons=(clean_line(f"The API at {root}api/ is open."),),
    )


def _name_of(member: str, article: ArticleShape) -> CleanText:
    """A member's name, or an organisation's, whichever the address means."""
    people = (salvage(article.organization, PersonShape), salvage(article.user, PersonShape))
    meant = (person for person in people if person and (person.username or "").lower() == member.lower())
    return clean_line(next((person.name or "" for person in meant), ""))


def _steps(url: str) -> list[str]:
    return [unquote(step) for step in urlsplit(url).path.split("/") if step]


def thread_on(page: Page) -> ChannelRef | None:
    """The comments of an article's page."""
    return ChannelRef("forem", absolute("/", page.url)) if marks(page) else None


PLATFORM = Platform(
    "forem",
    "Forem",
    marks=marks,
    feed_paths=("feed",),
    site=site_of_page,
    site_of_feed=site_of_feed,
    source=ForemPosts,
    channel=lambda ref, account: ForemComments(ref),
    thread_on=thread_on,
    own_channel=lambda url: ChannelRef("forem", absolute("/", url)),
)
