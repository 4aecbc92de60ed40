"""The comment form of a Dotclear post: read off the post's page, and what an answer to it says.

Dotclear wants four fields by their names, takes whoever fills `f_mail` for a robot, and sends a browser on to
the post with `pub=1` (shown) or `pub=0` (waiting for a moderator). Source: platforms.md §12.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from tui_blog.model.comment import Draft, FieldName, Held, NeedsBrowser, Outcome, Published, Refused, Unknown
from tui_blog.model.flow import ANY_STATUS, Request, Response
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.posting import GUARDED, SILENT, UNCLEAR, anchored, by_status, from_page
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import names, words
from tui_blog.platforms.pages import base_of, parse_page

TEXT = "c_content"
FIELDS: dict[str, FieldName] = {"c_name": "name", "c_mail": "email", "c_site": "website"}
REQUIRED = ("c_name", "c_mail")

_TRAP = "f_mail"
_FAULTS = frozenset({"error", "form-error", "message-error"})
_FOR_PEOPLE = frozenset({"text", "email", "url", "number", "search", "tel", "password", "checkbox"})


@dataclass(frozen=True, slots=True)
class DotclearForm:
    """Where a comment is sent, and what the page sends beside it."""

    action: str
    hidden: tuple[tuple[str, str], ...]

    def request(self, post: Post, draft: Draft) -> Request:
        """The comment as the form sends it; a button for a preview is not pressed."""
        written = {
            "c_name": draft.name.strip(),
            "c_mail": draft.email.strip(),
            "c_site": draft.website.strip(),
            TEXT: draft.body,
            _TRAP: "",
        }
        body = urlencode([*self.hidden, *written.items()]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **from_page(post)}
        return Request("POST", self.action, headers, body, follow=False, tolerate=ANY_STATUS)


def form_in(page: Response) -> DotclearForm | None:
    """The form of a post's page; None where there is none, or it asks for more than is known here."""
    root = parse_page(page)
    form = next((each for each in root.iter("form") if _asks_for_text(each)), None)
    action = absolute(form.get("action") or "", base_of(root, page.url)) if form is not None else ""
    action = action or page.url
    if form is None or host_of(action) != host_of(page.url) or _asks_for_more(form):
        return None
    hidden = (each for each in form.iter("input") if (each.get("type") or "").lower() == "hidden")
    told = tuple((each.get("name") or "", each.get("value") or "") for each in hidden)
    return DotclearForm(action.partition("#")[0], tuple(pair for pair in told if pair[0]))


def has_form(page: Response) -> bool:
    """Whether a page takes comments in any way."""
    return any(_asks_for_text(form) for form in parse_page(page).iter("form"))


def _asks_for_text(form: Element) -> bool:
    return any(area.get("name") == TEXT for area in form.iter("textarea"))


def _asks_for_more(form: Element) -> bool:
    """A question against robots, or whatever else a plugin puts before people."""
    known = {*FIELDS, _TRAP, "c_remember", "remember", "c_subscribe", "subscribeToComments"}
    asked = (each for each in form.iter("input") if (each.get("type") or "text").lower() in _FOR_PEOPLE)
    return any((each.get("name") or "") not in known for each in asked) or any(
        (each.get("name") or "") for each in form.iter("select")
    )


def outcome_of(answer: Response, post: Post) -> Outcome:
    """What became of a comment, by where the blog sends a browser next."""
    place = anchored(post, "comments")
    if answer.status in (302, 303):
        shown = parse_qs(urlsplit(answer.header("location") or "").query).get("pub", [""])[0]
        outcomes: dict[str, Outcome] = {"1": Published(None, place), "0": Held(None, place)}
        return outcomes.get(shown, Unknown(UNCLEAR))
    if answer.status == 412:  # it takes the sender for a robot
        return NeedsBrowser(place, GUARDED)
    if general := by_status(answer, post):
        return general
    fault = _fault_in(answer)
    if answer.status < 400:
        return Refused(fault, _field_of(fault)) if fault else Unknown(UNCLEAR)
    return Refused(fault or SILENT)


def _fault_in(answer: Response) -> CleanText:
    """The blog's own words above the form that it shows again; "" where there are none."""
    root = parse_page(answer)
    told = (words(each) for each in root.iter("p", "div", "ul") if names(each) & _FAULTS)
    return next((text for text in told if text), EMPTY)


def _field_of(fault: str) -> FieldName | None:
    lower = fault.lower()
    return "email" if "mail" in lower else None
