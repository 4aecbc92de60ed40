"""import, export: lists of blogs, from other programs and for them."""

import argparse
import asyncio
import sys
from pathlib import Path

from tui_blog.cli.output import Output
from tui_blog.cli.records import blog_record
from tui_blog.cli.session import Session
from tui_blog.errors import TuiBlogError
from tui_blog.model.text import clean_line
from tui_blog.services.lists import CEILING, Imported


async def bring(session: Session, arguments: argparse.Namespace) -> int:
    """Follow the blogs of a list: a file, an address, or standard input."""
    lists, name = session.services.lists, arguments.file
    if name == "-":
        imported = await lists.take_in(await asyncio.to_thread(sys.stdin.buffer.read, CEILING))
    else:
        imported = await lists.take_in_from(name)
    _tell(session.output, imported)
    return 0


async def export(session: Session, arguments: argparse.Namespace) -> int:
    """Write the library's blogs as OPML: to a file, or to standard output."""
    written = session.services.lists.as_opml()
    if arguments.file in {None, "-"}:
        session.output.text(written.rstrip("\n"))
        return 0
    await asyncio.to_thread(_write, arguments.file, written)
    session.output.note(f"{clean_line(arguments.file)}: {len(session.services.library.blogs())} blogs.")
    return 0


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise TuiBlogError(f"{clean_line(name)} cannot be written: {why}.") from error


def _tell(output: Output, imported: Imported) -> None:
    if output.as_json:
        for blog in imported.added:
            output.record(blog_record(blog), "")
        return
    known = f", {imported.known} known before" if imported.known else ""
    output.text(f"{len(imported.added)} blogs added{known}. `tui-blog refresh` fetches their posts.")
