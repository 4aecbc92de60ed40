"""What a page of a Ghost blog tells: the key to the Content API, the blog's address, its post's comments.

Ghost's own scripts (search, the members' portal, comments) carry it all in their attributes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.ghost.api import Door, is_post_id
from tui_blog.platforms.pages import Page

CONTENT_API = "ghost/api/content/"
MEMBERS_API = "members/api/"

_KEY = re.compile(r"[0-9a-zA-Z]{16,64}")
_OWN = ("data-ghost", "data-ghost-comments", "data-sodo-search")
"""Whose scripts these are; each names the blog, but that of the search names the host of the API."""


@dataclass(frozen=True, slots=True)
class GhostMarks:
    """What makes a page one of a Ghost blog."""

    home: str
    """The blog's address as its scripts know it, or ""."""
    door: Door | None
    """The Content API, where the page shows its key."""
    is_post: bool
    post_id: str
    """Of the post whose comments the page shows, or ""."""
    who: CleanText
    """Who may comment there: "all" members, or those who are "paid" ones; "" where it shows no comments."""

    @property
    def members(self) -> str:
        """The root of the API that keeps the comments."""
        return f"{self.home}{MEMBERS_API}" if self.home else ""


def read_marks(page: Page) -> GhostMarks | None:
    """The marks of Ghost in a page; None where there are none."""
    told = [dict(script.attrib) for script in page.root.iter("script") if set(_OWN) & set(script.attrib)]
    says_so = page.generator.lower().startswith("ghost")
    if not told and not says_so:
        return None
    home = _first(told, ("data-ghost", "data-ghost-comments"), page.base)
    comments = next((script for script in told if "data-ghost-comments" in script), {})
    post_id = comments.get("data-post-id", "")
    return GhostMarks(
        home=_folder(home or (page.home if says_so else "")),
        door=_door(told, page.base),
        is_post=page.is_post or bool(post_id) or _has_class(page, "post-template"),
        post_id=post_id if is_post_id(post_id) else "",
        who=clean_line(comments.get("data-comments-enabled", ""), 20) or EMPTY,
    )


def _door(scripts: Iterable[Mapping[str, str]], base: str) -> Door | None:
    for script in scripts:
        key = script.get("data-key", "")
        root = absolute(script.get("data-api", ""), base)
        # The address of the search is that of the API's host, which may not be the blog's.
        host = absolute(script.get("data-sodo-search") or script.get("data-ghost") or "", base)
        root = root or (f"{_folder(host)}{CONTENT_API}" if host else "")
        if root and _KEY.fullmatch(key):
            return Door(_folder(root), key)
    return None


def _has_class(page: Page, name: str) -> bool:
    """Whether Ghost's themes put the page among those of a kind."""
    body = next(page.root.iter("body"), None)
    return body is not None and name in (body.get("class") or "").split()


def _first(scripts: Iterable[Mapping[str, str]], names: Iterable[str], base: str) -> str:
    addresses = (absolute(script.get(name, ""), base) for name in names for script in scripts)
    return next((address for address in addresses if address), "")


def _folder(url: str) -> str:
    return url.rstrip("/") + "/" if url else ""
