"""The small web server under the sample blog: faults go to the log, never to the terminal."""

import logging
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import httpx
import pytest

from tui_blog.demo.loopback import LoopbackServer


def falls_over(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    raise RuntimeError("a fault of ours")


class Listener(logging.Handler):
    """Tells when the server has logged something, so that no test needs to sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Event()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record)
        self.heard.set()


@pytest.fixture
def log() -> Iterator[Listener]:
    logger, listener = logging.getLogger("tui_blog.demo.loopback"), Listener()
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    yield listener
    logger.setLevel(level)
    logger.removeHandler(listener)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(0) as served:
        served.set_app(falls_over)
        worker = threading.Thread(target=served.serve_forever, args=(0.01,))
        worker.start()
        yield served
        served.shutdown()
        worker.join()


def test_a_fault_of_the_blog_is_an_error_for_the_client_and_a_trace_in_the_log(
    server: LoopbackServer, log: Listener, capfd: pytest.CaptureFixture[str]
) -> None:
    assert httpx.get(f"http://127.0.0.1:{server.server_port}/").status_code == 500
    assert log.heard.wait(5)
    assert "a fault of ours" in log.text
    assert capfd.readouterr() == ("", "")


def test_a_client_that_hangs_up_is_no_news(
    server: LoopbackServer, log: Listener, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port)) as rude:
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close by reset
        rude.sendall(b"GET / HT")
    assert log.heard.wait(5)
    assert "ConnectionResetError" in log.text
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_an_error_of_the_system(server: LoopbackServer) -> None:
    with pytest.raises(OSError, match="in use"):
        LoopbackServer(server.server_port)
