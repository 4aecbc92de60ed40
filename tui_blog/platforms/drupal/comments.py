"""The comments under a Drupal post: read over JSON:API, written by an account of the site (platforms.md §10).

Strangers write in a browser: nothing tells beforehand whether the API takes comments, nor what its form asks.
"""

from collections.abc import Mapping
from dataclasses import replace

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Access, Comment, CommentForm, Draft, Outcome, Refused, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.comments.likeness import is_shown_plain
from tui_blog.platforms.comments.posting import CLOSED, NO_PARENT, sent_once
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.drupal.posts import by_number, comments_field, home_of, name_of
from tui_blog.platforms.drupal.shapes import (
    ACCEPT,
    FULL_PAGE,
    SYSTEM,
    Document,
    Resource,
    Text,
    asking,
    node_in,
    read_marks,
)
from tui_blog.platforms.drupal.writing import COMMENTS, Place, known_comment, outcome_of, request, who_signs
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.wire import decode, salvage, salvage_each

MOST_PAGES = 200
"""No thread is longer; a server that always has one more page is lying."""


class DrupalComments(BrowserComments):
    """`endpoint` is the collection that the posts come from; `key` the post's number, if its page told it.

    `signed_in_as` is the account whose password the driver adds to requests with `login`, "" for none.
    """

    system = SYSTEM
    reason = CleanText("This blog runs Drupal, whose comment form is made for browsers.")

    def __init__(self, ref: ChannelRef, signed_in_as: str = "") -> None:
        super().__init__(ref)
        self.signed_in_as = signed_in_as
        self.site = home_of(self.endpoint)

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that the public may see, oldest first.

        Raises what the driver raises where the site keeps them from programs, and UnreadableAnswer.
        """
        found, people = yield from self._resources((yield from self._id(post)))
        comments = tuple(_comment(each, found, people, post.url) for each in found.values())
        return Thread(comments, len(comments))

    def _resources(self, node: str) -> Flow[tuple[dict[str, Resource], dict[str, Resource]]]:
        """The comments of a post in the order of its thread, and the people beside them."""
        asked: dict[str, str | int] = {"filter[entity_id.id]": node, "sort": "thread", "include": "uid"}
        address = asking(absolute(COMMENTS, self.site), {**asked, "page[limit]": FULL_PAGE}).url
        found: dict[str, Resource] = {}
        people: dict[str, Resource] = {}
        for _ in range(MOST_PAGES):
            answer = yield from fetch(Request("GET", address, headers={"Accept": ACCEPT}))
            document = decode(answer, Document)
            fresh = [each for each in salvage_each(document.data, Resource) if each.id not in found]
            found |= {each.id: each for each in fresh}
            people |= {each.id: each for each in salvage_each(document.included, Resource)}
            address = document.link("next", answer.url)
            if not address or not fresh:
                break
        return found, people

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the post, or that for an answer."""
        number = self.key or node_in(post.guid)
        if parent and number:
            return absolute(f"comment/reply/node/{number}/comment/{clean_line(parent)}", self.site)
        return f"{post.url.partition('#')[0]}#comment-form"

    def form(self, post: Post) -> Flow[CommentForm]:
        """The account signs where the site lets it in; all else is the browser's."""
        form = yield from super().form(post)
        if not self.signed_in_as or form.access is Access.CLOSED:
            return form
        if not (yield from who_signs(self.site)):
            return replace(form, access=Access.LOGIN, reason=self._not_accepted())
        me = clean_line(self.signed_in_as)
        return replace(form, access=Access.ANONYMOUS, signed_in_as=me, reason=EMPTY)

    def submit(self, post: Post, draft: Draft) -> Flow[Outcome]:
        """Send the comment, once, signed by the account; without one, say where a browser takes it."""
        if not self.signed_in_as or post.comments_open is False:
            return (yield from super().submit(post, draft))
        form = self.address(post, draft.parent)
        ready, looking = self._ready(post, draft), self.find(post, draft)
        return (yield from sent_once(ready, lambda answer: outcome_of(answer, post, form), looking))

    def find(self, post: Post, draft: Draft) -> Flow[Comment | None]:
        """Look for the draft among the account's comments; one that waits is not to be seen."""
        if not self.signed_in_as:
            return (yield from super().find(post, draft))
        me = yield from who_signs(self.site)
        if not me:
            raise UnreadableAnswer(self._not_accepted(), self.site)
        every, _ = yield from self._resources((yield from self._id(post)))
        mine = (each for each in every.values() if any(who.id == me for who in each.related("uid")))
        comments = [_comment(each, every, {}, post.url) for each in mine]
        return next((each for each in reversed(comments) if _is_it(each, draft)), None)

    def _ready(self, post: Post, draft: Draft) -> Flow[Request | Outcome]:
        node = yield from self._id(post)
        answer = yield from fetch(Request("GET", f"{self.endpoint}/{node}", headers={"Accept": ACCEPT}))
        known = salvage(decode(answer, Document).data, Resource)
        field, is_open = comments_field(known) if known else ("", False)
        if not is_open:
            return Refused(CLOSED)
        parent = (yield from known_comment(self.site, draft.parent)) if draft.parent else ""
        if draft.parent and not parent:
            return Refused(NO_PARENT)
        kind = f"node--{self.endpoint.rstrip('/').rpartition('/')[2]}"
        return request(self.site, Place(node, kind, field, parent), draft)

    def _not_accepted(self) -> CleanText:
        return clean_line(
            f"{host_of(self.site)} does not let {self.signed_in_as} in by a password alone (Basic Auth): "
            "`tui-blog account check`."
        )

    def _id(self, post: Post) -> Flow[str]:
        """The post's name in the API: known where it came from there, else by the number on its page."""
        if post.remote_id:
            return post.remote_id
        number = self.key or node_in(post.guid)
        if not number and post.url:
            page = yield from fetch(Request("GET", post.url, tolerate=ANY_STATUS))
            marks = read_marks(read_page(page, post.url)) if page.status == 200 else None
            number = marks.node if marks else ""
        known = (yield from by_number(self.endpoint, number)) if number else None
        if known is None:
            raise UnreadableAnswer(f"{host_of(post.url)} does not tell the number of this post.", post.url)
        return known.remote_id


def _is_it(comment: Comment, draft: Draft) -> bool:
    is_there = comment.parent == draft.parent and comment.id not in draft.others
    return is_there and is_shown_plain(comment.html, draft.body)


def _comment(
    shape: Resource, all_: Mapping[str, Resource], people: Mapping[str, Resource], page: str
) -> Comment:
    number = _number(shape)
    body = shape.told("comment_body", Text)
    above = (all_[each.id] for each in shape.related("pid") if each.id in all_)
    by_account = (name for each in shape.related("uid") if (name := name_of(people.get(each.id))))
    return Comment(
        id=number,
        parent=next(map(_number, above), None),
        author=clean_line(shape.told("name", str) or next(by_account, ""), 100),
        html=(body.processed or "") if body else "",
        published=parse_date(shape.told("created", str) or ""),
        website=absolute(shape.told("homepage", str) or ""),
        url=f"{page}#comment-{number}" if page else "",
    )


def _number(shape: Resource) -> str:
    return clean_line(str(shape.told("drupal_internal__cid", int) or shape.id))
