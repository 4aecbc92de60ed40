"""Accounts of a network: the thread stands anywhere, the person's words go to their own server."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.services.test_sending import letters
from tests.wordpress_blog import PRESS
from tests.world import BLOG, World, lamp_pages, make_world, page
from tui_blog.config import Config
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import Access, Draft, NeedsLogin, Published, SendState
from tui_blog.services.accounts import Accounts

THERE, HOME = "https://social.example", "https://home.example"
ZOE = Account(HOME, "zoe", "echo t0ken", AccountKind.MASTODON)
POST_PAGE = f"""<html><head><meta property="og:type" content="article"></head><body>
  <mastodon-comments host="{THERE[8:]}" user="ada" tootId="100"></mastodon-comments></body></html>"""
ADAS = {"id": "77", "uri": f"{THERE}/users/ada/statuses/100", "account": {"acct": "ada@social.example"}}
BOS = {
    "id": "101", "uri": f"{THERE}/users/bo/statuses/101", "in_reply_to_id": "100", "account": {"acct": "bo"},
    "content": "<p>First.</p>",
}  # fmt: skip
MINE = {
    "id": "900", "uri": f"{HOME}/users/zoe/statuses/900", "url": f"{HOME}/@zoe/900", "in_reply_to_id": "77",
    "account": {"acct": "zoe", "id": "5"}, "content": "<p>@ada Hello.</p>",
}  # fmt: skip


def world_of(folder: Path, *accounts: Account) -> World:
    world = make_world(folder, Config(accounts=accounts), lamp_pages())
    world.web.pages |= {
        f"{BLOG}/letters/": page(POST_PAGE),
        f"{THERE}/api/v1/statuses/100/context": httpx.Response(200, json={"descendants": [BOS]}),
        f"{HOME}/api/v2/search": httpx.Response(200, json={"statuses": [ADAS]}),
        f"{HOME}/api/v2/instance": httpx.Response(404),
        f"{HOME}/api/v1/accounts/verify_credentials": httpx.Response(200, json=MINE["account"]),
        f"{HOME}/api/v1/accounts/5/statuses": httpx.Response(200, json=[MINE]),
        f"{HOME}/api/v1/statuses": httpx.Response(200, json=MINE),
    }
    return world


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[World]:
    world = world_of(tmp_path, ZOE)
    yield world
    world.services.close()


async def test_the_thread_is_read_and_answered_by_the_person_s_own_server(signed: World) -> None:
    commenting = signed.services.commenting
    stored = await letters(signed)
    shown = await commenting.fetch_thread(stored)
    assert [line.comment.id for line in shown.lines] == [BOS["uri"]]
    form = await commenting.form(await commenting.subject(stored))
    assert (form.access, form.signed_in_as) == (Access.ANONYMOUS, "@zoe@home.example")
    sent = await signed.services.sending.send(await commenting.subject(stored), Draft("t" * 32, "Hello."))
    assert sent.outcome == Published(str(MINE["uri"]), f"{HOME}/@zoe/900")
    (posted,) = signed.web.posted()
    assert (str(posted.url), posted.headers["authorization"]) == (f"{HOME}/api/v1/statuses", "Bearer t0ken")
    assert json.loads(posted.content)["status"] == "@ada@social.example Hello."
    asked = {request.url.host for request in signed.web.asked if "authorization" in request.headers}
    assert asked == {"home.example"}


async def test_an_answer_to_it_is_heard_though_it_stands_on_another_server(signed: World) -> None:
    """All servers know a status by one name, so the thread there shows the comment that was sent here."""
    commenting = signed.services.commenting
    stored = await letters(signed)
    await signed.services.sending.send(await commenting.subject(stored), Draft("t" * 32, "Hello."))
    copy = {**MINE, "id": "555", "in_reply_to_id": "100"}
    reply = {**BOS, "id": "556", "uri": f"{THERE}/users/bo/statuses/556", "in_reply_to_id": "555"}
    context = httpx.Response(200, json={"descendants": [copy, reply]})
    signed.web.pages[f"{THERE}/api/v1/statuses/100/context"] = context
    shown = await commenting.fetch_thread(stored)
    assert [(line.depth, line.is_mine) for line in shown.lines] == [(0, True), (1, False)]
    assert signed.services.sending.items()[0].replies == 1


async def test_a_lost_answer_is_looked_for_and_never_sent_again(signed: World) -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("timed out", request=request)

    signed.web.pages[f"{HOME}/api/v1/statuses"] = lose
    subject = await signed.services.commenting.subject(await letters(signed))
    sent = await signed.services.sending.send(subject, Draft("t" * 32, "Hello."))
    assert (sent.item.state, sent.item.comment_url) == (SendState.PUBLISHED, f"{HOME}/@zoe/900")
    assert len(signed.web.posted()) == 1


async def test_an_account_of_a_blog_does_not_sign_for_a_network(tmp_path: Path) -> None:
    world = world_of(tmp_path, Account(HOME, "zoe", "echo t0ken"))
    subject = await world.services.commenting.subject(await letters(world))
    assert (await world.services.commenting.form(subject)).access is Access.LOGIN
    sent = await world.services.sending.send(subject, Draft("t" * 32, "Hello."))
    assert isinstance(sent.outcome, NeedsLogin) and world.web.posted() == []
    world.services.close()


def test_an_account_of_a_network_does_not_sign_for_a_blog() -> None:
    assert Accounts([Account(PRESS, "zoe", "true", AccountKind.MASTODON)]).user_for(PRESS) == ""


def test_the_account_of_the_thread_s_own_server_goes_first() -> None:
    there = Account(THERE, "zoe", "true", AccountKind.MASTODON)
    accounts = Accounts([ZOE, there])
    assert accounts.of_kind(AccountKind.MASTODON, f"{THERE}/@ada/100") == there
    assert accounts.of_kind(AccountKind.MASTODON, "https://else.example") == ZOE
    assert Accounts([Account(PRESS, "ada", "true")]).of_kind(AccountKind.MASTODON, PRESS) is None
