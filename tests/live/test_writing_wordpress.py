"""A comment goes to WordPress from the command line; the own database of the blog says what became of it."""

import pytest

from tests.ended import Ended
from tests.live.product import Product
from tests.live.proxy import Proxy
from tests.live.servers.stored_comment import StoredComment
from tests.live.servers.wordpress import WordPress

PUBLISHED, HELD, LOGIN, REFUSED, BROWSER, LATER = 0, 3, 4, 5, 7, 8


def only(rows: tuple[StoredComment, ...]) -> StoredComment:
    (row,) = rows
    return row


def outcome(ended: Ended) -> tuple[int, str]:
    return ended.code, ended.row["outcome"]


def test_a_comment_is_published(wordpress: WordPress, product: Product) -> None:
    ended = product.comment(wordpress.post("no-comments"), "The first **word**.")
    row = only(wordpress.written())
    assert (row.post, row.author, row.email) == ("no-comments", "Nora", "nora@example.com")
    assert (row.content, row.status, row.account) == ("The first <strong>word</strong>.", "approved", None)
    assert outcome(ended) == (PUBLISHED, "published")
    assert ended.row["comment"] == str(row.id)
    assert ended.row["url"] == f"{wordpress.post('no-comments')}#comment-{row.id}"
    shown = product.run("comments", wordpress.post("no-comments"), "--json").row
    assert (shown["id"], shown["author"], shown["markdown"].strip()) == (
        str(row.id),
        "Nora",
        "The first **word**.",
    )


def test_text_that_looks_like_markup_arrives_as_it_was_meant(wordpress: WordPress, product: Product) -> None:
    product.comment(wordpress.post("no-comments"), "Is `x < 3` and 5 > 4 & so on?")
    shown = product.run("comments", wordpress.post("no-comments"), "--json").row
    assert shown["markdown"].strip() == "Is `x < 3` and 5 > 4 & so on?"


def test_a_reply_hangs_under_the_comment_that_it_answers(wordpress: WordPress, product: Product) -> None:
    url = wordpress.post("threads")
    top = product.run("comments", url, "--json").rows[0]
    ended = product.comment(url, "An answer.", "--reply-to", top["id"])
    assert outcome(ended) == (PUBLISHED, "published")
    assert str(only(wordpress.written()).parent) == top["id"]
    rows = {row["id"]: row for row in product.run("comments", url, "--json").rows}
    assert (rows[ended.row["comment"]]["parent"], rows[ended.row["comment"]]["depth"]) == (top["id"], 1)


def test_a_body_from_a_file_arrives(wordpress: WordPress, product: Product) -> None:
    who = ("--name", "Nora", "--email", "nora@example.com")
    ended = product.run(
        "comment", wordpress.post("no-comments"), "--body-file", "-", *who, "--json", stdin="From a pipe.\n"
    )
    assert outcome(ended) == (PUBLISHED, "published")
    assert only(wordpress.written()).content == "From a pipe."


def test_a_dry_run_writes_nothing(wordpress: WordPress, product: Product) -> None:
    ended = product.comment(wordpress.post("no-comments"), "Not meant.", "--dry-run")
    assert ended.code == 0, ended.errors
    assert wordpress.written() == ()


@pytest.mark.parametrize("profile", ["moderated", "default"])
def test_a_comment_is_held_for_moderation(wordpress: WordPress, product: Product, profile: str) -> None:
    """ "default" takes strangers by the form alone, "moderated" by the REST API too."""
    wordpress.profile(profile)
    ended = product.comment(wordpress.post("no-comments"), "May I come in?")
    assert outcome(ended) == (HELD, "held")
    row = only(wordpress.written())
    assert (row.content, row.status, row.author) == ("May I come in?", "held", "Nora")


def test_a_blog_whose_api_is_closed_takes_the_comment_by_its_form(
    wordpress: WordPress, product: Product
) -> None:
    wordpress.profile("locked")
    ended = product.comment(wordpress.post("no-comments"), "By the other door.")
    assert outcome(ended) == (PUBLISHED, "published")
    row = only(wordpress.written())
    assert (row.content, row.status) == ("By the other door.", "approved")


def test_the_same_words_are_not_sent_again_or_else_refused(wordpress: WordPress, product: Product) -> None:
    assert product.comment(wordpress.post("no-comments"), "Once is enough.").code == PUBLISHED
    assert product.comment(wordpress.post("no-comments"), "Once is enough.").code == PUBLISHED
    assert len(wordpress.written()) == 1
    ended = product.comment(wordpress.post("no-comments"), "Once is enough.", "--again")
    assert outcome(ended) == (REFUSED, "refused")
    assert "duplicate" in ended.row["reason"].lower()
    assert only(wordpress.written()).content == "Once is enough."


def test_a_second_comment_too_soon_is_kept_for_later(wordpress: WordPress, product: Product) -> None:
    wordpress.profile("default")
    assert product.comment(wordpress.post("no-comments"), "One.").code == HELD
    ended = product.comment(wordpress.post("threads"), "Two, at once.")
    assert outcome(ended) == (LATER, "later")
    assert only(wordpress.written()).content == "One."
    wordpress.set({"tui_flood": "0"})
    assert product.run("outbox", "send").code == HELD
    assert [row.content for row in wordpress.written()] == ["One.", "Two, at once."]


@pytest.mark.parametrize(("profile", "slug"), [("open", "closed"), ("old-closed", "threads")])
def test_a_closed_post_takes_no_comment(
    wordpress: WordPress, product: Product, profile: str, slug: str
) -> None:
    wordpress.profile(profile)
    ended = product.comment(wordpress.post(slug), "Too late.")
    assert outcome(ended) == (REFUSED, "refused")
    assert "closed" in ended.row["reason"].lower()
    assert wordpress.written() == ()


def test_a_page_that_says_nothing_about_comments_takes_none(wordpress: WordPress, product: Product) -> None:
    """Closed by its age and without a comment, a post shows neither a form nor a reason."""
    wordpress.profile("old-closed")
    ended = product.comment(wordpress.post("no-comments"), "Too late.")
    assert outcome(ended) in {(REFUSED, "refused"), (BROWSER, "browser")}
    assert wordpress.written() == ()


def test_a_blog_for_members_asks_for_a_login(wordpress: WordPress, product: Product) -> None:
    wordpress.profile("members")
    ended = product.comment(wordpress.post("no-comments"), "I am nobody.")
    assert outcome(ended) == (LOGIN, "login")
    assert wordpress.written() == ()


@pytest.mark.parametrize("profile", ["members", "default", "open"])
def test_an_application_password_signs_the_comment(
    wordpress: WordPress, product: Product, profile: str
) -> None:
    wordpress.profile(profile)
    wordpress.set({"comment_previously_approved": "0"})
    ana = wordpress.accounts["ana"]
    product.sign_in(wordpress.url, ana.login, ana.application_password)
    ended = product.run("comment", wordpress.post("no-comments"), "--body", "Signed.", "--json")
    assert outcome(ended) == (PUBLISHED, "published"), ended.errors
    row = only(wordpress.written())
    assert (row.author, row.account, row.content) == ("Ana", ana.id, "Signed.")


def test_an_account_that_was_added_is_known_there_and_signs(wordpress: WordPress, product: Product) -> None:
    wordpress.profile("members")
    wordpress.set({"comment_previously_approved": "0"})
    ana = wordpress.accounts["ana"]
    prints = f"printf %s '{ana.application_password}'"
    assert product.run("account", "add", wordpress.url, "--user", ana.login, "--command", prints).code == 0
    assert product.run("account", "check", wordpress.url, "--json").row["known_as"] == "Ana"
    ended = product.run("comment", wordpress.post("no-comments"), "--body", "Signed.", "--json")
    assert outcome(ended) == (PUBLISHED, "published"), ended.errors
    assert only(wordpress.written()).account == ana.id
    product.run("account", "add", wordpress.url, "--user", ana.login, "--command", "printf 'abcd efgh'")
    refused = product.run("account", "check")
    assert refused.code == LOGIN and "does not accept the secret of ana" in refused.errors


@pytest.mark.parametrize("early", ["0", "1"], ids=["ignored by the blog", "told by the blog"])
@pytest.mark.parametrize("profile", ["members", "open"])
def test_a_wrong_application_password_never_becomes_a_stranger(
    wordpress: WordPress, product: Product, profile: str, early: str
) -> None:
    wordpress.profile(profile)
    wordpress.set({"tui_early_login": early})
    product.sign_in(wordpress.url, "ana", "abcd efgh ijkl mnop")
    ended = product.comment(wordpress.post("no-comments"), "Whose is this?")
    assert ended.code in {LOGIN, REFUSED}, ended.errors
    assert wordpress.written() == ()


@pytest.mark.parametrize("asks_names", ["0", "1"], ids=["asks no names", "asks names"])
@pytest.mark.parametrize("profile", ["members", "open"])
def test_a_key_that_expires_just_before_the_comment_makes_no_stranger_of_its_owner(
    wordpress: WordPress, wordpress_proxy: Proxy, product: Product, profile: str, asks_names: str
) -> None:
    wordpress.profile(profile)
    wordpress.set({"require_name_email": asks_names})
    ana = wordpress.accounts["ana"]
    product.sign_in(wordpress_proxy.url, ana.login, ana.application_password)
    wordpress_proxy.forgets_accounts = True
    ended = product.run(
        "comment", wordpress.post("no-comments", wordpress_proxy.url), "--body", "Mine.", "--json"
    )
    assert ended.code in {LOGIN, REFUSED} and "draft" in ended.errors
    assert wordpress_proxy.posts == 1 and wordpress.written() == ()
    assert product.run("drafts", "--json").row["body"] == "Mine."


@pytest.mark.parametrize("right", [True, False], ids=["right key", "wrong key"])
@pytest.mark.parametrize("takes_strangers", [True, False], ids=["takes strangers", "refuses strangers"])
def test_a_blog_that_hides_its_users_gets_no_comment_without_its_name(
    wordpress: WordPress, product: Product, right: bool, takes_strangers: bool
) -> None:
    wordpress.profile("open")
    wordpress.set({"tui_hidden_users": "1", "require_name_email": "0"})
    wordpress.set({"tui_anonymous_rest": str(int(takes_strangers))})
    ana = wordpress.accounts["ana"]
    product.sign_in(wordpress.url, ana.login, ana.application_password if right else "abcd efgh ijkl mnop")
    ended = product.run("comment", wordpress.post("no-comments"), "--body", "Whose is this?", "--json")
    if right and not takes_strangers:
        assert outcome(ended) == (PUBLISHED, "published"), ended.errors
        assert only(wordpress.written()).account == ana.id
    else:
        assert ended.code in {LOGIN, REFUSED}, ended.errors
        assert wordpress.written() == ()


# --- forms that change ---------------------------------------------------------------------------


def test_a_token_that_holds_once_is_read_anew_with_the_form(wordpress: WordPress, product: Product) -> None:
    wordpress.set({"tui_token": "once"})
    url = wordpress.post("no-comments")
    assert [outcome(product.comment(url, text)) for text in ("One.", "Two.")] == [
        (PUBLISHED, "published")
    ] * 2
    assert [row.content for row in wordpress.written()] == ["One.", "Two."]


def test_a_form_that_a_cache_kept_for_too_long_is_refused_and_the_text_is_kept(
    wordpress: WordPress, product: Product
) -> None:
    wordpress.set({"tui_token": "cached", "tui_token_now": "the one of today"})
    ended = product.comment(wordpress.post("no-comments"), "Too late?")
    assert outcome(ended) == (REFUSED, "refused") and "expired" in ended.row["reason"]
    assert wordpress.written() == ()
    assert product.run("drafts", "--json").row["body"] == "Too late?"


# --- changed and taken back ----------------------------------------------------------------------


def test_an_account_changes_its_comment_and_takes_it_back(wordpress: WordPress, product: Product) -> None:
    admin, url = wordpress.accounts["admin"], wordpress.post("no-comments")
    product.sign_in(wordpress.url, admin.login, admin.application_password)
    number = product.run("comment", url, "--body", "The first **word**.", "--json").row["comment"]
    ended = product.run("comment", url, "--edit", number, "--body", "The *second* word.", "--json")
    assert outcome(ended) == (PUBLISHED, "published"), ended.errors
    row = only(wordpress.written())
    assert (str(row.id), row.content, row.status) == (number, "The <em>second</em> word.", "approved")
    ended = product.run("comment", url, "--delete", number, "--json")
    assert outcome(ended) == (PUBLISHED, "deleted"), ended.errors
    assert only(wordpress.written()).status == "binned"
    assert product.run("comments", url, "--json").rows == []


def test_a_role_that_may_not_change_comments_is_told_so(wordpress: WordPress, product: Product) -> None:
    sam, url = wordpress.accounts["sam"], wordpress.post("no-comments")
    product.sign_in(wordpress.url, sam.login, sam.application_password)
    number = product.run("comment", url, "--body", "For good.", "--json").row["comment"]
    ended = product.run("comment", url, "--edit", number, "--body", "Or not.", "--json")
    assert outcome(ended) == (REFUSED, "refused") and "not allowed" in ended.row["reason"]
    assert only(wordpress.written()).content == "For good."


def test_a_strangers_comment_stays_as_it_is(wordpress: WordPress, product: Product) -> None:
    url = wordpress.post("no-comments")
    number = product.comment(url, "For good.").row["comment"]
    ended = product.run("comment", url, "--delete", number, "--json")
    assert outcome(ended) == (REFUSED, "refused") and "accounts" in ended.row["reason"]
    assert only(wordpress.written()).status == "approved"
