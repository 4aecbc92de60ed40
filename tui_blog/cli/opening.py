"""Opening the screens: the library, a blog at a URL, or the sample blog."""

import asyncio
from dataclasses import replace

from tui_blog.cli import garbage
from tui_blog.config import Config
from tui_blog.errors import UsageError
from tui_blog.paths import Paths
from tui_blog.services.services import Services
from tui_blog.wiring import build_services


def open_library(config: Config, paths: Paths, url: str | None = None) -> int:
    """Run the screens until the person leaves; the welcome screen may ask for the sample blog."""
    _need_terminal()
    services = build_services(config, paths)
    try:
        from tui_blog.ui.app import TuiBlogApp

        app = TuiBlogApp(
            services, config, url, first_list_shown=garbage.begin_under_screens, at_rest=garbage.at_rest
        )
        wish = app.run()
    finally:
        services.close()
    return open_sample(config, paths) if wish == "sample" else 0


def open_sample(config: Config, paths: Paths) -> int:
    """Serve the sample blog from this very process and open it, its state in a directory of its own."""
    _need_terminal()
    from tui_blog.demo.server import SampleBlog

    demo = replace(paths, data_dir=paths.demo_dir)
    with SampleBlog(paths.demo_dir / "server") as blog:
        _follow(config, demo, blog.url)
        return open_library(config, demo, blog.url)


def _follow(config: Config, paths: Paths, url: str) -> None:
    """Put the sample blog into its library; where its port was taken it has moved, and is put in anew."""
    services = build_services(config, paths)
    try:
        if services.library.known(url) is None:
            asyncio.run(_add(services, url))
    finally:
        services.close()


async def _add(services: Services, url: str) -> None:
    for moved in services.library.blogs():
        services.library.remove(moved)
    await services.library.add(await services.library.find(url))


def _need_terminal() -> None:
    import sys

    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(
            "The screens need a terminal. In a pipe use the verbs: `tui-blog posts URL`, `tui-blog read URL`."
        )
