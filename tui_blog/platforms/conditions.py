"""Asking whether something has changed, as an HTTP cache does (RFC 9110 §13.1)."""

from tui_blog.model.flow import Response
from tui_blog.model.validators import Validators


def validators_of(answer: Response) -> Validators:
    """What an answer gives to ask with the next time, byte for byte as it came."""
    return Validators(answer.header("etag"), answer.header("last-modified"))


def conditions(validators: Validators | None) -> dict[str, str]:
    """The headers that ask for an answer only where it is another than the last one."""
    asked = {
        "If-None-Match": validators.etag if validators else None,
        "If-Modified-Since": validators.last_modified if validators else None,
    }
    return {name: value for name, value in asked.items() if value}
