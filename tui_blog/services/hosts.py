"""The hosts of one refresh of many blogs: one out of reach, or silent, is not tried for each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tui_blog.errors import (
    AnswerTimedOut,
    CertificateFault,
    ConnectionRefused,
    ConnectTimedOut,
    HostNotFound,
    NetworkError,
)

TOGETHER = 4
"""Blogs of one host that are under way at the same time: one is fetched while others are read."""

SILENCES = 3
"""Blogs in a row for which a host kept us waiting in vain, and after which it is asked no more; a few may be
slow by themselves."""

_UNREACHED = (HostNotFound, ConnectionRefused, ConnectTimedOut, CertificateFault)


class _Host:
    def __init__(self) -> None:
        # The first goes alone; when it has an answer, others need not wait for each other.
        self.turns = asyncio.Semaphore(1)
        self.is_known = False
        self.silences = 0
        self.fault: NetworkError | None = None

    def was_silent(self, fault: AnswerTimedOut) -> None:
        self.silences += 1
        if self.silences == SILENCES:
            self.fault = fault

    def answered(self) -> None:
        self.silences = 0
        if not self.is_known:
            self.is_known = True
            for _ in range(TOGETHER - 1):
                self.turns.release()


class Hosts:
    """Remembers, for one run, which hosts could not be reached, or kept us waiting."""

    def __init__(self) -> None:
        self._hosts = dict[str, _Host]()

    @asynccontextmanager
    async def asking(self, url: str) -> AsyncIterator[None]:
        """Ask the host of `url` for something; raises at once where it was found out of reach or silent."""
        host = self._at(url)
        async with host.turns:
            if host.fault:
                raise _again(host.fault)
            silent: _Host | None = None
            try:
                yield
            except _UNREACHED as fault:
                self._at(fault.url).fault = fault  # a redirect may have led to another host
                raise
            except AnswerTimedOut as fault:
                silent = self._at(fault.url)
                silent.was_silent(fault)
                raise
            finally:
                if silent is not host:
                    host.answered()

    def _at(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).netloc.rpartition("@")[2].lower(), _Host())


def _again(fault: NetworkError) -> NetworkError:
    """The same fault for another blog: an exception that is raised twice would gather two histories."""
    more = (fault.phase,) if isinstance(fault, AnswerTimedOut) else ()
    again = type(fault)(fault.sentence, fault.url, *more)
    again.at_our_end = fault.at_our_end
    return again
