"""Drupal's JSON:API: the shapes of its answers, and what Drupal's pages tell (platforms.md §10)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from tui_blog.model.flow import Request
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.pages import Page
from tui_blog.platforms.wire import salvage

SYSTEM = "drupal"
ACCEPT = "application/vnd.api+json"
FULL_PAGE = 50
"""The most that JSON:API gives at once."""

_NOTHING = msgspec.Raw(b"null")
_NODE = re.compile(r"(?:^|/)node/(\d+)/?$")
_GUID = re.compile(r"(\d+) at https?://")

T = TypeVar("T")


class Reference(msgspec.Struct, frozen=True):
    """Names another resource."""

    id: str = ""


class Related(msgspec.Struct, frozen=True):
    """A relationship, to one resource or to several."""

    data: msgspec.Raw = _NOTHING

    def all(self) -> tuple[Reference, ...]:
        """What it leads to."""
        several = salvage(self.data, list[Reference])
        one = salvage(self.data, Reference) if several is None else None
        return tuple(several or ()) + ((one,) if one else ())


class Resource(msgspec.Struct, frozen=True):
    """One post, comment, user or tag; each attribute and relationship is read by itself."""

    id: str
    attributes: dict[str, msgspec.Raw] = {}
    relationships: dict[str, msgspec.Raw] = {}

    def told(self, name: str, type_: type[T]) -> T | None:
        """An attribute, if it is there and of that shape."""
        return salvage(self.attributes.get(name, _NOTHING), type_)

    def related(self, name: str) -> tuple[Reference, ...]:
        """What a relationship leads to."""
        related = salvage(self.relationships.get(name, _NOTHING), Related)
        return related.all() if related else ()


class Link(msgspec.Struct, frozen=True):
    """A link as an object; older versions write the address alone."""

    href: str = ""


class Document(msgspec.Struct, frozen=True):
    """An answer: a list of resources, what they refer to, and where it goes on."""

    data: msgspec.Raw = _NOTHING
    included: msgspec.Raw = _NOTHING
    links: dict[str, msgspec.Raw] = {}

    def link(self, name: str, base: str) -> str:
        """The address of a link on the same host as `base`, or ""."""
        raw = self.links.get(name, _NOTHING)
        link = salvage(raw, Link)
        url = absolute(link.href if link else salvage(raw, str) or "", base)
        return url if host_of(url) == host_of(base) else ""


class Text(msgspec.Struct, frozen=True):
    """A field of formatted text; `processed` is the HTML that the site shows."""

    processed: str | None = None
    value: str | None = None
    summary: str | None = None


class _Where(msgspec.Struct, frozen=True, rename="camel"):
    base_url: str = "/"
    path_prefix: str = ""
    current_path: str = ""


class _Settings(msgspec.Struct, frozen=True):
    path: _Where = _Where()


@dataclass(frozen=True, slots=True)
class DrupalMarks:
    """What a page of a Drupal site tells."""

    why: str
    home: str
    """The site's front page, in the page's language."""
    node: str
    """The number of the page's own post, or ""."""

    @property
    def api(self) -> str:
        """Where JSON:API stands, unless the site moved it."""
        return absolute("jsonapi", self.home)


def read_marks(page: Page) -> DrupalMarks | None:
    """What makes a page one of Drupal's; None where nothing does."""
    settings = _settings(page)
    named = page.generator.lower().startswith("drupal")
    if not named and settings is None:
        return None
    where = settings.path if settings else _Where()
    why = f"its page says “{page.generator}”" if named else "its page brings Drupal's settings"
    home = absolute(f"{where.base_url}{where.path_prefix}", page.fetched) or absolute("/", page.fetched)
    return DrupalMarks(why, home, _node(page, where.current_path))


def _settings(page: Page) -> _Settings | None:
    for script in page.root.iter("script"):
        if script.get("data-drupal-selector") == "drupal-settings-json":
            return salvage(msgspec.Raw((script.text or "").encode("utf-8", "replace")), _Settings)
    return None


def _node(page: Page, current: str) -> str:
    shortlinks = (each.get("href") or "" for each in page.root.iter("link") if each.get("rel") == "shortlink")
    found = (_NODE.search(path) for path in (current, *shortlinks))
    return next((match[1] for match in found if match), "")


def node_in(guid: str) -> str:
    """The number of a post by its guid, as Drupal's feeds and we write it ("12 at https://host"); or ""."""
    found = _GUID.match(guid)
    return found[1] if found else ""


def asking(url: str, params: Mapping[str, str | int], tolerate: frozenset[int] = frozenset()) -> Request:
    """The request for a collection; brackets in names stay, as JSON:API writes them."""
    query = "&".join(f"{name}={value}" for name, value in params.items())
    address = f"{url}{'&' if '?' in url else '?'}{query}" if query else url
    return Request("GET", address, headers={"Accept": ACCEPT}, tolerate=tolerate)
