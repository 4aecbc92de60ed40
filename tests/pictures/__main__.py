"""Make the pictures anew: `uv run python -m tests.pictures`."""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.ui.acting import press, settle, type_in
from tui_blog.config import Config
from tui_blog.demo.server import SampleBlog
from tui_blog.paths import Paths
from tui_blog.services.services import Services
from tui_blog.ui.app import TuiBlogApp
from tui_blog.wiring import build_services

FOLDER = Path(__file__).parent
FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""Textual's pictures ask the net for a font; ours make do with what the reader has."""

Scene = Callable[[Pilot[str]], Awaitable[None]]


async def library(pilot: Pilot[str]) -> None:
    await press(pilot, "j", "j", "enter")


async def thread(pilot: Pilot[str]) -> None:
    await press(pilot, "c", "j")


async def comment(pilot: Pilot[str]) -> None:
    await press(pilot, "c", "r")
    await type_in(pilot, "Socks in bed are *not* how it starts. ")
    await type_in(pilot, "It starts with a lamp and a second cup.")
    await press(pilot, "tab")
    await type_in(pilot, "Bo")
    await press(pilot, "shift+tab")


async def add(pilot: Pilot[str], address: str) -> None:
    await press(pilot, "plus")
    await type_in(pilot, address)
    await press(pilot, "enter")


async def main() -> None:
    """Serve the sample blog, follow it, and take a picture of each scene."""
    with tempfile.TemporaryDirectory() as folder, SampleBlog(Path(folder) / "server") as blog:
        services = build_services(Config(), Paths(Path(folder) / "none", Path(folder)))
        await services.library.add(await services.library.find(blog.url), tags=["harbours"])
        await take("library", services, library, (120, 36))
        await take("thread", services, thread, (80, 24))
        await take("comment", services, comment, (80, 24))
        await take("add", services, lambda pilot: add(pilot, blog.url), (80, 24))
        services.close()


async def take(name: str, services: Services, scene: Scene, size: tuple[int, int]) -> None:
    app = TuiBlogApp(services, Config())
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await scene(pilot)
        await settle(pilot)
        picture = FONT_FACE.sub("", app.export_screenshot(title="tui-blog"))
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
