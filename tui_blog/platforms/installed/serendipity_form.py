"""The comment form of a Serendipity entry, and what an answer to it says (platforms.md §13).

Serendipity sends a browser on to the entry with `csuccess=true` or `csuccess=moderate`, the first also where
the entry's own setting holds its comments; what it does not take comes back with a message above the form.
"""

from tui_blog.model.comment import Draft, Outcome, Refused, Unknown
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.platforms.comments.page_form import Naming, sent_on, told_in
from tui_blog.platforms.comments.posting import SILENT, UNCLEAR, by_status

ANSWERED = "serendipity[replyTo]"
"""A list of the comments that may be answered."""
NAMING = Naming(
    text="serendipity[comment]",
    fields={
        "serendipity[name]": "name",
        "serendipity[email]": "email",
        "serendipity[url]": "website",
    },
    idle=frozenset(
        {
            ANSWERED,
            "serendipity[remember]",
            "serendipity[subscribe]",
            "serendipity[phone]",  # a trap for robots
        }
    ),
    button="serendipity[submit]",
)

_SUCCESS = "serendipity[csuccess]"
_FAULTS = frozenset({"serendipity_msg_error", "serendipity_msg_important"})


def beside(draft: Draft) -> dict[str, str]:
    """What is answered, by its number; 0 is the entry itself."""
    return {ANSWERED: draft.parent or "0"}


def outcome_of(answer: Response, post: Post) -> Outcome:
    """What became of a comment, by where the blog sends a browser next."""
    if outcome := sent_on(answer, post, _SUCCESS, shown="true", held="moderate"):
        return outcome
    if general := by_status(answer, post):
        return general
    fault = told_in(answer, _FAULTS)
    return Refused(fault or SILENT) if fault or answer.status >= 400 else Unknown(UNCLEAR)
