"""The parts of a WordPress blog: told with their counts, read whole, opened by their addresses."""

from collections import Counter
from urllib.parse import quote_plus

import httpx
import pytest

from tests.live.flows import follow, whole_archive
from tests.live.product import Product
from tests.live.servers.content import PUBLIC_POSTS, whole_blog
from tests.live.servers.wordpress import WordPress
from tui_blog.errors import StatusError
from tui_blog.model.site import Part, SourceRef
from tui_blog.platforms import registry

PLAIN = {"permalink_structure": ""}
PUBLIC = [post for post in whole_blog() if post.status == "publish"]
POSTS = [post for post in PUBLIC if post.kind == "post"]


def root_of(blog: WordPress, *, plain: bool) -> str:
    return f"{blog.url}/index.php?rest_route=/" if plain else f"{blog.url}/wp-json/"


def parts_of(root: str, web: httpx.Client) -> tuple[Part, ...]:
    return follow(registry.source(SourceRef("wordpress", root)).parts(), web)


@pytest.mark.parametrize("plain", [False, True], ids=["pretty", "plain"])
def test_every_part_holds_as_many_posts_as_it_says(
    wordpress: WordPress, web: httpx.Client, plain: bool
) -> None:
    if plain:
        wordpress.set(PLAIN)
    root = root_of(wordpress, plain=plain)
    parts = parts_of(root, web)
    read = {(part.kind, part.name): len(whole_archive(part.source, web)) for part in parts}
    told = {(part.kind, part.name): part.count for part in parts if part.count is not None}
    assert {key: read[key] for key in told} == told
    by_kind = Counter[str]()
    for (kind, _), number in read.items():
        by_kind[kind] += number
    assert by_kind["month"] == by_kind["author"] == len(POSTS) == PUBLIC_POSTS
    assert (
        by_kind["category"] == PUBLIC_POSTS + read["category", "Places / Kyoto 京都"]
    )  # read with its parent
    assert by_kind["pages"] == wordpress.count("page")
    assert by_kind["tag"] == sum(len(post.labels) for post in POSTS)


def test_parts_are_called_as_the_blog_calls_them(wordpress: WordPress, web: httpx.Client) -> None:
    names = [(part.kind, str(part.name)) for part in parts_of(root_of(wordpress, plain=False), web)]
    assert [name for kind, name in names if kind == "category"] == [
        "Food & Drink", "Places", "Places / Kyoto 京都", "Uncategorized",
    ]  # fmt: skip
    assert [name for kind, name in names if kind == "author"] == ["admin", "Ana"]
    assert [name for kind, name in names if kind == "month"] == ["January 2026", "December 2025"]
    assert {name for kind, name in names if kind == "tag"} == {"slow", "maps", "rain"}


def test_the_blogs_own_search_finds(wordpress: WordPress, web: httpx.Client) -> None:
    source = registry.source(SourceRef("wordpress", root_of(wordpress, plain=False))).search("owls")
    assert source is not None
    found = {post.url for post in whole_archive(source, web)}
    expected = {wordpress.post(post.slug) for post in POSTS if "owls" in post.html and not post.password}
    assert found == expected and len(found) > 10


@pytest.mark.parametrize(
    ("path", "title", "number"),
    [
        ("/category/places/", "Places", 20),
        ("/tag/maps/", "maps", 15),
        ("/author/ana/", "Ana", 21),
        ("/2025/12/", "December 2025", 30),
        ("/2026/01/10/", "10 January 2026", 1),
        ("/?s=" + quote_plus("notebook entry 007"), "“notebook entry 007”", 1),
    ],
)
def test_the_address_of_a_part_opens_it(
    wordpress: WordPress, product: Product, path: str, title: str, number: int
) -> None:
    ended = product.run("posts", f"{wordpress.url}{path}", "--archive", "--json")
    assert ended.code == 0, ended.errors
    assert len(ended.rows) == number
    found = product.run("inspect", f"{wordpress.url}{path}", "--json").row
    assert found["title"] == f"Test Blog: {title}"


def test_a_post_behind_a_password_is_said_to_be_so(wordpress: WordPress, product: Product) -> None:
    for profile in ("open", "locked"):
        wordpress.profile(profile)
        read = product.run("read", wordpress.post("secret"))
        assert "Protected: Behind a password" in read.output, read.errors
        assert "This post is protected by a password." in read.output
        assert "hidden" not in read.output
        thread = product.run("comments", wordpress.post("secret"))
        assert thread.code != 0
        assert "protected by a password" in thread.errors


def test_a_static_page_is_read_as_a_post_is(wordpress: WordPress, product: Product) -> None:
    page = product.run("read", wordpress.post("about"), "--json")
    assert page.code == 0, page.errors
    assert page.row["title"] == "About"


def test_a_private_post_is_said_to_be_for_members(wordpress: WordPress, web: httpx.Client) -> None:
    source = registry.source(SourceRef("wordpress", root_of(wordpress, plain=False)))
    with pytest.raises(StatusError, match="to its members only: Sorry"):
        follow(source.one(wordpress.numbered("private")), web)
