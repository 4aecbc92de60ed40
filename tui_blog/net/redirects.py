"""Redirects: which request follows from an answer (RFC 9110 §15.4)."""

from dataclasses import dataclass, replace

import httpx

from tui_blog.errors import BodyForwarded
from tui_blog.model.flow import Request
from tui_blog.net.address import origin, parse, shown_host

STATUSES = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})
_OURS = frozenset({"host", "content-length", "transfer-encoding"})
"""Told by the address and the body alone: a length that is wrong would break off a request half sent."""
_OF_BODY = frozenset({"content-type", "content-encoding", "content-language"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the way from the address that was asked for to the one that answers."""

    method: str
    url: httpx.URL
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    steps: int = 0
    """Redirects so far."""
    permanent: bool = True
    """Every redirect so far was for good."""
    at_home: bool = True
    """Never left the first origin: only there may secrets go."""


def first_hop(request: Request) -> Hop:
    """Where a request begins; raises BadAddress."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Hop(request.method.upper(), parse(request.url), _without(headers, _OURS), request.body)


def next_hop(hop: Hop, status: int, location: str) -> Hop:
    """Where a redirect leads; raises BadAddress, and BodyForwarded where a body would go to another host."""
    url = parse(location, hop.url)
    away = origin(url) != origin(hop.url)
    onward = replace(
        hop,
        url=url,
        headers=_without(hop.headers, _SECRET) if away else hop.headers,
        steps=hop.steps + 1,
        permanent=hop.permanent and status in _PERMANENT,
        at_home=hop.at_home and not away,
    )
    if _turns_to_get(hop.method, status):
        return _as_get(onward)
    if hop.body and not _may_have_the_body(hop.url, url):
        raise BodyForwarded(
            f"{shown_host(hop.url)} wants what you wrote to go to {shown_host(url)} instead. "
            "It was not sent there; look at the page in a browser.",
            str(hop.url),
        )
    return onward


def _may_have_the_body(asked: httpx.URL, url: httpx.URL) -> bool:
    """Words and addresses are given to one host; there they may go on to https, never back from it."""
    return url.host == asked.host and (url.scheme == asked.scheme or url.scheme == "https")


def _turns_to_get(method: str, status: int) -> bool:
    # RFC 9110 §15.4.2 f.: 301 and 302 turn a POST into a GET, as browsers always did.
    return method == "POST" if status in {301, 302} else status == 303 and method != "HEAD"


def _as_get(hop: Hop) -> Hop:
    return replace(hop, method="GET", body=b"", headers=_without(hop.headers, _OF_BODY))


def _without(headers: dict[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}
