"""A comment form in a post's page, read by the names that its program gives, and sent as a browser would.

Whatever such a form holds beyond them, a question against robots or a captcha, is for people to fill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from tui_blog.model.comment import Draft, FieldName, FormField, Held, Outcome, Published, Unknown
from tui_blog.model.flow import ANY_STATUS, Request, Response
from tui_blog.model.post import Post
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.platforms.addresses import absolute, host_of
from tui_blog.platforms.comments.posting import UNCLEAR, anchored, from_page
from tui_blog.platforms.feeds.xml import Element
from tui_blog.platforms.listings.page_element import names, words
from tui_blog.platforms.pages import base_of, parse_page

_FOR_PEOPLE = frozenset({"text", "email", "url", "number", "search", "tel", "password", "checkbox"})


@dataclass(frozen=True, slots=True)
class Naming:
    """What a program calls the parts of its form."""

    text: str
    fields: Mapping[str, FieldName]
    required: frozenset[str] = frozenset()
    """Of the fields, whatever a theme says of them."""
    idle: frozenset[str] = frozenset()
    """What people see, or robots alone, and may leave as it is."""
    button: str = ""
    """That which sends, where its name has to be there."""


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form that asks for nothing but a comment."""

    naming: Naming
    action: str
    hidden: tuple[tuple[str, str], ...]
    required: frozenset[str]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What it asks of a writer."""
        return tuple(
            FormField(field, name in self.required or name in self.naming.required)
            for name, field in self.naming.fields.items()
        )

    def request(self, post: Post, draft: Draft, more: Mapping[str, str]) -> Request:
        """The comment on its way, with `more` beside it."""
        person = {"name": draft.name, "email": draft.email, "website": draft.website}
        filled = {name: person[field].strip() for name, field in self.naming.fields.items()}
        written = {**filled, self.naming.text: draft.body, **more}
        unseen = [(name, value) for name, value in self.hidden if name not in written]
        headers = {"Content-Type": "application/x-www-form-urlencoded", **from_page(post)}
        body = urlencode([*unseen, *written.items()]).encode()
        return Request("POST", self.action, headers, body, follow=False, tolerate=ANY_STATUS)


def form_in(page: Response, naming: Naming) -> PageForm | None:
    """The form of a post's page; None where there is none, or it asks for more than is known."""
    root = parse_page(page)
    form = next((each for each in root.iter("form") if _asks_for_text(each, naming)), None)
    if form is None or _asks_for_more(form, naming):
        return None
    action = absolute(form.get("action") or "", base_of(root, page.url)) or page.url
    if host_of(action) != host_of(page.url):
        return None
    required = (each.get("name") or "" for each in form.iter("input") if each.get("required") is not None)
    return PageForm(naming, action.partition("#")[0], tuple(_sent_unseen(form, naming)), frozenset(required))


def has_form(page: Response, naming: Naming) -> bool:
    """Whether a page takes comments in any way."""
    return any(_asks_for_text(form, naming) for form in parse_page(page).iter("form"))


def _asks_for_text(form: Element, naming: Naming) -> bool:
    return any(area.get("name") == naming.text for area in form.iter("textarea"))


def _asks_for_more(form: Element, naming: Naming) -> bool:
    known = {*naming.fields, *naming.idle, ""}
    asked = (each for each in form.iter("input") if (each.get("type") or "text").lower() in _FOR_PEOPLE)
    return any((each.get("name") or "") not in known for each in (*asked, *form.iter("select")))


def _sent_unseen(form: Element, naming: Naming) -> list[tuple[str, str]]:
    """Hidden values, and the button."""
    inputs = [(each, each.get("name") or "") for each in form.iter("input")]
    hidden = [(each, name) for each, name in inputs if name and (each.get("type") or "").lower() == "hidden"]
    pressed = [(each, name) for each, name in inputs if naming.button and name == naming.button]
    return [(name, each.get("value") or "") for each, name in (*hidden, *pressed)]


def sent_on(answer: Response, post: Post, name: str, *, shown: str, held: str) -> Outcome | None:
    """What became of a comment, by the parameter `name` of the address to which a browser is sent on.

    None where it is sent nowhere.
    """
    if answer.status not in (302, 303):
        return None
    place = anchored(post, "comments")
    said = parse_qs(urlsplit(answer.header("location") or "").query).get(name, [""])[0]
    outcomes: dict[str, Outcome] = {shown: Published(None, place), held: Held(None, place)}
    return outcomes.get(said, Unknown(UNCLEAR))


def told_in(page: Response, classes: frozenset[str]) -> CleanText:
    """The first words of a page in an element of such a class, forms aside; "" where there are none."""
    root = parse_page(page)
    marked = (each for each in root.iter("p", "div", "ul", "span") if names(each) & classes)
    outside = (words(each) for each in marked if next(each.iterancestors("form"), None) is None)
    return next((text for text in outside if text), EMPTY)
