"""A connection that is idle is asked at its socket whether it is still one."""

import socket
from typing import Any

from httpcore import AsyncMockStream

from tui_blog.net.greeting import Greeted


class Wire(AsyncMockStream):
    def __init__(self, end: socket.socket) -> None:
        super().__init__([])
        self._end = end

    def get_extra_info(self, info: str) -> Any:
        return self._end if info == "socket" else None


def test_an_idle_connection_is_readable_once_its_server_says_something_or_leaves() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        idle = Greeted(Wire(ours))
        assert not idle.get_extra_info("is_readable")
        theirs.close()
        assert idle.get_extra_info("is_readable")


def test_one_whose_socket_was_closed_is_at_its_end_too() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        idle = Greeted(Wire(ours))
        ours.close()
        assert idle.get_extra_info("is_readable")
