"""The one request that brings a comment to a WordPress blog, by its form or over REST."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urlsplit, urlunsplit

from tui_blog.model.comment import Draft, Outcome
from tui_blog.model.flow import ANY_STATUS, Request, Response
from tui_blog.model.post import Post
from tui_blog.platforms.comments.signed import sending
from tui_blog.platforms.wordpress.answers import form_answer, rest_answer
from tui_blog.platforms.wordpress.form import PageForm
from tui_blog.platforms.wordpress.root import rest_url


@dataclass(frozen=True, slots=True)
class Sending:
    """A comment ready to go, and how its answer is read."""

    request: Request
    read: Callable[[Response], Outcome]


def by_form(form: PageForm, page_url: str, post: Post, draft: Draft) -> Sending:
    """Fill the page's form as a browser would: whatever it holds goes back, traps stay empty."""
    filled = {
        **dict(form.controls),
        "author": draft.name,
        "email": draft.email,
        "url": draft.website,
        "comment_parent": draft.parent or "0",
        form.text_name: draft.body,
    }
    headers = {
        # Where JSON is welcome, WordPress says why it refuses in JSON (`wp_is_json_request()`).
        "Accept": "text/html",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": page_url,
        "Origin": urlunsplit((*urlsplit(page_url)[:2], "", "", "")),
    }
    body = urlencode(filled).encode()
    request = Request("POST", form.action, headers, body, follow=False, tolerate=ANY_STATUS)
    return Sending(request, partial(form_answer, draft=draft, browser_url=browser_url(post, draft.parent)))


def by_rest(
    root: str, number: str, post: Post, draft: Draft, *, login: bool = False, author: int | None = None
) -> Sending:
    """Post over REST; an account signs by itself, a stranger says who it is.

    `author` is the account's number: with it WordPress refuses the comment from anybody else, so that a key
    which has just expired makes no stranger of its owner (`create_item_permissions_check()`).
    """
    comment: dict[str, str | int] = {"post": int(number), "content": draft.body}
    if draft.parent:
        comment["parent"] = int(draft.parent)
    if not login:
        writer = {"author_name": draft.name, "author_email": draft.email, "author_url": draft.website}
        comment |= {name: value for name, value in writer.items() if value}
    if author is not None:
        comment["author"] = author
    request = sending(rest_url(root, "wp/v2/comments"), comment, login=login)
    return Sending(request, partial(rest_answer, draft=draft, browser_url=browser_url(post, draft.parent)))


def browser_url(post: Post, parent: str | None = None) -> str:
    """Where a person would write the comment in a browser, the form set to the comment it answers."""
    parts = urlsplit(post.url)
    query = "&".join(filter(None, [parts.query, f"replytocom={parent}" if parent else ""]))
    return urlunsplit(parts._replace(query=query, fragment="respond"))
