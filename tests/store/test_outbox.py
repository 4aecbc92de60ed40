"""A comment goes through the outbox once: no second row, no second sender, no state out of order."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.conftest import NOW, clock
from tests.store.samples import line, sample_post
from tui_blog.errors import NotInLibrary, StoreError
from tui_blog.model.comment import Draft, OutboxItem, SendState
from tui_blog.model.site import ChannelRef
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.send_states import COMES_FROM

POST = sample_post(1, labels=(line("letters"),), updated=NOW, html="<p>half a pair: \ud83d</p>")
CHANNEL = ChannelRef("isso", "https://comments.example", "/1")
TYPED = "https://blog.example/feed"
DRAFT = Draft(
    "t1", "My words", parent="7", name="Ada", email="ada@example.org", website="https://ada.example/"
)


def put(outbox: OutboxStore, draft: Draft = DRAFT) -> OutboxItem:
    return outbox.put(post=POST, blog_title=line("Blog"), channel=CHANNEL, typed_url=TYPED, draft=draft)


def brought_to(outbox: OutboxStore, state: SendState) -> OutboxItem:
    """A row in that state, by the way that leads there."""
    item = put(outbox)
    if state is not SendState.QUEUED:
        assert outbox.begin(item.id, "me")
    if state is SendState.DELETED:
        assert outbox.settle(item.id, SendState.PUBLISHED)
    if state not in {SendState.QUEUED, SendState.SENDING}:
        assert outbox.settle(item.id, state)
    return row(outbox, item.id)


def row(outbox: OutboxStore, item_id: int) -> OutboxItem:
    item = outbox.get(item_id)
    assert item is not None
    return item


def test_a_draft_becomes_a_row_with_all_that_sending_needs(outbox: OutboxStore, drafts: DraftStore) -> None:
    drafts.save(POST.url, POST.title, line("Blog"), DRAFT)
    item = put(outbox)
    assert item == OutboxItem(
        id=item.id,
        post_url=POST.url,
        post_title=POST.title,
        blog_title=line("Blog"),
        draft=DRAFT,
        state=SendState.QUEUED,
        updated=NOW,
    )
    assert outbox.get(item.id) == item
    assert outbox.target(item.id) == (POST, CHANNEL, TYPED)
    assert drafts.all() == ()


def test_rows_come_newest_first(outbox: OutboxStore) -> None:
    for token in ("t1", "t2", "t3"):
        put(outbox, Draft(token, token))
    assert [item.draft.token for item in outbox.all()] == ["t3", "t2", "t1"]


def test_what_is_not_there_is_said_to_be_missing(outbox: OutboxStore) -> None:
    assert outbox.get(7) is None
    assert outbox.begin(7, "me") is None
    assert not outbox.interrupt(7, "me", line("Gone"))
    assert not outbox.settle(7, SendState.HELD)
    assert not outbox.drop(7)
    with pytest.raises(NotInLibrary, match="no comment 7"):
        outbox.target(7)
    with pytest.raises(NotInLibrary, match="no comment 7"):
        outbox.reopen(7)


# --- one draft, one comment ----------------------------------------------------------------------


def test_the_same_draft_never_becomes_two_rows(outbox: OutboxStore) -> None:
    first = put(outbox)
    assert put(outbox).id == first.id
    assert outbox.all() == (first,)


def test_a_text_that_was_refused_may_be_mended_and_sent_again(
    outbox: OutboxStore, drafts: DraftStore
) -> None:
    item = brought_to(outbox, SendState.REFUSED)
    mended = replace(DRAFT, body="Better words")
    assert drafts.save(POST.url, POST.title, line("Blog"), mended), "typing on is kept"
    again = put(outbox, mended)
    assert (again.id, again.draft, again.state) == (item.id, mended, SendState.QUEUED)
    assert drafts.all() == ()


@pytest.mark.parametrize(
    "state",
    [SendState.SENDING, SendState.HELD, SendState.PUBLISHED, SendState.UNKNOWN, SendState.HANDED_OFF],
)
def test_a_text_that_the_blog_may_have_is_not_replaced(
    outbox: OutboxStore, drafts: DraftStore, state: SendState
) -> None:
    item = brought_to(outbox, state)
    assert put(outbox, replace(DRAFT, body="Other words")) == item


def test_a_pause_in_typing_noticed_after_the_text_was_sent_makes_no_second_draft(
    outbox: OutboxStore, drafts: DraftStore
) -> None:
    put(outbox)
    assert not drafts.save(POST.url, POST.title, line("Blog"), DRAFT)
    assert drafts.all() == ()


def test_a_row_begins_as_queued_and_is_sent_by_a_known_sender(outbox: OutboxStore) -> None:
    with pytest.raises(ValueError, match="begins as queued"):
        outbox.put(
            post=POST,
            blog_title=line("Blog"),
            channel=CHANNEL,
            typed_url=TYPED,
            draft=DRAFT,
            state=SendState.SENDING,
        )
    with pytest.raises(ValueError, match="begin"):
        outbox.settle(put(outbox).id, SendState.SENDING)


# --- one sender ----------------------------------------------------------------------------------


def test_a_row_has_one_sender_also_across_programs(
    path: Path, database: Database, outbox: OutboxStore
) -> None:
    item = put(outbox)
    with closing(Database.open(path, clock)) as other_database:
        other = OutboxStore(other_database)
        assert outbox.begin(item.id, "me")
        assert not other.begin(item.id, "other")
        [(sending, sender)] = other.sending()
        assert (sending.id, sending.state, sender) == (item.id, SendState.SENDING, "me")
        assert sending.attempted, "a request may be on its way"


def test_of_many_that_begin_at_once_one_succeeds(outbox: OutboxStore) -> None:
    item = put(outbox)
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda n: outbox.begin(item.id, f"sender {n}"), range(16)))
    [winner] = [number for number, begun_row in enumerate(begun) if begun_row]
    [(_, sender)] = outbox.sending()
    assert sender == f"sender {winner}"


def test_who_begins_a_row_learns_how_it_stood(outbox: OutboxStore) -> None:
    """What the caller saw of it may be old: it may have been tried since, and hold another text."""
    item = put(outbox)
    assert outbox.begin(item.id, "other") == item
    assert outbox.settle(item.id, SendState.UNKNOWN)
    begun = outbox.begin(item.id, "me")
    assert begun is not None and begun.state is SendState.UNKNOWN and begun.attempted


def test_only_the_sender_that_was_killed_is_interrupted(outbox: OutboxStore) -> None:
    item = put(outbox)
    assert outbox.begin(item.id, "killed")
    assert not outbox.interrupt(item.id, "living", line("Killed"))
    assert outbox.interrupt(item.id, "killed", line("Killed"))
    after = row(outbox, item.id)
    assert (after.state, after.reason, after.attempted) == (SendState.UNKNOWN, "Killed", True)
    assert outbox.begin(item.id, "living")
    assert not outbox.interrupt(item.id, "killed", line("Killed")), "somebody else sends it by now"
    assert row(outbox, item.id).state is SendState.SENDING


# --- states --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), list(itertools.product(SendState, SendState)))
def test_only_allowed_changes_happen(outbox: OutboxStore, old: SendState, new: SendState) -> None:
    item = brought_to(outbox, old)
    allowed = {
        "queued": {"sending"},
        "refused": {"sending"},
        "unknown": {"sending", "published", "held"},
        "handed off": {"sending", "published"},
        "sending": {"queued", "held", "published", "refused", "unknown", "handed off"},
        "held": {"published", "deleted"},
        "published": {"deleted"},
        "deleted": set(),
    }[old]
    if new is SendState.SENDING:
        happened = outbox.begin(item.id, "me") is not None
    else:
        happened = outbox.settle(
            item.id, new, reason=line("Because"), comment_id="9", comment_url="https://x/9"
        )
    assert happened == (new in allowed)
    after = row(outbox, item.id)
    if happened:
        assert after.state is new
    else:
        assert after == item
    if happened and new is not SendState.SENDING:
        assert (after.reason, after.comment_id, after.comment_url) == ("Because", "9", "https://x/9")
    assert set(COMES_FROM) == set(SendState)


@pytest.mark.parametrize(
    ("ends", "attempted"),
    [
        ([SendState.QUEUED], False),
        ([SendState.REFUSED], False),
        ([SendState.UNKNOWN], True),
        ([SendState.HELD], True),
        ([SendState.HANDED_OFF], True),
        ([SendState.UNKNOWN, SendState.QUEUED], True),
        ([SendState.QUEUED, SendState.REFUSED, SendState.QUEUED], False),
    ],
)
def test_an_attempt_that_may_have_arrived_is_not_forgotten(
    outbox: OutboxStore, ends: list[SendState], attempted: bool
) -> None:
    item = put(outbox)
    for end in ends:
        assert outbox.begin(item.id, "me")
        assert outbox.settle(item.id, end)
    assert row(outbox, item.id).attempted is attempted


@pytest.mark.parametrize("end", [SendState.QUEUED, SendState.REFUSED])
def test_a_lost_attempt_may_be_found_after_a_later_one_failed(outbox: OutboxStore, end: SendState) -> None:
    """Whoever looks and finds it has the proof; without an earlier attempt there is nothing to find."""
    item = brought_to(outbox, SendState.UNKNOWN)
    assert outbox.begin(item.id, "me")
    assert outbox.settle(item.id, end)
    assert not outbox.settle(item.id, SendState.HELD)
    assert outbox.settle(item.id, SendState.PUBLISHED, comment_id="9")
    assert row(outbox, item.id).comment_id == "9"


def test_nothing_is_being_sent_once_it_has_its_end(outbox: OutboxStore) -> None:
    item = brought_to(outbox, SendState.SENDING)
    assert len(outbox.sending()) == 1
    outbox.settle(item.id, SendState.PUBLISHED, comment_id="9")
    assert outbox.sending() == ()


@pytest.mark.parametrize("state", SendState)
def test_what_is_done_is_counted_no_more(outbox: OutboxStore, blogs: BlogStore, state: SendState) -> None:
    brought_to(outbox, state)
    assert blogs.counts().outbox == (0 if state.is_done else 1)
    assert state.is_done is (state in {SendState.PUBLISHED, SendState.DELETED})


def test_the_persons_own_comments_under_a_post_are_known(outbox: OutboxStore) -> None:
    for token, end in (("t1", SendState.PUBLISHED), ("t2", SendState.HELD), ("t3", SendState.REFUSED)):
        item = put(outbox, Draft(token, "Words"))
        assert outbox.begin(item.id, "me")
        assert outbox.settle(item.id, end, comment_id=None if end is SendState.REFUSED else f"c-{token}")
    assert outbox.mine(POST.url) == {"c-t1", "c-t2"}
    assert outbox.mine("https://blog.example/2") == frozenset()


# --- what is followed ----------------------------------------------------------------------------


def test_what_a_blog_may_show_any_day_is_followed_the_longest_unseen_first(outbox: OutboxStore) -> None:
    ended = set(SendState) - {SendState.QUEUED, SendState.SENDING, SendState.DELETED}
    rows = {state: arrived(outbox, state, state) for state in SendState if state in ended}
    outbox.looked(rows[SendState.HELD].id)
    followed = [item.state for item in outbox.on_their_way()]
    assert followed == [SendState.UNKNOWN, SendState.HANDED_OFF, SendState.HELD]
    assert row(outbox, rows[SendState.HELD].id).looked == NOW
    assert [item.state for item in outbox.published_since(NOW)] == [SendState.PUBLISHED]
    assert outbox.published_since(NOW + timedelta(seconds=1)) == ()


def test_when_a_text_was_first_handed_off_is_remembered(outbox: OutboxStore) -> None:
    """A comment of before then is another one, however often the text was handed off since."""
    assert arrived(outbox, "t1", SendState.UNKNOWN).handed_off is None
    item = arrived(outbox, "t2", SendState.HANDED_OFF)
    assert item.handed_off == NOW
    assert outbox.begin(item.id, "me") and outbox.settle(item.id, SendState.UNKNOWN)
    assert row(outbox, item.id).handed_off == NOW


def test_why_a_row_is_followed_no_more_is_said_only_while_that_is_true(outbox: OutboxStore) -> None:
    item = arrived(outbox, "t1", SendState.HANDED_OFF)
    outbox.note(item, line("Not seen."))
    assert (row(outbox, item.id).reason, row(outbox, item.id).updated) == ("Not seen.", NOW)
    assert outbox.settle(item.id, SendState.PUBLISHED, comment_id="9")
    outbox.note(item, line("Not seen."))
    assert row(outbox, item.id).reason == ""


def arrived(outbox: OutboxStore, token: str, state: SendState) -> OutboxItem:
    """A row of its own in that state, under the id c-<token> on its blog where it is published."""
    item = put(outbox, Draft(token, "Words"))
    assert outbox.begin(item.id, "me")
    published = state is SendState.PUBLISHED
    assert outbox.settle(item.id, state, comment_id=f"c-{token}" if published else None)
    return row(outbox, item.id)


# --- out of the outbox ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", SendState)
def test_any_row_may_be_dropped_but_not_while_it_is_sent(outbox: OutboxStore, state: SendState) -> None:
    item = brought_to(outbox, state)
    assert outbox.drop(item.id) is (state is not SendState.SENDING)
    assert (outbox.get(item.id) is None) is (state is not SendState.SENDING)


@pytest.mark.parametrize("state", [SendState.REFUSED, SendState.QUEUED, SendState.HANDED_OFF])
def test_a_row_that_was_not_taken_becomes_a_draft_again(
    outbox: OutboxStore, drafts: DraftStore, state: SendState
) -> None:
    item = brought_to(outbox, state)
    assert outbox.reopen(item.id) == DRAFT
    assert outbox.all() == ()
    [kept] = drafts.all()
    assert (kept.post_url, kept.post_title, kept.blog_title) == (POST.url, POST.title, "Blog")
    assert drafts.load(POST.url, "7") == DRAFT


@pytest.mark.parametrize("state", [SendState.SENDING, SendState.HELD, SendState.PUBLISHED, SendState.UNKNOWN])
def test_a_row_that_the_blog_may_have_stays(
    outbox: OutboxStore, drafts: DraftStore, state: SendState
) -> None:
    item = brought_to(outbox, state)
    with pytest.raises(StoreError, match=f"it is {state}"):
        outbox.reopen(item.id)
    assert outbox.all() == (item,)
    assert drafts.all() == ()


def test_reopening_keeps_what_was_written_on_after_the_refusal(
    outbox: OutboxStore, drafts: DraftStore
) -> None:
    item = brought_to(outbox, SendState.REFUSED)
    mended = replace(DRAFT, body="Better words")
    drafts.save(POST.url, POST.title, line("Blog"), mended)
    assert outbox.reopen(item.id) == mended


def test_a_doubtful_attempt_is_remembered_through_the_draft(outbox: OutboxStore, drafts: DraftStore) -> None:
    """Unknown, then refused, edited as a draft, sent anew: the first attempt may still have arrived."""
    item = brought_to(outbox, SendState.UNKNOWN)
    assert outbox.begin(item.id, "me")
    assert outbox.settle(item.id, SendState.REFUSED)
    draft = outbox.reopen(item.id)
    drafts.save(POST.url, POST.title, line("Blog"), replace(draft, body="Better words"))
    assert put(outbox, replace(draft, body="Better words")).attempted
