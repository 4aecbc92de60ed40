"""Redirects: followed within bounds, told apart by kind, harmless to what is secret."""

import pytest

from tests.net.conftest import Net
from tests.net.hostile_server import HostileServer, echo, hang_up, in_turn, page, redirect
from tests.net.sentences import reads_well
from tui_blog.errors import (
    BadAddress,
    BodyForwarded,
    ConnectionLost,
    ForbiddenAddress,
    StatusError,
    TooManyRedirects,
)
from tui_blog.model.flow import Request, Response, fetch
from tui_blog.net.driver import Driver


async def ask(driver: Driver, url: str, method: str = "GET", **parts: object) -> Response:
    return await driver.run(fetch(Request(method, url, **parts)), typed_url=url)  # type: ignore[arg-type]


async def test_a_blog_that_moved_for_good_says_where_it_lives(driver: Driver, server: HostileServer) -> None:
    server.on("/new/feed", page(b"posts"))
    server.on("/newer", redirect("new/feed", 308))
    answer = await ask(driver, server.on("/old", redirect("/newer", 301)))
    assert answer.body == b"posts"
    assert answer.url == answer.moved_to == server.url("/new/feed")


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_one_temporary_step_keeps_the_old_address(
    driver: Driver, server: HostileServer, status: int
) -> None:
    server.on("/there", page(b"posts"))
    server.on("/between", redirect("/there", status))
    answer = await ask(driver, server.on("/old", redirect("/between", 301)))
    assert (answer.url, answer.moved_to) == (server.url("/there"), None)


async def test_a_page_that_stayed_has_not_moved(driver: Driver, server: HostileServer) -> None:
    assert (await ask(driver, server.on("/", page()))).moved_to is None


async def test_who_moved_to_an_error_has_not_moved(driver: Driver, server: HostileServer) -> None:
    with pytest.raises(StatusError) as caught:
        await ask(driver, server.on("/old", redirect("/gone", 301)))
    assert caught.value.status == 404
    assert caught.value.url == server.url("/gone")
    answer = await ask(driver, server.url("/old"), tolerate=frozenset({404}))
    assert (answer.status, answer.moved_to) == (404, None)


async def test_a_circle_is_left(driver: Driver, server: HostileServer) -> None:
    server.on("/b", redirect("/a"))
    with pytest.raises(TooManyRedirects) as caught:
        await ask(driver, server.on("/a", redirect("/b")))
    assert server.targets == ["/a", "/b"]
    assert caught.value.may_have_arrived
    reads_well(caught.value, "127.0.0.1", "in a circle", "browser")


async def test_a_way_that_never_ends_is_left(driver: Driver, server: HostileServer) -> None:
    for step in range(20):
        server.on(f"/{step}", redirect(f"/{step + 1}"))
    with pytest.raises(TooManyRedirects) as caught:
        await ask(driver, server.url("/0"))
    assert server.targets == [f"/{step}" for step in range(11)]
    reads_well(caught.value, "127.0.0.1")


async def test_a_page_may_send_us_to_itself_with_a_cookie(driver: Driver, server: HostileServer) -> None:
    gate = in_turn(redirect("/", headers={"Set-Cookie": "seen=yes"}), echo("cookie"))
    assert (await ask(driver, server.on("/", gate))).body == b"seen=yes"


async def test_an_answer_without_a_place_to_go_is_an_answer(driver: Driver, server: HostileServer) -> None:
    answer = await ask(driver, server.on("/", page(b"choose", 302)))
    assert (answer.status, answer.body) == (302, b"choose")


async def test_not_modified_is_an_answer(driver: Driver, server: HostileServer) -> None:
    url = server.on("/", in_turn(redirect("/feed", 301)))
    server.on("/feed", page(b"", 304, {"ETag": '"7"'}))
    answer = await ask(driver, url, headers={"If-None-Match": '"7"'})
    assert (answer.status, answer.body, answer.header("etag")) == (304, b"", '"7"')
    assert server.asked[1].headers["if-none-match"] == '"7"'
    assert answer.moved_to == server.url("/feed")


async def test_a_flow_may_want_to_read_the_redirect_itself(driver: Driver, server: HostileServer) -> None:
    url = server.on("/wp-comments-post.php", redirect("/post/#comment-7", 302))
    answer = await ask(driver, url, "POST", follow=False, body=b"comment=Hi")
    assert answer.status == 302
    assert answer.header("location") == "/post/#comment-7"
    assert server.targets == ["/wp-comments-post.php"]


@pytest.mark.parametrize(
    ("status", "method", "becomes"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
        (303, "DELETE", "GET"),
        (302, "PUT", "PUT"),
        (303, "HEAD", "HEAD"),
        (302, "HEAD", "HEAD"),
    ],
)
async def test_what_becomes_of_the_method(
    driver: Driver, server: HostileServer, status: int, method: str, becomes: str
) -> None:
    body = b"" if method == "HEAD" else b"a=b"
    url = server.on("/form", redirect("/thanks", status))
    server.on("/thanks", page(b""))
    await ask(driver, url, method, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    first, second = server.asked
    assert (first.method, first.body) == (method, body)
    kept = becomes == method and body
    assert (second.method, second.body) == (becomes, body if kept else b"")
    assert ("content-type" in second.headers) == bool(kept or method == "HEAD")


async def test_an_address_with_foreign_letters_leads_on(driver: Driver, server: HostileServer) -> None:
    server.on("/gr%C3%BC%C3%9Fe", page(b"posts"))
    assert (await ask(driver, server.on("/", redirect("/grüße#top")))).url == server.url("/gr%C3%BC%C3%9Fe")


@pytest.mark.parametrize("place", ["ftp://example.org/x", "file:///etc/passwd", "mailto:me@example.org"])
async def test_a_redirect_off_the_web_is_not_followed(
    driver: Driver, server: HostileServer, place: str
) -> None:
    with pytest.raises(BadAddress) as caught:
        await ask(driver, server.on("/", redirect(place)))
    assert caught.value.may_have_arrived
    reads_well(caught.value, f"127.0.0.1:{server.port}", place, "browser")


async def test_a_post_that_was_sent_on_may_have_arrived(
    net_driver: Driver, net: Net, server: HostileServer
) -> None:
    """The first server has seen it, though the second is certain not to: nobody may call it unsent."""
    home = net.name("blog.test", ("93.184.216.34",))
    server.on("/comment", redirect("http://127.0.0.1/thanks"))
    with pytest.raises(ForbiddenAddress) as caught:
        await ask(net_driver, f"{home}/comment", "POST", body=b"Hi")
    assert caught.value.may_have_arrived


@pytest.mark.parametrize("status", [307, 308])
async def test_what_was_written_for_one_host_is_never_forwarded_to_another(
    net_driver: Driver, net: Net, server: HostileServer, status: int
) -> None:
    home = net.name("blog.test", ("93.184.216.34",))
    thief = net.name("thief.test", ("93.184.216.35",))
    server.on("/comment", redirect(f"{thief}/comment", status))
    with pytest.raises(BodyForwarded) as caught:
        await ask(net_driver, f"{home}/comment", "POST", body=b"email=nora@example.com")
    assert caught.value.may_have_arrived
    assert [asked.headers["host"] for asked in server.asked] == [home.removeprefix("http://")]
    reads_well(caught.value, "blog.test", "thief.test", "browser")


async def test_a_cut_after_a_redirect_is_the_second_servers(driver: Driver, server: HostileServer) -> None:
    server.on("/b", hang_up)
    with pytest.raises(ConnectionLost) as caught:
        await ask(driver, server.on("/a", redirect("/b")), "POST")
    assert caught.value.url == server.url("/b")


async def test_secrets_of_a_flow_stay_with_their_origin(
    net_driver: Driver, net: Net, server: HostileServer
) -> None:
    home = net.name("blog.test", ("93.184.216.34",))
    other = net.name("other.test", ("93.184.216.35",))
    server.on("/", redirect("/inside"))
    server.on("/inside", redirect(f"{other}/outside"))
    server.on("/outside", redirect(f"{home}/back"))
    server.on("/back", page())
    await ask(net_driver, f"{home}/", headers={"AUTHORIZATION": "Bearer 1", "Cookie": "a=b", "X-Other": "c"})
    assert [asked.headers.get("authorization") for asked in server.asked] == ["Bearer 1"] * 2 + [None] * 2
    assert [asked.headers.get("cookie") for asked in server.asked] == ["a=b"] * 2 + [None] * 2
    assert [asked.headers.get("x-other") for asked in server.asked] == ["c"] * 4
