"""A person who writes comments with a program that dies under their hands, and starts it again each time.

The person reads the program's own account of the text (draft, outbox row and its state) and does what it
offers: takes the draft up, sends what was not sent, leaves alone what has arrived.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.live.killable import Killable

PROMISE_SECONDS = 1.0
"""So long after it stood on the screen a text is kept, whatever happens; so is all that was ever kept."""
PATIENCE_SECONDS = 90.0
POLL_SECONDS = 0.02
A_BREATH = 0.8
"""A person sees a window close before the next key."""
TO_THE_OUTBOX, SEND, POST, WRITE, LEAVE = "O", "s", "\x13", "C", "q"
ARRIVED = ("published", "held")


@dataclass(frozen=True, slots=True)
class Account:
    """What the library says of one text."""

    state: str
    """Of its row in the outbox; "draft", or "" where nothing is left of it."""
    body: str
    updated: str = ""
    reason: str = ""
    looked: str | None = None
    """When it was last looked for; a look in vain changes nothing else."""

    @property
    def is_on_its_way(self) -> bool:
        """Not at an end of any kind: not written down yet, or being sent, or just about to be."""
        return self.state in ("", "draft", "sending") or (self.state == "queued" and not self.reason)


@dataclass(slots=True)
class Text:
    """One comment from its first key to its end."""

    marker: str
    promised: str = ""
    """As much of it as must be there after any crash."""
    ended: str = ""
    kills: int = 0


@dataclass(slots=True)
class Tally:
    """How often the program was killed, and at what."""

    texts: list[Text] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=dict)
    """By the moment: "typing", "sending", "sending again"."""
    too_late: int = 0
    """The comment had its end before the moment came."""

    def count(self, moment: str) -> None:
        self.kills[moment] = self.kills.get(moment, 0) + 1


def account(library: Path, marker: str) -> Account:
    """What the library holds of a text, read as another program does."""
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True, timeout=30)) as database:
        like = f"{marker}%"
        row = database.execute(
            "SELECT state, body, updated, reason, looked FROM outbox WHERE body LIKE ?", (like,)
        ).fetchone()
        draft = database.execute("SELECT 'draft', body FROM drafts WHERE body LIKE ?", (like,)).fetchone()
    return Account(*(row or draft or ("", "", "")))


class Writer:
    """Writes one text after the other; `start` runs the program until its first list is shown.

    `rest` lets so much time pass that what may have arrived may be sent again.
    """

    def __init__(
        self,
        library: Path,
        start: Callable[[], Killable],
        storm: Callable[[bool], None],
        rest: Callable[[], None],
        seed: str,
    ) -> None:
        self._library = library
        self._start = start
        self._storm = storm
        self._rest_long = rest
        self._seed = seed
        self._dice = random.Random(seed)
        self._sendings = [1.0]
        self.tally = Tally()

    def run(self, kills: int) -> Tally:
        """Go on until the program was killed so often, then bring the last text to its end."""
        text: Text | None = None
        while sum(self.tally.kills.values()) < kills:
            program = self._start()
            try:
                if text is None or self._finish(program, text):
                    text = self._new_text()
                    self._write(program, text)
            finally:
                program.kill()
        while text is not None and not text.ended:
            program = self._start()
            try:
                self._finish(program, text, mortal=False)
            finally:
                program.kill()
        return self.tally

    def _new_text(self) -> Text:
        text = Text(f"Text {len(self.tally.texts) + 1} of {self._seed}:")
        self.tally.texts.append(text)
        return text

    def _account(self, text: Text) -> Account:
        return account(self._library, text.marker)

    # --- the first time --------------------------------------------------------------------------

    def _write(self, program: Killable, text: Text) -> None:
        """Type a text with pauses and post it; the program dies at some moment of that."""
        program.type(WRITE)
        program.wait_for("Comment on ")
        self._storm(True)
        pieces = [f"{text.marker} ", *(self._words() for _ in range(self._dice.randint(1, 4)))]
        pauses = [self._dice.choice((0.02, 0.2, 0.6, 1.5)) * self._dice.uniform(0.5, 1) for _ in pieces]
        dies_typing = self._dice.random() < 0.4
        end = time.monotonic() + self._dice.uniform(0, sum(pauses)) if dies_typing else float("inf")
        typed, shown = "", float("inf")
        for piece, pause in zip(pieces, pauses, strict=True):
            program.type(piece)
            typed += piece
            shown = self._rest(program, text, typed, min(time.monotonic() + pause, end))
            if time.monotonic() >= end:
                self._died(text, "typing")
                return
        self._send(program, POST, text, "sending", mortal=True, typed=typed, shown=shown)

    def _rest(self, program: Killable, text: Text, typed: str, until: float) -> float:
        """Pause after a key; when the screen showed what was typed, by its count of words."""
        shown = float("inf")
        while (now := time.monotonic()) < until:
            if shown > now and program.has_shown(f"{len(typed.split())} word"):
                shown = now
            if now - shown >= PROMISE_SECONDS:
                text.promised = typed
            time.sleep(min(POLL_SECONDS, until - now))
        return shown

    def _words(self) -> str:
        count = self._dice.randint(2, 6)
        return (
            " ".join(self._dice.choice(("wind", "lamp", "tea", "ferry", "moss")) for _ in range(count)) + " "
        )

    def _died(self, text: Text, moment: str) -> None:
        text.kills += 1
        self.tally.count(moment)

    # --- sending ---------------------------------------------------------------------------------

    def _send(
        self,
        program: Killable,
        keys: str,
        text: Text,
        moment: str,
        *,
        mortal: bool,
        typed: str = "",
        shown: float = float("inf"),
    ) -> None:
        """Press the key that sends; wait for the end, or for the moment of death."""
        before = self._account(text)
        program.type(keys)
        pressed = time.monotonic()
        moment_of_death = self._dice.uniform(0, 1.4 * median(self._sendings[-20:]))
        # It may have been found on the blog just before the key was pressed: then nothing changes any more.
        while (now := self._account(text)).is_on_its_way or (now == before and now.state not in ARRIVED):
            lived = time.monotonic() - pressed
            kept = typed if time.monotonic() - shown >= PROMISE_SECONDS else now.body
            text.promised = max(text.promised, kept, key=len)
            if mortal and lived >= moment_of_death:
                self._died(text, moment)
                return
            assert lived < PATIENCE_SECONDS, f"{text} was not sent: {before}, {now}"
            time.sleep(POLL_SECONDS)
        self._sendings.append(time.monotonic() - pressed)
        if mortal:
            self.tally.too_late += 1

    # --- after a crash ---------------------------------------------------------------------------

    def _finish(self, program: Killable, text: Text, *, mortal: bool = True) -> bool:
        """Do what the program offers until the text has its end; False where the program died at that."""
        stormy = mortal and self._dice.random() < 0.5
        self._storm(stormy)
        for attempt in range(8):
            found = self._recovered(text)
            if not found.state or found.state in ARRIVED:
                text.ended = found.state or "nothing left"
                self._storm(False)
                return True
            if attempt > 2:
                self._storm(False)
            kills = text.kills
            dies = mortal and attempt == 0 and self._dice.random() < 0.3
            self._go_on(program, text, found, mortal=dies)
            if text.kills > kills:
                return False
        raise AssertionError(f"{text} finds no end: {self._account(text)}")

    def _recovered(self, text: Text) -> Account:
        """What the library says once the program has looked at what it left behind."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (found := self._account(text)).state == "sending":
            assert time.monotonic() < end, f"still sending: {text}"
            time.sleep(POLL_SECONDS)
        return found

    def _go_on(self, program: Killable, text: Text, found: Account, *, mortal: bool) -> None:
        if found.state == "draft":
            self._storm(False)
            program.type(WRITE)
            program.wait_for("Comment on ")
            self._storm(mortal)
            self._send(program, POST, text, "sending again", mortal=mortal)
            return
        if found.state == "unknown":
            self._rest_long()
        program.type(TO_THE_OUTBOX)
        program.wait_for(text.marker)
        kills = text.kills
        self._send(program, SEND, text, "sending again", mortal=mortal)
        if text.kills == kills:
            program.type(LEAVE)
            time.sleep(A_BREATH)
