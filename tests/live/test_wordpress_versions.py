"""WordPress of several versions, in a folder and at the top of a host, its API open and shut."""

from collections.abc import Iterator

import pytest

from tests.live.conftest import running
from tests.live.product import Product
from tests.live.servers.content import DEEPEST_LEVEL, MANY_COMMENTS
from tests.live.servers.wordpress import WordPress
from tests.live.servers.wordpress_profiles import OPEN

OTHERS = [("6.2", ""), ("6.5", "/news"), ("6.6", "/on/paper")]
PRETTY = {"permalink_structure": OPEN["permalink_structure"]}
PLAIN = {"permalink_structure": ""}
THREADS = ("threads", "many-comments", "moderation", "no-comments")
PAGED = {"page_comments": "1", "comments_per_page": "40"}


@pytest.fixture(scope="module", params=OTHERS, ids=lambda each: f"{each[0]} at {each[1] or '/'}")
def other_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[WordPress]:
    version, home = request.param
    packages = pytestconfig.cache.mkdir("wordpress-packages")
    blog = WordPress(tmp_path_factory.mktemp("wordpress"), packages, version, home)
    with running(blog):
        yield blog


@pytest.fixture
def other(other_server: WordPress) -> WordPress:
    """A WordPress blog of another version than Debian's."""
    other_server.reset()
    return other_server


def approved(blog: WordPress, slug: str) -> dict[str, str]:
    """The text of each comment under a post that the blog's database calls approved, by its number."""
    return {
        str(row.id): row.content for row in blog.database() if row.post == slug and row.status == "approved"
    }


def test_an_open_api_gives_every_post(other: WordPress, product: Product) -> None:
    ended = product.run("posts", other.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    assert len({row["url"] for row in ended.rows}) == len(ended.rows) == other.count()
    found = product.run("inspect", other.url, "--json").row
    assert (found["platform"], found["posts"]["source"]) == ("wordpress", "wordpress")


def test_an_account_signs_its_comment_and_nobody_s_key_does(other: WordPress, product: Product) -> None:
    other.set({"tui_anonymous_rest": "1", "require_name_email": "0"})
    ana, origin = other.accounts["ana"], other.url.removesuffix(other.home)
    words = ("comment", other.post("no-comments"), "--body")
    product.sign_in(origin, ana.login, ana.application_password)
    assert product.run(*words, "Signed.").code == 0
    product.config.write_text("")
    product.sign_in(origin, ana.login, "abcd efgh ijkl mnop")
    assert product.run(*words, "Unsigned.").code in {4, 5}
    assert [(row.content, row.account) for row in other.written()] == [("Signed.", ana.id)]


def test_plain_permalinks_give_every_post(other: WordPress, product: Product) -> None:
    other.set(PLAIN)
    ended = product.run("posts", other.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    assert len({row["url"] for row in ended.rows}) == len(ended.rows) == other.count()
    assert all("?p=" in row["url"] for row in ended.rows)
    thread = product.run("comments", other.numbered("threads"), "--json")
    assert {row["id"] for row in thread.rows} == set(approved(other, "threads"))


@pytest.mark.parametrize("permalinks", [PRETTY, PLAIN], ids=["pretty", "plain"])
def test_a_shut_api_leaves_the_feed_back_to_the_first_post(
    other: WordPress, product: Product, permalinks: dict[str, str]
) -> None:
    other.profile("locked")
    other.set(permalinks)
    ended = product.run("posts", other.url, "--archive", "--json")
    assert ended.code == 0, ended.errors
    assert len({row["url"] for row in ended.rows}) == len(ended.rows) == other.count()
    assert product.run("inspect", other.url, "--json").row["posts"]["source"] == "feed"


def test_a_shut_api_leaves_the_thread(other: WordPress, product: Product) -> None:
    other.profile("locked")
    for slug in THREADS:
        rows = product.run("comments", other.post(slug), "--json").rows
        expected = {number for number, text in approved(other, slug).items() if text != "as was written here"}
        assert {row["id"] for row in rows} == expected, slug
    assert len(product.run("comments", other.post("many-comments"), "--json").rows) == MANY_COMMENTS


@pytest.mark.parametrize("theme", ["twentytwentythree", "twentytwentyone"])
@pytest.mark.parametrize("first_shown", ["newest", "oldest"])
def test_a_shut_api_leaves_a_thread_of_many_pages(
    wordpress: WordPress, product: Product, theme: str, first_shown: str
) -> None:
    wordpress.profile("locked")
    wordpress.set({**PAGED, "default_comments_page": first_shown, "template": theme, "stylesheet": theme})
    rows = product.run("comments", wordpress.post("many-comments"), "--json").rows
    stored = {str(row.id): row for row in wordpress.database() if row.post == "many-comments"}
    assert {row["id"] for row in rows} == set(stored)
    parents = {number: str(row.parent) if row.parent else None for number, row in stored.items()}
    assert {row["id"]: row["parent"] for row in rows} == parents
    assert {row["id"]: row["author"] for row in rows} == {
        number: row.author for number, row in stored.items()
    }
    assert all(row["published"] for row in rows)


def test_a_deep_thread_keeps_its_shape_where_the_api_is_shut(wordpress: WordPress, product: Product) -> None:
    wordpress.profile("locked")
    rows = product.run("comments", wordpress.post("threads"), "--json").rows
    depths = {row["markdown"].strip(): row["depth"] for row in rows}
    assert depths[f"Level {DEEPEST_LEVEL} of the thread."] == DEEPEST_LEVEL - 1
    assert depths["A second answer at level 3."] == 2


def test_a_post_that_the_feed_no_longer_shows_is_read_where_the_api_is_shut(
    wordpress: WordPress, product: Product
) -> None:
    wordpress.profile("locked")
    for slug in ("entry-001", "about"):
        ended = product.run("read", wordpress.post(slug), "--json")
        assert ended.code == 0, ended.errors
        assert ended.row["url"] == wordpress.post(slug)
