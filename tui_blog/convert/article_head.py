"""What a page calls its article, who wrote it, and when: by its linked data, its head and its headings."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from tui_blog.convert.article_page import Page
from tui_blog.convert.elements import Element, all_text
from tui_blog.model.text import EMPTY, CleanText, clean_line, fold, line_from_html

_TITLES = ("dc:title", "dc.title", "dcterms.title", "dcterm:title", "og:title", "twitter:title", "title",
           "parsely-title", "weibo:article:title")  # fmt: skip
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_AUTHORS = ("author", "article:author", "dc:creator", "dc.creator", "dcterms.creator", "dcterm:creator",
            "parsely-author")  # fmt: skip
_DATES = ("article:published_time", "datepublished", "dc.date", "dcterms.created", "date", "parsely-pub-date")
_EDGE = re.compile(r"\s+[-–—|\\/>»·•:]+\s+|\s*[|»•]\s*")
"""What parts a title from the name of its site."""
_MOST_EDGES = 8
_HEADINGS = ("h1", "h2")
_LONGEST = 300
_HAS_SITE = 4
"""Words that a title has at least once the site's name is cut off it by the mere look of it."""
_UNLIKELY = 150
"""Characters of what is less likely a title than the only main heading of the page."""


def title_of(page: Page) -> CleanText:
    """What the page calls its article; "" where it does not tell.

    The name of the site is cut off where the page lets know that it is one: it calls itself so, or one of its
    headings is the title without it.
    """
    headings = [text for element in page.body.iter(*_HEADINGS) if (text := _line(element))]
    if told := next(_told(page), EMPTY):
        return _without_site(told, page, headings)
    shown = next((text for element in page.root.iter("title") if (text := _line(element))), EMPTY)
    title = _without_site(shown, page, headings)
    main = [text for element in page.body.iter("h1") if (text := _line(element))]
    if title == shown and title not in headings:
        title = main[0] if len(main) == 1 and len(title) > _UNLIKELY else _without_last_part(title)
    return title


def _told(page: Page) -> Iterator[CleanText]:
    """The titles that are meant for others than the browser."""
    sites = _sites(page)
    for text in (_text(page.data.get("headline")), *(page.metas.get(name, "") for name in _TITLES)):
        title = line_from_html(text, _LONGEST)
        if title and fold(title) not in sites:  # many a page says of all its posts that they are the site
            yield title


def _without_site(title: CleanText, page: Page, headings: Sequence[CleanText]) -> CleanText:
    edges = [found.span() for found in _EDGE.finditer(title)]
    known = {fold(heading): heading for heading in headings}
    parts = (known.get(fold(part)) for part in _parts(title, edges))
    # An old theme has the site's name for a heading, too.
    if (heading := max(filter(None, parts), key=len, default=None)) and fold(title) not in known:
        return heading
    sites = _sites(page)
    for start, end in edges:
        if fold(title[end:]) in sites:
            return CleanText(title[:start])
        if fold(title[:start]) in sites:
            return CleanText(title[end:])
    return title


def _parts(title: str, edges: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What stands between two edges of a title, or between one and its begin or end."""
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(title)]
    for at, start in enumerate(starts[:_MOST_EDGES]):
        for end in ends[at : at + _MOST_EDGES]:
            yield title[start:end]


def _sites(page: Page) -> set[str]:
    return {fold(page.metas.get(name, "")) for name in _SITES} - {""}


def _without_last_part(title: CleanText) -> CleanText:
    """What is long enough without its last part is likely to end with the site's name."""
    *_, last = (None, *_EDGE.finditer(title))
    is_long = last is not None and len(title[: last.start()].split()) > _HAS_SITE
    return CleanText(title[: last.start()]) if last is not None and is_long else title


def author_of(page: Page) -> CleanText:
    """Who wrote it, or ""."""
    told = (_name(page.data.get("author")), *(page.metas.get(name, "") for name in _AUTHORS))
    names = (line_from_html(name, 100) for name in told)
    return next((name for name in names if name and "://" not in name), EMPTY)


def published_of(page: Page) -> datetime | None:
    """When it was published, if the page says so in the manner of ISO 8601."""
    told = (_text(page.data.get("datePublished")), *(page.metas.get(name, "") for name in _DATES))
    return next((moment for text in told if (moment := _moment(text))), None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _name(author: Any) -> str:
    """A person of JSON-LD: a name, an object that has one, or a list of these."""
    if isinstance(author, list):
        return ", ".join(filter(None, map(_name, author[:5])))
    return _text(author.get("name")) if isinstance(author, dict) else _text(author)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(element: Element) -> CleanText:
    return clean_line(all_text(element), _LONGEST)
