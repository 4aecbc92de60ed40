"""The sample blog, served on loopback by threads of this process."""

import logging
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from tui_blog.demo.address import Address
from tui_blog.demo.comment_server import require_isso
from tui_blog.demo.content import load_posts
from tui_blog.demo.loopback import LoopbackServer
from tui_blog.demo.site import BlogSite
from tui_blog.demo.state_lock import StateLock, no_state
from tui_blog.demo.threads import ThreadFile
from tui_blog.errors import TuiBlogError

USUAL_PORT = 8464
"""Tried first on a first start; below the ports that systems give to passing connections."""

_POLL_SECONDS = 0.1


class SampleBlog:
    """A whole blog with real comments: `with SampleBlog(directory) as blog: visit(blog.url)`.

    All that changes lives in `state_dir`: the comments, and the port, since addresses are identities. A
    later start takes the port of the one before; where another program sits on it, a free one is taken and
    kept from then on, and `moved_from` says where the blog was. Threads and Atom ids know no port.

    A `port` other than 0 is meant as said: where it is taken, entering raises TuiBlogError, as it does
    without Isso, where `state_dir` cannot be written, and where it is being served already.
    """

    def __init__(self, state_dir: Path, port: int = 0) -> None:
        self._state = state_dir
        self._port_file = state_dir / "port"
        self._lock = StateLock(state_dir)
        self._wanted = port
        self._posts = load_posts()
        self._threads = ThreadFile(state_dir / "comments.db", self._posts)
        self._silence = logging.NullHandler()
        self._server: LoopbackServer | None = None
        self._moved_from: str | None = None

    def __enter__(self) -> Self:
        """Bind the port and answer from now on; nothing heavy is loaded before it is asked for."""
        require_isso()
        self._lock.take()
        try:
            server = self._bind()
        except BaseException:
            self._lock.release()
            raise
        server.set_app(BlogSite(Address(server.server_port), self._posts, self._threads))
        # Isso and its libraries give the root logger a handler on the terminal where they find none.
        logging.getLogger().addHandler(self._silence)
        Thread(target=server.serve_forever, args=(_POLL_SECONDS,), name="sample-blog", daemon=True).start()
        self._server = server
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering and give the port back."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self._lock.release()
        logging.getLogger().removeHandler(self._silence)

    @property
    def address(self) -> Address:
        """Where everything is; only while the blog is served."""
        assert self._server is not None, "the sample blog is not being served"
        return Address(self._server.server_port)

    @property
    def url(self) -> str:
        """The home page."""
        return self.address.home

    @property
    def feed_url(self) -> str:
        """The first page of the Atom feed."""
        return self.address.feed()

    @property
    def isso_url(self) -> str:
        """The comment server of the open threads, without a closing slash."""
        return f"{self.address.isso('open')}"

    @property
    def moderated_isso_url(self) -> str:
        """The comment server of the moderated threads, without a closing slash."""
        return f"{self.address.isso('moderated')}"

    @property
    def moved_from(self) -> str | None:
        """The home page of the start before, where this one had to take another port."""
        return self._moved_from

    def held(self) -> tuple[int, ...]:
        """The ids of the comments that wait for approval, oldest first."""
        return self._threads.held()

    def approve(self, comment_id: int) -> bool:
        """Show a held comment, as the blog's moderator would; False where no such comment waits."""
        return self._threads.approve(comment_id)

    def approve_all(self) -> int:
        """Show every held comment; how many those were."""
        return sum(self.approve(comment_id) for comment_id in self.held())

    def _bind(self) -> LoopbackServer:
        before = self._port_before()
        server = self._listen([self._wanted] if self._wanted else [before or USUAL_PORT, 0])
        self._moved_from = Address(before).home if before and before != server.server_port else None
        try:
            self._port_file.write_text(f"{server.server_port}\n", encoding="ascii")
        except OSError as error:
            server.server_close()
            raise no_state(self._state, error) from error
        return server

    def _listen(self, ports: list[int]) -> LoopbackServer:
        """Listen at the first of these ports that is free."""
        for port in ports:
            try:
                return LoopbackServer(port)
            except OSError:
                continue
        raise TuiBlogError(f"Port {ports[-1]} is taken on this machine; name another, or none at all.")

    def _port_before(self) -> int | None:
        """The port of the start before; None the first time."""
        try:
            text = self._port_file.read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise no_state(self._state, error) from error
        return int(text) if text.isdecimal() and 0 < int(text) < 65536 else None
