"""A static blog with Waline, from the command line; Waline's own database says what became of a comment."""

import pytest

from tests.live.product import Product
from tests.live.proxy import Proxy
from tests.live.servers.static_blog import StaticBlog
from tests.live.servers.waline import SPAM, Waline
from tests.passing_time import nothing_is_under_way

PUBLISHED, HELD, LOGIN, REFUSED, UNKNOWN, BROWSER, LATER = 0, 3, 4, 5, 6, 7, 8


def contents(waline: Waline) -> list[str]:
    return [row.content for row in waline.database()]


def test_inspect_knows_waline(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    found = product.run("inspect", waline_blog.post("/lamp/"), "--json").row
    assert found["comments"] == {"system": "waline", "read": True, "write": "anonymous"}


def test_the_thread_of_a_page_is_read(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    first = waline.write("/lamp/", "Mine hums *too*.", nick="Mira")
    second = waline.write("/lamp/", "In which key?", nick="Jo", pid=first, rid=first, at="Mira")
    waline.write("/lamp/", "In C.", nick="Mira", pid=second, rid=first, at="Jo")
    waline.write("/ferry/", "Another page.", nick="Lee")
    rows = product.run("comments", waline_blog.post("/lamp/"), "--json").rows
    assert [(row["author"], row["markdown"].strip(), row["depth"]) for row in rows] == [
        ("Mira", "Mine hums *too*.", 0),
        ("Jo", "In which key?", 1),
        ("Mira", "In C.", 2),
    ]


def test_a_long_thread_is_read_to_its_end(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    for number in range(1, 112):
        waline.write("/lamp/", f"Comment {number}.", nick="Mira")
    rows = product.run("comments", waline_blog.post("/lamp/"), "--json").rows
    assert [row["markdown"].strip() for row in rows] == [f"Comment {number}." for number in range(1, 112)]


def test_a_comment_is_published(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    ended = product.comment(
        waline_blog.post("/lamp/"), "It hums in **C**.", "--website", "https://nora.example"
    )
    assert (ended.code, ended.row["outcome"]) == (PUBLISHED, "published"), ended.errors
    (row,) = waline.database()
    assert (row.post, row.content, row.status) == ("/lamp/", "It hums in **C**.", "approved")
    assert (row.author, row.email, row.website) == ("Nora", "nora@example.com", "https://nora.example")
    assert ended.row["comment"] == str(row.id)
    assert ended.row["url"] == f"{waline_blog.post('/lamp/')}#{row.id}"
    shown = product.run("comments", waline_blog.post("/lamp/"), "--json").row
    assert (shown["author"], shown["markdown"].strip()) == ("Nora", "It hums in **C**.")


def test_an_answer_to_an_answer_hangs_under_the_comment_that_it_answers(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    first = waline.write("/lamp/", "Mine hums too.", nick="Mira")
    second = waline.write("/lamp/", "In which key?", nick="Jo", pid=first, rid=first, at="Mira")
    ended = product.comment(waline_blog.post("/lamp/"), "In C.", "--reply-to", str(second))
    assert ended.code == PUBLISHED, ended.errors
    assert [(row.content, row.parent) for row in waline.database()][-1] == ("In C.", second)
    rows = product.run("comments", waline_blog.post("/lamp/"), "--json").rows
    assert [(row["markdown"].strip(), row["depth"]) for row in rows][-1] == ("In C.", 2)


def test_an_answer_to_a_comment_that_is_gone_is_refused_and_not_kept(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    """Waline itself would keep it, answer 500, and show it to nobody."""
    ended = product.comment(waline_blog.post("/lamp/"), "Hello?", "--reply-to", "4711")
    assert ended.code != PUBLISHED
    assert waline.database() == ()


def test_the_same_comment_again_is_refused(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    assert product.comment(waline_blog.post("/lamp/"), "Once is enough.").code == PUBLISHED
    ended = product.comment(waline_blog.post("/lamp/"), "Once is enough.", "--again")
    assert (ended.code, ended.row["reason"]) == (REFUSED, "Duplicate Content")
    assert contents(waline) == ["Once is enough."]


def test_a_second_comment_within_a_minute_is_kept_for_later(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    waline.profile("default")
    codes = [product.comment(waline_blog.post("/lamp/"), text).code for text in ("First.", "Second.")]
    assert codes == [PUBLISHED, LATER]
    assert contents(waline) == ["First."]
    waline.profile("open")
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(waline) == ["First.", "Second."]


def test_a_comment_is_held_for_moderation(waline: Waline, waline_blog: StaticBlog, product: Product) -> None:
    waline.profile("moderated")
    ended = product.comment(waline_blog.post("/lamp/"), "May I come in?")
    assert (ended.code, ended.row["outcome"]) == (HELD, "held")
    assert [(row.content, row.status) for row in waline.database()] == [("May I come in?", "held")]
    assert product.run("comments", waline_blog.post("/lamp/"), "--json").rows == []


def test_a_server_for_members_asks_for_an_account(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    waline.profile("members")
    ended = product.comment(waline_blog.post("/lamp/"), "May I come in?")
    assert (ended.code, ended.row["outcome"]) == (LOGIN, "login")
    assert waline.database() == ()


def test_a_server_that_wants_a_captcha_sends_the_writer_to_the_browser(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    waline.profile("captcha")
    ended = product.comment(waline_blog.post("/lamp/"), "May I come in?")
    assert (ended.code, ended.row["outcome"]) == (BROWSER, "browser")
    assert ended.row["url"] == f"{waline_blog.post('/lamp/')}#waline"
    assert waline.database() == ()


def test_what_the_server_takes_for_spam_is_not_called_published(
    waline: Waline, waline_blog: StaticBlog, product: Product
) -> None:
    ended = product.comment(waline_blog.post("/lamp/"), f"Buy {SPAM}.")
    assert (ended.code, ended.row["outcome"]) == (REFUSED, "refused")
    assert [row.status for row in waline.database()] == ["spam"]
    assert product.run("comments", waline_blog.post("/lamp/"), "--json").rows == []


def test_a_comment_whose_answer_was_lost_is_found_and_not_sent_again(
    waline: Waline, waline_proxy: Proxy, waline_blog: StaticBlog, product: Product
) -> None:
    waline_proxy.lose_answers = True
    body = "Did you get [this](https://nora.example/letter)?"
    ended = product.comment(waline_blog.post("/lamp/"), body)
    assert (ended.code, ended.row["outcome"]) in {(UNKNOWN, "unknown"), (PUBLISHED, "published")}
    assert contents(waline) == [body]

    waline_proxy.lose_answers = False
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(waline) == [body]
    assert waline_proxy.posts == 1


def test_a_held_comment_whose_answer_was_lost_is_held_and_there_once(
    waline: Waline, waline_proxy: Proxy, waline_blog: StaticBlog, product: Product
) -> None:
    """Nobody but the moderator sees it; sent again by its number, Waline itself tells that it has it."""
    waline.profile("moderated")
    waline_proxy.lose_answers = True
    assert product.comment(waline_blog.post("/lamp/"), "Held and unheard.").code == UNKNOWN
    waline_proxy.lose_answers = False
    number = str(product.run("outbox", "--json").row["id"])
    nothing_is_under_way(product.data)
    assert product.run("outbox", "send", number).code == HELD
    assert contents(waline) == ["Held and unheard."]


@pytest.mark.parametrize("profile", ["open", "moderated"])
def test_a_server_that_is_down_gets_the_comment_later_and_once(
    waline: Waline, waline_proxy: Proxy, waline_blog: StaticBlog, product: Product, profile: str
) -> None:
    waline.profile(profile)
    waline_proxy.refuse()
    ended = product.comment(waline_blog.post("/lamp/"), "Is anybody there?")
    assert (ended.code, ended.row["outcome"]) == (LATER, "later")
    waline_proxy.accept()
    assert product.run("outbox", "send").code == (PUBLISHED if profile == "open" else HELD)
    assert contents(waline) == ["Is anybody there?"]
