"""The proxy does what networks do, and counts what reached the server."""

import time

import httpx
import pytest

from tests.live.proxy import Proxy
from tests.live.servers.isso import Isso


def write(web: httpx.Client, proxy: Proxy, text: str) -> httpx.Response:
    return web.post(f"{proxy.url}/new", params={"uri": "/lamp/"}, json={"text": text, "title": "The lamp"})


def test_it_forwards_a_request_and_its_answer(isso: Isso, isso_proxy: Proxy, web: httpx.Client) -> None:
    assert write(web, isso_proxy, "It arrives.").json()["text"] == "<p>It arrives.</p>"
    assert [row.content for row in isso.database()] == ["It arrives."]
    assert isso_proxy.posts == 1


def test_a_lost_answer_leaves_the_comment_on_the_server(
    isso: Isso, isso_proxy: Proxy, web: httpx.Client
) -> None:
    isso_proxy.lose_answers = True
    with pytest.raises(httpx.RemoteProtocolError):
        write(web, isso_proxy, "It arrives unheard.")
    assert [row.content for row in isso.database()] == ["It arrives unheard."]
    assert isso_proxy.posts == 1


def test_a_refused_connection_brings_nothing_and_can_be_mended(
    isso: Isso, isso_proxy: Proxy, web: httpx.Client
) -> None:
    isso_proxy.refuse()
    with pytest.raises(httpx.ConnectError):
        write(web, isso_proxy, "Nobody is at home.")
    isso_proxy.accept()
    assert write(web, isso_proxy, "Somebody is.").status_code == 201
    assert [row.content for row in isso.database()] == ["Somebody is."]


def test_a_refused_post_never_reaches_the_server(isso: Isso, isso_proxy: Proxy, web: httpx.Client) -> None:
    isso_proxy.refused_posts = 503
    assert write(web, isso_proxy, "Try again.").status_code == 503
    assert (isso.database(), isso_proxy.posts) == ((), 0)


def test_a_delay_is_waited_out(isso: Isso, isso_proxy: Proxy, web: httpx.Client) -> None:
    isso_proxy.delay = 0.3
    began = time.monotonic()
    assert web.get(f"{isso_proxy.url}/config").status_code == 200
    assert time.monotonic() - began >= 0.3
