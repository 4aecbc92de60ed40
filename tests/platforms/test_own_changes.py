"""One's own comments changed and deleted: what each platform is asked, and what its answers mean."""

import msgspec
import pytest

from tests.platforms.driving import answer, drive, json_answer
from tui_blog.errors import ConnectionLost
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import Draft, EditKey, NeedsLogin, Published, Refused, RetryLater, Unknown
from tui_blog.model.flow import Request, Response
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.model.ways import ChangingChannel
from tui_blog.platforms.comments.bluesky import BlueskyComments
from tui_blog.platforms.comments.discourse import DiscourseComments
from tui_blog.platforms.comments.embedding import packed
from tui_blog.platforms.comments.giscus import GiscusComments
from tui_blog.platforms.comments.isso import IssoComments
from tui_blog.platforms.comments.lemmy import LemmyComments
from tui_blog.platforms.comments.mastodon import MastodonComments
from tui_blog.platforms.comments.utterances import UtterancesComments
from tui_blog.platforms.wordpress.comments import WordPressComments

POST = Post(guid="g", url="https://blog.example/bread/", title=CleanText("Bread"), html="")
DRAFT = Draft("", "Better *bread*.")
GITHUB, HOME = "https://api.github.com", "https://home.example"


def body_of(request: Request) -> object:
    return msgspec.json.decode(request.body)


def edited(channel: ChangingChannel, own: OwnComment, *answers: Response) -> ChangeOutcome:
    return drive(channel.edit(POST, own, DRAFT), *answers).value


def removed(channel: ChangingChannel, own: OwnComment, *answers: Response) -> ChangeOutcome:
    return drive(channel.remove(POST, own), *answers).value


# --- Mastodon ------------------------------------------------------------------------------------

STATUS_URI = f"{HOME}/users/zoe/statuses/900"
MASTODON_REF = ChannelRef("mastodon", "https://social.example", "@ada/100")
MASTODON = MastodonComments(MASTODON_REF, Account(HOME, "zoe", "true", AccountKind.MASTODON))
ON_MASTODON = OwnComment(STATUS_URI)
STATUS = {"id": "900", "uri": STATUS_URI, "url": f"{HOME}/@zoe/900", "account": {"acct": "zoe"}}
FOUND = json_answer({"statuses": [{**STATUS, "id": "7", "uri": f"{HOME}/users/zoe/statuses/7"}, STATUS]})
NOT_FOUND = json_answer({"statuses": []})
SOURCE = json_answer({"id": "900", "text": "@ada Good bread.", "spoiler_text": "Flour"})
MISSING = json_answer({"error": "Record not found"}, 404)


def test_a_status_is_changed_by_the_own_server_and_keeps_what_it_warns_of() -> None:
    done = drive(MASTODON.edit(POST, ON_MASTODON, DRAFT), FOUND, SOURCE, json_answer(STATUS))
    assert done.value == Published(STATUS_URI, f"{HOME}/@zoe/900")
    assert [call.partition("?")[0] for call in done.calls] == [
        f"GET {HOME}/api/v2/search",
        f"GET {HOME}/api/v1/statuses/900/source",
        f"PUT {HOME}/api/v1/statuses/900",
    ]
    assert all(request.login for request in done.asked)
    assert body_of(done.asked[-1]) == {"status": "Better *bread*.", "spoiler_text": "Flour"}


def test_a_status_is_read_as_it_was_written() -> None:
    assert drive(MASTODON.written(POST, ON_MASTODON), FOUND, SOURCE).value == "@ada Good bread."


def test_a_status_is_deleted_and_a_second_time_no_fault() -> None:
    done = drive(MASTODON.remove(POST, ON_MASTODON), FOUND, json_answer({**STATUS, "text": "Good bread."}))
    assert done.value == Removed() and done.calls[-1] == f"DELETE {HOME}/api/v1/statuses/900"
    assert removed(MASTODON, ON_MASTODON, NOT_FOUND, MISSING) == Removed()


def test_a_status_that_a_search_does_not_find_is_not_called_gone() -> None:
    of_another_kind = OwnComment(f"{HOME}/objects/4f2a")
    assert isinstance(removed(MASTODON, of_another_kind, NOT_FOUND), RetryLater)
    assert removed(MASTODON, ON_MASTODON, NOT_FOUND, json_answer(STATUS), json_answer(STATUS)) == Removed()


def test_a_server_that_refuses_the_account_says_so() -> None:
    refused = json_answer({"error": "The access token is invalid"}, 401)
    assert isinstance(edited(MASTODON, ON_MASTODON, refused), NeedsLogin)
    too_long = json_answer({"error": "Validation failed: Text character limit of 500 exceeded"}, 422)
    outcome = edited(MASTODON, ON_MASTODON, FOUND, SOURCE, too_long)
    assert isinstance(outcome, Refused) and "500" in outcome.reason


# --- Lemmy ---------------------------------------------------------------------------------------

ON_LEMMY = OwnComment(f"{HOME}/comment/901")
LEMMY = LemmyComments(
    ChannelRef("lemmy", "https://lemmy.example", "12"), Account(HOME, "zoe", "true", AccountKind.LEMMY)
)
ZOE = {"id": 4, "name": "zoe"}
SIGNED_IN = (
    json_answer({"jwt": "t0ken"}),
    json_answer({"my_user": {"local_user_view": {"person": ZOE}}}),
)


def on_lemmy(creator: object = ZOE, **more: object) -> Response:
    comment = {"id": 901, "ap_id": ON_LEMMY.id, "path": "0.901", "post_id": 77, "content": "*Rye*.", **more}
    return json_answer({"comment_view": {"comment": comment, "creator": creator}})


def test_a_comment_on_lemmy_is_changed_by_the_own_server() -> None:
    done = drive(LEMMY.edit(POST, ON_LEMMY, DRAFT), *SIGNED_IN, on_lemmy(), on_lemmy(content="New."))
    assert done.value == Published(ON_LEMMY.id, ON_LEMMY.id)
    asked, sent = done.asked[2:]
    assert (asked.method, asked.url) == ("GET", f"{HOME}/api/v3/comment?id=901")
    assert (sent.method, sent.url) == ("PUT", f"{HOME}/api/v3/comment")
    assert body_of(sent) == {"comment_id": 901, "content": "Better *bread*."}
    assert {each.headers["Authorization"] for each in (asked, sent)} == {"Bearer t0ken"}
    assert drive(LEMMY.written(POST, ON_LEMMY), *SIGNED_IN, on_lemmy()).value == "*Rye*."


def test_a_comment_on_lemmy_is_deleted_and_a_second_time_no_fault() -> None:
    done = drive(LEMMY.remove(POST, ON_LEMMY), *SIGNED_IN, on_lemmy(), on_lemmy(deleted=True))
    assert done.value == Removed() and done.calls[-1] == f"POST {HOME}/api/v3/comment/delete"
    assert body_of(done.asked[-1]) == {"comment_id": 901, "deleted": True}
    missing = json_answer({"error": "couldnt_find_comment"}, 400)
    for gone in (on_lemmy(deleted=True), missing, json_answer({"error": "not_found"}, 404)):
        assert removed(LEMMY, ON_LEMMY, *SIGNED_IN, gone) == Removed()
    assert isinstance(removed(LEMMY, ON_LEMMY, *SIGNED_IN, on_lemmy(), on_lemmy()), RetryLater)


def test_nothing_but_the_own_comment_is_touched_on_lemmy() -> None:
    for other in (on_lemmy({"id": 5, "name": "bo"}), on_lemmy(ap_id=f"{HOME}/comment/9")):
        assert isinstance(edited(LEMMY, ON_LEMMY, *SIGNED_IN, other), Refused)
    elsewhere = OwnComment("https://far.example/comment/901")
    assert isinstance(removed(LEMMY, elsewhere, *SIGNED_IN), Refused)


@pytest.mark.parametrize("before", [(), SIGNED_IN])
def test_what_fails_before_a_comment_is_touched_has_changed_nothing(before: tuple[Response, ...]) -> None:
    lost, later = ConnectionLost("Lost.", HOME), RetryLater(CleanText("Lost."))
    assert drive(LEMMY.edit(POST, ON_LEMMY, DRAFT), *before, lost).value == later
    assert drive(LEMMY.remove(POST, ON_LEMMY), *before, lost).value == later
    with pytest.raises(ConnectionLost):
        drive(LEMMY.remove(POST, ON_LEMMY), *SIGNED_IN, on_lemmy(), lost)


def test_lemmy_says_why_not() -> None:
    refused = json_answer({"error": "incorrect_login"}, 401)
    assert isinstance(edited(LEMMY, ON_LEMMY, refused), NeedsLogin)
    locked = json_answer({"error": "no_comment_edit_allowed"}, 400)
    outcome = edited(LEMMY, ON_LEMMY, *SIGNED_IN, on_lemmy(), locked)
    assert isinstance(outcome, Refused) and "no comment edit allowed" in outcome.reason


# --- Bluesky -------------------------------------------------------------------------------------

BLUESKY_REF = ChannelRef("bluesky", "https://public.api.bsky.app", "did:plc:ada/3kroot")
BLUESKY = BlueskyComments(BLUESKY_REF, Account(HOME, "zoe.example", "true", AccountKind.BLUESKY))
ON_BLUESKY = OwnComment("at://did:plc:zoe/app.bsky.feed.post/3kmine")
SESSION = json_answer({"did": "did:plc:zoe", "handle": "zoe.example", "accessJwt": "t0ken"})


def test_a_post_on_bluesky_cannot_be_changed_and_nothing_is_asked() -> None:
    for flow in (BLUESKY.written(POST, ON_BLUESKY), BLUESKY.edit(POST, ON_BLUESKY, DRAFT)):
        done = drive(flow)
        assert isinstance(done.value, Refused) and "delete it and write it anew" in done.value.reason


def test_a_record_on_bluesky_is_deleted_by_its_owner() -> None:
    done = drive(BLUESKY.remove(POST, ON_BLUESKY), SESSION, json_answer({"commit": {"cid": "c", "rev": "r"}}))
    assert done.value == Removed()
    assert done.calls[-1] == f"POST {HOME}/xrpc/com.atproto.repo.deleteRecord"
    assert done.asked[-1].headers["Authorization"] == "Bearer t0ken"
    assert body_of(done.asked[-1]) == {
        "repo": "did:plc:zoe", "collection": "app.bsky.feed.post", "rkey": "3kmine",
    }  # fmt: skip


def test_a_sign_in_that_fails_has_deleted_nothing() -> None:
    lost = ConnectionLost("Lost.", HOME)
    assert drive(BLUESKY.remove(POST, ON_BLUESKY), lost).value == RetryLater(CleanText("Lost."))
    with pytest.raises(ConnectionLost):
        drive(BLUESKY.remove(POST, ON_BLUESKY), SESSION, lost)


@pytest.mark.parametrize("name", ["at://did:plc:bo/app.bsky.feed.post/3k", "at://did:plc:zoe/other/3k", "3k"])
def test_nothing_else_is_ever_deleted_on_bluesky(name: str) -> None:
    assert isinstance(removed(BLUESKY, OwnComment(name), SESSION), Refused)


# --- Discourse -----------------------------------------------------------------------------------

FORUM = "https://d.example"
DISCOURSE = DiscourseComments(
    ChannelRef("discourse", FORUM, "topic=42"), Account(FORUM, "zoe", "true", AccountKind.DISCOURSE)
)
IN_TOPIC = OwnComment("3")
OWN_POST = {"id": 103, "raw": "Good **bread**.", "cooked": "<p>Good <strong>bread</strong>.</p>"}
TOO_LATE = json_answer({"errors": ["You are not permitted to edit it."], "error_type": "invalid_access"}, 403)


def test_a_post_of_a_topic_is_changed_by_the_forum_s_own_number() -> None:
    done = drive(
        DISCOURSE.edit(POST, IN_TOPIC, DRAFT), json_answer(OWN_POST), json_answer({"post": OWN_POST})
    )
    assert done.value == Published("3")
    assert done.calls == [f"GET {FORUM}/posts/by_number/42/3.json", f"PUT {FORUM}/posts/103.json"]
    assert body_of(done.asked[1]) == {"post": {"raw": "Better *bread*."}}
    assert drive(DISCOURSE.written(POST, IN_TOPIC), json_answer(OWN_POST)).value == "Good **bread**."


def test_a_post_of_a_topic_is_deleted_and_a_second_time_no_fault() -> None:
    done = drive(DISCOURSE.remove(POST, IN_TOPIC), json_answer(OWN_POST), answer("", 200))
    assert (done.value, done.calls[-1]) == (Removed(), f"DELETE {FORUM}/posts/103.json")
    assert removed(DISCOURSE, IN_TOPIC, json_answer({**OWN_POST, "user_deleted": True})) == Removed()
    assert removed(DISCOURSE, IN_TOPIC, json_answer({}, 404)) == Removed()


def test_a_topic_that_the_forum_does_not_name_proves_nothing_to_be_gone() -> None:
    assert DISCOURSE.account
    by_url = DiscourseComments(ChannelRef("discourse", FORUM, packed(url=POST.url)), DISCOURSE.account)
    assert isinstance(removed(by_url, IN_TOPIC, answer("Loading…")), RetryLater)
    assert isinstance(edited(by_url, IN_TOPIC, answer("Loading…")), RetryLater)


def test_a_forum_tells_why_it_does_not_let_a_post_be_changed() -> None:
    outcome = edited(DISCOURSE, IN_TOPIC, json_answer(OWN_POST), TOO_LATE)
    assert outcome == Refused(CleanText("You are not permitted to edit it."))
    assert isinstance(edited(DISCOURSE, IN_TOPIC, answer("<p>Hello</p>")), RetryLater)


# --- GitHub --------------------------------------------------------------------------------------

ZOE = Account(GITHUB, "zoe", "true", AccountKind.GITHUB)
UTTERANCES = UtterancesComments(ChannelRef("utterances", GITHUB, packed(repo="ada/blog", number="7")), ZOE)
ON_ISSUE = OwnComment("12")
OF_ISSUE = f"{GITHUB}/repos/ada/blog/issues/comments/12"
ISSUE_COMMENT = {"id": 12, "body": "Good bread.", "html_url": "https://github.com/ada/blog/issues/7#c12"}
HIDDEN = json_answer({"message": "Not Found"}, 404)


def test_a_comment_on_an_issue_is_changed_and_deleted_by_its_number() -> None:
    done = drive(UTTERANCES.edit(POST, ON_ISSUE, DRAFT), json_answer(ISSUE_COMMENT))
    assert done.value == Published("12", "https://github.com/ada/blog/issues/7#c12")
    assert done.calls == [f"PATCH {OF_ISSUE}"] and body_of(done.asked[0]) == {"body": "Better *bread*."}
    done = drive(UTTERANCES.remove(POST, ON_ISSUE), answer("", 204))
    assert done.value == Removed() and done.calls == [f"DELETE {OF_ISSUE}"]
    assert drive(UTTERANCES.written(POST, ON_ISSUE), json_answer(ISSUE_COMMENT)).value == "Good bread."


def test_an_issue_that_hides_a_comment_from_its_writers_is_no_proof_that_it_is_gone() -> None:
    assert removed(UTTERANCES, ON_ISSUE, HIDDEN, HIDDEN) == Removed()
    assert isinstance(removed(UTTERANCES, ON_ISSUE, HIDDEN, json_answer(ISSUE_COMMENT)), Refused)
    assert isinstance(edited(UTTERANCES, ON_ISSUE, HIDDEN, json_answer(ISSUE_COMMENT)), Refused)


GISCUS = GiscusComments(ChannelRef("giscus", "https://giscus.app", packed(repo="ada/blog", number="7")), ZOE)
IN_DISCUSSION = OwnComment("DC_9")
GRAPHQL = f"POST {GITHUB}/graphql"


def mutated(**comment: object) -> Response:
    return json_answer({"data": {"done": {"comment": comment}}})


def fault(kind: str) -> Response:
    return json_answer({"data": {"done": None}, "errors": [{"type": kind, "message": "No."}]})


def test_a_comment_in_a_discussion_is_changed_and_deleted_by_graphql() -> None:
    done = drive(GISCUS.edit(POST, IN_DISCUSSION, DRAFT), mutated(id="DC_9", url="https://github.com/d#9"))
    assert done.value == Published("DC_9", "https://github.com/d#9") and done.calls == [GRAPHQL]
    assert body_of(done.asked[0]) == {
        "query": "mutation($input: UpdateDiscussionCommentInput!) "
        "{ done: updateDiscussionComment(input: $input) { comment { id url } } }",
        "variables": {"input": {"commentId": "DC_9", "body": "Better *bread*."}},
    }
    done = drive(GISCUS.remove(POST, IN_DISCUSSION), mutated(id="DC_9"))
    assert done.value == Removed()
    assert b"DeleteDiscussionCommentInput" in done.asked[0].body and done.asked[0].login


def test_a_comment_in_a_discussion_is_read_as_it_was_written() -> None:
    there = json_answer({"data": {"node": {"body": "Good bread."}}})
    assert drive(GISCUS.written(POST, IN_DISCUSSION), there).value == "Good bread."
    gone = json_answer({"data": {"node": None}, "errors": [{"type": "NOT_FOUND", "message": "No node"}]})
    assert drive(GISCUS.written(POST, IN_DISCUSSION), gone).value == Removed()


def test_what_github_does_not_do_it_says_with_200() -> None:
    assert removed(GISCUS, IN_DISCUSSION, fault("NOT_FOUND")) == Removed()
    assert edited(GISCUS, IN_DISCUSSION, fault("FORBIDDEN")) == Refused(CleanText("No."))
    assert isinstance(edited(GISCUS, IN_DISCUSSION, fault("RATE_LIMITED")), RetryLater)
    assert isinstance(removed(GISCUS, IN_DISCUSSION, json_answer({"data": None, "errors": []})), Unknown)


# --- Isso ----------------------------------------------------------------------------------------

ISSO = IssoComments(ChannelRef("isso", "https://blog.example/isso", "/bread/"))
ON_ISSO = OwnComment("5", secret="s3cret")
OF_ISSO = "https://blog.example/isso/id/5"


def test_isso_takes_a_change_with_the_cookie_of_the_comment_and_gives_a_new_one() -> None:
    taken = json_answer({"id": 5, "text": "<p>Better</p>"}, set_cookie="5=n3w; Max-Age=900; Path=/")
    done = drive(ISSO.edit(POST, ON_ISSO, DRAFT), taken)
    assert done.value == Published("5", key=EditKey("n3w", 900.0))
    assert done.calls == [f"PUT {OF_ISSO}"] and body_of(done.asked[0]) == {"text": "Better *bread*."}
    assert done.asked[0].headers["Cookie"] == "5=s3cret"
    assert done.asked[0].headers["Origin"] == "https://blog.example"


def test_isso_shows_the_text_as_it_was_written_and_deletes_it() -> None:
    done = drive(ISSO.written(POST, ON_ISSO), json_answer({"id": 5, "text": "Good *bread*."}))
    assert (done.value, done.calls) == ("Good *bread*.", [f"GET {OF_ISSO}?plain=1"])
    done = drive(ISSO.remove(POST, ON_ISSO), json_answer(None))
    assert (done.value, done.calls) == (Removed(), [f"DELETE {OF_ISSO}"])


def test_isso_says_when_it_is_too_late() -> None:
    assert "15 minutes" in ISSO.may_change(OwnComment("5")) and ISSO.may_change(ON_ISSO) == ""
    for flow in (ISSO.edit(POST, ON_ISSO, DRAFT), ISSO.remove(POST, ON_ISSO), ISSO.written(POST, ON_ISSO)):
        outcome = drive(flow, answer("Forbidden", 403)).value
        assert isinstance(outcome, Refused) and "that is over" in outcome.reason
    assert removed(ISSO, ON_ISSO, answer("Not found", 404)) == Removed()
    assert isinstance(removed(ISSO, ON_ISSO, answer("Oops", 500)), Unknown)


# --- WordPress -----------------------------------------------------------------------------------

WORDPRESS = WordPressComments("https://blog.example/wp-json/", "zoe")
ON_WORDPRESS = OwnComment("9")
OF_WORDPRESS = "https://blog.example/wp-json/wp/v2/comments/9"
EDITED = {"id": 9, "link": "https://blog.example/bread/#comment-9", "status": "approved"}


def error(code: str, message: str, status: int) -> Response:
    return json_answer({"code": code, "message": message, "data": {"status": status}}, status)


def test_wordpress_changes_a_comment_over_rest_by_the_account() -> None:
    done = drive(WORDPRESS.edit(POST, ON_WORDPRESS, DRAFT), json_answer(EDITED))
    assert done.value == Published("9", "https://blog.example/bread/#comment-9")
    assert done.calls == [f"POST {OF_WORDPRESS}"] and done.asked[0].login
    assert body_of(done.asked[0]) == {"content": "Better *bread*."}
    raw = json_answer({"content": {"raw": "Good <em>bread</em>.", "rendered": "<p>…</p>"}})
    assert drive(WORDPRESS.written(POST, ON_WORDPRESS), raw).value == "Good <em>bread</em>."


def test_wordpress_deletes_for_good_only_where_it_has_no_bin() -> None:
    done = drive(WORDPRESS.remove(POST, ON_WORDPRESS), json_answer({"id": 9, "status": "trash"}))
    assert (done.value, done.calls) == (Removed(), [f"DELETE {OF_WORDPRESS}"])
    no_bin = error("rest_trash_not_supported", "Set force to true.", 501)
    done = drive(WORDPRESS.remove(POST, ON_WORDPRESS), no_bin, json_answer({"deleted": True}))
    assert (done.value, done.calls[1]) == (Removed(), f"DELETE {OF_WORDPRESS}?force=true")


def test_wordpress_tells_who_may_not() -> None:
    told = error("rest_cannot_edit", "Sorry, you are not allowed to edit this comment.", 403)
    assert edited(WORDPRESS, ON_WORDPRESS, told) == Refused(
        CleanText("Sorry, you are not allowed to edit this comment.")
    )
    assert removed(WORDPRESS, ON_WORDPRESS, error("rest_comment_invalid_id", "No.", 404)) == Removed()
    assert removed(WORDPRESS, ON_WORDPRESS, error("rest_already_trashed", "No.", 410)) == Removed()
    assert isinstance(edited(WORDPRESS, ON_WORDPRESS, error("rest_x", "Log in.", 401)), NeedsLogin)


# --- who may at all ------------------------------------------------------------------------------

STRANGERS = (
    (MastodonComments(MASTODON_REF), "account add"),
    (BlueskyComments(BLUESKY_REF), "account add"),
    (DiscourseComments(ChannelRef("discourse", FORUM, "topic=42")), "account add"),
    (UtterancesComments(ChannelRef("utterances", GITHUB, packed(repo="a/b", number="7"))), "account add"),
    (GiscusComments(ChannelRef("giscus", "https://giscus.app", packed(repo="a/b"))), "account add"),
    (WordPressComments("https://blog.example/wp-json/"), "account add"),
)
MINE = (MASTODON, BLUESKY, DISCOURSE, UTTERANCES, GISCUS, WORDPRESS)


@pytest.mark.parametrize(("stranger", "way"), STRANGERS)
def test_without_an_account_the_way_to_one_is_told(stranger: ChangingChannel, way: str) -> None:
    assert isinstance(stranger, ChangingChannel) and way in stranger.may_change(OwnComment("1"))


def test_with_an_account_the_server_has_the_last_word() -> None:
    assert [channel.may_change(OwnComment("1")) for channel in MINE] == [""] * len(MINE)
