"""A stranger reads a static blog from the command line; it is held against the posts that it was made of."""

from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest

from tests.live.conftest import running
from tests.live.product import Product
from tests.live.servers.generated_blog import PACKAGES, POSTS_IN_A_FEED, Engine, GeneratedBlog, whole_blog
from tui_blog.model.text import clean_line

FEEDS: dict[Engine, tuple[str, ...]] = {
    "pelican": ("/feeds/all.atom.xml", "/feeds/all.rss.xml"),
    "nikola": ("/index.atom", "/rss.xml"),
}


@pytest.fixture(scope="module", params=list(PACKAGES))
def blog(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GeneratedBlog]:
    made = GeneratedBlog(request.param, tmp_path_factory.mktemp(request.param))
    with running(made):
        yield made


def test_each_feed_ends_long_before_the_blog_does(blog: GeneratedBlog, web: httpx.Client) -> None:
    for path in FEEDS[blog.engine]:
        text = web.get(blog.url + path).text
        assert text.count("<item>") + text.count("<entry>") == POSTS_IN_A_FEED, path


def test_the_newest_posts_come_by_the_feed(blog: GeneratedBlog, product: Product) -> None:
    ended = product.run("posts", blog.url, "--json")
    assert ended.code == 0, ended.errors
    newest = whole_blog()[:POSTS_IN_A_FEED]
    assert [row["title"] for row in ended.rows] == [clean_line(post.title) for post in newest]


def test_the_archive_goes_back_to_the_first_post(blog: GeneratedBlog, product: Product) -> None:
    """Past the end of the feed the blog's own lists lead on; each post comes once, with its title and day."""
    ended = product.run("posts", blog.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    read = [(row["url"], row["title"], datetime.fromisoformat(row["published"])) for row in ended.rows]
    assert read == [
        (f"{blog.url}/{post.slug}/", clean_line(post.title), post.published) for post in whole_blog()
    ]


def test_every_feed_of_it_leads_to_the_same_posts(blog: GeneratedBlog, product: Product) -> None:
    for path in FEEDS[blog.engine]:
        ended = product.run("posts", blog.url + path, "--archive", "--json")
        assert len(ended.rows) == len(whole_blog()), path


def test_the_first_post_is_read_off_its_page(blog: GeneratedBlog, product: Product) -> None:
    first = whole_blog()[-1]
    ended = product.run("read", f"{blog.url}/{first.slug}/")
    assert ended.code == 0, ended.errors
    begins = first.html.removeprefix("<p>").partition(".")[0]
    assert f"# {first.title}" in ended.output and begins in ended.output


def test_a_followed_blog_that_has_nothing_new_is_not_sent_again(
    blog: GeneratedBlog, product: Product
) -> None:
    assert product.run("add", blog.url).code == 0
    ended = product.run("refresh", "Static Blog", "--json")
    assert (ended.code, ended.row["status"]) == (0, "unchanged"), ended.output
