"""`tui-blog`: from arguments to an exit code. Errors end as one sentence on standard error."""

import argparse
import os
from importlib import import_module
from typing import TYPE_CHECKING

from tui_blog.cli.parser import parse
from tui_blog.cli.streams import fall_silent, flush, prepare_streams, say
from tui_blog.errors import ConfigError, TuiBlogError, UsageError
from tui_blog.model.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Any

    from tui_blog.config import Config
    from tui_blog.paths import Paths

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

FAMILIES = {
    "library_verbs": ("inspect", "add", "remove", "blogs", "refresh"),
    "posts_verb": ("posts",),
    "reading_verbs": ("read", "comments"),
    "list_verbs": ("import", "export"),
    "search_verb": ("search",),
    "browsing_verbs": ("parts",),
    "keeping_verbs": ("mark", "tags", "undo", "edit"),
    "rule_verbs": ("rules",),
    "kept_search_verbs": ("searches",),
    "writing_verbs": ("comment",),
    "outbox_verbs": ("outbox", "drafts"),
    "account_verbs": ("account",),
}
"""Which module a verb lives in: it is imported when the verb is used."""


_SPELLED = {"import": "bring"}
"""Verbs that Python keeps for itself, by the names of their functions."""


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code; nothing but bugs is raised."""
    prepare_streams()
    code = _exit_code(arguments)
    try:
        flush()
    except BrokenPipeError:
        fall_silent()
    except TuiBlogError as error:
        fall_silent()
        if code == DONE:
            say(str(error))
            return FAILED
    return code


def _exit_code(arguments: list[str]) -> int:
    try:
        return _run(parse(arguments))
    except SystemExit as end:  # argparse has said what there was to say
        return int(end.code or DONE)
    except TuiBlogError as error:
        say(str(error))
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    except BrokenPipeError:  # whoever reads us (`| head -1`) has what it wanted
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    from tui_blog.paths import find_paths

    paths = find_paths(os.environ, config_file=arguments.config, data_dir=arguments.data_dir)
    if arguments.verb in {"config", "doctor"}:
        return _look_at_machine(arguments, paths)
    config = _settings(arguments, paths)
    if arguments.verb in {"open", "demo"}:
        return _open(arguments, config, paths)
    return _work(arguments, config, paths)


def _settings(arguments: argparse.Namespace, paths: "Paths") -> "Config":
    from dataclasses import replace

    from tui_blog.config import load_config

    if arguments.config:
        _see(paths.config_file)
    config = load_config(paths.config_file, os.environ)
    return replace(config, offline=True) if arguments.offline else config


def _see(config_file: "Path") -> None:
    """A file that is merely usual may be missing, one that was named may not."""
    try:
        config_file.stat()
    except OSError as error:
        shown = clean_line(str(config_file))
        raise ConfigError(f"There is no config file {shown}. Check --config.") from error


def _look_at_machine(arguments: argparse.Namespace, paths: "Paths") -> int:
    """Run a verb that says something about settings that may be broken."""
    from tui_blog.cli import machine_verbs
    from tui_blog.cli.output import Output

    output = Output(arguments.json, arguments.verbose)
    if arguments.verb == "doctor":
        return machine_verbs.doctor(paths, output, compact=arguments.compact)
    if arguments.action == "path":
        return machine_verbs.path(paths, output)
    return machine_verbs.config(arguments.action, _settings(arguments, paths), paths, output)


def _open(arguments: argparse.Namespace, config: "Config", paths: "Paths") -> int:
    from tui_blog.cli.opening import open_library, open_sample

    if arguments.verb == "demo":
        return open_sample(config, paths)
    return open_library(config, paths, arguments.url)


def _work(arguments: argparse.Namespace, config: "Config", paths: "Paths") -> int:
    """Run a verb that works on the library; one that asks nobody else has ended when it is called."""
    from tui_blog.cli import garbage
    from tui_blog.cli.output import Output
    from tui_blog.cli.session import Session
    from tui_blog.wiring import build_services

    output = Output(arguments.json, arguments.verbose)
    family = next(name for name, verbs in FAMILIES.items() if arguments.verb in verbs)
    name = _SPELLED.get(arguments.verb, arguments.verb)
    verb = getattr(import_module(f"tui_blog.cli.{family}"), name)
    services = build_services(config, paths, tell=output.detail)
    garbage.begin()
    try:
        ended: int | Coroutine[Any, Any, int] = verb(Session(config, paths, output, services), arguments)
        if isinstance(ended, int):
            return ended
        import asyncio

        return asyncio.run(ended)
    finally:
        services.close()
