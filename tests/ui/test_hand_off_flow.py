"""What only a browser can send: written here, carried there, watched for until the blog shows it."""

import asyncio
import webbrowser

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.blogger_blog import BLOG_ID, KETTLE, BloggerBlog, comment_entry, post_id
from tests.ui.acting import main_screen, playing, press, read, told, type_in
from tests.ui.test_outbox_flow import lines, outbox
from tests.world import NOON, World
from tui_blog.model.comment import OutboxItem, SendState
from tui_blog.model.stored_post import StoredPost
from tui_blog.services.shown_thread import ShownThread
from tui_blog.ui.screens.comment import CommentScreen
from tui_blog.ui.screens.hand_off import HandOffScreen
from tui_blog.ui.screens.main import MainScreen

TEXT = "Tea is *never* a waste of time, says the kettle."
FORM = f"https://www.blogger.com/comment/fullpage/post/{BLOG_ID}/{post_id(3)}"


@pytest.fixture
async def blog(world: World) -> BloggerBlog:
    """A Blogger blog of three posts, followed."""
    kettle = BloggerBlog()
    world.web.pages |= kettle.pages()
    await world.services.library.add(await world.services.library.find(KETTLE))
    return kettle


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop with a browser, and what was opened in it."""
    addresses = list[str]()

    def open_address(url: str) -> bool:
        addresses.append(url)
        return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SSH_TTY", raising=False)
    monkeypatch.setattr(webbrowser, "open", open_address)
    return addresses


@pytest.fixture
def over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")


async def hand_off(pilot: Pilot[str], text: str = TEXT) -> None:
    """Write a comment on the newest post, and let it go."""
    await press(pilot, "enter", "C")
    await type_in(pilot, text)
    await press(pilot, "ctrl+s")


def states(world: World) -> list[SendState]:
    return [item.state for item in world.services.sending.items()]


async def test_the_text_is_written_here_without_any_field(world: World, blog: BloggerBlog) -> None:
    async with playing(world) as pilot:
        await press(pilot, "enter", "C")
        modal = pilot.app.screen
        assert isinstance(modal, CommentScreen) and not modal.query(Input)
        said = str(modal.query_one("#notice", Static).content)
        assert said.startswith(
            "This blog takes comments only in a browser: the text is copied and its form opened."
        )
        await press(pilot, "ctrl+s")
        assert "no text yet" in str(modal.complaint.content)
        await type_in(pilot, "Half a thought")
        await press(pilot, "escape")
        assert "Draft kept" in told(pilot)
        last = " ".join(read(pilot).split())
        assert "Comments open in the browser (your draft is kept) · at most 4,096 bytes" in last
    assert states(world) == []


async def test_the_text_is_copied_and_the_form_opened(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert pilot.app.clipboard == TEXT and opened == [FORM]
        assert told(pilot).startswith("Your text is copied; the form is open in the browser")
        assert "your draft" not in read(pilot)
    assert states(world) == [SendState.HANDED_OFF] and world.web.posted() == []
    assert world.services.commenting.drafts() == ()


async def test_over_ssh_the_way_is_shown_until_a_key(
    world: World, blog: BloggerBlog, over_ssh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HandOffScreen) and pilot.app.clipboard == TEXT
        assert str(screen.query_one("#address", Static).content) == FORM and screen.code.display
        await press(pilot, "a")
        assert pilot.app.clipboard == FORM
        await press(pilot, "x", "j", "y")
        assert pilot.app.clipboard == TEXT and pilot.app.screen is screen
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


@pytest.mark.parametrize(("size", "shown"), [((80, 24), True), ((60, 40), True), ((60, 24), False)])
async def test_a_terminal_without_room_for_the_code_shows_the_address_alone(
    world: World, blog: BloggerBlog, over_ssh: None, size: tuple[int, int], shown: bool
) -> None:
    async with playing(world, size=size) as pilot:
        await hand_off(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HandOffScreen) and screen.code.display is shown
        assert FORM in str(screen.query_one("#address", Static).content)
        if shown:
            lines = str(screen.code.content).splitlines()
            assert screen.code.size == (len(lines[0]), len(lines)), "every line of it, whole"
            assert screen.query_one(".dialog").content_region.contains_region(screen.code.region)


async def test_a_comment_that_shows_is_told_when_its_post_is_opened_and_marked_as_one_s_own(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        blog.threads[3] = [comment_entry(77, 3, "Nora", TEXT.replace("*", ""), at=NOON)]
        world.later(minutes=5)
        await press(pilot, "q", "enter")
        assert told(pilot) == "Published: your comment on “Post 3” stands on the blog."
        assert "Nora · 22 Nov 2026" in read(pilot) and "you" in read(pilot)
    assert states(world) == [SendState.PUBLISHED]


async def test_a_thread_that_was_read_before_its_comment_was_found_knows_it_all_the_same(
    world: World, blog: BloggerBlog, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commenting, following = world.services.commenting, world.services.following
    fetch, follow = commenting.fetch_thread, following.follow
    fetched, told_of = asyncio.Event(), asyncio.Event()
    async with playing(world) as pilot:
        await hand_off(pilot)
        blog.threads[3] = [comment_entry(77, 3, "Nora", TEXT.replace("*", ""), at=NOON)]
        world.later(minutes=5)

        async def fetched_too_early(stored: StoredPost, *, at_once: int | None = None) -> ShownThread:
            thread = await fetch(stored, at_once=at_once)
            fetched.set()
            await told_of.wait()
            return thread

        async def followed_afterwards(post_url: str | None = None) -> tuple[OutboxItem, ...]:
            await fetched.wait()
            found = await follow(post_url)
            asyncio.get_running_loop().call_soon(told_of.set)  # once the program has heard of it
            return found

        monkeypatch.setattr(commenting, "fetch_thread", fetched_too_early)
        monkeypatch.setattr(following, "follow", followed_afterwards)
        await press(pilot, "q", "enter")
        assert "Nora · 22 Nov 2026 · you" in read(pilot)


async def test_a_comment_that_shows_is_told_at_the_next_start(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
    blog.threads[3] = [comment_entry(77, 3, "Nora", TEXT, at=NOON)]
    world.later(hours=1)
    async with playing(world) as pilot:
        assert "Published: your comment on “Post 3”" in told(pilot)


async def test_from_the_outbox_it_is_copied_again_and_handed_over_again(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        pilot.app.copy_to_clipboard("something else")
        await press(pilot, "O", "y")
        assert pilot.app.clipboard == TEXT and "for the browser" in lines(pilot)[1]
        await press(pilot, "s")
        assert opened == [FORM, FORM] and outbox(pilot).is_attached
    assert states(world) == [SendState.HANDED_OFF] and world.web.posted() == []


async def test_from_the_outbox_it_is_written_on(world: World, blog: BloggerBlog, opened: list[str]) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        (first,) = world.services.sending.items()
        await press(pilot, "O", "e")
        modal = pilot.app.screen
        assert isinstance(modal, CommentScreen) and modal.body.text == TEXT
        await type_in(pilot, " And I.")
        await press(pilot, "ctrl+s")
        assert pilot.app.clipboard == f"{TEXT} And I."
    (second,) = world.services.sending.items()
    assert second.draft.token == first.draft.token and second.state is SendState.HANDED_OFF


async def test_an_answer_that_is_written_on_stays_an_answer(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    blog.threads[3] = [comment_entry(70, 3, "Mara", "Who agrees?", at=NOON)]
    async with playing(world) as pilot:
        await press(pilot, "c", "r")
        await type_in(pilot, TEXT)
        await press(pilot, "ctrl+s", "O", "e")
        assert "Reply to Mara" in str(pilot.app.screen.query_one("#heading", Static).content)
        await press(pilot, "ctrl+s")
    assert opened[-1].endswith("#comment-form_70")
    assert [item.draft.parent for item in world.services.sending.items()] == ["70"]


async def test_what_is_on_the_blog_is_not_written_on(
    world: World, blog: BloggerBlog, opened: list[str]
) -> None:
    async with playing(world) as pilot:
        await hand_off(pilot)
        blog.threads[3] = [comment_entry(77, 3, "Nora", TEXT, at=NOON)]
        await press(pilot, "O", "r", "e")
        assert told(pilot) == "It cannot be edited any more: this comment is published."
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        assert main_screen(pilot).view.current_comment == "77"
