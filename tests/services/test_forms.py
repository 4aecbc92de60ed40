"""What a blog asks of a writer is known to whoever reads, and the blog is left in peace."""

from dataclasses import replace

import httpx
import pytest

from tests.services.test_sending import Server, letters, server, written
from tests.world import BLOG, World, isso_thread, make_world, page
from tui_blog.config import Config
from tui_blog.model.comment import Access, CommentForm, SendState
from tui_blog.model.post_list import PostQuery
from tui_blog.model.text import CleanText
from tui_blog.ui.comment_words import invitation, refusal, terms

__all__ = ["server"]


async def learned(world: World) -> CommentForm | None:
    """What a reader of the first post is told, once its thread was fetched."""
    stored = await letters(world)
    await world.services.commenting.fetch_thread(stored)
    return await world.services.commenting.learn_form(stored)


def asked_for_the_form(world: World) -> int:
    return sum(request.url.params.get("limit") == "1" for request in world.web.asked)


async def test_a_reader_is_told_what_a_writer_will_be_asked(world: World) -> None:
    form = await learned(world)
    assert form is not None and form.access is Access.ANONYMOUS
    assert f"{invitation(form)} · {terms(form)}" == "Post a Comment · asks for name · Markdown"


async def test_a_blog_is_asked_once_a_day_however_often_its_post_is_read(world: World) -> None:
    first = await learned(world)
    world.later(hours=23)
    assert await learned(world) == first and asked_for_the_form(world) == 1
    world.later(hours=1)
    strict = isso_thread() | {"config": {"require-author": True, "require-email": True}}
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=strict)
    anew = await learned(world)
    assert anew is not None and terms(anew) == "asks for name and e-mail · Markdown"
    assert asked_for_the_form(world) == 2


async def test_a_blog_that_does_not_tell_is_left_in_peace_as_well(world: World) -> None:
    stored = await letters(world)
    await world.services.commenting.fetch_thread(stored)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(502)
    learn = world.services.commenting.learn_form
    assert [await learn(stored), await learn(stored)] == [None, None]
    assert asked_for_the_form(world) == 1
    world.later(days=1)
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=isso_thread())
    assert await learn(stored) is not None


async def test_whoever_writes_asks_the_blog_anew(world: World) -> None:
    await learned(world)
    await world.services.commenting.prepare(await letters(world))
    assert asked_for_the_form(world) == 2


async def test_without_a_network_nobody_is_asked_and_the_kept_answer_holds(world: World) -> None:
    form = await learned(world)
    world.services.close()
    world.later(days=2)
    offline = make_world(world.folder, Config(offline=True))
    row = offline.services.reading.window(PostQuery(), limit=1).rows[0]
    stored = offline.services.reading.stored(row.id)
    assert await offline.services.commenting.learn_form(stored) == form
    assert offline.web.asked == []


async def test_a_post_without_comments_is_not_asked_about_again(world: World) -> None:
    world.web.pages[f"{BLOG}/letters/"] = page("<html><body>No comments here.</body></html>")
    assert await learned(world) is None
    asked = [str(request.url) for request in world.web.asked]
    assert asked.count(f"{BLOG}/letters/") == 1


async def test_a_blog_that_holds_a_comment_has_told_that_it_moderates(world: World, server: Server) -> None:
    server.moderated = True
    assert invitation(await learned(world)) == "Post a Comment"
    sent = await world.services.sending.send(*await written(world))
    assert sent.item.state is SendState.HELD
    assert invitation(await learned(world)) == "Post a Comment (held for moderation)"
    server.moderated = False
    await world.services.following.follow(asked=True)
    assert invitation(await learned(world)) == "Post a Comment"


OPEN = CommentForm("x", Access.ANONYMOUS, "https://blog.example/")
BROWSER = replace(OPEN, access=Access.BROWSER)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (OPEN, "Post a Comment"),
        (replace(OPEN, moderated=True), "Post a Comment (held for moderation)"),
        (replace(OPEN, access=Access.CLOSED), "Comments are closed"),
        (replace(OPEN, access=Access.LOGIN, reason=CleanText("Add an account.")),
         "Log in to comment: Add an account."),
        (replace(OPEN, access=Access.LOGIN, hurdle="members"), "Only members may comment"),
        (replace(BROWSER, hurdle="members"), "Only members may comment"),
        (replace(BROWSER, hurdle="captcha"), "Comments open in the browser (captcha)"),
        (BROWSER, "Comments open in the browser"),
        (None, "Post a Comment"),
    ],
)  # fmt: skip
def test_the_last_line_of_a_post(form: CommentForm | None, said: str) -> None:
    assert invitation(form) == said


def test_a_kept_draft_stands_beside_what_is_known() -> None:
    said = invitation(replace(OPEN, moderated=True), has_draft=True)
    assert said == "Post a Comment (held for moderation; your draft is kept)"


def test_why_nothing_can_be_written_is_said_once() -> None:
    form = replace(OPEN, access=Access.LOGIN, reason=CleanText("Add an account."))
    assert refusal(form) == "Log in to comment. Add an account."
