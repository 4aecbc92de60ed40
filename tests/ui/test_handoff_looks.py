"""How a comment looks on its way to a browser, and the list of own ones; each name says what is."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from tests.blogger_blog import KETTLE, BloggerBlog, comment_entry
from tests.ui.acting import make_app, press, settle, type_in
from tests.world import NOON, World
from tui_blog.config import Config
from tui_blog.model.comment import Comment, Draft, SendState
from tui_blog.model.post_list import PostQuery
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY, clean_line
from tui_blog.services.following import GIVEN_UP

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])

SnapCompare = Callable[..., bool]

TEXT = "Tea is *never* a waste of time, says the kettle; and it has had the time to think about it."


@pytest.fixture(autouse=True)
def over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")


@pytest.fixture
async def blog(world: World) -> BloggerBlog:
    """A Blogger blog with a comment under its newest post."""
    kettle = BloggerBlog()
    kettle.threads[3] = [comment_entry(70, 3, "Mara", "Who agrees?", at=NOON)]
    world.web.pages |= kettle.pages()
    await world.services.library.add(await world.services.library.find(KETTLE))
    return kettle


def keys(
    *pressed: str, text: str = "", then: tuple[str, ...] = ()
) -> Callable[[Pilot[str]], Awaitable[None]]:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, *pressed)
        if text:
            await type_in(pilot, text)
        await press(pilot, *then)
        await settle(pilot)

    return play


@both_sizes
def test_a_comment_for_the_browser_has_no_fields_and_says_how_it_goes_out(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    play = keys("c", "r", text=TEXT)
    assert snap_compare(make_app(world), run_before=play, terminal_size=size)


@pytest.mark.parametrize(
    "size", [*SIZES, (60, 40), (60, 24)], ids=["beside", "beside at 120x40", "below", "without"]
)
def test_the_way_to_the_form_is_shown_with_its_code_where_there_is_room(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    play = keys("enter", "C", text=TEXT, then=("ctrl+s",))
    assert snap_compare(make_app(world), run_before=play, terminal_size=size)


def test_the_code_is_light_on_dark_in_a_light_theme_too(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare
) -> None:
    play = keys("enter", "C", text=TEXT, then=("ctrl+s",))
    app = make_app(world, config=Config(theme="textual-light"))
    assert snap_compare(app, run_before=play, terminal_size=(80, 24))


def test_without_colour_the_code_is_drawn_all_the_same(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    play = keys("enter", "C", text=TEXT, then=("ctrl+s",))
    assert snap_compare(make_app(world), run_before=play, terminal_size=(80, 24))


def test_the_last_line_of_a_post_tells_what_a_writer_should_know(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare
) -> None:
    play = keys("enter", "C", then=("escape",))
    assert snap_compare(make_app(world), run_before=play, terminal_size=(120, 40))


def _write(world: World) -> None:
    """One comment in each state that a person may meet; one of them was answered twice."""
    sending = world.services.sending
    stored = world.services.reading.stored(world.services.reading.window(PostQuery(), limit=1).rows[0].id)
    for number, state in enumerate(SendState):
        if state is SendState.SENDING:
            continue
        item = sending._outbox.put(
            post=replace(stored.post, url=f"{stored.post.url}?{number}"), blog_title=stored.blog.title,
            channel=ChannelRef("isso", f"{KETTLE}/isso"), typed_url=KETTLE,
            draft=Draft(f"token {number}", f"A comment that is {state.value}, as comments go. " * 3),
        )  # fmt: skip
        if state is SendState.QUEUED:
            continue
        sending._outbox.begin(item.id, "me")
        reason = GIVEN_UP if state is SendState.HANDED_OFF else ""
        url = f"{KETTLE}/form" if state in {SendState.HANDED_OFF, SendState.PUBLISHED} else ""
        if state is SendState.DELETED:
            sending._outbox.settle(item.id, SendState.PUBLISHED, reason=EMPTY, comment_id="6", comment_url="")
            world.services.changing._changes.removed(sending._outbox.get(item.id))
            continue
        sending._outbox.settle(
            item.id, state, reason=clean_line(reason), comment_url=url,
            comment_id="7" if state is SendState.PUBLISHED else None,
        )  # fmt: skip
        if state is SendState.PUBLISHED:
            answers = [comment(name) for name in ("8", "9")]
            world.services.following._replies.heard(item.post_url, answers)


def comment(name: str) -> Comment:
    return Comment(name, "7", clean_line("Bo"), "<p>Indeed.</p>")


@both_sizes
def test_own_comments_stand_under_what_became_of_them(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    _write(world)
    assert snap_compare(make_app(world), run_before=keys("O"), terminal_size=size)


def test_the_library_counts_new_replies_at_the_outbox(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare
) -> None:
    _write(world)
    assert snap_compare(make_app(world), run_before=keys("G"), terminal_size=(120, 40))


def test_an_answered_comment_tells_how_many_answers_are_new(
    world: World, blog: BloggerBlog, snap_compare: SnapCompare
) -> None:
    _write(world)
    assert snap_compare(make_app(world), run_before=keys("O", "G", "k"), terminal_size=(80, 24))
