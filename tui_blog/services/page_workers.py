"""Processes that read pages of posts, so that the screen's own process need not."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import msgspec

from tui_blog.services.page_worker import LENGTH, Question, ReadPage

MOST = 4
"""Processes; the one that stores what they have read keeps up with no more."""
LONGEST = 60.0
"""Seconds that a page may take to be read; then its process is given up."""

_COMMAND = "import sys; sys.path[:] = {path!r}; from tui_blog.services.page_worker import work; work()"


class PageWorkers:
    """Starts processes when they are first needed; all of them end with `aclose`, or with this process."""

    def __init__(self, most: int | None = None) -> None:
        """`most` is how many processes there may be; one for each processor where it is not given."""
        most = min(os.cpu_count() or 1, MOST) if most is None else most
        self._turns = asyncio.Semaphore(most)
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: list[asyncio.subprocess.Process] = []
        self._answers = msgspec.msgpack.Decoder(ReadPage)

    async def read(self, question: Question) -> ReadPage:
        """Have a page read; one without a page where no process could be started, or it did not live on."""
        async with self._turns:
            try:
                async with self._worker() as worker, asyncio.timeout(LONGEST):
                    return await self._asked(worker, msgspec.msgpack.encode(question))
            except (OSError, EOFError, UnicodeEncodeError):  # a TimeoutError is an OSError
                return ReadPage(None)

    async def aclose(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._all:
            with suppress(ProcessLookupError):
                worker.kill()
        for worker in self._all:
            await worker.wait()
        self._idle, self._all = [], []

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """A process that waits for a question; one that was left in the middle of an answer is ended."""
        worker = self._idle.pop() if self._idle else await self._started()
        try:
            yield worker
        except BaseException:
            with suppress(ProcessLookupError):
                worker.kill()
            raise
        self._idle.append(worker)

    async def _started(self) -> asyncio.subprocess.Process:
        # As with multiprocessing, it finds its modules where this process does, wherever it is run.
        command = [sys.executable, "-P", "-c", _COMMAND.format(path=sys.path)]
        worker = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=2**20,
            # Ctrl+C is for the program, which ends its workers by itself. To a session of its own each, Linux
            # would give as much of the processors as to the program.
            process_group=0,
        )
        self._all.append(worker)
        return worker

    async def _asked(self, worker: asyncio.subprocess.Process, message: bytes) -> ReadPage:
        assert worker.stdin and worker.stdout, "both are pipes"
        worker.stdin.writelines((len(message).to_bytes(LENGTH), message))
        await worker.stdin.drain()
        length = int.from_bytes(await worker.stdout.readexactly(LENGTH))
        return self._answers.decode(await worker.stdout.readexactly(length))
