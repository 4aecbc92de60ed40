"""Runs the program on one address after the other, each in a process of its own, and measures what it took.

Asked and answered by lines of JSON. A child is forked from a process that has everything imported: so many
addresses take seconds, and the highest memory of each is its own.
"""

import json
import os
import signal
import socket
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from tui_blog.cli.main import main
from tui_blog.config import Config
from tui_blog.model.post_list import PostQuery
from tui_blog.paths import Paths
from tui_blog.wiring import build_services

VERBS: tuple[tuple[str, ...], ...] = (("inspect", "{}"), ("add", "{}"), ("posts",))
PATIENCE = 60
"""Seconds after which a child is ended from outside."""


def work() -> None:
    """Answer until nothing more is asked; what is asked first is a warming-up and told nothing of."""
    _stay_on_loopback()
    _warm(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        print(json.dumps(_in_a_child(json.loads(line))), flush=True)


def _warm(url: str) -> None:
    """Import everything by doing everything once."""
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        _settle_in(Path(folder))
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            for verb in VERBS:
                main([word.format(url) for word in verb])
            _read_all(Path(folder))


def _settle_in(folder: Path) -> None:
    os.environ.update(TUI_BLOG_DATA_DIR=str(folder / "data"), TUI_BLOG_CONFIG=str(folder / "none.toml"))


def _stay_on_loopback() -> None:
    """Names are not looked up: documents name hosts that must never be met."""
    look_up = socket.getaddrinfo

    def here_only(host: Any, *rest: Any, **more: Any) -> Any:
        if host in {"127.0.0.1", b"127.0.0.1"}:
            return look_up(host, *rest, **more)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    socket.getaddrinfo = here_only


def _in_a_child(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            _play(url, Path(folder))
        _, status, used = os.wait4(child, 0)
        told: dict[str, Any] = {"ended": False}
        with suppress(OSError, ValueError):
            told = json.loads((Path(folder) / "told.json").read_text())
        errors = (Path(folder) / "errors").read_bytes().decode("utf-8", "replace")
        return {**told, "status": status, "megabytes": used.ru_maxrss / 1024, "errors": errors}


def _play(url: str, folder: Path) -> None:
    """Run the verbs on an address, then read every post; the process ends here, whatever happens."""
    signal.alarm(PATIENCE)
    code = 1
    try:
        for name, descriptor in (("output", 1), ("errors", 2)):
            opened = os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
            os.dup2(opened, descriptor)
        _settle_in(folder)
        begun = time.perf_counter()
        codes = [main([word.format(url) for word in verb]) for verb in VERBS]
        bodies = _read_all(folder)
        told = {
            "ended": True,
            "codes": codes,
            "posts": len(bodies),
            "seconds": time.perf_counter() - begun,
            "output": (folder / "output").read_bytes().decode("utf-8", "replace"),
            "bodies": "\n".join(bodies),
        }
        (folder / "told.json").write_text(json.dumps(told))
        code = 0
    except BaseException:  # a bug of ours is what is looked for; it must not run on in the parent's frames
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _read_all(folder: Path) -> list[str]:
    services = build_services(Config(), Paths(folder / "none.toml", folder / "data"))
    try:
        rows = services.reading.window(PostQuery(), limit=100_000).rows
        return [services.reading.open_now(row.id).markdown for row in rows]
    finally:
        services.close()


if __name__ == "__main__":
    work()
