"""`tui-blog`: from arguments to an exit code. Errors end as one sentence on standard error."""

import argparse
import os
import sys
from dataclasses import replace
from importlib import import_module

from tui_blog.cli.output import Output
from tui_blog.cli.parser import parse
from tui_blog.config import Config, load_config
from tui_blog.errors import TuiBlogError, UsageError
from tui_blog.paths import Paths, find_paths

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130

FAMILIES = {
    "library_verbs": ("inspect", "add", "remove", "blogs", "refresh"),
    "reading_verbs": ("posts", "read", "comments"),
    "writing_verbs": ("comment", "outbox", "drafts"),
}
"""Which module a verb lives in: it is imported when the verb is used."""


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    _make_printable()
    try:
        return _run(parse(arguments))
    except TuiBlogError as error:
        print(f"tui-blog: {error}", file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _make_printable() -> None:
    """A terminal that lacks a letter gets a stand-in instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _run(arguments: argparse.Namespace) -> int:
    paths = find_paths(os.environ, config_file=arguments.config, data_dir=arguments.data_dir)
    config = load_config(paths.config_file, os.environ)
    config = replace(config, offline=True) if arguments.offline else config
    output = Output(arguments.json, arguments.verbose)
    match arguments.verb:
        case "open" | "demo":
            return _open(arguments, config, paths)
        case "config" | "doctor":
            return _look_at_machine(arguments, config, paths, output)
    return _work(arguments, config, paths, output)


def _open(arguments: argparse.Namespace, config: Config, paths: Paths) -> int:
    from tui_blog.cli.opening import open_library, open_sample

    if arguments.verb == "demo":
        return open_sample(config, paths)
    return open_library(config, paths, arguments.url)


def _look_at_machine(arguments: argparse.Namespace, config: Config, paths: Paths, output: Output) -> int:
    from tui_blog.cli import machine_verbs

    if arguments.verb == "doctor":
        return machine_verbs.doctor(paths, output)
    return machine_verbs.config(config, paths, output, arguments)


def _work(arguments: argparse.Namespace, config: Config, paths: Paths, output: Output) -> int:
    """Run a verb that works on the library."""
    import asyncio

    from tui_blog.cli.session import Session
    from tui_blog.wiring import build_services

    family = next(name for name, verbs in FAMILIES.items() if arguments.verb in verbs)
    verb = getattr(import_module(f"tui_blog.cli.{family}"), arguments.verb)
    services = build_services(config, paths)
    try:
        return int(asyncio.run(verb(Session(config, paths, output, services), arguments)))
    finally:
        services.close()
