"""config and doctor: settings, and what works in this terminal and on this machine."""

import argparse
import locale
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from tui_blog import __version__
from tui_blog.cli.output import Output
from tui_blog.config import Config
from tui_blog.errors import StoreError
from tui_blog.paths import Paths


def config(config: Config, paths: Paths, output: Output, arguments: argparse.Namespace) -> int:
    """Show the settings, where they stand, or the ids of the keys; `check` has been done by reading them."""
    if arguments.action == "path":
        output.record({"config": str(paths.config_file), "data": str(paths.data_dir)}, str(paths.config_file))
    elif arguments.action == "keys":
        for identity, keys, what in key_table(config):
            output.record({"id": identity, "keys": keys, "does": what}, f"{identity:<26} {keys:<28} {what}")
    elif arguments.action == "check":
        output.record({"ok": True, "config": str(paths.config_file)}, f"{paths.config_file}: nothing wrong.")
    else:
        settings = asdict(config)
        rows = "\n".join(f"{name} = {value!r}" for name, value in settings.items())
        output.record(settings, rows)
    return 0


def key_table(config: Config) -> Iterator[tuple[str, str, str]]:
    """Every key that can be changed: its id, the keys as they are now, what they do."""
    from textual.binding import Binding

    from tui_blog.ui.bound import BOUND

    for node in BOUND:
        for binding in node.BINDINGS:
            if isinstance(binding, Binding) and binding.id:
                keys = config.keys.get(binding.id, binding.key)
                yield binding.id, keys, binding.tooltip or binding.description


def doctor(paths: Paths, output: Output) -> int:
    """Say what works; a fault that keeps the program from working makes the exit code 1."""
    findings = [*_machine(), *_terminal(), *_library(paths)]
    for name, value, is_fault in findings:
        output.record({"what": name, "found": value, "ok": not is_fault}, f"{name:<18} {value}")
    return 1 if any(is_fault for _, _, is_fault in findings) else 0


Finding = tuple[str, str, bool]


def _machine() -> Iterator[Finding]:
    yield "tui-blog", __version__, False
    yield "python", platform.python_version(), False
    yield "system", f"{platform.system()} {platform.release()}", False
    yield "sqlite", sqlite3.sqlite_version, False
    for package in ("textual", "httpx", "markdownify", "lxml", "fastfeedparser", "feedparser", "msgspec"):
        yield package, *_version(package, needed=True)
    yield "isso (demo)", *_version("isso", needed=False)


def _version(package: str, *, needed: bool) -> tuple[str, bool]:
    try:
        return version(package), False
    except PackageNotFoundError:
        return "missing" if needed else "missing: pip install 'tui-blog[demo]' for the sample blog", needed


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    yield "terminal", os.environ.get("TERM") or "not set", False
    yield "size", f"{size.columns}x{size.lines}", False
    colours = "none (NO_COLOR)" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "16 or 256"
    yield "colours", colours, False
    encoding = sys.stdout.encoding or locale.getpreferredencoding(False)
    yield "encoding", encoding + ("" if "utf" in encoding.lower() else "; set LANG to a UTF-8 locale"), False
    yield "ssh", "yes" if "SSH_CONNECTION" in os.environ else "no", False
    yield "editor", os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi", False


def _library(paths: Paths) -> Iterator[Finding]:
    from tui_blog.store.database import Database
    from tui_blog.wiring import now

    yield "config file", f"{paths.config_file} ({'there' if paths.config_file.exists() else 'none'})", False
    try:
        Database.open(paths.database, now).close()
    except StoreError as error:
        yield "library", str(error), True
    else:
        yield "library", f"{paths.database}, readable and writable", False
