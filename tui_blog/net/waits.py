"""Hosts that asked to be left alone for a while (Retry-After), whoever it is that wants something of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import httpx

from tui_blog.errors import StatusError
from tui_blog.model.flow import Response
from tui_blog.model.text import CleanText, clean_line
from tui_blog.net.address import shown_host
from tui_blog.net.faults import spelled
from tui_blog.net.statuses import retry_after

_BUSY = frozenset({418, 429, 503})
"""The statuses that speak for the whole host (RFC 6585 §4, RFC 9110 §15.6.4)."""


@dataclass(frozen=True, slots=True)
class Wait:
    """What a host asked for, and the status with which it did."""

    until: datetime
    status: int


class Waits:
    """Keeps what hosts asked for as long as the program runs; a port that is unusual is another host."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waits = dict[bytes, Wait]()

    def heed(self, url: httpx.URL, answer: Response) -> None:
        """Keep the wait that an answer asks for, if it does."""
        now = self._clock()
        if answer.status in _BUSY and (seconds := retry_after(answer, now)):
            self._waits = {place: wait for place, wait in self._waits.items() if wait.until > now}
            self._waits[url.netloc] = Wait(now + timedelta(seconds=seconds), answer.status)

    def refuse(self, url: httpx.URL) -> None:
        """Raise, in the place of a request, the StatusError of a host whose wait is not over."""
        wait = self._waits.get(url.netloc)
        if wait is None or (left := (wait.until - self._clock()).total_seconds()) <= 0:
            return
        error = StatusError(left_alone(shown_host(url), left), str(url), wait.status, left)
        error.may_have_arrived = False  # it was not even sent
        raise error


def left_alone(host: str, seconds: float) -> CleanText:
    """The sentence for a host that is not asked because it asked for that."""
    return clean_line(f"{host} asked to be left alone for another {spelled(ceil(seconds))}. Try again then.")
