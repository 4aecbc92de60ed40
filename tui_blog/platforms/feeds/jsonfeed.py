"""JSON Feed 1.0 and 1.1 (jsonfeed.org): from a text to posts (feeds.md §4)."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from tui_blog.errors import UnreadableAnswer
from tui_blog.model.post import Post
from tui_blog.model.text import clean_line
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.feeds.element import html_from_text
from tui_blog.platforms.feeds.parsed import ParsedFeed, make_post
from tui_blog.platforms.languages import language_in
from tui_blog.platforms.sniffing import Kind, not_a_feed

Json: TypeAlias = Mapping[str, Any]

_SURROGATES = re.compile("[\ud800-\udfff]")


def read_json_feed(text: str, url: str) -> ParsedFeed:
    """Read a JSON Feed; keys of a wrong type count as missing, items that are no objects are passed over.

    Raises UnreadableAnswer, with a sentence, for what is no JSON or has no list of items.
    """
    document = _decoded(text, url)
    items = document.get("items")
    if not isinstance(items, list):
        raise not_a_feed(Kind.JSON, url)
    home = absolute(_text(document, "home_page_url"), url)
    author = _author(document)
    posts = (_post(item, author, home or url) for item in items if isinstance(item, dict))
    return ParsedFeed(
        title=clean_line(_text(document, "title")),
        site_url=home,
        format="json",
        posts=tuple(posts),
        next_url=absolute(_text(document, "next_url"), url) or None,
        language=language_in(_text(document, "language")),
    )


def _decoded(text: str, url: str) -> Json:
    try:
        document = json.loads(text.strip("\ufeff \t\r\n\x00"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer(
            f"{host_of(url)} sent JSON that is cut off or broken. Try again later.", url
        ) from error
    if not isinstance(document, dict):
        raise not_a_feed(Kind.JSON, url)
    return document


def _post(item: Json, feed_author: str, base: str) -> Post:
    return make_post(
        guid=_text(item, "id"),
        url=_url(item, base),
        title=clean_line(_text(item, "title")),
        html=_body(item),
        author=_author(item) or feed_author,
        published=parse_date(_text(item, "date_published")),
        updated=parse_date(_text(item, "date_modified")),
        labels=[_as_text(tag) for tag in _list(item, "tags")],
    )


def _url(item: Json, base: str) -> str:
    attachments = [_text(a, "url") for a in _list(item, "attachments") if isinstance(a, dict)]
    written = (_text(item, "url"), _text(item, "external_url"), *attachments)
    resolved = (absolute(url, base) for url in written)
    by_id = absolute(_text(item, "id"))
    return next((url for url in resolved if url), by_id)


def _body(item: Json) -> str:
    if markup := _text(item, "content_html").strip():
        return markup
    body = html_from_text(_text(item, "content_text") or _text(item, "summary"))
    if body or not (picture := absolute(_text(item, "image"))):
        return body
    return f'<p><img src="{html.escape(picture)}" alt=""></p>'


def _author(holder: Json) -> str:
    """The names of `authors` (1.1), or of the single `author` (1.0)."""
    people = [*_list(holder, "authors"), holder.get("author")]
    names = [_text(person, "name") if isinstance(person, dict) else _as_text(person) for person in people]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _list(holder: Json, key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _text(holder: Json, key: str) -> str:
    return _as_text(holder.get(key))


def _as_text(value: Any) -> str:
    """Strings as they are (numbers came as written: ids often are numbers), nothing for all else.

    Half a surrogate pair, which JSON can hold and no file can, becomes the replacement character.
    """
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else ""
