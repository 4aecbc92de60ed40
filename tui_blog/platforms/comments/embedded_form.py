"""What the form of an embedded comment server asks: what all such servers have in common."""

from tui_blog.model.comment import Access, CommentForm, FormField, Hurdle, Markup
from tui_blog.model.text import CleanText
from tui_blog.platforms.comments.posting import CAPTCHA


def embedded_form(
    system: str,
    url: str,
    access: Access,
    reason: CleanText,
    fields: tuple[FormField, ...] = (),
    *,
    markup: Markup,
    moderated: bool | None = None,
) -> CommentForm:
    """The form at `url`; its fields are asked only where everyone may write."""
    return CommentForm(
        system=system,
        access=access,
        url=url,
        fields=fields if access is Access.ANONYMOUS else (),
        markup=markup,
        moderated=moderated,
        reason=reason,
        hurdle=_hurdle(access, reason),
    )


def _hurdle(access: Access, reason: CleanText) -> Hurdle:
    if access is Access.LOGIN:
        return "members"
    return "captcha" if reason == CAPTCHA else ""
