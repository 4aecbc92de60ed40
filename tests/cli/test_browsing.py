"""parts, and posts --in and --search: ways into a blog besides its newest posts."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from tests.blogger_blog import BloggerBlog
from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine
from tests.net.hostile_server import Asked, Behaviour, HostileServer, page


def answered_by(answer: Callable[[httpx.Request], httpx.Response], origin: str) -> Behaviour:
    """Serve over a socket what a function says."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        told = answer(httpx.Request(asked.method, origin + asked.target))
        kind = told.headers.get("content-type", "text/html")
        await page(told.content, told.status_code, {"Content-Type": kind})(asked, writer)

    return behave


@pytest.fixture
def kettle(server: HostileServer) -> str:
    """A Blogger blog of 130 posts with two labels and a page."""
    origin = f"http://127.0.0.1:{server.port}"
    blog = BloggerBlog(130, origin, labels={"Tea": (2, 99), "Cups": (4,)}, standing=("About",))
    for url, answer in blog.pages().items():
        assert callable(answer)
        server.on(url.removeprefix(origin) or "/", answered_by(answer, origin))  # type: ignore[arg-type]
    return origin


def titles(tui: CommandLine, *arguments: str) -> list[str]:
    ended = tui("posts", *arguments, "--json")
    assert ended.code == 0, ended.errors
    return [row["title"] for row in ended.rows]


def test_the_parts_of_a_blog(tui: CommandLine, kettle: str) -> None:
    assert tui("parts", kettle, "--json").rows == [
        {"kind": "label", "name": "Tea", "count": None},
        {"kind": "label", "name": "Cups", "count": None},
        {"kind": "pages", "name": "Pages", "count": 1},
    ]
    assert tui("parts", kettle).output.splitlines()[-1] == "pages          1  Pages"


def test_the_posts_of_a_part_of_a_stranger_and_of_a_followed_blog(tui: CommandLine, kettle: str) -> None:
    assert titles(tui, kettle, "--in", "tea") == ["Post 99", "Post 2"]
    assert tui("blogs").output == ""
    tui("add", kettle)
    assert titles(tui, "Kettle", "--in", "label:Tea", "--limit", "1") == ["Post 99"]
    assert titles(tui, "Kettle", "--in", "Pages") == ["About"]


def test_the_blogs_own_search_goes_on_as_far_as_is_wished(tui: CommandLine, kettle: str) -> None:
    assert titles(tui, kettle, "--search", "7") == ["Post 7"]
    assert len(titles(tui, kettle, "--search", "Post")) == 100
    assert len(titles(tui, kettle, "--search", "Post", "--archive")) == 130
    assert titles(tui, kettle, "--search", "Post", "--limit", "102")[-1] == "Post 29"


def test_what_a_blog_does_not_have(tui: CommandLine, kettle: str, lamp: LittleBlog) -> None:
    ended = tui("posts", kettle, "--in", "coffee")
    assert (ended.code, ended.output) == (1, "")
    assert ended.sentence == "Kettle tells of no “coffee”. `tui-blog parts` lists what it has."
    assert "offers no search" in tui("posts", lamp.url, "--search", "tea").sentence
    assert "tells of no labels" in tui("parts", lamp.url).errors
    assert tui("posts", kettle, "--search", "nothing").sentence == "No post fits."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--search tea", "--search asks one blog: name it, `tui-blog posts BLOG --search`."),
        ("KETTLE --in Tea --search x", "--in and --search exclude each other."),
        (
            "KETTLE --in Tea --unread",
            "--unread goes with the library's own lists, not with --in or --search.",
        ),
        ("KETTLE --search x --since 2024", "--since goes with the library's own lists"),
    ],
)
def test_wrong_usage(tui: CommandLine, kettle: str, words: str, sentence: str) -> None:
    ended = tui("posts", *words.replace("KETTLE", kettle).split())
    assert (ended.code, ended.output) == (2, "")
    assert sentence in ended.sentence
