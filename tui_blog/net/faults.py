"""Failures of the wire, renamed: each becomes an error of ours that says what happened and what now."""

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Literal, TypeVar

import h11
import httpx

from tui_blog.errors import (
    AnswerTimedOut,
    BodyTooLarge,
    CertificateFault,
    ConnectionLost,
    ConnectionRefused,
    ConnectTimedOut,
    HostNotFound,
    NetworkError,
    NotSent,
    UnreadableAnswer,
)
from tui_blog.model.text import clean_line
from tui_blog.net.address import shown_host, shown_page
from tui_blog.net.body import Damaged, TooLarge
from tui_blog.net.greeting import NoHandshake, NoWebServer
from tui_blog.net.limits import Limits

Phase = Literal["header", "body"]
E = TypeVar("E", bound=NetworkError)

_OFFLINE = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NO_WAY = _OFFLINE | {errno.EHOSTUNREACH}
_KB = 1024
_MB = 1024 * 1024


def named(error: Exception, url: httpx.URL, phase: Phase, limits: Limits) -> NetworkError:
    """The error of ours for what failed while `url` was asked; `phase` tells how far the answer had come."""
    match error:
        case httpx.ConnectTimeout() if cause_of(error, NoHandshake):
            return _unencrypted(url, limits)
        case httpx.ConnectTimeout():
            return _unreached(url, limits)
        case httpx.ConnectError():
            return _unconnected(error, url)
        case httpx.ProxyError():
            return _proxy_failed(url)
        case httpx.LocalProtocolError() | httpx.UnsupportedProtocol():
            return _unsayable(url)
        case httpx.TimeoutException():
            return _silent(url, phase, limits)
        case TimeoutError():
            return _endless(url, phase, limits)
        case TooLarge():
            return _too_large(url, limits)
        case Damaged():
            return _damaged(url)
        case httpx.RemoteProtocolError() if phase == "header" and _is_no_http(error):
            return _no_http(url)
        case _:
            return _lost(url, phase)


def _is_no_http(error: Exception) -> bool:
    return bool(cause_of(error, NoWebServer)) or is_garbled(error)


def is_garbled(error: Exception) -> bool:
    """Whether a server that speaks HTTP sent something else in an answer's place."""
    return cause_of(error, h11.RemoteProtocolError) is not None


def cause_of(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """The first of this kind among an error and what caused it."""
    return next((cause for cause in _causes(error) if isinstance(cause, kind)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def spelled(seconds: float) -> str:
    """A stretch of time in words: "1 second", "20 seconds", "5 minutes", "2 hours"."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}s"
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


# --- before the connection: the server has seen nothing ------------------------------------------


def _unconnected(error: Exception, url: httpx.URL) -> NotSent:
    if unknown := cause_of(error, socket.gaierror):
        return _nameless(unknown, url)
    if untrusted := cause_of(error, ssl.SSLCertVerificationError):
        return _untrusted(untrusted, url)
    if cause_of(error, ssl.SSLError):
        return _no_tls(url)
    return _refused(cause_of(error, OSError), url)


def _unreached(url: httpx.URL, limits: Limits) -> ConnectTimedOut:
    return ConnectTimedOut(
        f"{shown_host(url)} could not be reached within {spelled(limits.connect)}. "
        "It may be down, or this machine offline; try again later.",
        str(url),
    )


def _unencrypted(url: httpx.URL, limits: Limits) -> ConnectTimedOut:
    return ConnectTimedOut(
        f"No encrypted connection to {shown_host(url)} could be made within {spelled(limits.connect)}. "
        "It may know only plain http://, or be overloaded; try again later.",
        str(url),
    )


def _nameless(error: BaseException, url: httpx.URL) -> HostNotFound:
    host = shown_host(url.copy_with(port=None))
    unknown = isinstance(error, OSError) and error.errno in {
        socket.EAI_NONAME,
        getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
    }
    if unknown:
        return HostNotFound(
            f"There is no host called {host}. Check the address; its owner may also have given it up.",
            str(url),
        )
    # A look-up that failed for a while (EAI_AGAIN) is what a machine without a net gets for every name.
    return _at_our_end(
        HostNotFound(
            f"The address of {host} could not be looked up. Check whether this machine is online.", str(url)
        )
    )


def _untrusted(error: BaseException, url: httpx.URL) -> CertificateFault:
    message = getattr(error, "verify_message", "") or "its certificate is not valid"
    reason = clean_line(message).rstrip(".")
    return CertificateFault(
        f"{shown_host(url)} could not prove that it is who it claims to be ({reason}), so nothing was sent. "
        "Check the address and the clock of this machine, or try again later.",
        str(url),
    )


def _no_tls(url: httpx.URL) -> CertificateFault:
    return CertificateFault(
        f"No encrypted connection to {shown_host(url)} could be made. "
        "It may know only plain http://, or another port.",
        str(url),
    )


def _refused(error: BaseException | None, url: httpx.URL) -> ConnectionRefused:
    host = shown_host(url)
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        unreachable = ConnectionRefused(
            f"There is no way from this machine to {host}. Check whether it is online.", str(url)
        )
        return _at_our_end(unreachable) if error.errno in _OFFLINE else unreachable
    return ConnectionRefused(
        f"Nothing answers at {host}: the connection was refused. Check the address, or try again later.",
        str(url),
    )


def _proxy_failed(url: httpx.URL) -> NotSent:
    return _at_our_end(
        NotSent(
            f"The proxy named by HTTP_PROXY, HTTPS_PROXY or ALL_PROXY did not lead to {shown_host(url)}. "
            "Check these settings, or unset them.",
            str(url),
        )
    )


def _at_our_end(error: E) -> E:
    error.at_our_end = True
    return error


def _unsayable(url: httpx.URL) -> NotSent:
    return NotSent(
        f"A request to {shown_host(url)} could not be put into HTTP, so it was not sent. "
        "Please report the address as a bug of tui-blog.",
        str(url),
    )


# --- after the connection: nobody knows what the server has seen ---------------------------------


def _silent(url: httpx.URL, phase: Phase, limits: Limits) -> AnswerTimedOut:
    host, patience = shown_host(url), spelled(limits.silence)
    if phase == "header":
        sentence = f"{host} took longer than {patience} to answer. It may be down; try again later."
    else:
        sentence = f"{host} fell silent for {patience} in the middle of its answer. Try again later."
    return AnswerTimedOut(sentence, str(url), phase)


def _endless(url: httpx.URL, phase: Phase, limits: Limits) -> AnswerTimedOut:
    return AnswerTimedOut(
        f"{shown_host(url)} had not sent its whole answer after {spelled(limits.total)}. "
        "It may be overloaded; try again later.",
        str(url),
        phase,
    )


def _too_large(url: httpx.URL, limits: Limits) -> BodyTooLarge:
    most = f"{limits.body // _MB} MB" if limits.body >= _MB else f"{limits.body // _KB} KB"
    return BodyTooLarge(
        f"{shown_page(url)} is larger than {most}, the most that is read. Open it in a browser.", str(url)
    )


def _damaged(url: httpx.URL) -> UnreadableAnswer:
    return UnreadableAnswer(
        f"The answer of {shown_host(url)} is damaged: it cannot be decompressed. Try again later.", str(url)
    )


def _no_http(url: httpx.URL) -> UnreadableAnswer:
    return UnreadableAnswer(
        f"{shown_host(url)} does not answer as a web server does. Check the address and its port.", str(url)
    )


def _lost(url: httpx.URL, phase: Phase) -> ConnectionLost:
    if phase == "header":
        sentence = f"{shown_host(url)} hung up without an answer. Try again later."
    else:
        sentence = f"The connection to {shown_host(url)} broke in the middle of its answer. Try again later."
    return ConnectionLost(sentence, str(url))
