"""What WordPress says to a comment, by form or over REST, and what that means for its writer.

Source: WordPress core, `wp_handle_comment_submission()` and `WP_REST_Comments_Controller`.
"""

import re
from urllib.parse import parse_qs, urlsplit

from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import (
    Draft,
    FieldName,
    Held,
    NeedsBrowser,
    NeedsLogin,
    Outcome,
    Published,
    Refused,
    RetryLater,
    Unknown,
)
from tui_blog.model.flow import Response
from tui_blog.model.text import CleanText, clean_line
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.comments.posting import patience_of
from tui_blog.platforms.wire import try_decode
from tui_blog.platforms.wordpress.form import HANDLER, parse_html
from tui_blog.platforms.wordpress.shapes import CommentShape, RestError, rest_error, web_address

FLOOD_SECONDS = 15.0
"""WordPress takes one comment of a person in that time."""

LIMITS: dict[FieldName, int] = {"name": 245, "email": 100, "website": 200, "body": 65_525}
"""Bytes of UTF-8 that the columns of WordPress's database hold."""

_FIELD_OF_CODE: dict[str, FieldName] = {
    "rest_comment_content_invalid": "body",
    "comment_content_column_length": "body",
    "comment_author_column_length": "name",
    "comment_author_email_column_length": "email",
    "comment_author_url_column_length": "website",
}
_FIELD_OF_PARAM: dict[str, FieldName] = {
    "content": "body",
    "author_name": "name",
    "author_email": "email",
    "author_url": "website",
}

GUARDED = CleanText("The blog lets only browsers through.")
_MOVED = CleanText("The blog's comment form has moved.")
_REST_MOVED = CleanText("The blog's interface has moved.")
_SPAM = CleanText("The blog took the comment for spam.")
_SILENT = CleanText("The blog did not take the comment and gave no reason.")
_UNCLEAR = CleanText("The blog's answer does not say whether the comment arrived.")
_BUSY = CleanText("The blog takes no comments just now.")
_EXPIRED = CleanText("The blog accepts the account no more that was to sign this: `tui-blog account check`.")

_ERROR_TEXT = "//*[contains(@class, 'wp-die-message')] | //body[@id='error-page']//p"


def before_sending(error: NetworkError) -> Outcome:
    """What a failure means that came before the comment was sent: nothing was taken."""
    status = error.status if isinstance(error, StatusError) else 0
    hopeless = isinstance(error, UnreadableAnswer) or (400 <= status < 500 and status not in (408, 425, 429))
    if hopeless:
        return Refused(clean_line(error.sentence))
    return RetryLater(
        clean_line(error.sentence), error.retry_after if isinstance(error, StatusError) else None
    )


def field_at_fault(draft: Draft) -> FieldName | None:
    """The field that a refusal must mean; the draft tells it, for the blog's words may be in any language."""
    values: dict[FieldName, str] = {
        "body": draft.body.strip(),
        "name": draft.name.strip(),
        "email": draft.email.strip(),
        "website": draft.website.strip(),
    }
    faults = [name for name, value in values.items() if len(value.encode()) > LIMITS[name]]
    faults += [name for name, value in values.items() if not value and name != "website"]
    if "@" not in draft.email:
        faults.append("email")
    return faults[0] if faults else None


# --- the classic form ----------------------------------------------------------------------------


def form_answer(response: Response, draft: Draft, browser_url: str) -> Outcome:
    """Read the answer of wp-comments-post.php; it tells mistakes of the writer with status 200."""
    if 300 <= response.status < 400:
        return _redirected(absolute(response.header("location") or "", response.url), browser_url)
    if is_challenge(response):
        return NeedsBrowser(browser_url, GUARDED)
    reason = dying_words(response)
    if response.status == 409:
        return Refused(reason or _SILENT, duplicate=True)
    if response.status in (429, 503):
        return _later(response, reason)
    if response.status >= 500:
        # It may have died after it kept the comment, in a plugin that sends mail.
        return Unknown(reason or _UNCLEAR)
    if reason:
        return Refused(reason, field_at_fault(draft) if response.status == 200 else None)
    if response.status == 200:
        return Unknown(_UNCLEAR) if response.body.strip() else Refused(_SILENT)
    return NeedsBrowser(browser_url, GUARDED)


def is_challenge(response: Response) -> bool:
    """Cloudflare asks for proof of a browser."""
    return response.header("cf-mitigated") == "challenge"


def dying_words(response: Response) -> CleanText:
    """The reason on one of WordPress's error pages, without its link back; "" on any other page."""
    document = parse_html(response)
    found = document.xpath(_ERROR_TEXT) if document is not None else []
    texts = found[0].xpath(".//text()[not(ancestor::a[starts-with(@href, 'javascript:')])]") if found else []
    return clean_line("".join(texts))


def _redirected(target: str, browser_url: str) -> Outcome:
    parts = urlsplit(target)
    if parts.path.endswith(HANDLER):
        return NeedsBrowser(browser_url, _MOVED)
    numbered = re.fullmatch(r"comment-(\d+)", parts.fragment)
    if not numbered:
        return Unknown(_UNCLEAR)
    kind = Held if "unapproved" in parse_qs(parts.query) else Published
    return kind(numbered[1], target)


def _later(response: Response, reason: CleanText) -> RetryLater:
    asked = patience_of(response)
    usual = FLOOD_SECONDS if response.status in (400, 429) else None
    return RetryLater(reason or _BUSY, usual if asked is None else asked)


# --- REST ----------------------------------------------------------------------------------------


def rest_answer(response: Response, draft: Draft, browser_url: str) -> Outcome:
    """Read the answer to a comment posted over REST."""
    if response.status < 300:
        return _created(response)
    if response.status < 400:
        return Refused(_REST_MOVED)
    if is_challenge(response):
        return NeedsBrowser(browser_url, GUARDED)
    error = rest_error(response)
    if response.status in (429, 503) or error.code in ("comment_flood", "rest_comment_failed_create"):
        return _later(response, error.sentence)
    if response.status < 500:
        return _rest_refusal(error, draft) or NeedsBrowser(browser_url, GUARDED)
    return Unknown(error.sentence or _UNCLEAR)


def _created(response: Response) -> Outcome:
    comment = try_decode(response, CommentShape)
    if comment is None:
        return Unknown(_UNCLEAR)
    if comment.status in ("spam", "trash"):
        return Refused(_SPAM)
    return (Published if comment.status == "approved" else Held)(str(comment.id), web_address(comment.link))


def _rest_refusal(error: RestError, draft: Draft) -> Outcome | None:
    code, reason = str(error.code or ""), error.sentence or _SILENT
    if not code:
        return None
    if code == "rest_comment_login_required":
        return NeedsLogin(reason)
    if code == "rest_comment_invalid_author":
        return Refused(_EXPIRED)
    if code == "comment_duplicate":
        return Refused(reason, duplicate=True)
    params = (_FIELD_OF_PARAM[name] for name in error.params if name in _FIELD_OF_PARAM)
    field = _FIELD_OF_CODE.get(code) or next(params, None)
    return Refused(reason, field_at_fault(draft) if code == "rest_comment_author_data_required" else field)
