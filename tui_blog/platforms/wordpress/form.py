"""The comment form in a WordPress page: who may write, what is asked, what a browser would send.

Source: WordPress Developer Resources, `comment_form()` and `wp-comments-post.php`; Jetpack's iframe.
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

from tui_blog.model.comment import Access, FieldName, FormField, Hurdle
from tui_blog.model.flow import Response
from tui_blog.model.text import EMPTY, CleanText, clean_line
from tui_blog.platforms.addresses import absolute

HANDLER = "wp-comments-post.php"

_NAMES: dict[str, FieldName] = {"author": "name", "email": "email", "url": "website"}
_REASON_CEILING = 300

_IN_BROWSER = CleanText("The form asks for something that only a browser can show.")
_OTHER_SYSTEM = CleanText("The comments of this blog live in a script that only a browser runs.")

_PROTECTED = CleanText("This post is protected by a password.")

_CAPTCHAS = {
    "g-recaptcha": "reCAPTCHA",
    "google.com/recaptcha": "reCAPTCHA",
    "recaptcha.net": "reCAPTCHA",
    "h-captcha": "hCaptcha",
    "hcaptcha.com": "hCaptcha",
    "cf-turnstile": "Turnstile",
    "challenges.cloudflare.com": "Turnstile",
    "frc-captcha": "Friendly Captcha",
    "captcha": "a captcha",
    "cptch_": "a captcha",
}
"""The marks of captchas within a form, each with its name; Akismet's hidden fields are none."""
_SCRIPTED = (
    "//*[@id='wpdcom' or @id='disqus_thread' or @id='comment-form__verbum' or @id='hyvor-talk-view'"
    " or @id='commento' or @id='remark42' or @id='coral_thread' or contains(@class, 'fb-comments')]"
)
_THREADS = "//*[@id='comments' or contains(@class, 'comments-area') or contains(@class, 'wp-block-comment')]"


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form that can be sent without a browser."""

    action: str
    """Absolute address to post to."""
    controls: tuple[tuple[str, str], ...]
    """What a browser would send if nobody touched the form, its button included."""
    text_name: str
    """The name of the text area for people; others are traps for robots."""
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """What a post's page says about writing under it; `form` is set where `access` is ANONYMOUS."""

    access: Access
    reason: CleanText = EMPTY
    form: PageForm | None = None
    hurdle: Hurdle = ""


def read_page(response: Response, site: str) -> CommentPage:
    """Look for the comment form in a post's page, or for the reason why there is none.

    `site` is the folder in which WordPress lives, with a closing slash: Jetpack's iframe does not tell it.
    UNKNOWN where the page says nothing at all about comments.
    """
    document = parse_html(response)
    if document is None:
        return CommentPage(Access.UNKNOWN)
    form = _comment_form(document)
    if form is not None:
        return _read_form(form, response.url)
    frame = next(
        iter(document.xpath("//iframe[contains(concat(@id, @name), 'jetpack_remote_comment')]")), None
    )
    return _read_frame(frame, site) if frame is not None else _without_form(document)


def parse_html(response: Response) -> Any:
    """The root element of an HTML page, or None where there is nothing to read."""
    import lxml.html

    charset = (response.content_type or "").partition("charset=")[2].strip(" \"'") or None
    try:
        parser = lxml.html.HTMLParser(encoding=charset)
    except LookupError:
        parser = lxml.html.HTMLParser()
    try:
        return lxml.html.document_fromstring(response.body, parser=parser)
    except (lxml.etree.ParserError, ValueError):
        return None


def _comment_form(document: Any) -> Any:
    """The first form that posts to WordPress's handler or calls itself the comment form, with a text area."""
    for form in document.forms:
        known = form.get("id") == "commentform" or "comment-form" in (form.get("class") or "").split()
        handled = HANDLER in (form.get("action") or "")
        if (known or handled) and form.get("action") and form.xpath(".//textarea"):
            return form
    return None


def _read_form(form: Any, page_url: str) -> CommentPage:
    if captcha := _captcha_in(form):
        asking = clean_line(f"The form asks for {captcha}, which only a browser can show.")
        return CommentPage(Access.BROWSER, asking, hurdle="captcha")
    if _asks_for_more(form):
        return CommentPage(Access.BROWSER, _IN_BROWSER)
    asked = {control.name: control for control in form.inputs}
    fields = tuple(
        FormField(field, _is_required(asked[name], form)) for name, field in _NAMES.items() if name in asked
    )
    controls = tuple((name, value or "") for name, value in [*form.form_values(), *_button(form)])
    action = _upgraded(absolute(form.get("action"), page_url), page_url)
    if not action:
        return CommentPage(Access.BROWSER, _IN_BROWSER)
    return CommentPage(Access.ANONYMOUS, form=PageForm(action, controls, _text_name(form), fields))


def _read_frame(frame: Any, site: str) -> CommentPage:
    """Jetpack shows its form in an iframe, and lets one pass that comes without its signature."""
    query = parse_qs(urlsplit(absolute(frame.get("src") or frame.get("data-src") or "", site)).query)
    number = query.get("postid", [""])[0]
    if query.get("comment_registration") == ["1"]:
        return CommentPage(Access.LOGIN, hurdle="members")
    if not number.isdecimal():
        return CommentPage(Access.BROWSER, _IN_BROWSER)
    asked = query.get("require_name_email") == ["1"]
    fields = (FormField("name", asked), FormField("email", asked), FormField("website", False))
    controls = (("comment_post_ID", number), ("comment_parent", "0"))
    return CommentPage(Access.ANONYMOUS, form=PageForm(urljoin(site, HANDLER), controls, "comment", fields))


def _without_form(document: Any) -> CommentPage:
    if document.xpath("//form[contains(@class, 'post-password-form')]"):
        return CommentPage(Access.BROWSER, _PROTECTED)
    if document.xpath(_SCRIPTED):
        return CommentPage(Access.BROWSER, _OTHER_SYSTEM)
    if reason := _words_in(document, "must-log-in"):
        return CommentPage(Access.LOGIN, reason, hurdle="members")
    closed = (_words_in(document, name) for name in ("no-comments", "nocomments", "comments-closed"))
    if reason := next(filter(None, closed), EMPTY):
        return CommentPage(Access.CLOSED, reason)
    return CommentPage(Access.CLOSED if document.xpath(_THREADS) else Access.UNKNOWN)


def _words_in(document: Any, class_name: str) -> CleanText:
    found = document.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {class_name} ')]")
    return clean_line(found[0].text_content(), _REASON_CEILING) if found else EMPTY


def _captcha_in(form: Any) -> str:
    """The captcha that stands in a form, by its name, or ""."""
    marks = " ".join(form.xpath(".//@class | .//@id | .//@name | .//script/@src | .//iframe/@src")).lower()
    return next((name for mark, name in _CAPTCHAS.items() if mark in marks), "")


def _asks_for_more(form: Any) -> bool:
    """Something required that no comment has (consent, a sum, a rating)."""
    unknown = (
        control
        for control in form.inputs
        if control.tag != "textarea" and control.get("type") != "hidden" and control.name not in _NAMES
    )
    return any(map(_is_marked, unknown))


def _is_required(control: Any, form: Any) -> bool:
    labels = form.xpath(".//label[@for = $id]", id=control.get("id") or "")
    words = " ".join([control.get("placeholder") or "", *(label.text_content() for label in labels)])
    return _is_marked(control) or "*" in words or "required" in words.lower()


def _is_marked(control: Any) -> bool:
    return control.get("required") is not None or control.get("aria-required") == "true"


def _text_name(form: Any) -> str:
    """The text area that people see: plugins against spam rename it and set traps beside it."""
    names = [area.name for area in form.xpath(".//textarea[@name]") if not _is_trap(area, form)]
    return "comment" if "comment" in names or not names else str(names[0])


def _is_trap(area: Any, form: Any) -> bool:
    around = [area, *takewhile(lambda element: element is not form, area.iterancestors())]
    styles = " ".join(element.get("style") or "" for element in around).replace(" ", "")
    out_of_sight = any(style in styles for style in ("display:none", "visibility:hidden", "clip:", "left:-"))
    return out_of_sight or area.get("aria-hidden") == "true" or area.get("tabindex") == "-1"


def _button(form: Any) -> list[tuple[str, str]]:
    buttons = form.xpath(".//input[@type='submit'][@name] | .//button[@name][not(@type) or @type='submit']")
    return [(button.get("name"), button.get("value") or "") for button in buttons[:1]]


def _upgraded(action: str, page_url: str) -> str:
    """The action over https where the page itself came so: an old address in a theme gives away no one."""
    target, page = urlsplit(action), urlsplit(page_url)
    insecure = target.scheme == "http" and page.scheme == "https" and target.hostname == page.hostname
    return urlunsplit(target._replace(scheme="https")) if insecure else action
