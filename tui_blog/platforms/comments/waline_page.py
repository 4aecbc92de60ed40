"""Waline as a page embeds it, and what the page's owner wishes of a writer (comment-servers.md §6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.embedding import path_of
from tui_blog.platforms.comments.script_options import Options, list_of, options_after, text_of
from tui_blog.platforms.pages import Page

_CALL = re.compile(r"(?:\binit\s*\(|\bnew\s+Waline\s*\(|\"waline\"\s*:|\bwaline\w*\s*[=:])\s*(?=\{)", re.I)

FIELDS = ("nick", "mail", "link")
"""What Waline asks for unless it is told otherwise, nothing of it being required."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a page's script tells Waline's form to ask."""

    fields: tuple[str, ...] = FIELDS
    required: tuple[str, ...] = ()
    members_only: bool = False
    captcha: bool = False


def thread_on(page: Page) -> ChannelRef | None:
    """Waline's thread in the page; its key is the page's path unless told otherwise."""
    options = next(_options(page), None)
    if options is None:
        return None
    endpoint = absolute(text_of(options, "serverURL"), page.base).rstrip("/")
    return ChannelRef("waline", endpoint, clean_line(text_of(options, "path")) or path_of(page) or EMPTY)


def wishes_on(page: Page) -> Wishes:
    """What the page wants of a writer; Waline's own wishes where it says nothing."""
    options = next(_options(page), {})
    asked = list_of(options, "meta")
    return Wishes(
        fields=FIELDS if asked is None else tuple(name for name in asked if name in FIELDS),
        required=list_of(options, "requiredMeta") or (),
        members_only=text_of(options, "login") == "force",
        captcha=any(text_of(options, name) for name in ("turnstileKey", "recaptchaV3Key")),
    )


def _options(page: Page) -> Iterator[Options]:
    """Those of every call that names a server; only Waline calls it so."""
    for options in options_after(page, _CALL):
        if absolute(text_of(options, "serverURL"), page.base):
            yield options
