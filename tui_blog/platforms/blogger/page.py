"""What a page of a Blogger blog tells: whose it is, which post it shows, and whether one may write there.

Themes are written by anybody and leave out what they like; so every mark is looked for in several places
(protocol notes of Blogger, "Detection" and "HTML fallback").
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from lxml import html as lxml_html

from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.blogger.address import is_blogspot, is_post_page
from tui_blog.platforms.blogger.listing import PostIds, guid_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.parsed import make_post
from tui_blog.platforms.feeds.xml import Element

_SCRIPT_CEILING = 200_000
"""Characters of the scripts that are looked at."""
_WORDS_CEILING = 300

_BLOG_BY_LINK = re.compile(r"blogger\.com/feeds/(\d+)/|[?&]targetBlogID=(\d+)")
_BLOG_BY_SCRIPT = re.compile(r"""['"]blogId['"]\s*:\s*['"](\d+)|blogger_blog_id['"]\]\s*=\s*['"](\d+)""")
_OWN_SCRIPT = re.compile(r"_WidgetManager|blogger_blog_id")
_POST_BY_LINK = re.compile(r"/feeds/(\d+)/comments/default(?:$|\?)")
_POST_BY_SCRIPT = re.compile(r"""['"]postId['"]\s*:\s*['"](\d+)""")
_BODY_ID = re.compile(r"post-body-(\d+)")
_FORM_ADDRESS = re.compile(
    r"blogger\.com/(?:comment/(?:fullpage|frame)/|comment-iframe\.g|comment\.g\?|comment\.do)"
)
_FOREIGN_COMMENTS = re.compile(
    r"disqus_shortname|\.disqus\.com|disqus_blogger|intensedebate|hyvor-talk|fb-comments|commento\.io|giscus"
)


@dataclass(frozen=True, slots=True)
class BloggerMarks:
    """What makes a page one of Blogger's."""

    ids: PostIds
    is_post: bool
    form: Literal["open", "closed", "foreign", "unknown"]
    """Is there a form for comments? "foreign": another system's, in a script."""
    words: CleanText = EMPTY
    """What the owner says about comments."""


def read_marks(root: Element, url: str) -> BloggerMarks | None:
    """The marks of Blogger in a page that came from `url`; None where there are none."""
    scripts = _scripts(root)
    blog = _blog_id(root, scripts)
    if not (blog or is_blogspot(url) or "blogger" in _generator(root)):
        return None
    post = _post_id(root, scripts, url)
    form = _form(root, scripts)
    return BloggerMarks(PostIds(blog, post), bool(post) or is_post_page(url), form, _words(root, form))


def _generator(root: Element) -> str:
    names = (each for each in root.iter("meta") if (each.get("name") or "").lower() == "generator")
    return " ".join(str(each.get("content") or "") for each in names).lower()


def _scripts(root: Element) -> str:
    return "\n".join(script.text or "" for script in root.iter("script"))[-_SCRIPT_CEILING:]


def _hrefs(root: Element, *names: str) -> Iterator[str]:
    for element in root.iter(*names):
        yield str(element.get("href") or element.get("src") or "")


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    for text in texts:
        if found := pattern.search(text):
            return next(group for group in found.groups() if group)
    return ""


def _item(root: Element, name: str) -> str:
    items = (each for each in root.iter("meta") if each.get("itemprop") == name)
    contents = (str(each.get("content") or "") for each in items)
    return next((content for content in contents if content.isdecimal()), "")


def _blog_id(root: Element, scripts: str) -> str:
    by_link = _first(_BLOG_BY_LINK, _hrefs(root, "link"))
    # Other programs have a blogId in their scripts as well.
    by_script = _first(_BLOG_BY_SCRIPT, [scripts]) if _OWN_SCRIPT.search(scripts) else ""
    return by_link or _item(root, "blogId") or by_script


def _post_id(root: Element, scripts: str, url: str) -> str:
    """Only the page of a post names a feed of comments; lists of posts hold the numbers of them all."""
    by_link = _first(_POST_BY_LINK, _hrefs(root, "link"))
    if by_link or not is_post_page(url):
        return by_link
    by_body = (str(each.get("id")) for each in root.iter("div") if each.get("id"))
    return _item(root, "postId") or _first(_POST_BY_SCRIPT, [scripts]) or _first(_BODY_ID, by_body)


def _form(root: Element, scripts: str) -> Literal["open", "closed", "foreign", "unknown"]:
    if _find(root, "//*[@id='comment-editor-src' or @id='comment-editor']"):
        return "open"
    if any(_FORM_ADDRESS.search(href) for href in _hrefs(root, "a", "iframe")):
        return "open"
    if _FOREIGN_COMMENTS.search(scripts):
        return "foreign"
    # A page that a script fills (a dynamic view) has no place for comments, and says nothing.
    return "closed" if _find(root, "//*[@id='comments']") else "unknown"


def _words(root: Element, form: str) -> CleanText:
    """The owner's notice above the form; or, in its place, that new comments are not allowed."""
    where = "//div[contains(@class, 'comment-form')]/p" if form == "open" else "//p[@class='comment-footer']"
    return next((text for each in _find(root, where) if (text := _line(each))), EMPTY)


def _line(element: Element) -> CleanText:
    return clean_line(str(element.xpath("string()")), _WORDS_CEILING)


def _find(root: Element, path: str) -> list[Element]:
    found = root.xpath(path)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


# --- the post in its page ------------------------------------------------------------------------

_TITLES = (
    "//*[contains(@class, 'post-title') and not(self::a)][normalize-space()]",
    "//*[contains(@class, 'entry-title')][normalize-space()]",
)
_DATES = ("//abbr[@class='published']/@title", "//time[contains(@class, 'published')]/@datetime")
_DATES_BY_ITEM = (
    "//*[@itemprop='datePublished']/@title",
    "//*[@itemprop='datePublished']/@datetime",
    "//*[@itemprop='datePublished']/@content",
)
_DAY = "preceding::*[contains(@class, 'date-header')][1]"
"""The day stands above the posts of that day, in words and in the blog's language."""
_AUTHORS = (
    "//*[contains(@class, 'post-author')]//*[contains(@class, 'fn') or @itemprop='name']",
    "//a[contains(@class, 'author-link')]",
)
_LABELS = "//a[@rel='tag'][contains(@href, '/search/label/')]"


def post_in(root: Element, url: str, ids: PostIds) -> Post | None:
    """The post that a page shows, whole; None where no body of one is found."""
    body = _body(root, ids.post)
    if body is None:
        return None
    around = _post_of(body)
    return make_post(
        guid=guid_of(ids) if ids.blog and ids.post else "",
        url=url,
        title=_title(root, around),
        html=_inner(body),
        author=_author(around),
        published=parse_date(_date(around) or _day(body)),
        labels=[_line(label) for label in _find(around, _near(_LABELS))],
    )


def _body(root: Element, post_id: str) -> Element | None:
    by_number = _find(root, f"//*[@id='post-body-{post_id}']") if post_id else []
    by_class = _find(root, "//div[contains(concat(' ', @class, ' '), ' post-body ')]")
    return next(iter((*by_number, *by_class)), None)


def _post_of(body: Element) -> Element:
    """What holds the post and all that is said about it, and no other post."""
    around = body
    for ancestor in body.iterancestors():
        if len(_find(ancestor, ".//div[contains(concat(' ', @class, ' '), ' post-body ')]")) > 1:
            break
        around = ancestor
        if {"post-outer", "post-outer-container"} & set((ancestor.get("class") or "").split()):
            break
    return around


def _near(path: str) -> str:
    return f".{path}"


def _title(root: Element, around: Element) -> CleanText:
    for path in _TITLES:
        for element in _find(around, _near(path)):
            return _line(element)
    told = (each.get("content") for each in root.iter("meta") if each.get("property") == "og:title")
    return clean_line(next((str(text) for text in told if text), ""))


def _author(around: Element) -> CleanText:
    found = (_line(each) for path in _AUTHORS for each in _find(around, _near(path)))
    return next((name for name in found if name), EMPTY)


def _day(body: Element) -> str:
    return next((_line(each) for each in _find(body, _DAY)), EMPTY)


def _date(around: Element) -> str:
    for path in (*_DATES, *_DATES_BY_ITEM):
        found = around.xpath(_near(path))
        if isinstance(found, list) and found:
            return str(found[0])
    return ""


def _inner(body: Element) -> str:
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in body)
    return (html.escape(body.text or "", quote=False) + children).strip()
