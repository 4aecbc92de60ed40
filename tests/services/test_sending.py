"""The way of a comment: never lost, never twice, never called sent without the blog's word."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from tests.services.test_library import followed
from tests.world import BLOG, NOON, World, isso_comment, isso_thread, lamp_pages, make_world
from tui_blog.model.comment import Access, Draft, Held, Published, Refused, RetryLater, SendState, Unknown
from tui_blog.model.post_list import PostQuery
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.sending import Subject


@dataclass
class Server:
    """An Isso that keeps what it is sent, and can lose its answer on the way back."""

    kept: list[dict[str, object]] = field(default_factory=list)
    moderated: bool = False
    hides_new: bool = False
    """What comes from now on is held; what stood there is shown."""
    loses_answers: bool = False
    down: bool = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("connection refused", request=request)
        if request.method == "GET":
            return httpx.Response(200, json=isso_thread(*self._shown()))
        sent = json.loads(request.content)
        number, dated = len(self.kept) + 1, NOON.timestamp()
        comment = isso_comment(number, sent["author"], sent["text"], sent["parent"], created=dated)
        is_held = self.moderated or self.hides_new
        self.kept.append({**comment, "mode": 2} if is_held else comment)
        if self.loses_answers:
            raise httpx.ReadTimeout("timed out", request=request)
        return httpx.Response(202 if is_held else 201, json={**comment, "mode": 2 if is_held else 1})

    def _shown(self) -> list[dict[str, object]]:
        if self.moderated:
            return []
        shown = [comment for comment in self.kept if not (self.hides_new and comment["mode"] == 2)]
        return [{**comment, "mode": 1} for comment in shown]


@pytest.fixture
def server(world: World) -> Server:
    isso = Server()
    world.web.pages[f"{BLOG}/isso/"] = world.web.pages[f"{BLOG}/isso/new"] = isso
    return isso


@pytest.fixture
def second(world: World) -> Iterator[World]:
    """Another instance on the same library: the program started again."""
    again = make_world(world.folder)
    again.web.pages = world.web.pages
    yield again
    again.services.close()


async def letters(world: World) -> StoredPost:
    await followed(world)
    row = world.services.reading.window(PostQuery(), limit=1).rows[0]
    return world.services.reading.stored(row.id)


async def written(world: World, body: str = "So true.") -> tuple[Subject, Draft]:
    prepared = await world.services.commenting.prepare(await letters(world))
    assert prepared.form.access is Access.ANONYMOUS and prepared.form.markup == "markdown"
    draft = replace(prepared.draft, body=body, name="Bo")
    world.services.commenting.keep(prepared.subject, draft)
    return prepared.subject, draft


async def test_a_comment_that_the_blog_took_stands_in_the_thread(world: World, server: Server) -> None:
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Published) and sent.item.state is SendState.PUBLISHED
    thread = await world.services.commenting.fetch_thread(await letters(world))
    assert [(line.comment.author, line.markdown) for line in thread.lines] == [("Bo", "So true.")]


async def test_a_held_comment_is_followed_until_it_shows(world: World, server: Server) -> None:
    server.moderated = True
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Held)
    assert await world.services.following.follow() == ()
    server.moderated = False
    assert await world.services.following.follow() == (), "it was asked a moment ago"
    world.later(minutes=5)
    (shown,) = await world.services.following.follow()
    assert shown.state is SendState.PUBLISHED and len(server.kept) == 1


async def test_a_lost_answer_is_looked_for_and_not_sent_again(world: World, server: Server) -> None:
    server.loses_answers = True
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Published), "the look found it at once"
    assert len(server.kept) == 1 and len(world.web.posted()) == 1


async def test_a_lost_answer_that_cannot_be_found_stays_unknown(world: World, server: Server) -> None:
    server.loses_answers = server.moderated = True
    sent = await world.services.sending.send(*await written(world))
    assert isinstance(sent.outcome, Unknown) and sent.item.state is SendState.UNKNOWN and sent.item.attempted
    server.loses_answers = server.moderated = False
    again = await world.services.sending.attempt(sent.item)
    assert isinstance(again.outcome, Published)
    assert len(server.kept) == 1, "found on the blog, so not sent a second time"


async def test_without_a_connection_it_waits_in_the_outbox(world: World, server: Server) -> None:
    subject, draft = await written(world)
    server.down = True
    sent = await world.services.sending.send(subject, draft)
    assert isinstance(sent.outcome, RetryLater) and sent.item.state is SendState.QUEUED
    assert not sent.item.attempted
    server.down = False
    again = await world.services.sending.attempt(sent.item)
    assert isinstance(again.outcome, Published) and len(server.kept) == 1


async def test_a_killed_sender_s_comment_is_found_at_the_next_start(
    world: World, server: Server, second: World
) -> None:
    server.loses_answers = True
    subject, draft = await written(world)
    item = world.services.sending._write_down(subject, draft)
    assert world.services.sending._outbox.begin(item.id, "a program that was killed")
    await world.services.sending._submit(item)
    (recovered,) = await second.services.sending.recover()
    assert recovered.state is SendState.PUBLISHED and len(server.kept) == 1


async def test_a_living_sender_is_left_in_peace(world: World, server: Server, second: World) -> None:
    subject, draft = await written(world)
    item = world.services.sending._write_down(subject, draft)
    assert world.services.sending._outbox.begin(item.id, world.services.sending._instance.id)
    assert await second.services.sending.recover() == ()
    refused = await second.services.sending.attempt(replace(item, attempted=False))
    assert isinstance(refused.outcome, Unknown) and server.kept == []


async def test_a_refused_comment_keeps_its_text(world: World, server: Server) -> None:
    subject, draft = await written(world, "No")
    refusal = httpx.Response(400, html="<p>text is too short (minimum length: 3)</p>")
    world.web.pages[f"{BLOG}/isso/new"] = refusal
    sent = await world.services.sending.send(subject, draft)
    assert isinstance(sent.outcome, Refused) and "too short" in sent.outcome.reason
    reopened = world.services.sending.reopen(sent.item.id)
    assert reopened == draft == world.services.commenting.draft(subject, None)


async def test_a_draft_is_kept_and_taken_up_again(world: World, server: Server, second: World) -> None:
    subject, draft = await written(world, "Half a thought")
    assert second.services.commenting.draft(subject, None) == draft
    second.services.commenting.discard(draft)
    assert second.services.commenting.draft(subject, None).body == ""


async def test_a_late_pause_makes_no_second_draft(world: World, server: Server) -> None:
    subject, draft = await written(world)
    await world.services.sending.send(subject, draft)
    world.services.commenting.keep(subject, draft)
    assert world.services.commenting.drafts() == ()


async def test_the_name_is_remembered(world: World, server: Server) -> None:
    await world.services.sending.send(*await written(world))
    prepared = await world.services.commenting.prepare(await letters(world))
    assert (prepared.draft.name, prepared.draft.body) == ("Bo", "")


async def test_a_server_that_fails_before_the_post_has_nothing(tmp_path: Path) -> None:
    """WordPress: the page with the form cannot be had, so nothing was sent, whatever the reason."""
    world = make_world(tmp_path, pages=lamp_pages())
    subject, draft = await written_for_wordpress(world)
    sent = await world.services.sending.send(subject, draft)
    assert isinstance(sent.outcome, RetryLater) and world.web.posted() == []
    world.services.close()


async def written_for_wordpress(world: World) -> tuple[Subject, Draft]:
    from tui_blog.model.site import ChannelRef

    stored = await letters(world)
    world.web.pages[stored.post.url] = httpx.ReadTimeout("timed out")
    ref = ChannelRef("wordpress", f"{BLOG}/wp-json/")
    return Subject(stored.post, stored.blog.title, BLOG, BLOG, ref), Draft(
        "t" * 32, "Hello there", None, "Bo", "b@x.example"
    )
