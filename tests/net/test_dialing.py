"""The first address that answers is taken, and nobody waits for a dead one."""

import asyncio
from ipaddress import ip_address

import pytest
from httpcore import AsyncMockStream, AsyncNetworkStream

from tui_blog.net.dialing import first_to_answer, interleaved
from tui_blog.net.guard import IPAddress

V6, V4, LAST = (ip_address(text) for text in ("2606:4700::1", "93.184.216.34", "93.184.216.35"))


class Phone:
    """Dials as it was told: an address answers, refuses, or stays silent."""

    def __init__(self) -> None:
        self.dialled: list[IPAddress] = []
        self.cancelled: list[IPAddress] = []
        self.streams: dict[IPAddress, Line] = {}
        self.refusing: set[IPAddress] = set()
        self.silent: set[IPAddress] = set()

    async def __call__(self, address: IPAddress, port: int) -> AsyncNetworkStream:
        self.dialled.append(address)
        if address in self.refusing:
            raise ConnectionRefusedError(str(address))
        try:
            if address in self.silent:
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.append(address)
            raise
        self.streams[address] = Line([])
        return self.streams[address]


class Line(AsyncMockStream):
    closed = False

    async def aclose(self) -> None:
        self.closed = True


async def test_the_first_address_is_enough() -> None:
    phone = Phone()
    assert await first_to_answer(phone, [V6, V4], 80) is phone.streams[V6]
    assert phone.dialled == [V6]


async def test_after_a_refusal_the_next_is_tried_at_once() -> None:
    phone = Phone()
    phone.refusing = {V6, V4}
    assert await first_to_answer(phone, [V6, V4, LAST], 80) is phone.streams[LAST]


async def test_a_silent_address_does_not_keep_the_next_one_waiting() -> None:
    """A network that pretends to know IPv6."""
    phone = Phone()
    phone.silent = {V6}
    async with asyncio.timeout(5):
        assert await first_to_answer(phone, [V6, V4], 80) is phone.streams[V4]
    assert phone.cancelled == [V6]


async def test_when_nobody_answers_the_last_reason_is_given() -> None:
    phone = Phone()
    phone.refusing = {V6, V4}
    with pytest.raises(ConnectionRefusedError, match=str(V4)):
        await first_to_answer(phone, [V6, V4], 80)


async def test_who_stops_waiting_leaves_no_call_open() -> None:
    phone = Phone()
    phone.silent = {V6, V4}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await first_to_answer(phone, [V6, V4], 80)
    assert set(phone.cancelled) == {V6, V4}


async def test_a_call_that_was_answered_too_late_is_closed() -> None:
    answered = asyncio.Event()
    phone = Phone()

    async def both_at_once(address: IPAddress, port: int) -> AsyncNetworkStream:
        if address == V4:
            answered.set()
        await answered.wait()
        return await phone(address, port)

    taken = await first_to_answer(both_at_once, [V6, V4], 80)
    assert len(phone.streams) == 2
    assert [line.closed for line in phone.streams.values() if line is not taken] == [True]
    assert taken.closed is False  # type: ignore[attr-defined]


def test_the_families_take_turns() -> None:
    assert list(interleaved([V6, ip_address("::2"), V4, LAST])) == [V6, V4, ip_address("::2"), LAST]
    assert list(interleaved([V4])) == [V4]
