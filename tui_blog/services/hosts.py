"""The hosts of one refresh of many blogs: who cannot be reached is tried once, not for every blog."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tui_blog.errors import CertificateFault, ConnectionRefused, ConnectTimedOut, HostNotFound

TOGETHER = 4
"""Blogs of one host that are under way at the same time: one is fetched while others are read."""

_UNREACHED = (HostNotFound, ConnectionRefused, ConnectTimedOut, CertificateFault)
Unreached = HostNotFound | ConnectionRefused | ConnectTimedOut | CertificateFault


class _Host:
    def __init__(self) -> None:
        # The first goes alone; when it has come back, others need not wait for each other.
        self.turns = asyncio.Semaphore(1)
        self.is_known = False
        self.fault: Unreached | None = None

    def learn(self) -> None:
        if not self.is_known:
            self.is_known = True
            for _ in range(TOGETHER - 1):
                self.turns.release()


class Hosts:
    """Remembers, for one run, which hosts could not be reached."""

    def __init__(self) -> None:
        self._hosts = dict[str, _Host]()

    @asynccontextmanager
    async def asking(self, url: str) -> AsyncIterator[None]:
        """Ask the host of `url` for something; raises at once where it was found to be out of reach."""
        host = self._at(url)
        async with host.turns:
            if host.fault:
                raise _again(host.fault)
            try:
                yield
            except _UNREACHED as fault:
                self._at(fault.url).fault = fault  # a redirect may have led to another host
                raise
            finally:
                host.learn()

    def _at(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).netloc.rpartition("@")[2].lower(), _Host())


def _again(fault: Unreached) -> Unreached:
    """The same fault for another blog: an exception that is raised twice would gather two histories."""
    again = type(fault)(fault.sentence, fault.url)
    again.at_our_end = fault.at_our_end
    return again
