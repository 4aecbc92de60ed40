"""From names to addresses."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from threading import Thread

from tui_blog.net.guard import IPAddress

Resolver = Callable[[str], Awaitable[tuple[IPAddress, ...]]]
"""Gives the addresses of a host, best first; raises OSError (socket.gaierror) where there are none."""


async def look_up(host: str) -> tuple[IPAddress, ...]:
    """Ask the system's resolver; an address written out is its own answer."""
    try:
        return (ip_address(host),)
    except ValueError:
        # RFC 6761 §6.3: every name below "localhost" is this machine, whatever a name server may say.
        name = "localhost" if host.endswith(".localhost") else host
        return await _in_daemon_thread(_ask_system, name)


def _ask_system(host: str) -> tuple[IPAddress, ...]:
    # Bytes keep the codec "idna" out, which knows only the rules of 2003 and raises errors of its own.
    found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(socket_address[0]) for *_, socket_address in found))


async def _in_daemon_thread(ask: Callable[[str], tuple[IPAddress, ...]], host: str) -> tuple[IPAddress, ...]:
    """Await a blocking question; a resolver that hangs must not hold up the end of the program."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[IPAddress, ...]] = loop.create_future()

    def report(addresses: tuple[IPAddress, ...], fault: OSError | None) -> None:
        if answer.done():
            return
        if fault:
            answer.set_exception(fault)
        else:
            answer.set_result(addresses)

    def run() -> None:
        addresses: tuple[IPAddress, ...] = ()
        fault = None
        try:
            addresses = ask(host)
        except OSError as error:
            fault = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(report, addresses, fault)

    Thread(target=run, name=f"look up {host}", daemon=True).start()
    return await answer
