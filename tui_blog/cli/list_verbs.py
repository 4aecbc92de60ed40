"""import, export: lists of blogs, from other programs and for them."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tui_blog.cli.output import Output
from tui_blog.cli.records import blog_record
from tui_blog.cli.session import Session
from tui_blog.errors import TuiBlogError, UsageError
from tui_blog.model.text import clean_line
from tui_blog.services.lists import CEILING, Imported
from tui_blog.ui.words import counted


async def bring(session: Session, arguments: argparse.Namespace) -> int:
    """Follow the blogs of a list: a file, an address, or standard input."""
    lists, name = session.services.lists, arguments.file
    if name == "-":
        found = await lists.read(await asyncio.to_thread(sys.stdin.buffer.read, CEILING))
    else:
        found = await lists.read_from(name)
    _tell(session.output, await lists.follow(found))
    return 0


async def export(session: Session, arguments: argparse.Namespace) -> int:
    """Write the library's blogs as OPML, or all that it holds: to a file, or to standard output."""
    if arguments.everything:
        return await _export_everything(session, arguments.file)
    if session.output.as_json:
        raise UsageError(
            "A list of blogs is OPML: for JSON there are `blogs --json` and `export --everything`."
        )
    written = session.services.lists.as_opml()
    if arguments.file in {None, "-"}:
        session.output.text(written.rstrip("\n"))
        return 0
    await asyncio.to_thread(_write, arguments.file, written)
    number = len(session.services.library.blogs())
    session.output.note(f"{clean_line(arguments.file)}: {counted(number, 'blog')}.")
    return 0


async def _export_everything(session: Session, name: str | None) -> int:
    """One JSON object a line; in ASCII, for a body may hold what no encoding takes."""
    lines = (json.dumps(record) for record in session.services.exporting.everything())
    if name in {None, "-"}:
        for line in lines:
            session.output.text(line)
        return 0
    number = await asyncio.to_thread(_write_private, str(name), lines)
    session.output.note(f"{clean_line(str(name))}: {counted(number, 'line')}.")
    return 0


def _write_private(name: str, lines: Iterable[str]) -> int:
    """Write lines that nobody else may read; how many."""
    with _writing(name), _whole(Path(name), 0o600) as file:
        return sum(bool(file.write(f"{line}\n")) for line in lines)


def _write(name: str, text: str) -> None:
    with _writing(name), _whole(Path(name), 0o666) as file:
        file.write(text)


@contextmanager
def _whole(path: Path, mode: int) -> Iterator[TextIO]:
    """A file that takes the place of another one when it is whole: until then the last copy stays.

    `mode` is who may read and write it, as far as the person's umask lets them.
    """
    if path.exists() and not path.is_file():  # a pipe or a device takes it as it comes
        with path.open("w", encoding="utf-8") as device:
            yield device
        return
    place = path.resolve()
    beside = place.with_name(f"{place.name}.part")
    try:
        with os.fdopen(os.open(beside, _ANEW, mode), "w", encoding="utf-8") as file:
            yield file
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise TuiBlogError(f"{clean_line(name)} cannot be written: {why}.") from error


def _tell(output: Output, imported: Imported) -> None:
    for notice in imported.notices:
        output.note(notice)
    if output.as_json:
        for blog in imported.added:
            output.record(blog_record(blog), "")
        return
    known = f", {imported.known:,} known before" if imported.known else ""
    number = len(imported.added)
    on = f" `tui-blog refresh` fetches {'its' if number == 1 else 'their'} posts." if number else ""
    output.text(f"{counted(number, 'blog')} added{known}.{on}")
