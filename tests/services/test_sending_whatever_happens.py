"""Any number of windows, any faults in any order: a comment is there once at most, and is never lost."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.test_sending import written
from tests.world import BLOG, NOON, World, isso_comment, isso_thread, lamp_pages, make_world
from tui_blog.errors import TuiBlogError
from tui_blog.model.comment import Draft, OutboxItem, SendState
from tui_blog.services.sending import Subject

Fault = Literal["none", "answer lost", "request lost", "late", "refused", "down", "blind", "busy"]
FAULTS: tuple[Fault, ...] = (
    "none",
    "answer lost",
    "request lost",
    "late",
    "refused",
    "down",
    "blind",
    "busy",
)
DEEDS = (
    "send",
    "attempt",
    "attempt by an old view",
    "follow",
    "recover",
    "kill",
    "both attempt",
    "wait",
    "come",
)
TEXT = "So true."
Deed = tuple[str, int, Fault]
"""What is done, in which window, and what goes wrong."""


@dataclass
class Blog:
    """An Isso at which everything can go wrong; what it has taken shows at once."""

    fault: Fault = "none"
    kept: list[dict[str, object]] = field(default_factory=list)
    under_way: list[dict[str, object]] = field(default_factory=list)
    """What a proxy has taken and not handed on yet, though nobody waits for it any more."""

    def come(self) -> None:
        """What was under way has arrived."""
        while self.under_way:
            self._keep(self.under_way.pop(0))

    def _keep(self, sent: dict[str, object]) -> dict[str, object]:
        author, text = str(sent["author"]), str(sent["text"])
        comment = isso_comment(len(self.kept) + 1, author, text, created=NOON.timestamp())
        self.kept.append(comment)
        return comment

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.fault == "down":
            raise httpx.ConnectError("refused", request=request)
        return self._listed() if request.method == "GET" else self._taken(request)

    def _listed(self) -> httpx.Response:
        return (
            httpx.Response(502)
            if self.fault == "blind"
            else httpx.Response(200, json=isso_thread(*self.kept))
        )

    def _taken(self, request: httpx.Request) -> httpx.Response:
        if self.fault == "request lost":
            raise httpx.ReadError("broken", request=request)
        if self.fault in ("refused", "busy"):
            return httpx.Response(400 if self.fault == "refused" else 503, html="<p>Not now.</p>")
        sent = json.loads(request.content)
        if self.fault == "late":
            self.under_way.append(sent)
            raise httpx.ReadTimeout("timed out", request=request)
        comment = self._keep(sent)
        if self.fault in ("answer lost", "blind"):
            raise httpx.ReadTimeout("timed out", request=request)
        return httpx.Response(201, json={**comment, "mode": 1})


@dataclass
class Writer:
    """A person with two windows, who presses whatever key there is."""

    folder: Path
    windows: list[World]
    blog: Blog
    subject: Subject
    draft: Draft
    seen: OutboxItem | None = None

    @classmethod
    async def begin(cls, folder: Path) -> "Writer":
        blog = Blog()
        pages = lamp_pages() | {f"{BLOG}/isso/": blog, f"{BLOG}/isso/new": blog}
        windows = [make_world(folder, pages=pages) for _ in range(2)]
        return cls(folder, windows, blog, *await written(windows[0], TEXT))

    async def do(self, deed: str, window: int, fault: Fault) -> None:
        self.blog.fault = fault
        sending = self.windows[window].services.sending
        item = next(iter(sending.items()), None)
        try:
            if deed == "send":
                await sending.send(self.subject, self.draft)
            elif deed == "kill" and item is not None:
                self._kill(item)
            elif deed == "both attempt" and item is not None:
                await asyncio.gather(*(each.services.sending.attempt(item) for each in self.windows))
            elif deed == "attempt" and item is not None:
                await sending.attempt(item)
            elif deed == "attempt by an old view" and self.seen is not None:
                await sending.attempt(self.seen)
            elif deed == "follow":
                await self.windows[window].services.following.follow(asked=True)
            elif deed == "recover":
                await sending.recover()
            elif deed == "come":
                self.blog.come()
            elif deed == "wait":
                self._wait()
        except TuiBlogError:
            pass
        self.seen = self.seen or next(iter(sending.items()), None)

    def _wait(self) -> None:
        """No proxy holds back for so long what it will hand on after all."""
        self.blog.come()
        for window in self.windows:
            window.later(minutes=5)

    def _kill(self, item: OutboxItem) -> None:
        """A third window takes the row, sends or not as the fault has it, and is killed."""
        outbox = self.windows[0].services.sending._outbox
        begun = outbox.begin(item.id, "a window that was killed")
        if begun and not begun.attempted and self.blog.fault == "answer lost":
            self.blog.kept.append(isso_comment(1, "Bo", f"<p>{TEXT}</p>", created=NOON.timestamp()))

    def check(self) -> None:
        assert len(self.blog.kept) <= 1, "it stands there twice"
        items = self.windows[0].services.sending.items()
        assert [item.draft.body for item in items] in ([], [TEXT])
        if not items:
            assert self.windows[0].services.commenting.draft(self.subject, None).body == TEXT, "lost"
        if items and items[0].state is SendState.PUBLISHED:
            assert len(self.blog.kept) == 1, "called published without being there"

    def close(self) -> None:
        for window in self.windows:
            window.services.close()


async def story(folder: Path, deeds: Sequence[Deed]) -> None:
    writer = await Writer.begin(folder)
    try:
        for deed, window, fault in deeds:
            await writer.do(deed, window, fault)
            writer.check()
        for window in (0, 1):
            await writer.do("recover", window, "none")
            await writer.do("wait", window, "none")
            await writer.do("attempt", window, "none")
        writer.check()
        items = writer.windows[0].services.sending.items()
        assert all(item.state is SendState.PUBLISHED for item in items), "it arrives in the end"
    finally:
        writer.close()


BLIND: tuple[Deed, ...] = (("send", 0, "blind"), ("attempt", 0, "blind"))
OLD_VIEW: tuple[Deed, ...] = (
    ("send", 0, "down"),
    ("attempt", 1, "blind"),
    ("attempt", 1, "refused"),
    ("attempt by an old view", 0, "none"),
)
LATE: tuple[Deed, ...] = (("attempt", 0, "late"), ("attempt", 0, "none"), ("come", 0, "none"))
"""What once sent a comment twice: a look that failed, a view of how it stood before, a slow proxy."""


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from([0, 1]), st.sampled_from(FAULTS)), max_size=9)
)
@example(list(BLIND))
@example(list(OLD_VIEW))
@example(list(LATE))
def test_a_comment_arrives_once(deeds: list[Deed]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(story(Path(folder), [("send", 0, "down"), *deeds]))
