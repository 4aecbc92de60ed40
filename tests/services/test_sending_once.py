"""A comment is written down before it leaves, and goes out once, whoever sends it and however often."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import httpx
import pytest

from tests.services.test_sending import Server, letters, second, server, written
from tests.world import BLOG, World
from tui_blog.errors import ConnectionLost, NotInLibrary, NotSent, StoreError, TuiBlogError
from tui_blog.model.comment import Draft, OutboxItem, Published, Refused, RetryLater, SendState, Unknown
from tui_blog.model.flow import Request
from tui_blog.model.site import ChannelRef
from tui_blog.services.sending import Subject
from tui_blog.services.sending_outcomes import Sent, may_have_arrived

__all__ = ["second", "server"]


@dataclass
class Spy:
    """A comment server that notes how the outbox looked when the comment reached it."""

    world: World
    answer: httpx.Response
    seen: list[SendState] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen += [item.state for item in self.world.services.sending.items()]
        return self.answer


@pytest.fixture
def unknown(world: World, server: Server) -> Iterator[OutboxItem]:
    """A row whose answer was lost, and which nobody but a moderator can see."""
    server.loses_answers = server.moderated = True
    sent = asyncio.run(lost(world))
    server.loses_answers = False
    yield sent.item


async def lost(world: World) -> Sent:
    return await world.services.sending.send(*await written(world))


async def waiting(world: World, server: Server) -> OutboxItem:
    """A row that waits in the outbox, for its server was down."""
    subject, draft = await written(world)
    server.down = True
    sent = await world.services.sending.send(subject, draft)
    server.down = False
    assert sent.item.state is SendState.QUEUED
    return sent.item


async def test_the_comment_is_written_down_before_it_leaves(world: World) -> None:
    subject, draft = await written(world)
    world.web.pages[f"{BLOG}/isso/new"] = spy = Spy(world, httpx.Response(500))
    await world.services.sending.send(subject, draft)
    assert spy.seen == [SendState.SENDING]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(429),
        httpx.Response(302, headers={"location": f"{BLOG}/isso/new"}),
        httpx.ReadTimeout("timed out"),
        httpx.RemoteProtocolError("broke off"),
        httpx.ConnectError("refused"),
    ],
    ids=str,
)
async def test_a_post_is_never_repeated_by_itself(world: World, answer: httpx.Response | Exception) -> None:
    subject, draft = await written(world)
    world.web.pages[f"{BLOG}/isso/new"] = answer
    sent = await world.services.sending.send(subject, draft)
    assert isinstance(sent.outcome, Unknown | RetryLater | Refused)
    assert len(world.web.posted()) == 1


async def test_the_token_stays_through_every_attempt(world: World, server: Server) -> None:
    subject, draft = await written(world)
    server.down = True
    queued = await world.services.sending.send(subject, draft)
    again = await world.services.sending.attempt(queued.item)
    reopened = world.services.sending.reopen(again.item.id)
    server.down = False
    sent = await world.services.sending.send(subject, reopened)
    assert {queued.item.draft.token, again.item.draft.token, sent.item.draft.token} == {draft.token}
    assert isinstance(sent.outcome, Published) and len(server.kept) == 1


GET, POST = Request("GET", BLOG), Request("POST", BLOG)


@pytest.mark.parametrize(
    ("asked", "error", "doubtful"),
    [
        ([], NotSent("No.", BLOG), False),
        ([GET], ConnectionLost("No.", BLOG), False),
        ([GET, POST], NotSent("No.", BLOG), False),
        ([GET, POST], ConnectionLost("No.", BLOG), True),
        ([GET, POST], TuiBlogError("No."), True),
        ([GET, POST, GET], NotSent("No.", BLOG), True),
    ],
)
def test_only_what_surely_never_left_counts_as_not_sent(
    asked: list[Request], error: TuiBlogError, doubtful: bool
) -> None:
    assert may_have_arrived(asked, error) is doubtful


# --- several senders -----------------------------------------------------------------------------


async def test_two_tasks_that_send_one_draft_at_once_send_one_comment(world: World, server: Server) -> None:
    subject, draft = await written(world)
    sending = world.services.sending
    both = await asyncio.gather(sending.send(subject, draft), sending.send(subject, draft))
    assert len(server.kept) == len(world.web.posted()) == 1
    assert len({sent.item.id for sent in both}) == 1
    assert any(isinstance(sent.outcome, Published) for sent in both)


async def test_two_programs_that_send_one_row_at_once_send_one_comment(
    world: World, server: Server, second: World
) -> None:
    item = await waiting(world, server)
    await asyncio.gather(world.services.sending.attempt(item), second.services.sending.attempt(item))
    assert len(server.kept) == 1
    assert world.services.sending.item(item.id).state is SendState.PUBLISHED


async def test_two_programs_that_look_and_send_again_at_once_send_one_comment(
    world: World, server: Server, second: World, unknown: OutboxItem
) -> None:
    server.kept.clear()  # the first attempt did not arrive after all
    for program in (world, second):
        program.later(minutes=5)
    await asyncio.gather(world.services.sending.attempt(unknown), second.services.sending.attempt(unknown))
    assert len(server.kept) == 1


async def test_a_row_that_was_seen_before_it_was_tried_elsewhere_is_looked_for(
    world: World, server: Server, second: World
) -> None:
    """A window that was open all the time shows as waiting what the other one has sent meanwhile."""
    seen = await waiting(world, server)
    server.loses_answers = server.moderated = True
    assert isinstance((await second.services.sending.attempt(seen)).outcome, Unknown)
    server.loses_answers = server.moderated = False
    late = await world.services.sending.attempt(seen)
    assert isinstance(late.outcome, Published) and len(server.kept) == 1


async def test_what_is_sent_is_what_the_outbox_holds(world: World, server: Server) -> None:
    """Another window mended the text after this one showed the row."""
    subject, draft = await written(world, "First try")
    server.down = True
    seen = (await world.services.sending.send(subject, draft)).item
    await world.services.sending.send(subject, replace(draft, body="Second try"))
    server.down = False
    await world.services.sending.attempt(seen)
    assert [comment["text"] for comment in server.kept] == ["<p>Second try</p>"]


async def test_a_row_that_found_its_end_elsewhere_says_so(
    world: World, server: Server, second: World
) -> None:
    seen = await waiting(world, server)
    await second.services.sending.attempt(seen)
    late = await world.services.sending.attempt(seen)
    assert isinstance(late.outcome, Published) and late.outcome.comment_id == "1"
    assert len(server.kept) == 1


# --- looking -------------------------------------------------------------------------------------


async def test_what_cannot_be_looked_for_is_not_sent_again(
    world: World, server: Server, unknown: OutboxItem
) -> None:
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(502)
    again = await world.services.sending.attempt(unknown)
    assert isinstance(again.outcome, Unknown) and "could not be looked for" in again.outcome.reason
    assert again.item.state is SendState.UNKNOWN
    assert len(server.kept) == 1, "it may be there, though nobody could see it"


async def test_a_comment_not_found_goes_out_again_on_the_persons_word(
    world: World, server: Server, unknown: OutboxItem
) -> None:
    server.kept.clear()
    server.moderated = False
    world.later(minutes=4)
    early = await world.services.sending.attempt(unknown)
    assert isinstance(early.outcome, Unknown) and "5 minutes after it was sent" in early.outcome.reason
    assert server.kept == [] and early.item.state is SendState.UNKNOWN
    world.later(minutes=1)
    again = await world.services.sending.attempt(unknown)
    assert isinstance(again.outcome, Published) and len(server.kept) == 1


async def test_a_look_that_failed_begins_no_time_anew(
    world: World, server: Server, unknown: OutboxItem
) -> None:
    server.kept.clear()
    server.moderated = False
    world.later(minutes=5)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(502)
    assert isinstance((await world.services.sending.attempt(unknown)).outcome, Unknown)
    world.web.pages[f"{BLOG}/isso/"] = server
    again = await world.services.sending.attempt(unknown)
    assert isinstance(again.outcome, Published) and len(server.kept) == 1


async def test_a_clock_that_was_put_back_holds_nothing_up(
    world: World, server: Server, unknown: OutboxItem
) -> None:
    server.kept.clear()
    server.moderated = False
    world.later(days=-365)
    again = await world.services.sending.attempt(unknown)
    assert isinstance(again.outcome, Published) and len(server.kept) == 1


async def test_a_blog_that_cannot_be_asked_does_not_keep_the_other_rows_waiting(
    world: World, server: Server, second: World
) -> None:
    server.loses_answers = True
    subject, draft = await written(world)
    foreign = replace(subject, channel=ChannelRef("a system of tomorrow", BLOG))
    rows = [
        world.services.sending._write_down(foreign, replace(draft, token="other")),
        world.services.sending._write_down(subject, draft),
    ]
    for item in rows:
        assert world.services.sending._outbox.begin(item.id, "a program that was killed")
    await world.services.sending._submit(rows[1])
    recovered = await second.services.sending.recover()
    assert {item.state for item in recovered} == {SendState.UNKNOWN, SendState.PUBLISHED}
    assert await second.services.following.follow(asked=True) == ()


async def test_a_system_that_this_version_does_not_know_keeps_the_comment(world: World) -> None:
    subject, draft = await written(world)
    sent = await world.services.sending.send(replace(subject, channel=ChannelRef("telegraph", BLOG)), draft)
    assert isinstance(sent.outcome, RetryLater) and "telegraph" in sent.outcome.reason
    assert sent.item.state is SendState.QUEUED and world.web.posted() == []


# --- rows ----------------------------------------------------------------------------------------


async def test_a_post_without_comments_keeps_the_draft(world: World) -> None:
    stored = await letters(world)
    nowhere = Subject(stored.post, stored.blog.title, BLOG, BLOG, None, stored.id)
    with pytest.raises(TuiBlogError, match="kept as a draft"):
        await world.services.sending.send(nowhere, Draft("t" * 32, "Hello?"))
    assert world.services.sending.items() == ()


async def test_a_row_may_be_dropped_unless_it_is_being_sent(world: World, server: Server) -> None:
    subject, draft = await written(world)
    item = world.services.sending._write_down(subject, draft)
    assert world.services.sending._outbox.begin(item.id, world.services.sending._instance.id)
    with pytest.raises(TuiBlogError, match="being sent right now"):
        world.services.sending.drop(item.id)
    await world.services.sending._submit(item)
    world.services.sending._outbox.settle(item.id, SendState.REFUSED)
    world.services.sending.drop(item.id)
    with pytest.raises(NotInLibrary, match="outbox"):
        world.services.sending.drop(item.id)


async def test_what_the_blog_may_have_is_not_edited(
    world: World, server: Server, unknown: OutboxItem
) -> None:
    with pytest.raises(StoreError, match="unknown"):
        world.services.sending.reopen(unknown.id)
    assert world.services.sending.item(unknown.id).draft.body == "So true."


# --- the same words twice ------------------------------------------------------------------------


def again(draft: Draft) -> Draft:
    """The same words once more, as a comment of its own."""
    return replace(draft, token=f"{draft.token}-2")


async def test_the_same_words_are_known_for_five_minutes_once_they_stand_there(
    world: World, server: Server
) -> None:
    subject, draft = await written(world)
    first = await world.services.sending.send(subject, draft)
    spaced = replace(again(draft), body=f"  {draft.body}\n")
    assert world.services.sending.twin(subject, spaced) == first.item
    assert world.services.sending.twin(subject, draft) is None, "its own row"
    assert world.services.sending.twin(subject, replace(spaced, parent="1")) is None
    assert world.services.sending.twin(subject, replace(spaced, body="Other words.")) is None
    world.later(minutes=5, seconds=1)
    assert world.services.sending.twin(subject, spaced) is None


async def test_the_same_words_are_known_as_long_as_they_may_arrive(world: World, unknown: OutboxItem) -> None:
    subject, draft = await written(world)
    world.later(days=3)
    twin = world.services.sending.twin(subject, again(draft))
    assert twin is not None and (twin.id, twin.state) == (unknown.id, SendState.UNKNOWN)


async def test_words_that_no_blog_took_are_new_ones(world: World) -> None:
    subject, draft = await written(world)
    world.web.pages[f"{BLOG}/isso/new"] = httpx.Response(400, text="no")
    sent = await world.services.sending.send(subject, draft)
    assert sent.item.state is SendState.REFUSED
    assert world.services.sending.twin(subject, again(draft)) is None


async def test_the_same_words_of_before_are_no_proof_that_these_arrived(world: World, server: Server) -> None:
    subject, draft = await written(world)
    await world.services.sending.send(subject, draft)
    world.web.pages[f"{BLOG}/isso/new"] = httpx.Response(500)
    sent = await world.services.sending.send(subject, again(draft))
    assert isinstance(sent.outcome, Unknown) and sent.item.state is SendState.UNKNOWN
    assert await world.services.following.look(sent.item) is None


async def test_what_stood_there_before_is_no_proof_though_its_row_is_forgotten(
    world: World, server: Server
) -> None:
    subject, draft = await written(world)
    first = await world.services.sending.send(subject, draft)
    world.services.sending.drop(first.item.id)
    await world.services.commenting.fetch_thread(await letters(world))
    world.later(minutes=1)
    world.web.pages[f"{BLOG}/isso/new"] = httpx.Response(500)
    sent = await world.services.sending.send(subject, again(draft))
    assert isinstance(sent.outcome, Unknown)
    assert await world.services.following.follow(asked=True) == ()


async def test_what_its_blog_dates_long_before_is_no_proof_though_nobody_had_seen_it(
    world: World, server: Server
) -> None:
    subject, draft = await written(world)
    await world.services.sending.send(subject, draft)
    world.services.sending.drop(1)
    server.kept[0]["created"] = world.now.timestamp() - 7 * 86_400
    server.loses_answers = True
    world.web.pages[f"{BLOG}/isso/new"] = httpx.ReadTimeout("timed out")
    sent = await world.services.sending.send(subject, again(draft))
    assert sent.item.state is SendState.UNKNOWN


async def test_of_two_alike_the_lost_one_is_found_though_the_other_is_newer(
    world: World, server: Server
) -> None:
    subject, draft = await written(world)
    server.loses_answers = server.moderated = True
    lost_one = await world.services.sending.send(subject, draft)
    server.loses_answers = server.moderated = False
    newer = await world.services.sending.send(subject, again(draft))
    assert isinstance(newer.outcome, Published) and newer.outcome.comment_id == "2"
    found = await world.services.sending.attempt(lost_one.item)
    assert isinstance(found.outcome, Published) and found.outcome.comment_id == "1"
    assert len(server.kept) == 2, "it was not sent a third time"


async def test_a_lost_comment_is_found_after_it_was_taken_up_again(world: World, server: Server) -> None:
    """What was seen after the first attempt may be of it, however late the next one comes."""
    subject, draft = await written(world)
    server.loses_answers = server.moderated = True
    lost_one = await world.services.sending.send(subject, draft)
    server.loses_answers = server.moderated = False
    world.later(minutes=1)
    world.web.pages[f"{BLOG}/isso/"] = httpx.ConnectError("down")
    still = await world.services.sending.attempt(lost_one.item)
    assert still.item.state is SendState.UNKNOWN
    world.web.pages[f"{BLOG}/isso/"] = server
    await world.services.commenting.fetch_thread(await letters(world))
    world.later(minutes=1)
    found = await world.services.sending.attempt(still.item)
    assert isinstance(found.outcome, Published) and len(server.kept) == 1
