"""Playing a person at the keyboard: the real app over a small world."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.ui.stillness import stillness
from tests.world import BLOG, World
from tui_blog.config import Config
from tui_blog.ui.app import TuiBlogApp
from tui_blog.ui.screens.main import MainScreen
from tui_blog.ui.widgets.lists.line_list import LineList
from tui_blog.ui.widgets.reader.document_view import DocumentView

PATIENCE_SECONDS = 30
"""No single thing takes longer, on a busy machine either."""

STEP_SECONDS = 0.005
"""Between two looks at what only time or another process can bring."""

Story = Callable[[Pilot[str]], Awaitable[None]]


def make_app(world: World, url: str | None = None, config: Config | None = None) -> TuiBlogApp:
    app = TuiBlogApp(world.services, config or Config(), url)
    app.animation_level = "none"
    return app


async def follow(world: World) -> None:
    """The Slow Lamp is in the library, with its newest three posts."""
    await world.services.library.add(await world.services.library.find(BLOG))


@asynccontextmanager
async def playing(
    world: World, url: str | None = None, size: tuple[int, int] = (120, 40), config: Config | None = None
) -> AsyncIterator[Pilot[str]]:
    async with make_app(world, url, config).run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[str], *keys: str) -> None:
    """Press keys one by one, each after all that the one before started has ended."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def burst(pilot: Pilot[str], *keys: str) -> None:
    """Press keys faster than any of them is taken, as they come over a slow line."""
    for key in keys:
        pilot.app.post_message(Key(key, " " if key == "space" else key if len(key) == 1 else None))


async def type_in(pilot: Pilot[str], text: str) -> None:
    """Put a text into whatever has the focus, at once as a terminal pastes it: key by key takes seconds."""
    pilot.app.post_message(Paste(text))
    await settle(pilot)


async def until(pilot: Pilot[str], done: Callable[[], bool]) -> None:
    """Let the program go on until something holds; fail where it does not come to hold."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await stillness().comes()
            while not done():
                await asyncio.sleep(STEP_SECONDS)
                await stillness().comes()
    except TimeoutError:
        busy = [worker.description for worker in pilot.app.workers if not worker.is_finished]
        raise AssertionError(f"what was waited for did not come; at work: {busy}") from None


async def leaves(pilot: Pilot[str]) -> None:
    """Wait until the program has ended; it is never still then, for its screens are not taken down yet."""
    assert pilot.app._task is not None
    await asyncio.wait([pilot.app._task], timeout=PATIENCE_SECONDS)
    assert not pilot.app.is_running


async def settle(pilot: Pilot[str]) -> None:
    """Wait until no worker runs, no message waits, and every reader knows its whole height."""
    await until(pilot, lambda: not is_at_work(pilot))
    for field in pilot.app.screen.query("Input, TextArea").results():
        if isinstance(field, Input | TextArea):
            field.cursor_blink = False


def is_at_work(pilot: Pilot[str]) -> bool:
    views = [view for screen in pilot.app.screen_stack for view in screen.query(DocumentView)]
    is_measuring = any(view.laid_out and not view.laid_out.is_complete for view in views)
    return is_measuring or any(not worker.is_finished for worker in pilot.app.workers)


def main_screen(pilot: Pilot[str]) -> MainScreen:
    app = pilot.app
    assert isinstance(app, TuiBlogApp)
    return next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))


def listed(pilot: Pilot[str]) -> list[str]:
    """The titles that the list holds."""
    return [row.title for row in main_screen(pilot).posts.window.rows]


def drawn(view: LineList | DocumentView) -> str:
    """What a pane shows, as text."""
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.size.height))


def read(pilot: Pilot[str]) -> str:
    """What the reader shows."""
    return drawn(main_screen(pilot).view)


def told(pilot: Pilot[str]) -> str:
    """The notifications that stand on the screen."""
    return "\n".join(notification.message for notification in pilot.app._notifications)
