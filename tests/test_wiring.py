"""How the parts come together: nothing of the net before it is needed, and the settings reach it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.big_library import build
from tests.world import NOON
from tui_blog.config import Config
from tui_blog.errors import BadAddress, OfflineNow
from tui_blog.model.account import Account
from tui_blog.model.flow import Flow, Request, Response, fetch
from tui_blog.net.limits import Limits
from tui_blog.paths import Paths
from tui_blog.services.accounts import Accounts
from tui_blog.services.running import LazyDriver
from tui_blog.services.services import Services
from tui_blog.wiring import build_services, now


def visit(url: str) -> Flow[Response]:
    return (yield from fetch(Request("GET", url)))


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config.toml", tmp_path / "data")


@pytest.fixture
def services(paths: Paths) -> Iterator[Services]:
    with closing(build_services(Config(offline=True), paths, lambda: NOON)) as built:
        yield built


async def test_offline_nothing_leaves_and_a_sentence_says_so(services: Services) -> None:
    with pytest.raises(OfflineNow, match="offline"):
        await services.library.find("https://blog.example")


async def test_every_request_is_told_without_the_secrets_in_its_address() -> None:
    told: list[str] = []
    accounts = Accounts([Account("https://a.example", "ada", "false")])
    run = LazyDriver(Config(), lambda: accounts, told.append)
    with pytest.raises(BadAddress):
        await run(visit("ftp://ada:s3cret@blog.example/feed"))
    (line,) = told
    assert line.startswith("GET ftp://blog.example/feed: ") and "s3cret" not in line


async def test_one_driver_serves_all_flows() -> None:
    run = LazyDriver(Config(offline=True), lambda: Accounts([]))
    for _ in range(2):
        with pytest.raises(OfflineNow):
            await run(visit("https://blog.example"))


def test_a_person_s_patience_stretches_every_wait() -> None:
    usual, patient = Limits.of_patience(20.0), Limits.of_patience(40.0)
    assert (usual.connect, usual.silence, usual.total) == (10.0, 20.0, 60.0)
    assert (patient.connect, patient.silence, patient.total) == (20.0, 40.0, 120.0)
    assert patient.body == usual.body


def test_the_clock_is_aware() -> None:
    assert now().utcoffset() is not None


def test_the_library_opens_without_the_net_the_parsers_and_the_screens(tmp_path: Path) -> None:
    heavy = {"httpx", "lxml", "bs4", "msgspec", "textual", "markdownify", "feedparser"}
    code = f"""if True:
        import sys
        from pathlib import Path
        from tui_blog.config import Config
        from tui_blog.model.post_list import PostQuery
        from tui_blog.paths import Paths
        from tui_blog.wiring import build_services
        services = build_services(Config(), Paths(Path("c"), Path({str(tmp_path)!r})))
        services.library.blogs(), services.reading.window(PostQuery(), limit=50), services.sending.items()
        services.close()
        print(sorted({heavy!r} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_list_is_painted_without_the_reader(tmp_path: Path) -> None:
    """Every module counts: each takes a fifth of a millisecond of the start, and a dataclass twice that."""
    code = f"""if True:
        import asyncio, sys
        from pathlib import Path
        from tui_blog.cli import opening
        from tui_blog.config import Config
        from tui_blog.paths import Paths
        from tui_blog.ui.app import TuiBlogApp
        from tui_blog.ui.widgets.lists.post_list import PostList

        def render_line(self, y):
            print(*sorted(name for name in sys.modules if name.startswith("tui_blog.")))
            sys.exit()

        PostList.render_line = render_line
        services = opening.build_services(Config(), Paths(Path("c"), Path({str(tmp_path)!r})))
        asyncio.run(TuiBlogApp(services, Config()).run_async(headless=True))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = {name.removeprefix("tui_blog.") for name in done.stdout.splitlines()[0].split()}
    reader = {f"ui.widgets.reader.{name}" for name in ("block_view", "document", "document_view", "layout")}
    later = {f"model.{name}" for name in ("opened", "post", "post_page", "sifted", "stored_post", "wording")}
    assert "ui.widgets.lists.post_list" in loaded and not loaded & (reader | later | {"ui.desks.reader"})
    assert len(loaded) <= 83


def test_posts_are_listed_without_what_other_commands_need(tmp_path: Path) -> None:
    build(tmp_path, posts=3)
    code = f"""if True:
        import sys
        from tui_blog.cli.main import main
        main(["--data-dir", {str(tmp_path)!r}, "posts", "--json"])
        print(*sorted(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *posts, modules = done.stdout.splitlines()
    loaded = {name.removeprefix("tui_blog.") for name in modules.split()}
    assert len(posts) == 3 and "model.stored_post" in loaded
    assert not loaded & {"asyncio", "model.post_page", "model.selection", "services.library"}
    assert sum(name.startswith("tui_blog.") for name in modules.split()) <= 52
