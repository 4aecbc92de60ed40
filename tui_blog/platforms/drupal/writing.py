"""A comment as JSON:API takes it from an account of a Drupal site, and its answer (platforms.md §10)."""

from typing import NamedTuple

import msgspec

from tui_blog.model.comment import Draft, Held, NeedsBrowser, NeedsLogin, Outcome, Published, Refused, Unknown
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import SILENT, UNCLEAR, by_status
from tui_blog.platforms.comments.signed import sending
from tui_blog.platforms.drupal.shapes import ACCEPT, Document, Resource, asking
from tui_blog.platforms.wire import decode, salvage, salvage_each, try_decode

COMMENTS = "jsonapi/comment/comment"
"""From the site's front page."""
PLAIN = "plain_text"
"""The format of texts that every site has and everybody may use."""
SUBJECT = 60
"""Characters; Drupal's own form makes a subject of the first words as well, and keeps 64."""

_NOTHING = msgspec.Raw(b"null")
_ONLY_SHOWN = CleanText("This blog shows its comments to programs and takes none from them.")
_REFUSED = frozenset({401, 403, 404})


class _Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    detail: str = ""
    source: msgspec.Raw = _NOTHING


class _Faults(msgspec.Struct, frozen=True):
    """What JSON:API answers to what it does not do."""

    errors: msgspec.Raw = _NOTHING


class _Me(msgspec.Struct, frozen=True):
    id: str = ""


class _MyLink(msgspec.Struct, frozen=True):
    meta: _Me = _Me()


class _MyLinks(msgspec.Struct, frozen=True):
    me: _MyLink = _MyLink()


class _RootMeta(msgspec.Struct, frozen=True):
    links: _MyLinks = _MyLinks()


class _Root(msgspec.Struct, frozen=True):
    """The front of the API; whoever is signed in finds a link to their own account there."""

    meta: msgspec.Raw = _NOTHING


class Place(NamedTuple):
    """Where a comment goes: a post, the field of it that holds comments, and the comment that is answered."""

    node: str
    kind: str
    """Of the post: "node--article"."""
    field: str
    parent: str = ""


def who_signs(home: str) -> Flow[str]:
    """The account by Drupal's own name for it (a UUID); "" where the site does not let it in so."""
    answer = yield from fetch(
        Request("GET", absolute("jsonapi", home), {"Accept": ACCEPT}, login=True, tolerate=_REFUSED)
    )
    if answer.status in _REFUSED:
        return ""
    meta = salvage(decode(answer, _Root).meta, _RootMeta)
    return meta.links.me.meta.id if meta else ""


def known_comment(home: str, number: str) -> Flow[str]:
    """The comment with that number by the API's name for it; "" where there is none."""
    url = absolute(COMMENTS, home)
    answer = yield from fetch(asking(url, {"filter[drupal_internal__cid]": number}))
    return next((each.id for each in salvage_each(decode(answer, Document).data, Resource)), "")


def request(home: str, place: Place, draft: Draft) -> Request:
    """The comment on its way, signed by the account."""
    related: dict[str, object] = {"entity_id": {"data": {"type": place.kind, "id": place.node}}}
    if place.parent:
        related["pid"] = {"data": {"type": "comment--comment", "id": place.parent}}
    told = {
        "type": "comment--comment",
        "attributes": {
            "entity_type": "node",
            "field_name": place.field,
            "subject": clean_line(draft.body, SUBJECT),
            "comment_body": {"value": draft.body, "format": PLAIN},
        },
        "relationships": related,
    }
    headers = {"Content-Type": ACCEPT, "Accept": ACCEPT}
    return sending(absolute(COMMENTS, home), {"data": told}, headers, login=True)


def outcome_of(answer: Response, post: Post, form: str) -> Outcome:
    """What became of it; `form` is where a browser would write it."""
    reason, pointer = _fault_in(answer)
    if general := by_status(answer, post, reason):
        return general
    if answer.status in (404, 405):  # its API only shows, which is how Drupal sets it up
        return NeedsBrowser(form, _ONLY_SHOWN)
    if answer.status == 401:
        return NeedsLogin(reason or SILENT)
    if answer.status >= 400:
        return Refused(reason or SILENT, "body" if "comment_body" in pointer else None)
    document = try_decode(answer, Document)
    written = salvage(document.data, Resource) if document else None
    number = written.told("drupal_internal__cid", int) if written else None
    shown = written.told("status", bool) if written else None
    if number is None or shown is None:
        return Unknown(UNCLEAR)
    url = f"{post.url.partition('#')[0]}#comment-{number}"
    return Published(str(number), url) if shown else Held(str(number), url)


def _fault_in(answer: Response) -> tuple[CleanText, str]:
    """The site's own words, and what they are about."""
    told = try_decode(answer, _Faults) if answer.status >= 400 else None
    fault = next(iter(salvage_each(told.errors, _Fault)), _Fault()) if told else _Fault()
    return clean_line(fault.detail, 300), bytes(fault.source).decode("utf-8", "replace")
