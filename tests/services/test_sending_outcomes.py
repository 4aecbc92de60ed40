"""Whether a comment may be on its blog after a failure, by the requests that were made."""

import pytest

from tui_blog.errors import ConnectionLost, ConnectionRefused
from tui_blog.model.flow import Request
from tui_blog.services.sending_outcomes import may_have_arrived

URL = "https://c.example/"
LOST = ConnectionLost("Gone.", URL)
NOBODY = ConnectionRefused("Nobody there.", URL)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_comment_whose_answer_was_lost_may_have_arrived(method: str) -> None:
    asked = [Request("GET", URL), Request(method, URL)]
    assert may_have_arrived(asked, LOST)
    assert not may_have_arrived(asked, NOBODY)
    assert may_have_arrived([*asked, Request("GET", URL)], NOBODY)


def test_what_was_only_read_has_not_arrived() -> None:
    assert not may_have_arrived([Request("GET", URL)], LOST)
