"""A static blog with Isso, from the command line; Isso's own database says what became of a comment."""

import time

import pytest

from tests.live.product import Product
from tests.live.proxy import Fate, Proxy, fair
from tests.live.servers.isso import Isso
from tests.live.servers.static_blog import StaticBlog

PUBLISHED, HELD, REFUSED, UNKNOWN, LATER = 0, 3, 5, 6, 8


def contents(isso: Isso) -> list[str]:
    return [row.content for row in isso.database()]


def test_the_posts_of_the_feed_are_listed(static_blog: StaticBlog, product: Product) -> None:
    rows = product.run("posts", static_blog.url, "--json").rows
    assert [row["title"] for row in rows] == ["The lamp in the stairwell", "The last ferry"]
    assert [row["url"] for row in rows] == [static_blog.post("/lamp/"), static_blog.post("/ferry/")]


def test_the_thread_of_a_page_is_read(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    first = isso.write("/lamp/", "Mine hums *too*.", author="Mira")
    isso.write("/lamp/", "In which key?", author="Jo", parent=first)
    isso.write("/ferry/", "Another page.", author="Lee")
    rows = product.run("comments", static_blog.post("/lamp/"), "--json").rows
    assert [(row["author"], row["markdown"].strip(), row["depth"]) for row in rows] == [
        ("Mira", "Mine hums *too*.", 0),
        ("Jo", "In which key?", 1),
    ]


def test_inspect_knows_isso(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    found = product.run("inspect", static_blog.post("/lamp/"), "--json").row
    assert found["comments"] == {"system": "isso", "read": True, "write": "anonymous"}


def test_a_comment_is_published(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    ended = product.comment(
        static_blog.post("/lamp/"), "It hums in **C**.", "--website", "https://nora.example"
    )
    assert (ended.code, ended.row["outcome"]) == (PUBLISHED, "published")
    (row,) = isso.database()
    assert (row.post, row.content, row.status) == ("/lamp/", "It hums in **C**.", "approved")
    assert (row.author, row.email, row.website) == ("Nora", "nora@example.com", "https://nora.example")
    assert ended.row["comment"] == str(row.id)
    assert ended.row["url"] == f"{static_blog.post('/lamp/')}#isso-{row.id}"
    shown = product.run("comments", static_blog.post("/lamp/"), "--json").row
    assert (shown["author"], shown["markdown"].strip()) == ("Nora", "It hums in **C**.")


def test_a_reply_hangs_under_the_comment_that_it_answers(
    isso: Isso, static_blog: StaticBlog, product: Product
) -> None:
    first = isso.write("/lamp/", "Mine hums too.", author="Mira")
    ended = product.comment(static_blog.post("/lamp/"), "Does it?", "--reply-to", str(first))
    assert ended.code == PUBLISHED, ended.errors
    assert [(row.content, row.parent) for row in isso.database()] == [
        ("Mine hums too.", None),
        ("Does it?", first),
    ]


def test_a_comment_is_held_for_moderation(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    isso.profile("moderated")
    ended = product.comment(static_blog.post("/lamp/"), "May I come in?")
    assert (ended.code, ended.row["outcome"]) == (HELD, "held")
    assert [(row.content, row.status) for row in isso.database()] == [("May I come in?", "held")]


def test_a_text_that_is_too_short_is_refused(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    ended = product.comment(static_blog.post("/lamp/"), "No")
    assert (ended.code, ended.row["outcome"]) == (REFUSED, "refused")
    assert ended.row["reason"]
    assert isso.database() == ()


def test_a_third_comment_in_a_minute_is_kept_for_later(
    isso: Isso, static_blog: StaticBlog, product: Product
) -> None:
    isso.profile("guarded")
    texts = ["One.", "Two.", "Three."]
    codes = [product.comment(static_blog.post("/lamp/"), text).code for text in texts]
    assert codes == [PUBLISHED, PUBLISHED, LATER]
    assert contents(isso) == texts[:2]
    isso.profile("open")
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(isso) == texts


def test_a_comment_whose_answer_was_lost_is_found_and_not_sent_again(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product
) -> None:
    isso_proxy.lose_answers = True
    ended = product.comment(proxied_blog.post("/lamp/"), "Did you get this?")
    assert (ended.code, ended.row["outcome"]) in {(UNKNOWN, "unknown"), (PUBLISHED, "published")}
    assert contents(isso) == ["Did you get this?"]

    isso_proxy.lose_answers = False
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(isso) == ["Did you get this?"]


def test_a_server_that_dies_with_the_comment_leaves_it_unknown_until_it_is_found(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product
) -> None:
    isso_proxy.dies_after_a_post = True
    ended = product.comment(proxied_blog.post("/lamp/"), "Last words?")
    assert (ended.code, ended.row["outcome"]) == (UNKNOWN, "unknown")
    assert product.run("outbox", "send").code == UNKNOWN

    isso_proxy.dies_after_a_post = False
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(isso) == ["Last words?"]
    assert isso_proxy.posts == 1


def test_a_held_comment_whose_answer_was_lost_is_not_there_twice(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product
) -> None:
    """Nobody but the moderator sees it, and Isso knows no duplicates: it stays unknown."""
    isso.profile("moderated")
    isso_proxy.lose_answers = True
    assert product.comment(proxied_blog.post("/lamp/"), "Held and unheard.").code == UNKNOWN
    isso_proxy.lose_answers = False
    product.run("outbox", "send")
    assert contents(isso) == ["Held and unheard."]


@pytest.mark.parametrize("profile", ["open", "moderated"])
def test_a_server_that_is_down_gets_the_comment_later_and_once(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product, profile: str
) -> None:
    isso.profile(profile)
    isso_proxy.refuse()
    ended = product.comment(proxied_blog.post("/lamp/"), "Is anybody there?")
    assert (ended.code, ended.row["outcome"]) == (LATER, "later")
    isso_proxy.accept()
    assert product.run("outbox", "send").code == (PUBLISHED if profile == "open" else HELD)
    assert contents(isso) == ["Is anybody there?"]


# --- changed and taken back ----------------------------------------------------------------------


def test_an_own_comment_is_changed_twice_and_then_deleted(
    isso: Isso, static_blog: StaticBlog, product: Product
) -> None:
    url = static_blog.post("/lamp/")
    number = product.comment(url, "It hums in **C**.").row["comment"]
    for text in ("It hums in **D**.", "It hums in *E*."):
        ended = product.run("comment", url, "--edit", number, "--body", text, "--json")
        assert (ended.code, ended.row["outcome"]) == (PUBLISHED, "published"), ended.errors
        assert contents(isso) == [text]
    ended = product.run("comment", url, "--delete", number, "--json")
    assert (ended.code, ended.row["outcome"]) == (PUBLISHED, "deleted"), ended.errors
    assert isso.database() == ()
    assert product.run("outbox", "--json").row["state"] == "deleted"


def test_a_deleted_comment_that_has_an_answer_keeps_its_place(
    isso: Isso, static_blog: StaticBlog, product: Product
) -> None:
    url = static_blog.post("/lamp/")
    number = product.comment(url, "It hums in **C**.").row["comment"]
    isso.write("/lamp/", "Does it?", author="Jo", parent=int(number))
    assert product.run("comment", url, "--delete", number).code == PUBLISHED
    assert [(row.content, row.status) for row in isso.database()] == [
        ("", "deleted"),
        ("Does it?", "approved"),
    ]


def test_somebody_elses_comment_is_not_touched(isso: Isso, static_blog: StaticBlog, product: Product) -> None:
    number = isso.write("/lamp/", "Mine hums too.", author="Mira")
    ended = product.run("comment", static_blog.post("/lamp/"), "--delete", str(number))
    assert ended.code == 1 and "no comment that was sent from here" in ended.errors
    assert contents(isso) == ["Mine hums too."]


def test_a_comment_that_a_slow_proxy_still_holds_is_not_sent_again(
    isso: Isso, isso_proxy: Proxy, proxied_blog: StaticBlog, product: Product
) -> None:
    with product.config.open("a") as config:
        config.write("timeout = 2\n")
    isso_proxy.weather = lambda method: Fate(before=20 if method == "POST" else 0)
    assert product.comment(proxied_blog.post("/lamp/"), "Slowly, slowly.").code == UNKNOWN
    isso_proxy.weather = fair
    (row,) = product.run("outbox", "--json").rows
    again = product.run("outbox", "send", row["id"])
    assert again.code == UNKNOWN and "may still be on its way" in again.errors
    assert contents(isso) == [] and isso_proxy.posts == 0

    end = time.monotonic() + 60
    while isso_proxy.posts_under_way:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert product.run("outbox", "send", row["id"]).code == PUBLISHED
    assert contents(isso) == ["Slowly, slowly."] and isso_proxy.posts == 1
