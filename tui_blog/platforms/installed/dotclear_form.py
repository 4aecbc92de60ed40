"""The comment form of a Dotclear post, and what an answer to it says.

Dotclear wants four fields by their names, takes whoever fills `f_mail` for a robot, and sends a browser on to
the post with `pub=1` (shown) or `pub=0` (waiting for a moderator). Source: platforms.md §12.
"""

from tui_blog.model.comment import FieldName, NeedsBrowser, Outcome, Refused, Unknown
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.platforms.comments.page_form import Naming, sent_on, told_in
from tui_blog.platforms.comments.posting import GUARDED, SILENT, UNCLEAR, anchored, by_status

TRAP = "f_mail"
NAMING = Naming(
    text="c_content",
    fields={"c_name": "name", "c_mail": "email", "c_site": "website"},
    required=frozenset({"c_name", "c_mail"}),
    idle=frozenset({TRAP, "c_remember", "remember", "c_subscribe", "subscribeToComments"}),
)
"""A button for a preview is not pressed."""

_FAULTS = frozenset({"error", "form-error", "message-error"})


def outcome_of(answer: Response, post: Post) -> Outcome:
    """What became of a comment, by where the blog sends a browser next."""
    if outcome := sent_on(answer, post, "pub", shown="1", held="0"):
        return outcome
    if answer.status == 412:  # it takes the sender for a robot
        return NeedsBrowser(anchored(post, "comments"), GUARDED)
    if general := by_status(answer, post):
        return general
    fault = told_in(answer, _FAULTS)
    if answer.status < 400:
        return Refused(fault, _field_of(fault)) if fault else Unknown(UNCLEAR)
    return Refused(fault or SILENT)


def _field_of(fault: str) -> FieldName | None:
    lower = fault.lower()
    return "email" if "mail" in lower else None
