"""Error statuses in words, and the wait that a server asks for."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil

from tui_blog.errors import StatusError
from tui_blog.model.flow import Response
from tui_blog.model.text import CleanText
from tui_blog.net.faults import spelled

_DAY = 86_400.0
"""Seconds; a server that asks for a longer wait is asked again after a day all the same."""

_SINCE_1970 = 1e9
"""A larger number of seconds is no wait, but a moment (it was passed in 2001)."""

_LATER = "Try again later."
_BROWSER = "Open it in a browser."


def status_error(response: Response, host: CleanText, page: CleanText, now: datetime) -> StatusError:
    """The error for an answer of 400 or above; `host` and `page` are what the sentence calls them."""
    wait = retry_after(response, now)
    sentence = _sentence(response, host, page, f"Try again in {spelled(ceil(wait))}." if wait else _LATER)
    return StatusError(sentence, response.url, response.status, wait)


def _sentence(response: Response, host: str, page: str, again: str) -> str:
    if response.header("cf-mitigated"):
        return f"{host} wants proof that a person is reading, which only a browser can give. {_BROWSER}"
    match response.status:
        case 401:
            return f"{host} wants a user name and a password for this page. {_BROWSER}"
        case 403:
            return f"{host} does not let us read {page} (status 403). {_BROWSER}"
        case 404:
            return f"There is no page {page} (status 404). Check the address."
        case 410:
            return (
                f"{page} was removed for good, says its server (status 410). Look whether the blog has moved."
            )
        case 418 | 429:
            return f"{host} finds that we ask too often (status {response.status}). {again}"
        case 451:
            return f"{host} may not show {page} here for legal reasons (status 451)."
        case status if status >= 500:
            return f"{host} is in trouble of its own (status {status}). {again}"
        case status:
            return f"{host} did not accept the request for {page} (status {status}). {_BROWSER}"


def retry_after(response: Response, now: datetime) -> float | None:
    """The seconds that a server asks us to wait, 0 to a day, or None.

    Retry-After says it (RFC 9110 §10.2.3: a number or a date); or, of a server that counts requests, the
    moment at which it begins to count anew.
    """
    value = (response.header("retry-after") or "").strip()
    if not value and response.status == 429:
        return _counted_anew(response, now)
    if value.isascii() and value.isdigit():
        return min(float(value), _DAY)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), _DAY)


def _counted_anew(response: Response, now: datetime) -> float | None:
    """RateLimit-Reset is told in seconds, X-RateLimit-Reset by some in seconds since 1970 (no standard)."""
    value = (response.header("ratelimit-reset") or response.header("x-ratelimit-reset") or "").strip()
    if not (value.isascii() and value.isdigit()):
        return None
    seconds = float(value)
    return min(max(seconds - now.timestamp() if seconds > _SINCE_1970 else seconds, 0.0), _DAY)
