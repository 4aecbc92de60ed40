"""What was handed to a browser is followed until the blog shows it; answers to own comments are heard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import httpx

from tests.blogger_blog import BLOG_ID, comment_entry, post_id, post_url
from tests.services.test_blogger import followed, kettle
from tests.services.test_sending import Server, letters, second, server, written
from tests.world import NOON, Answer, World, isso_comment, make_world
from tui_blog.config import Config
from tui_blog.model.comment import Held, NeedsBrowser, OutboxItem, Published, SendState, Unknown
from tui_blog.model.post_list import PostQuery
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.following import GIVEN_UP, PATIENCE

__all__ = ["second", "server"]

TEXT = "Tea is *never* a waste of time, says the kettle."
SHOWN = "Tea is never a waste of time, says the kettle."
"""The stars are gone in a form that takes plain text."""


async def newest(world: World) -> StoredPost:
    """Post 3 of the Blogger blog."""
    row = world.services.reading.window(PostQuery(), limit=1).rows[0]
    return world.services.reading.stored(row.id)


async def handed_off(world: World, text: str = TEXT, parent: str | None = None) -> OutboxItem:
    """A text for post 3 that only a browser can send."""
    await followed(world)
    prepared = await world.services.commenting.prepare(await newest(world))
    draft = replace(world.services.commenting.draft(prepared.subject, parent), body=text)
    sent = await world.services.sending.send(prepared.subject, draft)
    assert sent.item.state is SendState.HANDED_OFF
    return sent.item


async def states(world: World, **follow: bool) -> list[SendState]:
    await world.services.following.follow(**follow)  # type: ignore[arg-type]
    return [item.state for item in world.services.sending.items()]


# --- from the hand to the page -------------------------------------------------------------------


async def test_a_text_that_was_handed_off_is_published_when_the_blog_shows_it(world: World) -> None:
    blog = kettle(world)
    item = await handed_off(world)
    assert await states(world) == [SendState.HANDED_OFF]
    world.later(minutes=10)
    # Under whatever name the person is signed in there.
    blog.threads[3] = [comment_entry(77, 3, "Nora of Skerry", SHOWN, at=world.now)]
    (found,) = await world.services.following.follow()
    assert (found.id, found.state, found.comment_id) == (item.id, SendState.PUBLISHED, "77")
    assert found.comment_url == f"{post_url(3)}?showComment=1#c77"
    assert found.draft.token == item.draft.token and world.web.posted() == []


async def test_the_found_comment_is_the_person_s_own_in_the_thread(world: World) -> None:
    blog = kettle(world)
    await handed_off(world)
    blog.threads[3] = [
        comment_entry(76, 3, "Bo", "First!", at=NOON),
        comment_entry(77, 3, "Nora", SHOWN, at=NOON),
    ]
    await world.services.following.follow()
    thread = await world.services.commenting.fetch_thread(await newest(world))
    assert [line.is_mine for line in thread.lines] == [False, True]


async def test_an_answer_is_looked_for_under_the_comment_that_it_answers(world: World) -> None:
    blog = kettle(world)
    blog.threads[3] = [comment_entry(70, 3, "Mara", "Who agrees?", at=NOON)]
    item = await handed_off(world, parent="70")
    assert item.comment_url == f"{post_url(3)}#comment-form_70"
    blog.threads[3] += [comment_entry(71, 3, "Bo", SHOWN, at=NOON)]
    assert await states(world, asked=True) == [SendState.HANDED_OFF], "the same words, at another place"
    blog.threads[3] += [comment_entry(72, 3, "Nora", SHOWN, parent=70, at=NOON)]
    assert await states(world, asked=True) == [SendState.PUBLISHED]


async def test_the_same_words_of_long_ago_are_somebody_else_s(world: World) -> None:
    blog = kettle(world)
    blog.threads[3] = [comment_entry(5, 3, "Bo", SHOWN, at=NOON - timedelta(days=30))]
    await handed_off(world)
    assert await states(world) == [SendState.HANDED_OFF]


async def test_one_comment_is_the_proof_for_one_row_alone(world: World) -> None:
    blog = kettle(world)
    await handed_off(world)
    await handed_off(world)
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    assert sorted(await states(world)) == [SendState.HANDED_OFF, SendState.PUBLISHED]


async def test_a_short_text_is_said_by_many_and_wants_the_name_as_well(world: World) -> None:
    blog = kettle(world)
    await handed_off(world, "So true!")
    blog.threads[3] = [comment_entry(77, 3, "Bo", "So true!", at=NOON)]
    assert await states(world) == [SendState.HANDED_OFF]


async def test_by_the_name_of_a_long_text_the_next_short_one_is_known(world: World) -> None:
    blog = kettle(world)
    await handed_off(world)
    blog.threads[3] = [comment_entry(77, 3, "Nora of Skerry", SHOWN, at=NOON)]
    assert await states(world) == [SendState.PUBLISHED]
    await handed_off(world, "So true!")
    blog.threads[3] += [comment_entry(78, 3, "Bo", "So true!", at=NOON)]
    assert await states(world) == [SendState.HANDED_OFF, SendState.PUBLISHED]
    blog.threads[3] += [comment_entry(79, 3, "Nora of Skerry", "So true!", at=NOON)]
    assert await states(world, asked=True) == [SendState.PUBLISHED, SendState.PUBLISHED]


# --- under a wrong clock ---------------------------------------------------------------------------


def dated(answer: Callable[[httpx.Request], httpx.Response], now: datetime) -> Answer:
    """The same answers, from a server that tells the time."""

    def with_date(request: httpx.Request) -> httpx.Response:
        response = answer(request)
        response.headers["date"] = format_datetime(now, usegmt=True)
        return response

    return with_date


async def test_a_clock_far_ahead_hides_no_text_that_a_browser_sent(world: World) -> None:
    blog = kettle(world)
    world.later(days=365)
    await handed_off(world)
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    assert await states(world, asked=True) == [SendState.HANDED_OFF], "nobody tells that the clock is wrong"
    for url, answer in blog.pages().items():
        assert callable(answer)
        world.web.pages[url] = dated(answer, NOON)
    assert await states(world, asked=True) == [SendState.PUBLISHED]


async def test_a_clock_that_was_put_right_hides_no_text_that_a_browser_sent(world: World) -> None:
    blog = kettle(world)
    world.later(days=365)
    await handed_off(world)
    world.later(days=-364)
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    assert await states(world, asked=True) == [SendState.PUBLISHED]


async def test_a_clock_far_behind_takes_no_older_words_for_ours(world: World) -> None:
    blog = kettle(world)
    blog.threads[3] = [comment_entry(5, 3, "Bo", SHOWN, at=NOON - timedelta(days=30))]
    world.later(days=-365)
    await handed_off(world)
    for url, answer in blog.pages().items():
        assert callable(answer)
        world.web.pages[url] = dated(answer, NOON)
    assert await states(world, asked=True) == [SendState.HANDED_OFF]


# --- with manners --------------------------------------------------------------------------------


async def test_a_blog_is_asked_every_few_minutes_at_most_but_always_by_the_person(world: World) -> None:
    kettle(world)
    item = await handed_off(world)
    feed = f"/feeds/{post_id(3)}/comments/default"

    async def asked(**how: bool) -> int:
        before = len(world.web.asked)
        await states(world, **how)
        return sum(request.url.path == feed for request in world.web.asked[before:])

    assert [await asked(), await asked()] == [1, 0]
    assert await asked(asked=True) == 1
    world.later(minutes=4)
    assert await asked() == 0
    world.later(minutes=1)
    assert await asked() == 1
    await world.services.following.follow(post_url(2), asked=True)
    kept = world.services.sending.item(item.id)
    assert kept.looked == world.now and kept.updated == NOON


async def test_after_two_weeks_it_is_looked_for_only_when_asked_and_that_is_said(world: World) -> None:
    blog = kettle(world)
    item = await handed_off(world)
    world.later(days=PATIENCE.days, minutes=1)
    before = len(world.web.asked)
    assert await states(world) == [SendState.HANDED_OFF] and len(world.web.asked) == before
    assert world.services.sending.item(item.id).reason == GIVEN_UP
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    assert await states(world, asked=True) == [SendState.PUBLISHED]
    assert world.services.sending.item(item.id).reason == ""


async def test_a_moderator_may_take_longer_than_two_weeks(world: World, server: Server) -> None:
    server.moderated = True
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Held)
    world.later(days=40)
    assert await states(world) == [SendState.HELD]
    server.moderated = False
    world.later(hours=12)
    assert await states(world) == [SendState.HELD], "once a day is enough by now"
    world.later(hours=12)
    assert await states(world) == [SendState.PUBLISHED]


async def test_a_blog_that_cannot_be_asked_is_no_proof_of_anything(world: World) -> None:
    blog = kettle(world)
    await handed_off(world)
    for url in blog.pages():
        world.web.pages[url] = httpx.ConnectError("down")
    assert await states(world) == [SendState.HANDED_OFF]


async def test_a_start_without_a_connection_puts_no_look_off(world: World) -> None:
    blog = kettle(world)
    item = await handed_off(world)
    offline = make_world(world.folder, Config(offline=True))
    assert await states(offline) == [SendState.HANDED_OFF]
    offline.services.close()
    assert world.services.sending.item(item.id).looked is None
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    assert await states(world) == [SendState.PUBLISHED]


# --- once more -----------------------------------------------------------------------------------


async def test_a_text_is_handed_off_again_only_after_it_was_looked_for(world: World) -> None:
    blog = kettle(world)
    item = await handed_off(world)
    world.later(days=3)
    again = await world.services.sending.attempt(item)
    assert isinstance(again.outcome, NeedsBrowser) and again.item.state is SendState.HANDED_OFF
    # It had waited for its moderator all the time.
    blog.threads[3] = [comment_entry(77, 3, "Nora", SHOWN, at=NOON)]
    found = await world.services.sending.attempt(item)
    assert isinstance(found.outcome, Published) and found.item.comment_id == "77"


async def test_a_look_in_vain_leaves_the_way_to_the_form(world: World) -> None:
    blog = kettle(world)
    item = await handed_off(world)
    for url in blog.pages():
        world.web.pages[url] = httpx.ConnectError("down")
    again = await world.services.sending.attempt(item)
    assert isinstance(again.outcome, NeedsBrowser) and again.outcome.url == item.comment_url
    assert f"{BLOG_ID}/{post_id(3)}" in item.comment_url
    assert again.item.state is SendState.HANDED_OFF


async def test_what_was_handed_off_can_be_edited_and_goes_out_as_the_same_comment(world: World) -> None:
    kettle(world)
    item = await handed_off(world)
    draft = world.services.sending.reopen(item.id)
    assert draft == item.draft and world.services.sending.items() == ()
    again = await handed_off(world, "Tea is never a waste of *anybody's* time.")
    assert again.draft.token == item.draft.token


# --- what waits for a connection -----------------------------------------------------------------


async def test_what_waited_goes_out_in_its_order_once_the_net_is_back(world: World, server: Server) -> None:
    subject, draft = await written(world)
    server.down = True
    tokens = [f"token {number}" for number in range(3)]
    for number, token in enumerate(tokens):
        one = replace(draft, token=token, body=f"Thought number {number}.")
        assert (await world.services.sending.send(subject, one)).item.state is SendState.QUEUED
    server.down = False
    sent = await world.services.sending.send_waiting()
    assert [end.item.draft.token for end in sent] == tokens
    assert [kept["text"] for kept in server.kept] == [f"<p>Thought number {n}.</p>" for n in range(3)]
    assert await world.services.sending.send_waiting() == ()


async def test_what_may_have_arrived_is_looked_for_and_never_sent_again_by_itself(
    world: World, server: Server
) -> None:
    """Lost on its way, then turned away: the first attempt may be waiting for its moderator."""
    server.loses_answers = server.moderated = True
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Unknown)
    server.down = True
    await world.services.sending.attempt(sent.item)
    world.services.sending._outbox.begin(sent.item.id, "me")
    world.services.sending._outbox.settle(sent.item.id, SendState.QUEUED)
    server.down = False
    assert await world.services.sending.send_waiting() == () and len(server.kept) == 1
    server.moderated = False
    (found,) = await world.services.sending.send_waiting()
    assert isinstance(found.outcome, Published) and len(server.kept) == 1


async def test_without_a_connection_one_may_write_where_the_blog_told_its_form_before(
    world: World, server: Server
) -> None:
    stored = await letters(world)
    assert (await world.services.commenting.prepare(stored)).is_reached
    server.down = True
    prepared = await world.services.commenting.prepare(stored)
    assert not prepared.is_reached and [field.name for field in prepared.form.fields] == [
        "name",
        "email",
        "website",
    ]


# --- answers -------------------------------------------------------------------------------------


async def test_answers_to_own_comments_are_heard_until_they_are_read(world: World, server: Server) -> None:
    sent = await world.services.sending.send(*await written(world))
    assert await world.services.following.hear() == 0
    server.kept.append(isso_comment(2, "Ada", "Indeed.", parent=int(sent.item.comment_id or 0)))
    assert await world.services.following.hear() == 0, "it was asked within the hour"
    world.later(hours=1)
    assert await world.services.following.hear() == 1
    assert world.services.library.counts().replies == 1
    assert [item.replies for item in world.services.sending.items()] == [1]
    world.services.commenting.visited(await letters(world))
    assert await world.services.following.hear(asked=True) == 0
    assert world.services.library.counts().replies == 0


async def test_a_fetched_thread_tells_of_answers_too(world: World, server: Server) -> None:
    sent = await world.services.sending.send(*await written(world))
    server.kept.append(isso_comment(2, "Ada", "Indeed.", parent=int(sent.item.comment_id or 0)))
    await world.services.commenting.fetch_thread(await letters(world))
    assert world.services.library.counts().replies == 1


async def test_one_thread_is_fetched_for_all_own_comments_under_a_post(world: World, server: Server) -> None:
    subject, draft = await written(world)
    for token in ("one", "two"):
        await world.services.sending.send(subject, replace(draft, token=token, body=f"Words, {token}."))
    world.later(hours=1)
    before = len(world.web.asked)
    await world.services.following.hear()
    assert len(world.web.asked) == before + 1
    await world.services.following.hear()
    assert len(world.web.asked) == before + 1
    world.later(days=61)
    await world.services.following.hear()
    assert len(world.web.asked) == before + 1, "an old comment is asked about when its post is opened"
