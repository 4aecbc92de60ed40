"""The sample blog as a browser and a feed reader meet it, over real HTTP."""

from collections.abc import Iterator
from urllib.parse import urldefrag
from xml.etree import ElementTree

import html5lib
import httpx
import pytest

from tui_blog.demo.content import SamplePost, load_posts
from tui_blog.demo.seeds import load_seeds
from tui_blog.demo.server import SampleBlog

ATOM = "{http://www.w3.org/2005/Atom}"
THREADS = "{http://purl.org/syndication/thread/1.0}"
POSTS = load_posts()


def strictly(page: httpx.Response) -> ElementTree.Element:
    """Parse as HTML5, failing at the first error a validator would name."""
    assert page.status_code == 200
    tree: ElementTree.Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    return tree


def linked(element: ElementTree.Element, relation: str) -> str | None:
    for link in [*element.iter(f"{ATOM}link"), *element.iter("link"), *element.iter("a")]:
        if link.get("rel") == relation:
            return link.get("href")
    return None


def feed_pages(client: httpx.Client, blog: SampleBlog) -> Iterator[ElementTree.Element]:
    url: str | None = blog.feed_url
    while url is not None:
        page = ElementTree.fromstring(client.get(url).content)
        yield page
        url = linked(page, "next")


@pytest.mark.parametrize("path", [post.path for post in POSTS])
def test_every_post_is_a_sound_page_that_says_where_it_is(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    tree = strictly(page)
    assert linked(tree, "canonical") == str(page.url)
    assert tree.find(".//time") is not None


def test_a_post_looks_as_posts_do(client: httpx.Client) -> None:
    tree = strictly(client.get("/why-letters-still-matter/"))
    article = tree.find(".//article")
    assert article is not None
    assert ["".join(heading.itertext()) for heading in article if heading.tag in ("h1", "h2")] == [
        "Thursday, 19 December 2024",
        "Why letters still matter",
    ]


def test_the_long_post_is_long(client: httpx.Client) -> None:
    assert len(client.get("/an-almanac-for-any-year/").content) > 110_000


def test_the_untitled_post_has_a_date_and_no_heading(client: httpx.Client) -> None:
    tree = strictly(client.get("/2024-04-19/"))
    assert tree.find(".//h1") is None
    assert "Friday, 19 April 2024" in "".join(tree.itertext())


def test_every_link_and_picture_of_every_post_leads_somewhere(client: httpx.Client) -> None:
    """Also those to a heading: the page must have an element of that id."""
    pages: dict[str, set[str]] = {}
    for post in POSTS:
        for element in strictly(client.get(post.path)).iter():
            url, fragment = urldefrag(element.get("href") or element.get("src") or "")
            if not url.startswith(str(client.base_url)):
                continue
            if url not in pages:
                found = client.get(url)
                assert found.status_code == 200, (post.slug, url)
                is_page = found.headers["content-type"].startswith("text/html")
                pages[url] = {e.get("id", "") for e in strictly(found).iter()} if is_page else set()
            assert not fragment or fragment in pages[url], (post.slug, url, fragment)


def test_the_home_page_leads_to_the_feed_and_back_to_the_first_post(
    client: httpx.Client, blog: SampleBlog
) -> None:
    tree, titles = strictly(client.get("/")), []
    assert linked(tree, "alternate") == blog.feed_url
    while True:
        titles += [heading.text for heading in tree.iterfind(".//h1/a")]
        older = linked(tree, "next")
        if older is None:
            break
        tree = strictly(client.get(older))
    assert titles == [post.title for post in POSTS if post.title]


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.slug)
def test_the_label_page_tells_how_many_comments_a_post_has(client: httpx.Client, post: SamplePost) -> None:
    shown = sum(comment.shown for comment in load_seeds().get(post.path, ()))
    said = {0: "No comments", 1: "1 comment"}.get(shown, f"{shown} comments")
    link = f'{post.path}#isso-thread">{said}</a>'
    assert (link in client.get(f"/labels/{post.labels[0]}/").text) == (post.door != "closed")


def test_a_label_has_a_page_of_its_posts(client: httpx.Client) -> None:
    tree = strictly(client.get("/labels/terminal/"))
    titles = [heading.text for heading in tree.iterfind(".//h1/a")]
    assert titles == [post.title for post in POSTS if "terminal" in post.labels]


def test_the_feed_goes_back_to_the_first_post_ten_at_a_time(client: httpx.Client, blog: SampleBlog) -> None:
    pages = list(feed_pages(client, blog))
    sizes = [len(page.findall(f"{ATOM}entry")) for page in pages]
    assert sizes[:-1] == [10] * (len(pages) - 1)
    titles = [entry.findtext(f"{ATOM}title") for page in pages for entry in page.iter(f"{ATOM}entry")]
    assert titles == [post.title for post in POSTS]
    assert linked(pages[0], "self") == linked(pages[1], "first") == linked(pages[1], "previous")
    assert linked(pages[0], "last") == linked(pages[-1], "self")


def test_the_feed_holds_whole_posts_under_names_without_a_port(
    client: httpx.Client, blog: SampleBlog
) -> None:
    entries = [entry for page in feed_pages(client, blog) for entry in page.iter(f"{ATOM}entry")]
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(POSTS)
    assert not any(str(blog.address.port) in name for name in ids)
    contents = [len(entry.findtext(f"{ATOM}content") or "") for entry in entries]
    assert max(contents) > 105_000
    assert min(contents) > 100


def test_the_feed_counts_the_comments_of_all_but_the_closed_post(
    client: httpx.Client, blog: SampleBlog
) -> None:
    totals = {}
    for page in feed_pages(client, blog):
        for entry in page.iter(f"{ATOM}entry"):
            totals[linked(entry, "alternate")] = entry.findtext(f"{THREADS}total")
    closed = [url for url, total in totals.items() if total is None]
    assert closed == [f"{blog.url}a-chair-by-the-window/"]
    assert totals[f"{blog.url}why-letters-still-matter/"] == "2"


def test_a_reader_who_has_the_feed_is_told_that_nothing_changed(
    client: httpx.Client, blog: SampleBlog
) -> None:
    first = client.get(blog.feed_url)
    by_tag = client.get(blog.feed_url, headers={"If-None-Match": f'W/"other", {first.headers["etag"]}'})
    by_date = client.get(blog.feed_url, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == by_date.content == b""
    assert by_tag.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "held",
    [
        {"If-None-Match": '"an old one"'},
        {"If-Modified-Since": "Sun, 03 Dec 2023 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ],
)
def test_a_reader_whose_feed_is_old_gets_the_new_one(
    client: httpx.Client, blog: SampleBlog, held: dict[str, str]
) -> None:
    assert client.get(blog.feed_url, headers=held).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing/", "/page/0/", "/page/99/", "/page/x/", "/labels/none/", "/feed.atom?page=99",
             "/feed.atom?page=%C2%B2", "/pictures/", "/pictures/..%2Fcontent.py", "/isso", "/robots.txt"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_address_without_its_slash_leads_to_the_post(client: httpx.Client) -> None:
    answer = client.get("/a-lamp-lit")
    assert (answer.status_code, answer.headers["location"]) == (301, "/a-lamp-lit/")


def test_pictures_and_style_come_as_what_they_are(client: httpx.Client) -> None:
    kinds = [
        client.get(path).headers["content-type"] for path in ("/pictures/lamp.svg", "/pictures/lens.png")
    ]
    assert kinds == ["image/svg+xml", "image/png"]
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_head_tells_the_size_and_sends_nothing(client: httpx.Client) -> None:
    answer = client.head("/a-lamp-lit/")
    assert int(answer.headers["content-length"]) > 1000
    assert answer.content == b""


def test_pages_take_no_other_method(client: httpx.Client) -> None:
    assert client.post("/a-lamp-lit/", content=b"x").status_code == 405
