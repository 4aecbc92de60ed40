"""Which addresses of a site may be those of posts, the newest first; what is unsure is left out."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.listings.sitemap_xml import Listed

_FOLDERS = """
tag tags tagged category categories label labels topic topics taxonomy author authors user users page pages
series search feed feeds product products shop members static assets css js images img media files uploads
downloads amp wp-content wp-json wp-admin wp-includes cdn-cgi cgi-bin
"""
_PAGES = """
about about-me about-us contact contact-us privacy privacy-policy cookies terms imprint impressum legal
disclaimer login signin register account cart checkout store home index sitemap 404 archive archives blog
posts blogroll links now uses projects portfolio work resume cv colophon subscribe newsletter membership faq
rss atom thanks wp-login
"""
_NO_POSTS_BELOW = frozenset(_FOLDERS.split())
"""Where no posts lie, wherever in the address it stands."""
_NO_POST = frozenset(_PAGES.split())
"""What the other pages of a blog are called; deeper down a post may well have such a name."""
_EXTENSIONS = ("html", "htm", "xhtml", "php", "md")
_FILE = re.compile(r"\.(?:x?html?|php|aspx?|cgi|md|xml)$", re.IGNORECASE)
_DATE = re.compile(r"/(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:[/-]|$)")
_PLACE = re.compile(r"(?:[a-z]{2}(?:-[a-z]{2})?)?(?:(?:^|/)(?:19|20)\d\d(?:/\d\d?){0,2})?")
"""A language, and a year, a month or a day: there posts are listed."""
_INDEX_OF = 3
"""Pages right below another one that make it their index."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def likely_posts(listed: Iterable[Listed], home: str) -> tuple[str, ...]:
    """The addresses that may be posts of the blog at `home`, each once, the newest first as far as is told.

    A date in the address goes before what the sitemap tells, which is often the day of the last build. Those
    without any date keep their order, at the end.
    """
    once: dict[str, Listed] = {}
    for each in listed:
        if may_be_post(each.url, home):
            once.setdefault(canonical(each.url), each)
    indexes = _indexes(once.values())
    kept = [each for each in once.values() if _path(each.url) not in indexes]
    return tuple(each.url for each in sorted(kept, key=_date, reverse=True))


def may_be_post(url: str, home: str) -> bool:
    """Whether an address lies below the blog's home, and is not plainly that of another page."""
    parts = urlsplit(url)
    below = urlsplit(folder_of(home)).path
    if host_of(url) != host_of(home) or parts.query or not parts.path.startswith(below):
        return False
    segments = _segments(parts.path[len(below.rstrip("/")) :])
    if not segments or _PLACE.fullmatch("/".join(segments)):
        return False
    is_other_page = len(segments) == 1 and segments[0] in _NO_POST
    return not is_other_page and not _NO_POSTS_BELOW.intersection(segments)


def _segments(path: str) -> list[str] | None:
    """The steps of a path in lower case, without the ending of a page; None for what is no web page."""
    segments = [each for each in path.lower().split("/") if each]
    name, dot, extension = segments[-1].rpartition(".") if segments else ("", "", "")
    if dot and extension.isalpha() and len(extension) < 6:
        return [*segments[:-1], name] if extension in _EXTENSIONS else None
    return segments


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def _indexes(listed: Iterable[Listed]) -> frozenset[str]:
    """The paths right above several others."""
    above = Counter(_path(each.url).rpartition("/")[0] for each in listed)
    return frozenset(path for path, count in above.items() if count >= _INDEX_OF)


def _date(listed: Listed) -> datetime:
    found = _DATE.search(urlsplit(listed.url).path)
    in_address = parse_date("-".join(part for part in found.groups() if part)) if found else None
    return in_address or listed.date or _LONG_AGO


def folder_of(home: str) -> str:
    """The folder that a home page stands for: `/blog`, `/blog/` and `/blog/index.html` stand for one.

    >>> folder_of("https://a.example/@ada"), folder_of("https://a.example/blog/index.html")
    ('https://a.example/@ada/', 'https://a.example/blog/')
    """
    path = urlsplit(home).path
    is_folder = bool(path) and not path.endswith("/") and not _FILE.search(path)
    return absolute(f"{path}/" if is_folder else "./", home)


def tenant_folder(url: str) -> str:
    """The folder of one person on a host that many share, by its mark: `/@ada/`, `/~ada/`; "" elsewhere."""
    first = urlsplit(url).path.split("/")[1:2]
    return absolute(f"/{first[0]}/", url) if first and first[0][:1] in ("@", "~") else ""


def common_home(home: str, urls: Iterable[str]) -> str:
    """The folder below `home` in which all those posts lie; years and what follows them are no folder.

    A single post is no reason to look beside its folder: on a host that many share, others have theirs there.

    >>> common_home("https://a.example/", ["https://a.example/blog/2024/tea/", "https://a.example/blog/ink/"])
    'https://a.example/blog/'
    """
    paths = [_path(url).split("/")[1:-1] for url in urls if host_of(url) == host_of(home)]
    shared: list[str] = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1 or level[0].isdigit():
            break
        shared.append(level[0])
    folder = absolute("/" + "".join(f"{each}/" for each in shared), home)
    below = folder_of(home)
    return folder if folder.startswith(below) else below
