"""Asking a server for whom it takes the person, by the account that signs."""

from typing import TypeVar

import msgspec

from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import NeedsLogin
from tui_blog.model.flow import ANY_STATUS, Flow, Request, fetch
from tui_blog.model.text import EMPTY, CleanText, clean_line, line_from_html
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.bluesky_session import Session, sign_in
from tui_blog.platforms.comments.discourse_wire import who_signs as who_signs_on_discourse
from tui_blog.platforms.comments.lemmy_session import sign_in as sign_in_to_lemmy
from tui_blog.platforms.drupal.writing import who_signs as who_signs_on_drupal
from tui_blog.platforms.pages import read_page
from tui_blog.platforms.wire import decode, salvage_each
from tui_blog.platforms.wordpress.root import rest_url, whole

Shape = TypeVar("Shape")

REFUSED = frozenset({401, 403})


class WordPressUser(msgspec.Struct, frozen=True):
    """The account, as `users/me` tells it (REST API handbook, "Users")."""

    name: str


class GitHubUser(msgspec.Struct, frozen=True):
    """The account, as `/user` tells it (GitHub's REST documentation, "Users")."""

    login: str


class MastodonUser(msgspec.Struct, frozen=True):
    """The account, as `verify_credentials` tells it (Mastodon's documentation, "accounts API methods")."""

    acct: str


class Destination(msgspec.Struct, frozen=True):
    """A blog that a token may write to."""

    name: str = ""


class MicropubConfig(msgspec.Struct, frozen=True):
    """What a Micropub server tells of itself (Micropub, "Configuration"; Micro.blog's help)."""

    destination: msgspec.Raw = msgspec.Raw(b"null")


def who_am_i(account: Account, url: str) -> Flow[CleanText]:
    """The name by which the server at `url` knows the account; "" where it does not accept its secret."""
    match account.kind:
        case AccountKind.MASTODON:
            return (yield from _on_mastodon(url))
        case AccountKind.GITHUB:
            return (yield from _on_github(url))
        case AccountKind.BLUESKY:
            return (yield from _on_bluesky(account))
        case AccountKind.LEMMY:
            return (yield from _on_lemmy(account))
        case AccountKind.DRUPAL:
            is_known = yield from who_signs_on_drupal(absolute("/", url))
            return clean_line(account.user) if is_known else EMPTY
        case AccountKind.DISCOURSE:
            return (yield from who_signs_on_discourse(absolute("/", url).rstrip("/")))
        case AccountKind.MICROBLOG:
            return (yield from _on_microblog(account))
    return (yield from _on_wordpress(url))


def _on_microblog(account: Account) -> Flow[CleanText]:
    """Micro.blog tells the blogs that a token may write to, by their addresses."""
    config = yield from _told("/micropub?q=config", account.origin, MicropubConfig)
    if config is None:
        return EMPTY
    blogs = salvage_each(config.destination, Destination)
    return next((clean_line(blog.name) for blog in blogs if blog.name), clean_line(account.user))


def _told(path: str, url: str, shape: type[Shape]) -> Flow[Shape | None]:
    """What a server tells of the account at a path of its own; None where it does not accept the secret."""
    answer = yield from fetch(Request("GET", absolute(path, url), login=True, tolerate=REFUSED))
    return None if answer.status in REFUSED else decode(answer, shape)


def _on_bluesky(account: Account) -> Flow[CleanText]:
    session = yield from sign_in(account)
    return session.handle if isinstance(session, Session) else EMPTY


def _on_lemmy(account: Account) -> Flow[CleanText]:
    session = yield from sign_in_to_lemmy(account)
    return EMPTY if isinstance(session, NeedsLogin) else session.name


def _on_wordpress(url: str) -> Flow[CleanText]:
    page = yield from fetch(Request("GET", url, tolerate=ANY_STATUS))
    named = read_page(page, url).rest_root
    # What a page names elsewhere is not where this account is.
    root = named if host_of(named) == host_of(url) else absolute("/wp-json/", url)
    address = rest_url(whole(root), "wp/v2/users/me", {"_fields": "id,name"})
    user = yield from _told(address, url, WordPressUser)
    return line_from_html(user.name) if user else EMPTY


def _on_mastodon(url: str) -> Flow[CleanText]:
    user = yield from _told("/api/v1/accounts/verify_credentials", url, MastodonUser)
    return clean_line(user.acct) if user else EMPTY


def _on_github(url: str) -> Flow[CleanText]:
    user = yield from _told("/user", url, GitHubUser)
    return clean_line(user.login) if user else EMPTY
