"""What the names of elements tell: which parts of a page are furniture, and which are likely to be text."""

import re

from tui_blog.convert.elements import Element

_FURNITURE = re.compile(
    r"-ad-|ad-break|agegate|banner|breadcrumb|combx|comment|community|consent|cookie|cover-wrap|disqus|extra|"
    r"footer|gdpr|header|legends|menu|newsletter|outbrain|pager|pagination|popup|related|remark|replies|rss|"
    r"shoutbox|sidebar|skyscraper|social|sponsor|subscri|supplemental|taboola|yom-remote",
    re.IGNORECASE,
)
_MAY_BE_TEXT = re.compile(r"and|article|body|column|content|main|mathjax|shadow", re.IGNORECASE)
_GOOD = re.compile(
    r"article|blog|body|content|entry|h-?entry|main|page|pagination|post|story|text", re.IGNORECASE
)
_BAD = re.compile(
    r"-ad-|banner|combx|comment|com-|contact|footer|footnote|gdpr|hidden|masthead|media|meta|outbrain|promo|"
    r"related|scroll|share|shopping|shoutbox|sidebar|skyscraper|sponsor|tags|tool|widget",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"(?:\b|_)(?:share|sharedaddy|sharing|addtoany|social-?(?:bar|buttons?|icons?|links?|media|share|sharing))(?:\b|_)",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:jp-|wp-)?related(?:-?(?:posts?|articles?|content|stories|links?))?|yarpp(?:-\w+)*|sharedaddy|(?:\w+-)?byline|post-?navigation|author-?(?:box|bio)|"
    r"(?:post-|article-)?comments?(?:-?(?:area|list|form|section|wrapper))?|disqus_thread|isso-thread|"
    r"blogger-post-footer|feedflare|modal|most-(?:read|popular)(?:-\w+)*|popular-posts|trending|mc_embed_signup|"
    r"subscription-widget(?:-wrap)?|subscribe-widget",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)
_ROLES = frozenset(
    ("alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar")
) | {"navigation", "search"}
_WEIGHT = 25


def names_of(element: Element) -> str:
    """The classes and the id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def is_furniture(element: Element) -> bool:
    """An element whose role or names say that it is around the text, not of it."""
    names = names_of(element)
    by_name = _FURNITURE.search(names) is not None and _MAY_BE_TEXT.search(names) is None
    return by_name or element.get("role") in _ROLES


def is_for_sharing(element: Element) -> bool:
    """An element of buttons for other networks."""
    return _SHARING.search(names_of(element)) is not None


def is_added(element: Element) -> bool:
    """An element that platforms and their plugins are known to add below a text."""
    return any(map(_ADDED.fullmatch, names_of(element).split()))


def is_byline(element: Element) -> bool:
    """An element that names the author, or the day."""
    return (
        element.get("rel") == "author"
        or "author" in (element.get("itemprop") or "")
        or _BYLINE.search(names_of(element)) is not None
    )


def weight_of(element: Element) -> int:
    """How likely its class and its id make an element to be text: -50 to 50."""
    weight = 0
    for name in (element.get("class") or "", element.get("id") or ""):
        weight += _WEIGHT if _GOOD.search(name) else 0
        weight -= _WEIGHT if _BAD.search(name) else 0
    return weight
