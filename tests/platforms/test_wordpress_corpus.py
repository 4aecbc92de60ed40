"""Answers, feeds and pages of real WordPress blogs, where the collection is at hand: one by one."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests import corpus
from tests.platforms.driving import HTML, JSON, answer, browse, drive
from tui_blog.convert.article import extract
from tui_blog.convert.plain import to_plain
from tui_blog.model.comment import Access, Comment, Draft, Held, Outcome, Published, Refused, RetryLater
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.platforms.addresses import canonical
from tui_blog.platforms.comments.comment_feed import thread_of_feed
from tui_blog.platforms.encoding import decode as decode_text
from tui_blog.platforms.feed import parse
from tui_blog.platforms.listings.page_post import post_of_page
from tui_blog.platforms.pages import parse_page, read_page
from tui_blog.platforms.wire import decode, decode_each
from tui_blog.platforms.wordpress.answers import form_answer, rest_answer
from tui_blog.platforms.wordpress.form import read_page as read_form
from tui_blog.platforms.wordpress.page_thread import read_thread_in
from tui_blog.platforms.wordpress.parts import Term
from tui_blog.platforms.wordpress.posts import WordPressPosts, post_of
from tui_blog.platforms.wordpress.shapes import PostShape, rest_error
from tui_blog.platforms.wordpress.thread import read_thread

ROOT = "https://blog.example/wp-json/"
URL = "https://blog.example/post/"
CASES = list(corpus.cases("wordpress"))
DRAFT = Draft(token="t", body="<p>Good.</p>", name="Zoë", email="zoe@zoe.example")

pytestmark = pytest.mark.skipif(not CASES, reason=corpus.ABSENT)

Seen = dict[str, Any]

_NOT_OURS = ("embedded", "url", "headers")
"""What the documents hold besides, what they are called, and the headers that they come with."""
_LISTS = ("author-list", "categories-list", "tags-list")
"""Of what they name, the addresses are not kept: a part of a blog is read over its API."""
_OF_ARTICLES = frozenset({"title", "date", "author", "tags", "with", "without"})
"""What only people can say for sure of a page without its API: held to a floor."""
_MET_IN_ARTICLES = 48
"""Of 60; what is missing stands in the page in words alone, or is another title than its heading."""


def answered(case: corpus.Case) -> Response:
    headers = {name.replace("-", "_"): value for name, value in case.expected.get("headers", {}).items()}
    kind = JSON if case.name.endswith(".json") else HTML
    url = case.expected.get("url", URL)
    return replace(answer(case.body, int(case.expected.get("status", 200)), kind, **headers), url=url)


# --- what is seen in each kind of document -------------------------------------------------------


def seen_in(case: corpus.Case) -> Seen:
    name = case.name.rpartition("/")[2]
    if case.kind == "wordpress-page":
        return _page(case)
    if name.endswith(".xml"):
        return _comment_feed(case) if name.startswith("comments") else _feed(case)
    if name.startswith(("error-", "wp-die-", "comment-created")):
        return _outcome(case)
    if name.endswith(".html"):
        return _form_page(case)
    return _listing(case) if isinstance(json.loads(case.body), list) else _single(case)


def _feed(case: corpus.Case) -> Seen:
    feed = parse(case.body, ROOT, None)
    return _of_posts(feed.posts) | {"feed.title": feed.title}


def _comment_feed(case: corpus.Case) -> Seen:
    comments = thread_of_feed(answered(case)).comments
    newest_first = tuple(reversed(comments))
    return _of_comments(newest_first) | {"feed.title": parse(case.body, ROOT, None).title}


def _of_posts(posts: Sequence[Post]) -> Seen:
    first = posts[0] if posts else None
    return {
        "n_entries": len(posts),
        "n_title": sum(bool(post.title) for post in posts),
        "n_link": sum(bool(post.url) for post in posts),
        "n_date": sum(bool(post.published) for post in posts),
        "n_content": sum(bool(post.html) for post in posts),
        "e0.id": first and first.guid,
        "e0.link": first and first.url,
        "e0.title": first and first.title,
    }


def _of_comments(comments: Sequence[Comment]) -> Seen:
    first = comments[0] if comments else None
    return {
        "n_entries": len(comments),
        "e0.author": first and first.author,
        "e0.link": first and first.url,
        "parents": {comment.id: int(comment.parent) for comment in comments if comment.parent},
    }


def _listing(case: corpus.Case) -> Seen:
    name = case.name.rpartition("/")[2]
    if "comments" in name:
        return _of_comments(_thread_of(answered(case)))
    if name.startswith("posts"):
        page = drive(WordPressPosts(ROOT).page(), answered(case)).value
        told = case.expected.get("headers", {}).get("x-wp-total")
        assert page.total == (int(told) if told else None)
        return _of_posts(page.posts)
    return {"n_entries": len(decode_each(answered(case), Term))}


def _single(case: corpus.Case) -> Seen:
    post = post_of(decode(answered(case), PostShape))
    return {"link": post.url, "title": post.title}


def _outcome(case: corpus.Case) -> Seen:
    """What a refusal, or a created comment, becomes; the reason is in its blog's words."""
    response = answered(case)
    is_form = case.name.endswith(".html")
    outcome = form_answer(response, DRAFT, URL) if is_form else rest_answer(response, DRAFT, URL)
    reason = getattr(outcome, "reason", "") if is_form else rest_error(response).sentence
    return {"status": _status_of(outcome, response), "message": reason}


def _status_of(outcome: Outcome, response: Response) -> int:
    """The status, where the outcome says what the status does."""
    kinds = {201: Published | Held, 409: Refused, 429: RetryLater}
    expected = kinds.get(response.status)
    return response.status if expected is None or isinstance(outcome, expected) else 0


def _form_page(case: corpus.Case) -> Seen:
    response = replace(answered(case), url="https://orchard.example.org/p/")
    page, says = read_page(response), read_form(response, "https://orchard.example.org/")
    assert says.access is Access.ANONYMOUS and says.form
    names = {"name": "author", "email": "email", "website": "url"}
    asked = [says.form.text_name, *(names[field.name] for field in says.form.fields)]
    return {
        "api_root": page.rest_root,
        "feed_links": [link.url for link in page.feeds],
        "form_action": says.form.action,
        "fields": [*asked, *(name for name, _ in says.form.controls if name.startswith("comment_"))],
        "n_comments": len(read_thread_in(parse_page(response), response.url).comments),
    }


def _page(case: corpus.Case) -> Seen:
    response = answered(case)
    page = read_page(response)
    post, article = post_of_page(page), extract(decode_text(response.body, response.content_type), page.url)
    comments = read_thread_in(parse_page(response), page.url).comments
    seen: Seen = {
        "feed_links": {link.url for link in page.feeds},
        "comments": " ".join(" ".join(to_plain(comment.html).split()) for comment in comments),
    }
    if post is not None:
        seen |= {"tags": list(post.labels), "author": post.author, "title": post.title}
    if article is not None:
        text = " ".join(to_plain(article.html).split())
        dated = (post and post.published) or article.published
        seen |= {"with": text, "without": text, "date": dated and dated.date().isoformat()}
        seen |= {"author": seen.get("author") or article.author, "title": article.title or seen.get("title")}
    return seen


# --- judging it ----------------------------------------------------------------------------------


def _phrases_in(seen: str, wanted: list[str]) -> bool:
    return all(" ".join(phrase.split()) in seen for phrase in wanted)


_JUDGES: dict[str, Callable[[Any, Any], bool]] = {
    "with": _phrases_in,
    "comments": _phrases_in,
    "without": lambda seen, wanted: not any(" ".join(phrase.split()) in seen for phrase in wanted),
    "feed_links": lambda seen, wanted: set(seen) == set(wanted),
    "e0.link": lambda seen, wanted: canonical(seen) == canonical(wanted),
    "e0.title": lambda seen, wanted: seen == " ".join(wanted.split()),
    "feed.title": lambda seen, wanted: seen == " ".join(wanted.split()),
}


def is_met(case: corpus.Case, key: str) -> bool:
    seen = seen_in(case)
    judge = _JUDGES.get(key, lambda one, other: one == other)
    return key in seen and judge(seen[key], case.expected[key])


def expectations() -> Iterator[tuple[corpus.Case, str]]:
    for case in CASES:
        for key in case.expected:
            is_address = key == "e0.link" and any(name in case.name for name in _LISTS)
            if key not in _NOT_OURS and not is_address:
                yield case, key


def is_of_article(case: corpus.Case, key: str) -> bool:
    return case.kind == "wordpress-page" and key in _OF_ARTICLES


CERTAIN = [each for each in expectations() if not is_of_article(*each)]


@pytest.mark.parametrize(("case", "key"), CERTAIN, ids=[f"{case.name}:{key}" for case, key in CERTAIN])
def test_an_expectation_is_met(case: corpus.Case, key: str) -> None:
    seen = seen_in(case)
    assert is_met(case, key), f"{seen.get(key)!r} is not {case.expected[key]!r}"


def test_pages_without_their_api_are_read_as_well_as_ever() -> None:
    met = [is_met(*each) for each in expectations() if is_of_article(*each)]
    assert sum(met) >= _MET_IN_ARTICLES, f"{sum(met)} of {len(met)}"


# --- forms, which the manifest does not speak of -------------------------------------------------


FORMS = {
    "einfachspanien.de.malaga": ("name", "email"),
    "geeks3d.com.hacklab": ("name", "email"),
    "mein-haustier.de-hund": ("name", "email"),
    "seelenradio.de.leo": ("name", "email"),
    "2gewinnt.wordpress.com.uns": (),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_a_real_theme_is_found(name: str) -> None:
    body = corpus.corpus_file(f"wordpress/pages/{name}.html").read_bytes()
    page = read_form(replace(answer(body, kind=HTML), url="https://blog.example/"), "https://blog.example/")
    assert page.access is Access.ANONYMOUS and page.form
    assert page.form.action.endswith("/wp-comments-post.php")
    assert tuple(field.name for field in page.form.fields if field.required) == FORMS[name]
    assert dict(page.form.controls)["comment_post_ID"].isdecimal()


def test_the_captcha_of_a_real_theme_is_seen() -> None:
    body = corpus.corpus_file("wordpress/pages/piratenpartei.at.grundeinkommen.html").read_bytes()
    page = read_form(replace(answer(body, kind=HTML), url="https://blog.example/"), "https://blog.example/")
    assert page.access is Access.BROWSER


def _thread_of(comments: Response) -> tuple[Comment, ...]:
    """The thread of an answer; whose post it is nobody tells."""
    return browse(read_thread(ROOT, "105"), {f"{ROOT}wp/v2/comments": comments}).value.comments


@pytest.mark.parametrize("name", ["rest/post-60-comments.json", "synthetic/comments-105.json"])
def test_every_comment_of_a_real_thread_is_read(name: str) -> None:
    body = corpus.corpus_file(f"wordpress/{name}").read_bytes()
    comments = _thread_of(answer(body, kind=JSON))
    assert [comment.id for comment in comments] == [str(item["id"]) for item in json.loads(body)]
    assert all(comment.html and comment.published and comment.author for comment in comments)


def test_labels_and_authors_of_a_real_post_are_those_of_its_record() -> None:
    body = corpus.corpus_file("wordpress/rest/post-60.json").read_bytes()
    record = json.loads(body)["_embedded"]
    post = post_of(decode(answer(body, kind=JSON), PostShape))
    terms = [term for group in record["wp:term"] for term in group]
    names = [term["name"] for term in terms if term["taxonomy"] in ("category", "post_tag")]
    assert list(post.labels) == names and len(names) > 1
    assert post.author == record["author"][0]["name"]
