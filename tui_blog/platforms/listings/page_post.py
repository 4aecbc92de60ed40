"""A post read off its own page, for blogs whose feed does not hold it.

What the page marks is believed: microformats first, then linked data, then what the head says. The text is
what is marked as one, else the only article, else the main part of the page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html, fold
from tui_blog.platforms.addresses import absolute, canonical, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.linked_data import pages_in, postings_in
from tui_blog.platforms.listings.marked_post import MarkedPost, merged
from tui_blog.platforms.listings.microformats import entries_in
from tui_blog.platforms.listings.page_element import is_comment, markup, moment, names, words
from tui_blog.platforms.pages import Page, meta

_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.created",
    "dc.date.issued",
)
_BODY_CLASSES = frozenset(
    {"post-content", "post-body", "post__content", "post__body", "entry-body", "blog-content"}
    | {"article-content", "article-body", "article__content", "article__body", "single-content"}
)
_MOST_BODIES = 5
_A_PART = 3
"""What is less than a third of the article is not its text."""
_DATE_IN_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)")
_NOT_THE_TEXT = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|shar(?:e|ing)|sharedaddy|related|jp-relatedposts|pagination|breadcrumbs?"
    r"|post-nav(?:igation)?|post-meta|entry-meta|byline|newsletter|subscribe|toc|table-of-contents|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)


def post_of_page(page: Page) -> Post | None:
    """The post that a page shows; None where it is the home page, or nothing marks it as one post's page.

    Marks are an h-entry or hentry with a text or a date, a posting of schema.org, `og:type` article, and a
    lone `article` element with a date (discovery.md §6).
    """
    if canonical(page.url) == canonical(page.home):
        return None
    entry = _its_own(entries_in(page.root, page.base), page)
    posting = _its_own(postings_in(page.root, page.base), page)
    article = _lone(page.root.iter("article"))
    dated = article is not None and _date_in(article) is not None and not _is_teaser(article, page)
    if not (_has_substance(entry, posting) or _says_article(page.root) or dated):
        return None
    of_page = _its_own(pages_in(page.root, page.base), page) or MarkedPost()
    layout = _by_layout(page, article)
    told = merged(entry or MarkedPost(), _without_text(posting), of_page, _by_head(page), layout)
    if entry and entry.html and not entry.title:  # a note: the window's title is the beginning of its text
        told = replace(told, title=posting.title if posting else EMPTY)
    text = (entry and entry.html) or _text(page, article, told.title) or (posting and posting.html) or ""
    own = replace(told, url=page.url, uid=entry.uid if entry else "", html=text)
    return own.post()


def _its_own(told: Iterable[MarkedPost], page: Page) -> MarkedPost | None:
    """The one that speaks of this page; where one alone is there, it may keep silent about its address.

    With the address of another page of the blog it is a teaser; to a page elsewhere a post's title may lead.
    """
    told = tuple(told)
    here = {canonical(page.url), canonical(page.fetched)}
    by_address = next((each for each in told if each.url and canonical(each.url) in here), None)
    lone = told[0] if len(told) == 1 and host_of(told[0].url) != host_of(page.url) else None
    return by_address or lone


def _is_teaser(article: Element, page: Page) -> bool:
    """Its title or its date leads to another page of the blog: a list's last page may hold one post."""
    here = {canonical(page.url), canonical(page.fetched), canonical(page.home)}
    links = (link for heading in article.iter("h1", "h2") for link in heading.iter("a"))
    named = (link for link in article.iter("a") if names(link, "rel") & {"bookmark"})
    for link in (*links, *named):
        url = absolute(link.get("href") or "", page.base)
        if host_of(url) == host_of(page.url) and canonical(url) not in here:
            return True
    return False


def _has_substance(*told: MarkedPost | None) -> bool:
    return any(each is not None and each.has_substance for each in told)


def _without_text(posting: MarkedPost | None) -> MarkedPost:
    """Linked data gives the text without its markup: the page's own is better."""
    return replace(posting, html="") if posting else MarkedPost()


def _says_article(root: Element) -> bool:
    return meta(root, "og:type").lower() == "article" or bool(meta(root, "article:published_time"))


def _lone(elements: Iterable[Element]) -> Element | None:
    """The only one, teasers of other posts and comments left aside; None for several, and for none."""
    others = ("aside", "article", "footer")
    outer = (each for each in elements if next(each.iterancestors(*others), None) is None)
    found = [each for each in outer if not is_comment(each)]
    return found[0] if len(found) == 1 else None


# --- what the head and the layout tell -----------------------------------------------------------


def _by_head(page: Page) -> MarkedPost:
    root = page.root
    author = meta(root, "author") or meta(root, "article:author")
    dates = (parse_date(meta(root, name)) for name in _DATE_METAS)
    return MarkedPost(
        author=EMPTY if "://" in author else clean_line(author, 100),
        published=next((date for date in dates if date), None),
        updated=parse_date(meta(root, "article:modified_time")),
        labels=tuple(dict.fromkeys(_metas(root, "article:tag"))),
    )


def _metas(root: Element, name: str) -> Iterator[CleanText]:
    for element in root.iter("meta"):
        if name == (element.get("property") or "").lower() and (text := words(element, 100)):
            yield text


def _by_layout(page: Page, article: Element | None) -> MarkedPost:
    place = article if article is not None else _main(page.root)
    return MarkedPost(
        title=_title(page, place),
        author=EMPTY if place is None else next(_authors(place), EMPTY),
        published=(_date_in(place) if place is not None else None) or _date_in_path(page.url),
        labels=() if place is None else tuple(_tags(place)),
    )


def _tags(place: Element) -> Iterator[CleanText]:
    return (words(each, 100) for each in place.iter("a") if "tag" in names(each, "rel"))


def _authors(place: Element) -> Iterator[CleanText]:
    """By their links; the box about an author, below many a post, says more than the name."""
    links = (each for each in place.iter("a") if "author" in names(each, "rel"))
    return (name for each in links if "author-link" not in names(each) and (name := words(each, 100)))


def _title(page: Page, place: Element | None) -> CleanText:
    """The heading, where the head of the page says the same; else what the head says."""
    inside = () if place is None else _headings(place, "h1", page)
    everywhere = _headings(page.root, "h1", page)
    # In some themes the only h1 is the blog's name, and a post's title an h2.
    below = () if place is None else _headings(place, "h2", page)
    heading = next(iter(inside or (everywhere if len(everywhere) == 1 else below)), EMPTY)
    told = _head_title(page)
    return heading if heading and (not told or fold(heading) in fold(told)) else told


def _headings(place: Element, tag: str, page: Page) -> tuple[CleanText, ...]:
    """What the headings of a kind say, but for one that leads home: that is the blog's name."""
    found = ((each, words(each)) for each in place.iter(tag))
    return tuple(line for each, line in found if line and not _leads_home(each, line, page))


def _leads_home(heading: Element, line: CleanText, page: Page) -> bool:
    links = [link for link in heading.iter("a") if words(link) == line]
    return any(
        canonical(absolute(link.get("href") or "", page.base)) == canonical(page.home) for link in links
    )


def _head_title(page: Page) -> CleanText:
    """The title for other sites, or that of the window, without the name of the blog behind it."""
    title = clean_line(meta(page.root, "og:title") or next(map(words, page.root.iter("title")), ""), 300)
    site = clean_line(meta(page.root, "og:site_name"), 100)
    return clean_line(re.sub(rf"\s*[|–—:·«»-]+\s*{re.escape(site)}$", "", title)) if site else title


def _date_in(place: Element) -> datetime | None:
    dates = (moment(each) for each in place.iter("time") if each.get("datetime"))
    return next((date for date in dates if date), None)


def _date_in_path(url: str) -> datetime | None:
    found = _DATE_IN_PATH.search(url)
    return parse_date("-".join(found.groups())) if found else None


# --- the text ------------------------------------------------------------------------------------


def _text(page: Page, article: Element | None, title: CleanText) -> str:
    """The text in what is marked or called so, else the article, else the main part of the page.

    A part of it may be marked alone (a teaser, the first of several pieces): then the article has more.
    """

    def is_noise(element: Element) -> bool:
        return _is_no_text(element) or (element.tag == "h1" and words(element) == title)

    def texts(places: Iterable[Element | None]) -> list[str]:
        told = (markup(place, page.base, is_noise) for place in places if place is not None)
        return [text for text in told if excerpt_from_html(text)]

    found = texts((*islice(_marked_bodies(page.root), _MOST_BODIES), article))
    longest = max(map(len, found), default=0)
    whole = next((text for text in found if len(text) * _A_PART >= longest), "")
    return whole or next(iter(texts([_main(page.root)])), "")


def _marked_bodies(root: Element) -> Iterator[Element]:
    yield from (each for each in root.iter("*") if "articlebody" in names(each, "itemprop"))
    yield from (each for each in root.iter("div", "section") if names(each) & _BODY_CLASSES)


def _main(root: Element) -> Element | None:
    return next(root.iter("main"), None)


def _is_no_text(element: Element) -> bool:
    """The page's own things around the text: head and foot, and what leads elsewhere."""
    if element.tag in ("header", "footer"):
        return next(element.iterancestors("blockquote"), None) is None  # there it names who is quoted
    if element.tag == "aside":
        return (parent := element.getparent()) is not None and parent.tag == "main"
    told = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in ("div", "section", "ul", "ol", "p") and bool(_NOT_THE_TEXT.search(told))
