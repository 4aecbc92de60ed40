"""Accounts that sign comments: where their secret goes, where it never goes, what becomes of the comment."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.wordpress_blog import PRESS, WordPressBlog
from tests.world import World, make_world
from tui_blog.config import Config
from tui_blog.errors import ConfigError
from tui_blog.model.account import Account
from tui_blog.model.comment import Access, Draft, Published, RetryLater, SendState
from tui_blog.model.post_list import PostQuery
from tui_blog.services.accounts import Accounts, origin_of
from tui_blog.services.sending import Subject
from tui_blog.services.sending_outcomes import Sent

API = f"{PRESS}/wp-json/wp/v2"
SIGNED = "Basic YWRhOnMzY3JldA=="  # ada:s3cret


def ada(command: str = "echo s3cret", origin: str = PRESS) -> Account:
    return Account(origin, "ada", command)


def world_of(folder: Path, account: Account) -> World:
    world = make_world(folder, Config(accounts=(account,)), WordPressBlog().pages())
    comment = {"id": 9, "status": "approved", "link": f"{PRESS}/post-3/#comment-9"}
    route = httpx.Response(200, json={"namespace": "wp/v2"}, headers={"allow": "GET, POST"})
    world.web.pages |= {
        f"{API}/users/me": httpx.Response(200, json={"id": 1, "name": "Ada"}),
        f"{API}/comments": lambda request: (
            httpx.Response(201, json=comment) if request.method == "POST" else route
        ),
    }
    return world


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[World]:
    world = world_of(tmp_path, ada())
    yield world
    world.services.close()


async def subject_of(world: World) -> Subject:
    await world.services.library.add(await world.services.library.find(PRESS))
    row = world.services.reading.window(PostQuery(), limit=1).rows[0]
    return await world.services.commenting.subject(world.services.reading.stored(row.id))


async def sent(world: World) -> Sent:
    return await world.services.sending.send(await subject_of(world), Draft("t" * 32, "Hello."))


async def test_an_account_signs_its_comment(signed: World) -> None:
    ended = await sent(signed)
    assert isinstance(ended.outcome, Published) and ended.outcome.comment_id == "9"
    (post,) = signed.web.posted()
    assert post.headers["authorization"] == SIGNED


async def test_the_form_says_who_signs_and_asks_no_name(signed: World) -> None:
    form = await signed.services.commenting.form(await subject_of(signed))
    assert (form.access, form.signed_in_as, form.fields) == (Access.ANONYMOUS, "ada", ())


async def test_reading_is_not_signed(signed: World) -> None:
    await subject_of(signed)
    assert not any("authorization" in request.headers for request in signed.web.asked)


async def test_the_secret_does_not_follow_a_redirect_to_another_origin(signed: World) -> None:
    signed.web.pages[f"{API}/users/me"] = httpx.Response(307, headers={"location": "https://evil.example/me"})
    signed.web.pages["https://evil.example/me"] = httpx.Response(200, json={"id": 1})
    await sent(signed)
    (stranger,) = [request for request in signed.web.asked if request.url.host == "evil.example"]
    assert "authorization" not in stranger.headers


@pytest.mark.parametrize(
    "origin",
    ["https://other.example", "http://press.example", "https://press.example:8443", "https://example"],
)
async def test_an_account_of_another_origin_signs_nothing(tmp_path: Path, origin: str) -> None:
    world = world_of(tmp_path, ada("false", origin))
    await sent(world)
    assert not any("authorization" in request.headers for request in world.web.asked)
    world.services.close()


@pytest.mark.parametrize(
    "command", ["false", "no-such-program --at-all", "echo 'unclosed", "true", "printf \\\\377"]
)
async def test_a_command_that_gives_no_secret_leaves_the_comment_in_the_outbox(
    tmp_path: Path, command: str
) -> None:
    world = world_of(tmp_path, ada(command))
    ended = await sent(world)
    assert isinstance(ended.outcome, RetryLater) and "password_command of ada" in ended.outcome.reason
    assert ended.item.state is SendState.QUEUED and not ended.item.attempted
    assert world.web.posted() == []
    world.services.close()


async def test_without_its_secret_an_account_s_lost_comment_is_not_sent_again(tmp_path: Path) -> None:
    first = world_of(tmp_path, ada())
    answers = first.web.pages[f"{API}/comments"]

    def lose(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadTimeout("timed out", request=request)
        return httpx.Response(200, json=[])

    first.web.pages[f"{API}/comments"] = lose
    item = (await sent(first)).item
    assert item.state is SendState.UNKNOWN
    first.services.close()

    world = world_of(tmp_path, ada("false"))
    world.web.pages[f"{API}/comments"] = answers
    again = await world.services.sending.attempt(item)
    assert (again.item.state, world.web.posted()) == (SendState.UNKNOWN, [])
    assert await world.services.following.follow(asked=True) == ()
    world.services.close()


async def test_a_page_that_names_another_blog_s_api_gets_no_signature(signed: World) -> None:
    """Else a stranger's post would have the person's words appear, signed, on a blog that they do not see."""
    subject = await subject_of(signed)
    evil = replace(subject, post=replace(subject.post, url="https://evil.example/?p=3"))
    signed.web.pages["https://evil.example/"] = httpx.Response(200, html="<html><body>Hi</body></html>")
    assert (await signed.services.commenting.form(evil)).signed_in_as == ""
    await signed.services.sending.send(evil, Draft("t" * 32, "Hello.", None, "Ada", "ada@x.example"))
    assert not any("authorization" in request.headers for request in signed.web.asked)


async def test_the_same_host_may_be_written_with_and_without_www(signed: World) -> None:
    subject = await subject_of(signed)
    www = replace(subject, post=replace(subject.post, url="https://www.press.example/post-3/"))
    assert (await signed.services.commenting.form(www)).signed_in_as == "ada"


def test_the_secret_is_the_first_line_and_stays_out_of_sight() -> None:
    keys = Accounts([ada("printf 's3cret\\r\\nurl: https://press.example\\n'")]).credentials(PRESS)
    assert keys is not None and (keys.user, keys.password) == ("ada", "s3cret")
    assert "s3cret" not in repr(keys)


def test_a_command_is_run_only_for_its_own_origin() -> None:
    accounts = Accounts([ada("false")])
    assert accounts.credentials("https://other.example") is None
    with pytest.raises(ConfigError, match="nothing was sent"):
        accounts.credentials(PRESS)


def test_the_user_is_clean_where_it_is_shown() -> None:
    account = replace(ada(), user="a\x1b[31mda")
    assert Accounts([account]).user_for(f"{PRESS}/wp-json/") == "ada"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Blog.Example/a?b#c", "https://blog.example"),
        ("https://blog.example:443", "https://blog.example"),
        ("http://blog.example:80/", "http://blog.example"),
        ("http://blog.example:443/", "http://blog.example:443"),
        ("https://ada:pw@blog.example:8443/", "https://blog.example:8443"),
        ("http://[::1]:8080/wp-json/", "http://[::1]:8080"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example"),
        ("https://blog.example:port/", ""),
        ("https://[::1", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port_as_the_net_asks_for_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin
