"""The comments under a Drupal post: read over JSON:API; written in a browser (platforms.md §10)."""

from collections.abc import Mapping

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.browser_comments import BrowserComments
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.drupal.posts import by_number, home_of, name_of
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
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.wire import decode, salvage_each

MOST_PAGES = 200
"""No thread is longer; a server that always has one more page is lying."""


class DrupalComments(BrowserComments):
    """`endpoint` is the collection that the posts come from; `key` the post's number, if its page told it."""

    system = SYSTEM
    reason = CleanText("This blog runs Drupal, whose comment form is made for browsers.")

    def thread(self, post: Post) -> Flow[Thread]:
        """All comments that the public may see, oldest first.

        Raises what the driver raises where the site keeps them from programs, and UnreadableAnswer.
        """
        node = yield from self._id(post)
        site = home_of(self.endpoint)
        address = asking(
            absolute("jsonapi/comment/comment", site),
            {"filter[entity_id.id]": node, "sort": "thread", "include": "uid", "page[limit]": FULL_PAGE},
        ).url
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
        comments = tuple(_comment(each, found, people, post.url) for each in found.values())
        return Thread(comments, len(comments))

    def address(self, post: Post, parent: str | None = None) -> str:
        """The form under the post, or that for an answer."""
        number = self.key or node_in(post.guid)
        if parent and number:
            return absolute(
                f"comment/reply/node/{number}/comment/{clean_line(parent)}", home_of(self.endpoint)
            )
        return f"{post.url.partition('#')[0]}#comment-form"

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
