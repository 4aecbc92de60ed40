"""What the network does to a comment on its way to WordPress: it is never lost, and never there twice."""

from tests.live.product import Product
from tests.live.proxy import Proxy
from tests.live.servers.wordpress import WordPress
from tests.passing_time import nothing_is_under_way

PUBLISHED, HELD, UNKNOWN, LATER = 0, 3, 6, 8


def contents(wordpress: WordPress) -> list[str]:
    return [row.content for row in wordpress.written()]


def test_a_server_that_is_overloaded_gets_the_comment_later_and_once(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    wordpress_proxy.refused_posts = 503
    ended = product.comment(wordpress.post("no-comments", wordpress_proxy.url), "Patience.")
    assert (ended.code, ended.row["outcome"]) == (LATER, "later")
    assert contents(wordpress) == []
    assert "Patience." in product.run("outbox").output

    wordpress_proxy.refused_posts = None
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(wordpress) == ["Patience."]
    assert product.run("outbox", "send").code == 0
    assert contents(wordpress) == ["Patience."]
    assert wordpress_proxy.posts == 1


def test_a_server_that_is_down_gets_the_comment_later_and_once(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    assert product.run("add", wordpress_proxy.url).code == 0
    listed = product.run("posts", "--json").rows
    (post,) = [row["id"] for row in listed if row["title"] == "Nobody has answered yet"]
    wordpress_proxy.refuse()
    ended = product.comment(post, "Is anybody there?")
    assert (ended.code, ended.row["outcome"]) == (LATER, "later")
    assert "Is anybody there?" in product.run("outbox").output

    wordpress_proxy.accept()
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(wordpress) == ["Is anybody there?"]


def test_a_comment_whose_answer_was_lost_is_found_and_not_sent_again(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    wordpress_proxy.lose_answers = True
    ended = product.comment(wordpress.post("no-comments", wordpress_proxy.url), "Did you get this?")
    assert (ended.code, ended.row["outcome"]) in {(UNKNOWN, "unknown"), (PUBLISHED, "published")}
    assert contents(wordpress) == ["Did you get this?"]

    wordpress_proxy.lose_answers = False
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(wordpress) == ["Did you get this?"]
    assert wordpress_proxy.posts == 1


def test_a_blog_that_dies_with_the_comment_leaves_it_unknown_until_it_is_found(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    wordpress_proxy.dies_after_a_post = True
    ended = product.comment(wordpress.post("no-comments", wordpress_proxy.url), "Last words?")
    assert (ended.code, ended.row["outcome"]) == (UNKNOWN, "unknown")
    assert product.run("outbox", "--json").row["state"] == "unknown"
    assert product.run("outbox", "send").code == UNKNOWN
    assert contents(wordpress) == ["Last words?"]

    wordpress_proxy.dies_after_a_post = False
    assert product.run("outbox", "send").code == PUBLISHED
    assert product.run("outbox", "--json").row["state"] == "published"
    assert contents(wordpress) == ["Last words?"]
    assert wordpress_proxy.posts == 1


def test_a_held_comment_whose_answer_was_lost_is_not_there_twice(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    """Nobody but the moderator sees it, so it goes out again only when named; then WordPress knows it."""
    wordpress.profile("moderated")
    wordpress_proxy.lose_answers = True
    ended = product.comment(wordpress.post("no-comments", wordpress_proxy.url), "Held and unheard.")
    assert (ended.code, ended.row["outcome"]) == (UNKNOWN, "unknown")

    wordpress_proxy.lose_answers = False
    assert product.run("outbox", "send").code == UNKNOWN
    assert wordpress_proxy.posts == 1

    (row,) = product.run("outbox", "--json").rows
    nothing_is_under_way(product.data)
    assert product.run("outbox", "send", row["id"]).code == HELD
    assert contents(wordpress) == ["Held and unheard."]

    wordpress.approve(wordpress.written()[0].id)
    assert product.run("outbox", "send").code == PUBLISHED
    assert contents(wordpress) == ["Held and unheard."]


def test_an_answer_that_comes_late_is_waited_for(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product
) -> None:
    wordpress_proxy.delay = 1.5
    ended = product.comment(wordpress.post("no-comments", wordpress_proxy.url), "Take your time.")
    assert (ended.code, ended.row["outcome"]) == (PUBLISHED, "published")
    assert contents(wordpress) == ["Take your time."]
    assert wordpress_proxy.posts == 1
