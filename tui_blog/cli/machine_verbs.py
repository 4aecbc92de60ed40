"""config and doctor: settings, and what works in this terminal and on this machine."""

import json
import locale
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tui_blog import __version__
from tui_blog.cli.key_names import unknown_keys
from tui_blog.cli.output import Output
from tui_blog.config import Config, load_config
from tui_blog.errors import ConfigError, NoSecret, StoreError
from tui_blog.model.text import clean_line
from tui_blog.paths import Paths


def path(paths: Paths, output: Output) -> int:
    """Say where the settings stand, whether or not they can be read."""
    output.record({"config": str(paths.config_file), "data": str(paths.data_dir)}, str(paths.config_file))
    return 0


def config(action: str, config: Config, paths: Paths, output: Output) -> int:
    """Show the settings or the keys that can be changed, or check all that the config file says."""
    match action:
        case "keys":
            for identity, keys, what in key_table(config):
                output.record(
                    {"id": identity, "keys": keys, "does": what}, f"{identity:<26} {keys:<28} {what}"
                )
        case "check":
            _check(config, paths)
            file = str(paths.config_file)
            there = (
                "nothing wrong" if paths.config_file.exists() else "there is no such file; the defaults hold"
            )
            output.record({"ok": True, "config": file}, f"{file}: {there}.")
        case _:
            settings = asdict(config)
            output.record(settings, _toml(settings))
    return 0


def _toml(settings: Mapping[str, Any]) -> str:
    """The settings as they stand in a config file; every string of JSON is one of TOML."""
    rows = [f"{name} = {json.dumps(value)}" for name, value in settings.items() if _is_plain(value)]
    keys = [f"{json.dumps(name)} = {json.dumps(value)}" for name, value in settings["keys"].items()]
    rows += ["", "[keys]", *keys] if keys else []
    for account in settings["accounts"]:
        rows += ["", "[[accounts]]", *(f"{name} = {json.dumps(value)}" for name, value in account.items())]
    return "\n".join(rows)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | bool | int | float)


def _check(config: Config, paths: Paths) -> None:
    """What only the screens know; types and names have been checked by reading the file (ConfigError)."""
    from textual.theme import BUILTIN_THEMES

    file = clean_line(str(paths.config_file))
    _check_keys(config, file)
    if config.theme not in BUILTIN_THEMES:
        themes = ", ".join(sorted(BUILTIN_THEMES))
        raise ConfigError(f"{file}: there is no theme “{clean_line(config.theme, 40)}”. There are: {themes}.")


def _check_keys(config: Config, file: str) -> None:
    """See that every id is a binding's, and every key one that a keyboard has (ConfigError)."""
    unknown = sorted(set(config.keys) - {identity for identity, _, _ in key_table(config)})
    if unknown:
        listed = ", ".join(f"“{clean_line(name, 40)}”" for name in unknown)
        raise ConfigError(f"{file}: [keys] names {listed}; `tui-blog config keys` lists the ids there are.")
    for identity, keys in config.keys.items():
        if missing := unknown_keys(keys):
            raise ConfigError(
                f"{file}: there is no key “{clean_line(missing[0], 40)}” for {identity}. "
                "Keys are written like f5, ctrl+r, R or question_mark; `tui-blog config keys` shows more."
            )


def key_table(config: Config) -> Iterator[tuple[str, str, str]]:
    """Every key that can be changed: its id, the keys as they are now, what they do."""
    from textual.binding import Binding

    from tui_blog.ui.bound import BOUND

    for node in BOUND:
        for binding in node.BINDINGS:
            if isinstance(binding, Binding) and binding.id:
                keys = config.keys.get(binding.id, binding.key)
                yield binding.id, keys, binding.tooltip or binding.description


# --- doctor --------------------------------------------------------------------------------------

Finding = tuple[str, str, bool]
"""What was looked at, what was found, and whether that keeps the program from working."""


def doctor(paths: Paths, output: Output, *, compact: bool = False) -> int:
    """Say what works; a fault that keeps the program from working makes the exit code 1."""
    if compact:
        return _compact(paths, output)
    findings = [*_machine(), *_keyring(), *_terminal(), *_settings(paths), *_library(paths)]
    for name, value, is_fault in findings:
        mark = "!" if is_fault else " "
        output.record({"what": name, "found": value, "ok": not is_fault}, f"{mark} {name:<18} {value}")
    faults = [name for name, _, is_fault in findings if is_fault]
    if faults:
        output.note(f"This keeps tui-blog from working: {', '.join(faults)}.")
    return 1 if faults else 0


def _machine() -> Iterator[Finding]:
    yield "tui-blog", __version__, False
    yield "python", platform.python_version(), False
    yield "system", f"{platform.system()} {platform.release()}", False
    yield "sqlite", sqlite3.sqlite_version, False
    for package in ("textual", "httpx", "markdownify", "lxml", "feedparser", "msgspec"):
        yield package, *_version(package, needed=True)
    yield "isso (demo)", *_version("isso", needed=False)


def _version(package: str, *, needed: bool) -> tuple[str, bool]:
    try:
        return version(package), False
    except PackageNotFoundError:
        return "missing" if needed else "missing: pip install 'tui-blog[demo]' for the sample blog", needed


def _keyring() -> Iterator[Finding]:
    """Where secrets of accounts go; without one a command prints them, so that is no fault."""
    from tui_blog.store.system_keyring import SystemKeyring

    try:
        yield "keyring", clean_line(SystemKeyring().name(), 80), False
    except NoSecret as error:
        yield "keyring", str(error), False


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


def _settings(paths: Paths) -> Iterator[Finding]:
    try:
        load_config(paths.config_file, os.environ)
    except ConfigError as error:
        yield "config file", str(error), True
    else:
        there = "there" if paths.config_file.exists() else "none"
        yield "config file", f"{paths.config_file} ({there})", False


def _library(paths: Paths) -> Iterator[Finding]:
    from tui_blog.store.database import Database
    from tui_blog.store.soundness import Soundness
    from tui_blog.wiring import now

    try:
        with closing(Database.open(paths.database, now)) as database:
            soundness = Soundness(database)
            checks, size = soundness.checks(), soundness.size()
    except StoreError as error:
        yield "library", str(error), True
    else:
        yield "library", f"{paths.database}, readable and writable", False
        yield "library: size", _bytes(size), False
        for check in checks:
            found = f"{check.wrong:,} wrong" if check.wrong else "in order"
            yield f"library: {check.what}", found, bool(check.wrong)


def _compact(paths: Paths, output: Output) -> int:
    """Make the library's file small."""
    from tui_blog.store.database import Database
    from tui_blog.store.soundness import Soundness
    from tui_blog.wiring import now

    with closing(Database.open(paths.database, now)) as database:
        done = Soundness(database).compact()
    record = {
        "before": done.before,
        "after": done.after,
        "removed_blogs": done.removed,
        "dropped_posts": done.dropped,
    }
    output.record(record, f"{_bytes(done.before)} before, {_bytes(done.after)} now.")
    return 0


def _bytes(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB"
