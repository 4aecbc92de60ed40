"""RSS 0.9x to 2.0 and RDF (RSS 1.0): from the root element to posts (feeds.md §2, §5)."""

import re

from tui_blog.model.post import Post
from tui_blog.model.rhythm import Rhythm
from tui_blog.model.text import CleanText, clean_line, excerpt_from_html, line_from_html
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.feeds.element import (
    Node,
    base_of,
    href_of,
    html_from_either,
    html_from_text,
    markup_of,
    name_of,
    rebased,
    text_of,
)
from tui_blog.platforms.feeds.freshness import rhythm_of
from tui_blog.platforms.feeds.parsed import ParsedFeed, author_name, count_of, make_post
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.languages import language_in

# Names are matched in any case; these are the spellings that were ever seen (feeds.md §2.1).
_CHANNELS = ("{*}channel", "{*}Channel", "{*}CHANNEL")
_ITEMS = ("{*}item", "{*}Item", "{*}ITEM")
_LINKS = ("feedburner:origlink", "link")
_DATES = ("pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "date")
_UPDATES = ("atom:updated", "dcterms:modified", "dc:date", "lastbuilddate")
_AUTHORS = ("dc:creator", "author", "dc:author", "itunes:author")
_BODIES = ("content:encoded", "xhtml:body", "content", "atom:content")
_SUMMARIES = ("description", "atom:summary", "dc:description", "itunes:summary", "summary")
_ESCAPED_TWICE = re.compile(r"&amp;(?=amp;|#x?[0-9a-fA-F]{1,6};)")
_SHORT = 300
"""Characters; a body as long as that is no teaser."""
_PICTURE = re.compile(r"<(?:img|picture|video|audio|iframe|embed|object)\b", re.IGNORECASE)
_KEYWORDS = ("itunes:keywords", "media:keywords")
_KEYWORD_CEILING = 40
"""Characters; what is longer are all the keywords of a podcast, without a comma."""
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_REPLY_COUNT = "{http://purl.org/syndication/thread/1.0}count"


def read_rss(root: Element) -> ParsedFeed:
    """Read a document whose root is `rss`, `rdf:RDF` or a lone `channel`; items may stand anywhere in it."""
    channel = Node(next((e for e in root.iter(*_CHANNELS) if name_of(e.tag) == "channel"), root))
    items = items_of(root)
    site_url, next_url = _site_url(channel), _next_url(channel)
    # Where no xml:base says else, relative addresses of items are meant from the home page (feeds.md §7).
    root.getroottree().docinfo.URL = site_url or base_of(root)
    author = channel.text("managingeditor", "dc:creator")
    return ParsedFeed(
        title=line_from_html(channel.text("title", "dc:title")),
        site_url=site_url,
        format="rdf" if name_of(root.tag) == "rdf:rdf" else "rss",
        posts=tuple(post_of(item, author) for item in items),
        next_url=next_url,
        language=language_in(channel.text("language"), channel.text("dc:language")),
        generator=clean_line(channel.text("generator"), 100),
        rhythm=_rhythm(channel),
    )


def _rhythm(channel: Node) -> Rhythm:
    return rhythm_of(
        ttl=channel.text("ttl"),
        period=channel.text("sy:updateperiod"),
        frequency=channel.text("sy:updatefrequency"),
        hours=(hour for node in channel.nodes("skiphours") for hour in node.texts("hour")),
        days=(day for node in channel.nodes("skipdays") for day in node.texts("day")),
    )


def items_of(root: Element) -> list[Node]:
    """The items of a document, in its order."""
    return [Node(e) for e in root.iter(*_ITEMS) if _is_post(e)]


def _is_post(element: Element) -> bool:
    """Not an empty item within another; a full one is, where the first was never closed."""
    if name_of(element.tag) != "item":
        return False
    return len(element) > 0 or (parent := element.getparent()) is None or name_of(parent.tag) != "item"


def _site_url(channel: Node) -> str:
    links = channel.links("atom:link", "alternate")
    return channel.address("link") or next((url for link in links if (url := href_of(link))), "")


def _next_url(channel: Node) -> str | None:
    links = channel.links("atom:link", "next") + channel.links("atom:link", "prev-archive")
    return next((url for link in links if (url := href_of(link))), None)


def post_of(item: Node, feed_author: str) -> Post:
    """What an item says, be it a post or a comment."""
    return make_post(
        guid=item.text("guid", "atom:id") or _about(item),
        url=_url(item),
        title=_title(item),
        html=_body(item),
        author=_author(item, feed_author),
        published=item.date(*_DATES),
        updated=item.date(*_UPDATES),
        labels=_labels(item),
        comment_count=_comment_count(item),
    )


def _about(item: Node) -> str:
    return item.element.get(_RDF_ABOUT) or item.element.get("about") or ""


def _url(item: Node) -> str:
    """The page of a post: its link, a link as Atom writes it, an address for a guid, or what it encloses."""
    if url := item.address(*_LINKS):
        return url
    links = item.links("atom:link", "alternate") + item.all("link")
    hrefs = (href_of(link) for link in links)
    enclosures = (absolute(e.get("url") or "", base_of(e)) for e in item.all("enclosure"))
    return next((url for url in (*hrefs, _permalink(item), *enclosures) if url), "")


def _permalink(item: Node) -> str:
    """A guid is an address unless it says that it is none (RSS 2.0, `isPermaLink`)."""
    guid = item.first("guid")
    told = guid is not None and (guid.get("isPermaLink") or guid.get("ispermalink"))
    if guid is None or (told or "true").strip().lower() != "true":
        return absolute(_about(item))
    return absolute(text_of(guid))


def _title(item: Node) -> CleanText:
    """Programs escape a title once too often; only then is a reference escaped in it (feeds.md §2.2)."""
    text = item.text("title", "dc:title", "media:title", "itunes:title")
    return line_from_html(_ESCAPED_TWICE.sub("&", text) if "&amp;" in text else text)


def _body(item: Node) -> str:
    """The whole post where the feed gives it, else its summary; the summary also where it says far more."""
    whole, holder = _first_markup(item, _BODIES)
    if holder is not None and not _says_little(whole, item.text("description")):
        return rebased(whole, holder)
    summary, holder = _first_markup(item, _SUMMARIES)
    return rebased(html_from_either(summary), holder) if holder is not None else _media_body(item)


def _first_markup(item: Node, names: tuple[str, ...]) -> tuple[str, Element | None]:
    """The first that is not empty, and the element that holds it, whose children are gone then."""
    for name in names:
        for element in item.all(name):
            if markup := markup_of(element):
                return markup, element
    return "", None


def _says_little(whole: str, summary: str) -> bool:
    """Whether a body is empty, or a teaser beside the text (feeds.md §1); few need to be looked into."""
    if len(whole) >= max(_SHORT, len(summary)) or _PICTURE.search(whole):
        return False
    words, more = (len(excerpt_from_html(markup, _SHORT)) for markup in (whole, summary))
    return 2 * words < more


def _media_body(item: Node) -> str:
    """The description of a video, which hangs in a group where there are several forms of it."""
    for node in (item, *item.nodes("media:group")):
        if text := node.text("media:description"):
            return html_from_text(text)
    return ""


def _author(item: Node, feed_author: str) -> str:
    """The names of those who wrote it; the mail address alone where there is no name."""
    creators = [author_name(text) for text in item.texts("dc:creator")]
    if creators:
        return ", ".join(dict.fromkeys(creators))
    in_atom = (node.text("atom:name") for node in item.nodes("atom:author"))
    own = item.text(*_AUTHORS) or next((name for name in in_atom if name), "")
    return author_name(own or feed_author)


def _labels(item: Node) -> list[str]:
    """Its categories in every namespace, and the keywords, which stand in one text between commas."""
    in_atom = [e.get("label") or e.get("term") or "" for e in item.all("atom:category")]
    keywords = (word.strip() for text in item.texts(*_KEYWORDS) for word in text.split(","))
    spoken = [word for word in keywords if len(word) <= _KEYWORD_CEILING and not word.isdigit()]
    return item.texts("category", "dc:subject", "media:category") + in_atom + spoken


def _comment_count(item: Node) -> int | None:
    replies = [link.get(_REPLY_COUNT) for link in item.links("atom:link", "replies")]
    return count_of(item.text("thr:total"), *replies, item.text("slash:comments"))
