"""Feeds and pages of real Blogger blogs, where the collection is at hand: expectation by expectation."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests import corpus
from tests.platforms.driving import HTML, JSON, answer, browse, drive, html_answer, json_answer
from tui_blog.convert.plain import to_plain
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY
from tui_blog.platforms.addresses import canonical
from tui_blog.platforms.blogger.listing import read_listing
from tui_blog.platforms.blogger.page import post_in
from tui_blog.platforms.blogger.page_thread import comments_in
from tui_blog.platforms.blogger.post import post_of
from tui_blog.platforms.blogger.posts import BloggerPosts
from tui_blog.platforms.blogger.thread import comment_of, read_thread
from tui_blog.platforms.detection import detect
from tui_blog.platforms.feed import parse
from tui_blog.platforms.pages import parse_page, read_page

ROOT = "https://kettle-notes.example.org/feeds/"
CASES = list(corpus.cases("blogger"))

pytestmark = pytest.mark.skipif(not CASES, reason=corpus.ABSENT)

Seen = dict[str, Any]

# An invitation within the post's own body, which whoever extracts articles would leave out.
_DISPUTED = {("blogger/pages/derpapierplanet.de.juni.html", "without")}
_NOT_OURS = ("opensearch.startIndex", "opensearch.itemsPerPage", "previous", "post", "note", "url")
"""What the documents say and nobody needs: pages are counted, and lead only back."""


def feed_answer(case: corpus.Case) -> Response:
    return replace(answer(case.body, kind=JSON), url=f"{ROOT}posts/default")


def page_answer(case: corpus.Case) -> Response:
    url = case.expected["url"]
    if not url.startswith("http"):  # named by its suite, and known by the page itself
        url = "http://blog.python.org/2016/12/python-360-is-now-available.html"
    return replace(answer(case.body, kind=HTML), url=url)


# --- what is seen in each kind of document -------------------------------------------------------


def seen_in_feed(case: corpus.Case) -> Seen:
    if b"<rss" in case.body[:500]:
        feed = parse(case.body, ROOT, None)
        return _of_posts(feed.posts) | {"feed.title": feed.title, "opensearch.totalResults": 0}
    listing = read_listing(feed_answer(case))
    common = {
        "feed.title": listing.title,
        "opensearch.totalResults": listing.total,
        "total_results": listing.total,
        "next": listing.has_next,
    }
    if "comments" in case.name.rpartition("/")[2] or "/comments/" in case.name:
        return common | _of_comments(case)
    return common | _of_posts(tuple(post_of(entry, listing.author) for entry in listing.entries))


def _of_posts(posts: tuple[Post, ...]) -> Seen:
    first = posts[0] if posts else None
    return {
        "n_entries": len(posts),
        "n_title": sum(bool(post.title) for post in posts),
        "n_link": sum(bool(post.url) for post in posts),
        "n_date": sum(bool(post.published) for post in posts),
        "n_content": sum(bool(post.html) for post in posts),
        "titles_empty": sum(not post.title for post in posts),
        "e0.id": first and first.guid,
        "e0.link": first and first.url,
        "e0.title": first and first.title,
        "e0.comments_count": first and first.comment_count,
    }


def _of_comments(case: corpus.Case) -> Seen:
    listing = read_listing(feed_answer(case))
    comments = [comment_of(entry) for entry in listing.entries]
    first = comments[0] if comments else None
    return {
        "n_entries": len(comments),
        "n_title": sum(bool(comment.html) for comment in comments),  # a title is the text's beginning
        "n_link": sum(bool(comment.url) for comment in comments),
        "n_date": sum(bool(comment.published) for comment in comments),
        "n_content": sum(bool(comment.html) for comment in comments),
        "e0.id": first and f"tag:blogger.com,1999:blog-blogID.post-{first.id}",
        "e0.link": first and first.url,
        "e0.title": first and first.html,
        "e0.author": first and first.author,
        "parents": {comment.id: comment.parent for comment in comments if comment.parent},
        "removed": [comment.id for comment in comments if comment.deleted],
    }


def seen_in_page(case: corpus.Case) -> Seen:
    response = page_answer(case)
    page = read_page(response)
    assert page.blogger is not None
    post = post_in(parse_page(response), page.url, page.blogger.ids)
    assert post is not None
    text = " ".join(to_plain(post.html).split())
    comments = comments_in(parse_page(response), page.url)
    return {
        "title": post.title,
        "date": post.published and post.published.date().isoformat(),
        "published": post.published and post.published.astimezone(UTC),
        "author": post.author,
        "tags": list(post.labels),
        "labels": list(post.labels),
        "feed_links": [link.url for link in page.feeds],
        "with": text,
        "without": text,
        "not_in_text": text,
        "text": text,
        "comments": " ".join(" ".join(to_plain(comment.html).split()) for comment in comments),
        "n_comments": len(comments),
    }


# --- judging it ----------------------------------------------------------------------------------


def _phrases_in(seen: str, wanted: list[str]) -> bool:
    return all(" ".join(phrase.split()) in seen for phrase in wanted)


def _phrases_not_in(seen: str, wanted: list[str]) -> bool:
    return not any(" ".join(phrase.split()) in seen for phrase in wanted)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


_JUDGES: dict[str, Callable[[Any, Any], bool]] = {
    "with": _phrases_in,
    "comments": _phrases_in,
    "without": _phrases_not_in,
    "not_in_text": _phrases_not_in,
    "text": lambda seen, wanted: _letters(seen).endswith(_letters(wanted)),  # the picture's words come first
    "published": lambda seen, wanted: seen == datetime.fromisoformat(wanted),
    "author": lambda seen, wanted: seen == wanted.strip(),
    "e0.author": lambda seen, wanted: (seen or None) == wanted,
    "e0.link": lambda seen, wanted: canonical(seen) == canonical(wanted),
    "e0.title": lambda seen, wanted: seen == " ".join(wanted.split()),
    "feed_links": lambda seen, wanted: (
        [url.partition("/feeds/")[2] for url in seen] == [url.partition("/feeds/")[2] for url in wanted]
    ),
}


def expectations() -> Iterator[tuple[corpus.Case, str]]:
    for case in CASES:
        for key in case.expected:
            if key not in _NOT_OURS and (case.name, key) not in _DISPUTED:
                yield case, key


@pytest.mark.parametrize(
    ("case", "key"), list(expectations()), ids=[f"{case.name}:{key}" for case, key in expectations()]
)
def test_an_expectation_is_met(case: corpus.Case, key: str) -> None:
    seen = seen_in_page(case) if case.kind == "blogger-page" else seen_in_feed(case)
    judge = _JUDGES.get(key, lambda one, other: one == other)
    assert judge(seen[key], case.expected[key]), f"{seen[key]!r} is not {case.expected[key]!r}"


# --- whole walks ---------------------------------------------------------------------------------


PAGES = [case for case in CASES if case.kind == "blogger-page"]


@pytest.mark.parametrize("case", PAGES, ids=[case.name for case in PAGES])
def test_a_page_leads_to_its_blog_and_to_its_post(case: corpus.Case) -> None:
    page = page_answer(case)
    feed = f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}/feeds/posts/default"
    card = json_answer({"feed": {"id": {"$t": "tag:blogger.com,1999:blog-1"}, "title": {"$t": "A blog"}}})
    site = browse(detect(page.url), {page.url: page, feed: card}).value
    numbered = next(url for url in case.expected["feed_links"] if "/comments/" in url)
    assert site.platform == "blogger"
    assert canonical(site.sources[0].url) == canonical(feed)
    assert site.post_url and canonical(site.post_url) == canonical(page.url)
    assert site.post_id == numbered.rpartition("/feeds/")[2].partition("/")[0]


@pytest.mark.parametrize("form", ["json", "atom.xml"])
def test_a_blog_of_three_pages_is_read_back_to_its_first_post(form: str) -> None:
    names = [f"blogger/synthetic/posts-{span}.{form}" for span in ("1-25", "26-50", "51-58")]
    answers = [answer(corpus.corpus_file(name).read_bytes(), kind=JSON) for name in names]
    source, cursor, posts, asked = BloggerPosts(f"{ROOT}posts/default"), None, list[Post](), list[str]()
    for each in answers:
        done = drive(source.page(cursor), each)
        cursor, posts, asked = done.value.next, [*posts, *done.value.posts], asked + done.calls
    assert cursor is None
    assert len({post.guid for post in posts}) == 58
    assert [re.findall(r"start-index=(\d+)", url) for url in asked] == [[], ["26"], ["51"]]
    assert all(url.startswith(f"GET {ROOT}posts/default?alt=json") for url in asked)


@pytest.mark.parametrize("form", ["json", "atom.xml"])
def test_a_thread_of_two_pages_is_read_whole(form: str) -> None:
    names = [f"blogger/synthetic/comments-{span}.{form}" for span in ("1-25", "26-31")]
    answers = [answer(corpus.corpus_file(name).read_bytes(), kind=JSON) for name in names]
    thread = drive(read_thread(ROOT, "7000000000000027243"), *answers).value
    assert (len(thread.comments), thread.total) == (31, 31)
    dates = [comment.published for comment in thread.comments if comment.published]
    assert dates == sorted(dates) and len(dates) == 31


@pytest.mark.parametrize(
    ("page", "feeds"), [("27", ("comments-1-25", "comments-26-31")), ("24", ("comments-newest-first",))]
)
def test_a_thread_is_the_same_in_the_page_and_in_the_feed(page: str, feeds: tuple[str, ...]) -> None:
    by_name = {case.name.rpartition("/")[2]: case for case in CASES}
    response = page_answer(by_name[f"page-{page}.html"])
    shown = comments_in(parse_page(response), response.url)
    told = [
        comment_of(entry)
        for feed in feeds
        for entry in read_listing(feed_answer(by_name[f"{feed}.atom.xml"])).entries
    ]
    assert {comment.id: comment.parent for comment in shown} == {each.id: each.parent for each in told}


def test_a_document_in_a_call_is_read() -> None:
    body = corpus.corpus_file("blogger/synthetic/posts-jsonp.js").read_bytes()
    assert len(read_listing(replace(answer(body), url=ROOT)).entries) == 5
    site = browse(detect(f"{ROOT}posts/default?alt=json-in-script"), {f"{ROOT}posts/default": answer(body)})
    assert (site.value.platform, site.value.title) == ("blogger", "Kettle & Notes")


def test_a_feed_of_summaries_says_what_it_is() -> None:
    body = corpus.corpus_file("blogger/synthetic/posts-summary-1-25.atom.xml").read_bytes()
    posts = drive(BloggerPosts(f"{ROOT}posts/default").page(), answer(body)).value.posts
    assert all("only the beginning" in post.html and post.url in post.html for post in posts)


def test_hostile_calls_are_no_blog() -> None:
    body = corpus.corpus_file("hostile/jsonp-blogger.js").read_bytes()
    assert not read_listing(html_answer(body.decode())).entries


CRAWLED = [case for case in CASES if case.name.startswith("blogger/feeds/crawl")]


@pytest.mark.parametrize("case", CRAWLED, ids=[case.name for case in CRAWLED])
def test_a_post_is_the_same_by_json_by_atom_and_by_the_bare_feed(case: corpus.Case) -> None:
    """So that a blog may change its way, and every post stays the one that was read."""
    name = case.name.replace("blogger/feeds/", "blogger/json/feeds-").replace(".xml", ".json")
    source = BloggerPosts(f"{ROOT}posts/default")
    by_json = drive(source.page(), answer(corpus.corpus_file(name).read_bytes(), kind=JSON)).value.posts
    by_atom = drive(source.page(), answer(case.body)).value.posts
    by_feed = parse(case.body, ROOT, None).posts
    assert by_json == by_atom
    assert [_without_body(post) for post in by_atom] == [_without_body(post) for post in by_feed]


def _without_body(post: Post) -> Post:
    """Blogger's own source knows more of a post, and reads its summaries as Blogger writes them."""
    return replace(post, html="", excerpt=EMPTY, comments_open=None, remote_id="")
