"""Posts marked up in a page: h-entry, its forerunner hentry, schema.org by attributes (discovery.md §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tui_blog.model.text import EMPTY, CleanText, clean_line, excerpt_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.marked_post import MarkedPost, merged
from tui_blog.platforms.listings.page_element import is_comment, markup, moment, names, target, within, words

MOST_ENTRIES = 500
"""Posts that are read off one page."""

_MOST_FEEDS = 10
_MOST_PEOPLE = 5
_MOST_LABELS = 50

ARTICLE_TYPES = frozenset({"blogposting", "article", "newsarticle", "techarticle", "socialmediaposting"})
"""Types of schema.org that a post may have, in lower case."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Which names a post and its parts go by; the first part that is there is taken."""

    attribute: str
    """Where the names of parts stand."""
    title: tuple[str, ...]
    body: tuple[str, ...]
    summary: tuple[str, ...]
    author: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    label: tuple[str, ...]
    url: tuple[str, ...]
    uid: tuple[str, ...] = ()


_ENTRY = _Vocabulary(
    attribute="class",
    title=("p-name",),
    body=("e-content",),
    summary=("p-summary",),
    author=("p-author",),
    published=("dt-published",),
    updated=("dt-updated",),
    label=("p-category",),
    url=("u-url", "u-uid"),
    uid=("u-uid",),
)
_CLASSIC = _Vocabulary(
    attribute="class",
    title=("entry-title",),
    body=("entry-content",),
    summary=("entry-summary",),
    author=("author",),
    published=("published", "entry-date"),
    updated=("updated",),
    label=(),
    url=(),
)
_SCHEMA = _Vocabulary(
    attribute="itemprop",
    title=("headline", "name"),
    body=("articlebody",),
    summary=("description",),
    author=("author",),
    published=("datepublished",),
    updated=("datemodified",),
    label=("keywords", "articlesection"),
    url=("url", "mainentityofpage"),
)
_BODIES = frozenset({"e-content", "entry-content"})
_PERSON = ("p-name", "fn")


def feed_in(root: Element, base: str) -> tuple[MarkedPost, ...]:
    """The posts that a page lists, in its order: those of its h-feed, else all that stand side by side."""
    feeds = islice((each for each in root.iter("*") if _is_feed(each)), _MOST_FEEDS)
    for feed in (*feeds, root):
        author = _feed_author(feed) if feed is not root else EMPTY
        told = (_linked(entry, base, author) for entry in islice(_entries(feed), MOST_ENTRIES))
        if posts := tuple(each for each in told if each.url):
            return posts
    return ()


def has_feed(root: Element) -> bool:
    """Whether a page says that it lists posts, and does not merely hold several."""
    return any(_is_feed(each) for each in root.iter("*"))


def entries_in(root: Element, base: str) -> tuple[MarkedPost, ...]:
    """Every post that is marked in a page and lies in no other one, in document order."""
    return tuple(entry_of(entry, base) for entry in islice(_entries(root), MOST_ENTRIES))


def _is_feed(element: Element) -> bool:
    return _type(element) == "blog" or bool(names(element) & {"h-feed", "hfeed"})


def _type(element: Element) -> str:
    """The schema.org type of an element in lower case, without its address; "" for none."""
    return (element.get("itemtype") or "").strip().rpartition("/")[2].lower()


def _vocabularies(element: Element) -> tuple[_Vocabulary, ...]:
    classes = names(element)
    is_there = (
        (_ENTRY, "h-entry" in classes),
        (_CLASSIC, "hentry" in classes),
        (_SCHEMA, _type(element) in ARTICLE_TYPES),
    )
    return tuple(vocabulary for vocabulary, there in is_there if there)


def _is_entry(element: Element) -> bool:
    is_bare = element.get("class") is None and element.get("itemtype") is None
    return not is_bare and bool(_vocabularies(element)) and not is_comment(element)


def _entries(root: Element) -> Iterator[Element]:
    """Posts, but not the comments and quotations within them."""
    return (each for each in within(root, _is_entry) if _is_entry(each))


def _is_closed(element: Element) -> bool:
    """What lies within belongs to another thing: a person, a comment, a quotation; or to the text."""
    classes = names(element)
    is_thing = any(name.startswith("h-") and name[2:].isalpha() for name in classes) or "hentry" in classes
    return is_thing or element.get("itemscope") is not None or bool(classes & _BODIES)


class _Parts:
    """The parts of one post by their names."""

    def __init__(self, entry: Element, vocabulary: _Vocabulary) -> None:
        self._named: dict[str, list[Element]] = {}
        for element in within(entry, _is_closed):
            for name in names(element, vocabulary.attribute):
                self._named.setdefault(name, []).append(element)

    def all(self, wanted: tuple[str, ...]) -> list[Element]:
        return [element for name in wanted for element in self._named.get(name, ())]

    def first(self, wanted: tuple[str, ...]) -> Element | None:
        return next(iter(self.all(wanted)), None)


def entry_of(entry: Element, base: str, author: CleanText = EMPTY) -> MarkedPost:
    """What an element tells as a post; `author` is who wrote all posts of the page."""
    told = (_told(entry, vocabulary, base) for vocabulary in _vocabularies(entry))
    return merged(*told, _implied(entry, base), MarkedPost(author=author))


def _linked(entry: Element, base: str, author: CleanText) -> MarkedPost:
    """A post of a list: where it names no address of its own, its only link leads to it."""
    told = entry_of(entry, base, author)
    links = [each for each in within(entry, _is_closed) if each.tag == "a" and each.get("href")]
    return merged(told, MarkedPost(url=target(links[0], base))) if len(links) == 1 else told


def _told(entry: Element, vocabulary: _Vocabulary, base: str) -> MarkedPost:
    parts = _Parts(entry, vocabulary)
    body = parts.first(vocabulary.body)
    body = parts.first(vocabulary.summary) if body is None else body
    text = markup(body, base) if body is not None else ""
    title = parts.first(vocabulary.title)
    dates = [parts.first(vocabulary.published), parts.first(vocabulary.updated)]
    published, updated = (moment(date) if date is not None else None for date in dates)
    uid = parts.first(vocabulary.uid)
    return MarkedPost(
        url=next((url for each in parts.all(vocabulary.url) if (url := target(each, base))), ""),
        uid=clean_line(target(uid, base) or words(uid)) if uid is not None else "",
        title=_title(words(title), text) if title is not None else EMPTY,
        html=text,
        author=clean_line(
            ", ".join(dict.fromkeys(map(_person, parts.all(vocabulary.author)[:_MOST_PEOPLE])))
        ),
        published=published,
        updated=updated,
        labels=tuple(
            label for each in parts.all(vocabulary.label)[:_MOST_LABELS] if (label := words(each, 100))
        ),
    )


def _title(title: CleanText, text: str) -> CleanText:
    """A note has no title: what is called its name is its text once more."""
    return EMPTY if text and excerpt_from_html(text) == title else title


def _person(element: Element) -> CleanText:
    """A name, within a card with a picture and more."""
    for each in element.iter():
        if isinstance(each.tag, str) and (names(each) & set(_PERSON) or "name" in names(each, "itemprop")):
            return words(each, 100)
    return words(element, 100)


def _feed_author(feed: Element) -> CleanText:
    found = (each for each in within(feed, _is_closed) if "p-author" in names(each))
    authors = islice(found, _MOST_PEOPLE)
    return next((name for each in authors if (name := _person(each))), EMPTY)


def _implied(entry: Element, base: str) -> MarkedPost:
    """What goes without saying: the link in the title, the labels and the date as all themes have them."""
    headings = [each for each in within(entry, _is_closed) if each.tag in ("h1", "h2", "h3")]
    links = [each for each in within(entry, _is_closed) if each.tag == "a" and each.get("href")]
    marked = [each for each in links if "bookmark" in names(each, "rel")]
    in_heading = [each for heading in headings for each in heading.iter("a") if each.get("href")]
    around = [heading.getparent() for heading in headings]
    linked = [each for each in around if each is not None and each.tag == "a"]
    times = (each for each in within(entry, _is_closed) if each.tag == "time" and each.get("datetime"))
    found = next(iter((*marked, *in_heading, *linked)), None)
    own = entry.get("href") or "" if entry.tag == "a" else ""
    return MarkedPost(
        url=absolute(own, base) or (target(found, base) if found is not None else ""),
        title=next(map(words, headings), EMPTY),
        published=next((date for each in times if (date := moment(each))), None),
        labels=tuple(words(each, 100) for each in links if "tag" in names(each, "rel")),
    )
