"""A terminal that goes away takes the program with it, whatever it was doing; what was typed is kept."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from threading import Event

import pytest

from tests.cli.blogs import LittleBlog, told
from tests.cli.commands import CommandLine, words
from tests.live.killable import Killable
from tests.net.hostile_server import silence

SECONDS = 12
"""The program's own deadline and the slowness of a machine that does much else."""
TEXT = "Some words that were never kept before the end. "


def typing(program: Killable, lamp: LittleBlog) -> None:
    """In the midst of a comment, its last letters still on their way."""
    program.type("C")
    program.wait_for("Comment on ")
    program.type(TEXT * 8)
    program.wait_for("end.")  # what no program has read yet goes with its terminal


def sending(program: Killable, lamp: LittleBlog) -> None:
    """While a server that says nothing has the comment."""
    asked = Event()
    lamp.server.on("/isso/new", told(asked, silence()))
    program.type("C")
    program.wait_for("Comment on ")
    program.type(f"{TEXT}\tBo")
    program.wait_for("Bo")
    program.type("\x13")
    assert asked.wait(30)


def refreshing(program: Killable, lamp: LittleBlog) -> None:
    """While a blog is asked that says nothing."""
    asked = Event()
    lamp.server.on("/feed.xml", told(asked, silence()))
    program.type("R")
    assert asked.wait(30)


def idle(program: Killable, lamp: LittleBlog) -> None:
    """Nothing is going on."""


MOMENTS = (idle, typing, sending, refreshing)
Moment = Callable[[Killable, LittleBlog], None]


def close(program: Killable) -> None:
    """The window is closed."""
    program.hang_up()


def stall(program: Killable) -> None:
    """The connection hangs until its terminal's room is full; then somebody ends the program."""
    program.stall()
    for _ in range(300):
        program.signal(signal.SIGWINCH)  # the whole screen is drawn anew
        if program.ends_within(0.01):
            return
    program.signal(signal.SIGTERM)


def ask(program: Killable) -> None:
    """It is asked to end, as at the end of a session."""
    program.signal(signal.SIGTERM)


ENDS = {
    "window closed": (close, True),
    "window closed, without a signal": (close, False),
    "stalled, then SIGTERM": (stall, True),
    "SIGTERM": (ask, True),
}


def cases() -> Iterator[object]:
    """Every end in the midst of a comment, and every moment once; all others run with the live tests."""
    for (end, case), moment in product(ENDS.items(), MOMENTS):
        is_quick = moment is typing or end == "window closed"
        marks = () if is_quick else (pytest.mark.live,)
        yield pytest.param(*case, moment, id=f"{end}-{moment.__name__}", marks=marks)


@pytest.mark.parametrize(("end", "controlling", "moment"), list(cases()))
def test_without_its_terminal_it_ends_and_keeps_what_was_written(
    tui: CommandLine, lamp: LittleBlog, end: Callable[[Killable], None], controlling: bool, moment: Moment
) -> None:
    assert tui("add", lamp.url).code == 0
    program = Killable(words(), os.environ, controlling=controlling)
    try:
        program.wait_for("Why letters still")
        moment(program, lamp)
        end(program)
        assert program.ends_within(SECONDS)
    finally:
        program.kill()
    kept = written(tui.data)
    if moment is typing:
        assert [state for state, _ in kept] == ["draft"]
        assert kept[0][1].startswith(TEXT) or end is close
    elif moment is sending:
        assert kept == [("sending", TEXT)]
        assert tui("outbox", "--json").code == 0  # nothing holds the library


def written(data: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(data / "library.db")) as library:
        rows = library.execute("SELECT 'draft', body FROM drafts UNION ALL SELECT state, body FROM outbox")
        return [(state, body) for state, body in rows]
