"""From the key to the blog: the comment screen, its drafts, and what is said of every end."""

import asyncio
import json
from contextlib import nullcontext
from pathlib import Path

import httpx
import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Static

from tests.services.test_sending import Server
from tests.ui.acting import (
    burst,
    drawn,
    follow,
    main_screen,
    playing,
    press,
    read,
    settle,
    told,
    type_in,
    until,
)
from tests.world import BLOG, World, isso_comment, isso_thread, page
from tui_blog.model.comment import SendState
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.confirm import ConfirmScreen
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.screens.outbox import OutboxScreen
from tui_blog.ui.widgets.reader.document_view import DocumentView


@pytest.fixture
def server(world: World) -> Server:
    isso = Server()
    world.web.pages[f"{BLOG}/isso/"] = world.web.pages[f"{BLOG}/isso/new"] = isso
    return isso


def modal(pilot: Pilot[str]) -> CommentScreen:
    assert isinstance(pilot.app.screen, CommentScreen)
    return pilot.app.screen


async def begin(pilot: Pilot[str], text: str = "So true.", name: str = "Bo") -> None:
    """Open the first post, then the comment screen, and fill it in."""
    await press(pilot, "enter", "C")
    await type_in(pilot, text)
    if name:
        await press(pilot, "tab")
        await type_in(pilot, name)


async def test_a_comment_is_written_sent_and_seen(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        await press(pilot, "ctrl+s")
        assert "Published." in told(pilot)
        assert "So true." in read(pilot) and "1 comment:" in read(pilot)
    assert [(kept["author"], kept["text"]) for kept in server.kept] == [("Bo", "<p>So true.</p>")]
    assert world.services.commenting.drafts() == ()


async def test_the_same_words_go_out_again_only_on_ones_word(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        await press(pilot, "ctrl+s")
        await begin(pilot, name="")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConfirmScreen) and len(server.kept) == 1
        await press(pilot, "n")
        assert "Draft kept." in told(pilot) and len(server.kept) == 1
        await press(pilot, "C", "ctrl+s", "y")
        assert "Published." in told(pilot) and len(server.kept) == 2
    assert world.services.commenting.drafts() == ()


async def test_a_question_about_the_same_words_loses_nothing_where_it_is_never_answered(
    world: World, server: Server
) -> None:
    await follow(world)
    server.loses_answers = server.moderated = True
    async with playing(world) as pilot:
        await begin(pilot)
        await press(pilot, "ctrl+s")
        await begin(pilot, name="")
        await press(pilot, "ctrl+s")
        assert "they may have arrived" in str(pilot.app.screen.query(Static).first().render())
    assert [kept.draft.body for kept in world.services.commenting.drafts()] == ["So true."]
    assert len(server.kept) == 1


async def test_a_reply_goes_under_the_comment_it_answers(world: World, server: Server) -> None:
    await follow(world)
    server.kept.append(isso_comment(1, "Ada", "What do you think?"))
    async with playing(world) as pilot:
        await press(pilot, "c", "r")
        assert "Ada" in str(modal(pilot).query_one("#heading").render())
        await type_in(pilot, "Yes indeed")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await press(pilot, "ctrl+s")
    (request,) = world.web.posted()
    assert json.loads(request.content)["parent"] == 1


async def test_below_a_long_thread_the_own_comment_is_gone_to(world: World, server: Server) -> None:
    await follow(world)
    server.kept.extend(isso_comment(number, "Ada", "Again and again. " * 30) for number in range(1, 9))
    async with playing(world) as pilot:
        await begin(pilot)
        await press(pilot, "ctrl+s")
        assert main_screen(pilot).view.current_comment == "9"
        assert "So true." in read(pilot)


async def test_a_comment_written_from_the_list_is_counted_there(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "So true.")
        await press(pilot, "tab")
        await type_in(pilot, "Bo")
        await press(pilot, "ctrl+s")
        row = main_screen(pilot).posts.highlighted
        assert row is not None and row.comments == 1


async def test_what_one_blog_says_of_commenting_does_not_stand_under_another_s_post(
    world: World, server: Server
) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/quiet/"] = page("<p>No comments on this page.</p>")
    async with playing(world) as pilot:
        await press(pilot, "enter", "q", "j", "C")
        assert "No comment system" in told(pilot) and "Post a Comment" in read(pilot)


async def leave_a_reply(pilot: Pilot[str]) -> None:
    """Begin an answer to the first comment, and step out of it."""
    await press(pilot, "c", "r")
    await type_in(pilot, "I think")
    await press(pilot, "escape")


async def test_a_kept_reply_is_taken_up_where_it_was_begun(world: World, server: Server) -> None:
    await follow(world)
    server.kept.append(isso_comment(1, "Ada", "What do you think?"))
    async with playing(world) as pilot:
        await leave_a_reply(pilot)
        assert told(pilot) == "Draft kept. r on the same comment takes it up again."
        await press(pilot, "r")
        assert modal(pilot).body.text == "I think"


async def test_a_draft_of_an_earlier_day_is_offered_again(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "Half a thought")
        await press(pilot, "escape")
    async with playing(world) as pilot:
        assert told(pilot) == "A draft is kept: on “Why letters still matter”. Open the post and press C."
        await press(pilot, "enter")
        assert "Post a Comment (your draft is kept)" in read(pilot)
        await press(pilot, "C", "ctrl+u", "escape")
        assert "your draft" not in read(pilot)


async def test_a_reply_of_an_earlier_day_is_offered_again(world: World, server: Server) -> None:
    await follow(world)
    server.kept.append(isso_comment(1, "Ada", "What do you think?"))
    async with playing(world) as pilot:
        await leave_a_reply(pilot)
    async with playing(world) as pilot:
        assert "Open the post and press r on the comment." in told(pilot), "r is another key in the list"


async def test_after_the_editor_the_cursor_stands_at_the_end(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_blog.ui.screens.comment.edit_in_editor", lambda text: f"{text}\nand more")
    monkeypatch.setattr("textual.app.App.suspend", nullcontext)
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "So true")
        await press(pilot, "ctrl+e")
        await type_in(pilot, " still.")
        assert modal(pilot).body.text == "So true\nand more still."


async def test_ctrl_c_leaves_from_inside_a_comment_and_keeps_it(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        await type_in(pilot, "Half a thought")
        await pilot.press("ctrl+c")
    assert not pilot.app.is_running
    (kept,) = world.services.commenting.drafts()
    assert kept.draft.body == "Half a thought"


async def test_a_held_comment_is_not_called_published(world: World, server: Server) -> None:
    await follow(world)
    server.moderated = True
    async with playing(world) as pilot:
        await begin(pilot)
        await press(pilot, "ctrl+s")
        assert "awaiting moderation" in told(pilot) and "Published" not in told(pilot)


async def test_what_is_missing_is_said_before_anything_is_sent(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, name="")
        await press(pilot, "ctrl+s")
        assert "name" in str(modal(pilot).complaint.content)
        assert modal(pilot).focused is modal(pilot).query_one("#field-name")
    assert world.web.posted() == []


async def test_a_refusal_brings_the_text_back_with_the_reason(world: World, server: Server) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/isso/new"] = httpx.Response(400, html="<p>text is too short</p>")
    async with playing(world) as pilot:
        await begin(pilot, "No")
        await press(pilot, "ctrl+s")
        assert modal(pilot).body.text == "No" and "too short" in str(modal(pilot).complaint.content)
        assert told(pilot) == "", "nothing is being sent"


async def test_escape_keeps_the_draft_and_it_is_taken_up_again(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, "Half a thought")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen) and "Draft kept" in told(pilot)
        await press(pilot, "C")
        assert modal(pilot).body.text == "Half a thought"


async def test_quitting_under_an_open_comment_keeps_it(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, "Almost lost")
        pilot.app.exit()
    (kept,) = world.services.commenting.drafts()
    assert kept.draft.body == "Almost lost" and kept.draft.name == "Bo"


@pytest.mark.parametrize("way_out", ["ctrl+s", "escape"])
async def test_keys_that_come_faster_than_they_are_taken_all_come_to_their_field(
    world: World, server: Server, way_out: str
) -> None:
    """A burst over a slow line: no key that leads elsewhere may overtake the letters before it."""
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        burst(pilot, *("x" * 50), "tab", *("Bo" * 10), way_out)
        await settle(pilot)
    drafts = [(kept.draft.body, kept.draft.name) for kept in world.services.commenting.drafts()]
    sent = [(item.draft.body, item.draft.name) for item in world.services.sending.items()]
    assert [*drafts, *sent] == [("x" * 50, "Bo" * 10)]
    assert len(sent) == len(server.kept) == (way_out == "ctrl+s")


async def test_an_end_of_the_program_overtakes_no_letter(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        burst(pilot, *("x" * 50))
        pilot.app.exit()
    assert [kept.draft.body for kept in world.services.commenting.drafts()] == ["x" * 50]


@pytest.mark.parametrize("late", ["q", "ctrl+s", "escape", "tab"])
async def test_what_comes_behind_the_key_that_posts_changes_nothing(
    world: World, server: Server, late: str
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        burst(pilot, *("x" * 50), "ctrl+s", *([late] * 10))
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
    assert [item.draft.name for item in world.services.sending.items()] == ["Bo" + "x" * 50]
    assert len(server.kept) == 1


async def test_the_editor_gets_every_letter_typed_before_its_key(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_blog.ui.screens.comment.edit_in_editor", lambda text: f"{text} in the editor")
    monkeypatch.setattr("textual.app.App.suspend", nullcontext)
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        burst(pilot, *("x" * 50), "ctrl+e", *("y" * 10))
        await settle(pilot)
        assert modal(pilot).body.text == "x" * 50 + " in the editor"
        await type_in(pilot, " and here")
        assert modal(pilot).body.text.endswith("editor and here")


async def test_what_was_typed_just_before_is_not_discarded_unasked(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await press(pilot, "C")
        burst(pilot, *("x" * 50))
        modal(pilot).query_one("#discard", Button).press()
        await settle(pilot)
        assert isinstance(pilot.app.screen, ConfirmScreen)


async def test_a_way_out_behind_the_one_that_asks_leaves_both_as_they_are(
    world: World, server: Server
) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        modal(pilot).action_discard()
        modal(pilot).action_keep()
        await settle(pilot)
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CommentScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)
    assert [kept.draft.body for kept in world.services.commenting.drafts()] == ["So true."]


async def test_escape_takes_a_failure_away_before_it_closes_a_comment(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        main_screen(pilot).listing.complain("The Slow Lamp cannot be reached.")
        await press(pilot, "escape")
        assert told(pilot) == "" and isinstance(pilot.app.screen, CommentScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_pause_in_typing_keeps_the_draft(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, "Thinking")
        modal(pilot)._keep_now()
        await settle(pilot)
        (kept,) = world.services.commenting.drafts()
        assert kept.draft.body == "Thinking"


async def test_discard_asks_and_then_throws_away(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, "Never mind")
        await pilot.click("#discard")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await press(pilot, "n")
        assert modal(pilot).body.text == "Never mind"
        await pilot.click("#discard")
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, MainScreen)
    assert world.services.commenting.drafts() == ()


async def test_the_preview_shows_the_comment_as_the_thread_will(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot, "Is *this* bold?")
        await press(pilot, "f2")
        shown = drawn(modal(pilot).query_one(DocumentView))
        assert "Bo" in shown and "Is this bold?" in shown
        await press(pilot, "f2")
        assert modal(pilot).focused is modal(pilot).body


async def test_without_a_connection_it_waits_and_goes_out_later(world: World, server: Server) -> None:
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        server.down = True
        await press(pilot, "ctrl+s")
        assert "kept in the outbox" in told(pilot)
        server.down = False
        await press(pilot, "O", "s")
        assert "Published." in told(pilot)
        assert isinstance(pilot.app.screen, OutboxScreen)
    assert len(server.kept) == 1


async def test_a_sending_outlives_the_outbox_that_it_came_from(world: World, server: Server) -> None:
    await follow(world)
    arrived, answered = asyncio.Event(), asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        arrived.set()
        await answered.wait()
        return server(request)

    async with playing(world) as pilot:
        await begin(pilot)
        server.down = True
        await press(pilot, "ctrl+s")
        server.down = False
        world.web.pages[f"{BLOG}/isso/new"] = slow
        await pilot.press("O")
        await settle(pilot)
        await pilot.press("s")
        await arrived.wait()
        await pilot.press("escape")  # takes away what is told of the first attempt
        await pilot.press("escape")
        answered.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert "Published." in told(pilot) and "So true." in read(pilot)
    assert len(server.kept) == 1
    assert [item.state for item in world.services.sending.items()] == [SendState.PUBLISHED]


async def test_what_nobody_answered_is_looked_for_again_and_not_sent_again_at_once(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_blog.ui.desks.comment_desk.LOOK_AGAIN_SECONDS", (0.5, 1, 2, 4, 8, 16))
    await follow(world)
    async with playing(world) as pilot:
        await begin(pilot)
        server.loses_answers = server.moderated = True
        await press(pilot, "ctrl+s", "O", "s")
        assert "can be sent again 5 minutes after" in told(pilot)
        server.moderated = False  # it shows at last
        await until(pilot, lambda: "Published." in told(pilot))
    assert len(world.web.posted()) == 1


async def test_closed_comments_are_said_before_a_word_is_typed(world: World, server: Server) -> None:
    await follow(world)
    world.web.pages[f"{BLOG}/letters/"] = httpx.Response(200, html="<html><body>Nothing</body></html>")
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "No comment system" in told(pilot)


async def test_an_editor_writes_the_comment(
    world: World, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_blog.ui.editor import edit_in_editor

    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nprintf 'Written elsewhere\\n' >> \"$1\"\n")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    assert edit_in_editor("Before. ") == "Before. Written elsewhere"
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    assert "/nowhere/editor" in edit_in_editor("x").sentence


async def test_a_hostile_thread_cannot_end_the_program(world: World) -> None:
    await follow(world)
    evil = isso_comment(1, "[/x] \x1b[31mEve", "[bold red]x[/] :smile: \x9b2J")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread(evil))
    async with playing(world) as pilot:
        await press(pilot, "c", "r")
        assert "[/x]" in str(modal(pilot).query_one("#heading").render())
        await press(pilot, "escape")
        assert "[bold red]x[/] :smile:" in read(pilot)
        main_screen(pilot).post_message(DocumentView.LinkWanted("javascript:alert(1)"))
        await settle(pilot)
        assert "not opened" in told(pilot)
