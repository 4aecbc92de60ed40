"""The servers that the stories stand on: each comes up, can be put back, and tells what it holds."""

import subprocess

import httpx
import pytest

from tests.live.servers.content import MANY_COMMENTS, PUBLIC_POSTS
from tests.live.servers.isso import Isso
from tests.live.servers.sshd import SSHD
from tests.live.servers.static_blog import StaticBlog
from tests.live.servers.wordpress import WordPress
from tests.live.terminal import Terminal

FORM = {"author": "Nora", "email": "nora@example.com", "comment_parent": "0"}


def post_number(web: httpx.Client, blog: WordPress, slug: str) -> int:
    (post,) = web.get(f"{blog.url}/wp-json/wp/v2/posts", params={"slug": slug}).json()
    number: int = post["id"]
    return number


def send_form(web: httpx.Client, blog: WordPress, number: int, text: str) -> httpx.Response:
    fields = {**FORM, "comment": text, "comment_post_ID": str(number)}
    return web.post(f"{blog.url}/wp-comments-post.php", data=fields)


def test_wordpress_holds_the_seeded_blog(wordpress: WordPress, web: httpx.Client) -> None:
    answer = web.get(f"{wordpress.url}/wp-json/wp/v2/posts", params={"per_page": 1})
    assert answer.headers["X-WP-Total"] == str(PUBLIC_POSTS)
    assert sum(row.post == "many-comments" for row in wordpress.database()) == MANY_COMMENTS
    assert wordpress.written() == ()


def test_wordpress_tells_what_was_written_and_forgets_it(wordpress: WordPress, web: httpx.Client) -> None:
    number = post_number(web, wordpress, "no-comments")
    answer = send_form(web, wordpress, number, "Naïve “quotes”\nand a backslash \\")
    assert answer.status_code == 302
    (row,) = wordpress.written()
    assert (row.content, row.post, row.parent) == ("Naïve “quotes”\nand a backslash \\", "no-comments", None)
    assert (row.author, row.email, row.status, row.account) == ("Nora", "nora@example.com", "approved", None)
    wordpress.reset()
    assert wordpress.written() == ()


@pytest.mark.parametrize(
    ("profile", "status", "stored"),
    [
        ("open", 302, ["approved"]),
        ("default", 302, ["held"]),
        ("moderated", 302, ["held"]),
        ("locked", 302, ["approved"]),
        ("members", 403, []),
        ("old-closed", 403, []),
    ],
)
def test_a_wordpress_profile_holds_at_once(
    wordpress: WordPress, web: httpx.Client, profile: str, status: int, stored: list[str]
) -> None:
    number = post_number(web, wordpress, "no-comments")
    wordpress.profile(profile)
    answer = send_form(web, wordpress, number, "A short remark.")
    assert answer.status_code == status
    assert [row.status for row in wordpress.written()] == stored


def test_wordpress_takes_a_comment_under_an_application_password(
    wordpress: WordPress, web: httpx.Client
) -> None:
    wordpress.profile("members")
    sam = wordpress.accounts["sam"]
    answer = web.post(
        f"{wordpress.url}/wp-json/wp/v2/comments",
        json={"post": post_number(web, wordpress, "no-comments"), "content": "A member speaks."},
        auth=(sam.login, sam.application_password),
    )
    assert answer.status_code == 201
    (row,) = wordpress.written()
    assert (row.author, row.account, row.status) == ("Sam", sam.id, "approved")


@pytest.mark.parametrize(
    ("profile", "status", "stored"), [("open", 201, "approved"), ("moderated", 202, "held")]
)
def test_isso_holds_comments_and_forgets_them(
    isso: Isso, web: httpx.Client, profile: str, status: int, stored: str
) -> None:
    isso.profile(profile)
    answer = web.post(
        f"{isso.url}/new", params={"uri": "/lamp/"}, json={"text": "Does it hum in C?", "title": "The lamp"}
    )
    assert answer.status_code == status
    assert [(row.post, row.content, row.status) for row in isso.database()] == [
        ("/lamp/", "Does it hum in C?", stored)
    ]
    isso.reset()
    assert isso.database() == ()


def test_the_static_blog_names_its_comment_server(
    isso: Isso, static_blog: StaticBlog, web: httpx.Client
) -> None:
    assert f'data-isso="{isso.url}/"' in web.get(static_blog.post("/lamp/")).text
    assert web.get(f"{static_blog.url}/atom.xml").text.count("<entry>") == 2
    assert web.get(f"{static_blog.url}/nowhere/").status_code == 404


def test_sshd_runs_a_command_in_a_terminal(sshd: SSHD) -> None:
    done = subprocess.run(
        sshd.login(["echo", "a word with spaces"]), capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "a word with spaces"), done.stderr


def test_a_terminal_over_ssh_has_the_size_and_type_that_was_asked_for(sshd: SSHD, terminal: Terminal) -> None:
    terminal.start(sshd.login(["sh", "-c", 'stty size; echo "<$TERM>"; read answer; echo "got $answer"']))
    terminal.wait_for("<xterm>")
    assert "24 80" in terminal.screen()
    terminal.type("an answer")
    terminal.keys("Enter")
    terminal.wait_for("got an answer")
