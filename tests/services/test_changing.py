"""Own comments are changed and taken back with the care of a sending."""

import json
from dataclasses import dataclass, field

import httpx
import pytest

from tests.services.test_sending import letters, second, written
from tests.world import BLOG, NOON, World, isso_comment, isso_thread
from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import OutboxItem, Published, Refused, RetryLater, SendState, Unknown
from tui_blog.model.own_comment import Removed

__all__ = ["second"]


@dataclass
class Isso:
    """An Isso that gives a cookie for each text, and takes a change only with it."""

    kept: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.fault == "down":
            raise httpx.ConnectError("refused", request=request)
        number = request.url.path.rpartition("/")[2]
        if request.method == "POST":
            return self._answer(self._put("1", json.loads(request.content)["text"]), 201)
        if number.isdecimal():
            return self._one(request, number)
        shown = [
            isso_comment(int(key), "Bo", text, created=NOON.timestamp()) for key, text in self.kept.items()
        ]
        return httpx.Response(200, json=isso_thread(*shown))

    def _one(self, request: httpx.Request, number: str) -> httpx.Response:
        if request.headers.get("cookie") != f"{number}={self.cookies.get(number)}" or self.fault == "late":
            return httpx.Response(403, html="<p>Forbidden</p>")
        if request.method == "GET":
            return httpx.Response(200, json={"text": self.kept[number]})
        if request.method == "DELETE":
            del self.kept[number]
            answer = httpx.Response(200, text="null")
        else:
            answer = self._answer(self._put(number, json.loads(request.content)["text"]), 200)
        if self.fault == "answer lost":
            raise httpx.ReadTimeout("timed out", request=request)
        return answer

    def _put(self, number: str, text: str) -> str:
        self.kept[number] = text
        self.cookies[number] = f"signed.{len(text)}-{text[:2].strip()}"
        return number

    def _answer(self, number: str, status: int) -> httpx.Response:
        cookie = f"{number}={self.cookies[number]}; Max-Age=900; Path=/; SameSite=Lax"
        comment = isso_comment(int(number), "Bo", self.kept[number])
        return httpx.Response(status, json=comment, headers={"set-cookie": cookie})


@pytest.fixture
def isso(world: World) -> Isso:
    isso = Isso()
    for path in ("", "new", "id/1"):
        world.web.pages[f"{BLOG}/isso/{path}"] = isso
    return isso


async def sent(world: World) -> OutboxItem:
    return (await world.services.sending.send(*await written(world))).item


async def read(world: World) -> list[tuple[str, bool]]:
    """The thread as it is kept: each text, and whether the comment is gone."""
    thread = await world.services.commenting.kept_thread(await letters(world))
    return [(line.markdown, line.comment.deleted) for line in thread.lines] if thread else []


async def test_a_comment_is_changed_by_the_cookie_that_came_with_it(world: World, isso: Isso) -> None:
    item = await sent(world)
    await world.services.commenting.fetch_thread(await letters(world))
    draft = await world.services.changing.draft(item)
    assert draft.body == item.draft.body
    changed = await world.services.changing.edit(item, "Not *quite* true.")
    assert isinstance(changed.outcome, Published) and isso.kept == {"1": "Not *quite* true."}
    assert changed.item.draft.body == "Not *quite* true."
    assert await read(world) == [("Not *quite* true.", False)], "at once, before the blog is read again"
    again = await world.services.changing.edit(changed.item, "True after all.")
    assert isinstance(again.outcome, Published), "each change brings the cookie for the next one"
    assert isso.kept == {"1": "True after all."}


async def test_a_comment_is_taken_back(world: World, isso: Isso) -> None:
    item = await sent(world)
    await world.services.commenting.fetch_thread(await letters(world))
    changed = await world.services.changing.remove(item)
    assert isinstance(changed.outcome, Removed) and isso.kept == {}
    assert changed.item.state is SendState.DELETED
    assert await read(world) == [("", True)]
    with pytest.raises(TuiBlogError, match="no comment that was sent from here"):
        world.services.changing.own(item.post_url, "1")


async def test_after_a_quarter_of_an_hour_it_stands_as_it_is(world: World, isso: Isso) -> None:
    item = await sent(world)
    world.later(minutes=14)
    assert world.services.changing.own(item.post_url, "1").id == item.id
    world.later(minutes=1)
    with pytest.raises(TuiBlogError, match="15 minutes: that is over"):
        world.services.changing.own(item.post_url, "1")
    assert [request.method for request in world.web.asked].count("PUT") == 0


async def test_a_server_that_says_no_keeps_the_text_for_the_next_time(world: World, isso: Isso) -> None:
    item = await sent(world)
    isso.fault = "late"
    changed = await world.services.changing.edit(item, "Another thought.")
    assert isinstance(changed.outcome, Refused) and changed.item.state is SendState.PUBLISHED
    isso.fault = ""
    assert (await world.services.changing.draft(item)).body == "Another thought."


async def test_without_a_connection_nothing_is_changed_and_nothing_is_lost(world: World, isso: Isso) -> None:
    item = await sent(world)
    isso.fault = "down"
    changed = await world.services.changing.edit(item, "Another thought.")
    assert isinstance(changed.outcome, RetryLater)
    isso.fault = ""
    assert (await world.services.changing.draft(item)).body == "Another thought."


@pytest.mark.parametrize("kind", ["edit", "delete"])
async def test_a_lost_answer_is_looked_for(world: World, isso: Isso, kind: str) -> None:
    item = await sent(world)
    isso.fault = "answer lost"
    changing = world.services.changing
    changed = await (changing.remove(item) if kind == "delete" else changing.edit(item, "Another thought."))
    assert isinstance(changed.outcome, Removed if kind == "delete" else Published)
    assert isso.kept == ({} if kind == "delete" else {"1": "Another thought."})


async def test_a_change_too_small_to_be_seen_is_not_called_made(world: World, isso: Isso) -> None:
    item = await sent(world)
    isso.fault = "answer lost"
    changed = await world.services.changing.edit(item, f"{item.draft.body}!")
    assert isinstance(changed.outcome, Unknown)


@pytest.mark.parametrize("has_arrived", [True, False])
async def test_what_a_killed_program_left_is_looked_for_at_the_next_start(
    world: World, second: World, isso: Isso, has_arrived: bool
) -> None:
    item = await sent(world)
    world.services.changing._changes.begin(item.id, "edit", "Another thought.", "one that was killed")
    if has_arrived:
        isso.kept["1"] = "Another thought."
    ends = await second.services.changing.recover()
    assert [isinstance(end.outcome, Published) for end in ends] == [True] * has_arrived
    kept = second.services.sending.item(item.id).draft.body
    assert (kept == "Another thought.") is has_arrived
    assert (await second.services.changing.draft(item)).body == "Another thought." or has_arrived


async def test_nobody_changes_a_comment_while_another_window_does(
    world: World, second: World, isso: Isso
) -> None:
    item = await sent(world)
    second.services.changing._changes.begin(item.id, "edit", "Mine.", "another")
    with pytest.raises(TuiBlogError, match="another window"):
        await world.services.changing.remove(item)
    assert "1" in isso.kept


async def test_somebody_elses_comment_is_not_touched(world: World, isso: Isso) -> None:
    stored = await letters(world)
    with pytest.raises(TuiBlogError, match="no comment that was sent from here"):
        world.services.changing.own(stored.post.url, "7")
