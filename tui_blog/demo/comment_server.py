"""The comment servers of the sample blog: two real Issos over one file, the open and the moderated."""

from __future__ import annotations

from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

from tui_blog.demo.address import ISSO_MOUNTS, Address
from tui_blog.demo.threads import ThreadFile
from tui_blog.errors import TuiBlogError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_SETTINGS = {
    # One person tries things out here, so Isso's brakes would only confuse.
    "guard": {"ratelimit": "100", "direct-reply": "10000", "reply-to-self": "true"},
    "markup": {"renderer": "mistune"},
    # A held comment is to stay held, however long the person is away.
    "moderation": {"purge-after": "520w"},
}


def require_isso() -> None:
    """Raise a sentence with the way out where Isso is not installed; does not import it."""
    if find_spec("isso") is None:
        raise TuiBlogError(
            "The sample blog needs the comment server Isso, which is not installed. "
            "The way out: pip install 'tui-blog[demo]'"
        )


class CommentServer:
    """A WSGI application for both Issos, told apart by the path they are mounted at.

    Isso takes half a second to import; that is done by the first request for comments, not by the start.
    """

    def __init__(self, threads: ThreadFile, address: Address) -> None:
        self._threads = threads
        self._at = address
        self._applications: dict[str, WSGIApplication] = {}
        self._making = Lock()

    @staticmethod
    def answers(path: str) -> bool:
        """Whether the path lies within one of the two."""
        return path.startswith(tuple(f"{mount}/" for mount in ISSO_MOUNTS.values()))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request whose path `answers` knows."""
        from wsgiref.util import shift_path_info

        mount = f"/{shift_path_info(environ)}"
        return self._application(mount)(environ, start_response)

    def _application(self, mount: str) -> WSGIApplication:
        with self._making:
            if not self._applications:
                self._threads.ensure()
                self._applications = {
                    at: self._make(moderated=door == "moderated") for door, at in ISSO_MOUNTS.items()
                }
        return self._applications[mount]

    def _make(self, *, moderated: bool) -> WSGIApplication:
        from isso import config, make_app

        settings: Any = config.load(config.default_file())
        settings.read_dict(_SETTINGS)
        settings.set("general", "dbpath", str(self._threads.path))
        settings.set("general", "host", self._at.base)
        settings.set("moderation", "enabled", str(moderated))
        application: WSGIApplication = make_app(settings, threading=True)
        return application
