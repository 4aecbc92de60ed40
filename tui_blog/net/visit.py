"""One run's walk over the web: its cookies, its redirects, its passage and its keys."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic

import httpx

from tui_blog import __version__
from tui_blog.errors import ForbiddenAddress, NetworkError, TooManyRedirects
from tui_blog.model.flow import Request, Response
from tui_blog.net.address import host_of, is_confidential, origin, shown_host, shown_page, typed_host
from tui_blog.net.codings import ACCEPTED
from tui_blog.net.credentials import Credentials, Keyring
from tui_blog.net.exchange import Answer, Exchange
from tui_blog.net.guard import NotHere, Passage
from tui_blog.net.limits import Limits
from tui_blog.net.pace import Pace
from tui_blog.net.redirects import STATUSES, Hop, first_hop, next_hop
from tui_blog.net.statuses import status_error
from tui_blog.net.waits import Waits
from tui_blog.net.wires import Wires

_HEADERS = {
    "user-agent": f"tui-blog/{__version__} (+https://github.com/tui-blog/tui-blog)",
    "accept": (
        "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,"
        "application/feed+json,application/json;q=0.9,*/*;q=0.8"
    ),
    "accept-encoding": ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Equipment:
    """What all visits share."""

    wires: Wires
    pace: Pace
    waits: Waits
    limits: Limits
    keyring: Keyring
    clock: Callable[[], datetime]


class Visit:
    """Fetches for one run of a flow."""

    def __init__(self, equipment: Equipment, typed_url: str | None) -> None:
        self._equipment = equipment
        self._limits = equipment.limits
        self._passage = Passage(typed_host(typed_url))
        # A jar for each host: what a.blogs.example sets for all of blogs.example is not shown to b.
        self._cookies = defaultdict[str, httpx.Cookies](httpx.Cookies)
        self._keys: dict[str, Credentials | None] = {}

    async def fetch(self, request: Request) -> Response:
        """Send a request, follow where it leads, and give the whole answer; raises NetworkError."""
        hop = first_hop(request)
        been: set[tuple[str, ...]] = set()
        seconds = self._limits.total
        answered = False
        try:
            while True:
                written = await self._written(request, hop)
                self._refuse_circle(hop, written, been)
                exchange = Exchange(
                    written, self._limits.lowered(request.ceiling), partial(_wants_body, request)
                )
                async with self._equipment.pace.turn(hop.url):
                    began = monotonic()
                    answer = await self._reach(exchange, hop.url, seconds)
                    seconds -= monotonic() - began
                answered = True
                self._cookies[host_of(hop.url)].extract_cookies(answer.head)
                if not _leads_on(request, answer.head):
                    return self._response(request, hop, answer)
                hop = next_hop(hop, answer.head.status_code, answer.head.headers["location"])
        except NetworkError as error:
            # Whoever sent us on has seen the request, though the next one may not.
            error.may_have_arrived = error.may_have_arrived or answered
            raise

    async def _written(self, request: Request, hop: Hop) -> httpx.Request:
        # Left to itself, httpx stumbles over hosts whose Punycode stands for an emoji.
        host = {"host": hop.url.netloc.decode("ascii")}
        key = await self._key(request, hop)
        signature = key.headers() if key and request.login else {}
        headers = host | _HEADERS | hop.headers | signature
        signs_in = key is not None and bool(request.secret_in and hop.body)
        body = key.written_into(hop.body, request.secret_in) if key and signs_in else hop.body
        limits = self._limits
        written = httpx.Request(
            hop.method,
            hop.url,
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            content=body or None,
            extensions={
                "timeout": {"connect": limits.connect, "read": limits.silence, "write": limits.silence}
            },
        )
        self._cookies[host_of(hop.url)].set_cookie_header(written)
        return written

    async def _key(self, request: Request, hop: Hop) -> Credentials | None:
        """The person's account there, where the flow asks for it and the place is safe for its secret."""
        is_asked = request.login or bool(request.secret_in)
        if not (is_asked and hop.at_home and is_confidential(hop.url)):
            return None
        place = origin(hop.url)
        if place not in self._keys:
            self._keys[place] = await asyncio.to_thread(self._equipment.keyring, place)
        return self._keys[place]

    def _refuse_circle(self, hop: Hop, written: httpx.Request, been: set[tuple[str, ...]]) -> None:
        # A page may send us to itself with a new cookie: the same address is no circle then.
        step = (hop.method, str(hop.url), written.headers.get("cookie", ""))
        if step in been or hop.steps > self._limits.redirects:
            raise TooManyRedirects(
                f"{shown_host(hop.url)} sends us in a circle and shows no page. Try it in a browser.",
                str(hop.url),
            )
        been.add(step)

    async def _reach(self, exchange: Exchange, url: httpx.URL, seconds: float) -> Answer:
        """Go to the public net if the host is there, else to its private address if the passage is open."""
        wires, host = self._equipment.wires, host_of(url)
        if not self._passage.is_private(host):
            with suppress(NotHere):
                answer = await exchange.over(wires.public, seconds)
                self._passage.met(host, private=False)
                return answer
        if not self._passage.admits(host):
            raise _forbidden(url)
        try:
            answer = await exchange.over(wires.private, seconds)
        except NotHere as error:
            raise _forbidden(url) from error
        self._passage.met(host, private=True)
        return answer

    def _response(self, request: Request, hop: Hop, answer: Answer) -> Response:
        status = answer.head.status_code
        moved = hop.steps > 0 and hop.permanent and status < 400
        response = Response(
            status,
            str(hop.url),
            tuple(answer.head.headers.multi_items()),
            answer.body,
            str(hop.url) if moved else None,
        )
        self._equipment.waits.heed(hop.url, response)
        if _is_refusal(request, status):
            raise status_error(response, shown_host(hop.url), shown_page(hop.url), self._equipment.clock())
        return response


def _leads_on(request: Request, head: httpx.Response) -> bool:
    return request.follow and head.status_code in STATUSES and "location" in head.headers


def _is_refusal(request: Request, status: int) -> bool:
    return status >= 400 and status not in request.tolerate


def _wants_body(request: Request, head: httpx.Response) -> bool:
    return not (_leads_on(request, head) or _is_refusal(request, head.status_code))


def _forbidden(url: httpx.URL) -> ForbiddenAddress:
    return ForbiddenAddress(
        f"A page led to {shown_host(url)}, which is not on the public net, so it was not asked. "
        "If you trust that address, open it yourself.",
        str(url),
    )
