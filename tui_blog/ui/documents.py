"""Posts, threads and previews as documents for the reader."""

from tui_blog.model.comment import CommentForm, ThreadLine
from tui_blog.model.open_post import OpenPost
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.model.thread_order import by_age
from tui_blog.model.wording import Wording
from tui_blog.services.shown_thread import ShownThread
from tui_blog.ui.comment_words import NO_SYSTEM, invitation, terms
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.words import comments_heading, counted, long_date, short_date

CHANGED = "Changed after you read it (found on {}) · {} shows what"
CHANGES = "What has changed since you read it: + came, - went, ~ was reworded · {} shows the post again"
STUB = "This is the beginning only: {} fetches the rest."


def post_document(
    opened: OpenPost,
    thread: ShownThread | None,
    form: CommentForm | None,
    notice: CleanText = EMPTY,
    has_draft: bool = False,
    full_text_key: str = "",
    changes_key: str = "",
    former: Wording | None = None,
    newest_first: bool = False,
) -> Document:
    """A post with the thread under it; `notice` says what is going on with the thread.

    With what it said before (`former`), it shows what has changed since.
    """
    post = opened.stored.post
    return Document(
        date=opened.dateline or long_date(post.published),
        title=post.title,
        byline=byline(opened),
        changed=_changed(opened, changes_key, former is not None),
        markdown=opened.markdown,
        way_on=CleanText(STUB.format(full_text_key)) if opened.is_stub and full_text_key else EMPTY,
        comments_heading=_heading(thread, post.comment_count, notice),
        lines=by_age(thread.lines, newest_first=newest_first) if thread else (),
        footer=_footer(thread, form, has_draft),
        notice=notice,
        former=former,
    )


def _heading(thread: ShownThread | None, count: int | None, notice: CleanText) -> CleanText:
    """How many comments there are; unknown where none were fetched and something is said about that."""
    if thread is not None:
        return comments_heading(thread.total, thread.held)
    return CleanText("Comments:") if count is None and notice else comments_heading(count)


def _changed(opened: OpenPost, key: str, is_compared: bool) -> CleanText:
    if opened.changed is None:
        return EMPTY
    if is_compared:
        return CleanText(CHANGES.format(key))
    return CleanText(CHANGED.format(short_date(opened.changed.astimezone()), key))


def byline(opened: OpenPost) -> CleanText:
    """The line under the title: by Ada on The Slow Lamp · letters, slow · 6 min · #later, an own tag."""
    stored = opened.stored
    parts = [
        stored.byline,
        ", ".join(stored.post.labels[:8]),
        f"{opened.minutes} min",
        " ".join(f"#{tag}" for tag in stored.tags),
    ]
    return CleanText(" · ".join(part for part in parts if part))


def preview_document(line: ThreadLine) -> Document:
    """A comment alone, as the thread will show it."""
    words = counted(len(line.markdown.split()), "word")
    return Document(
        date=EMPTY,
        title=EMPTY,
        byline=EMPTY,
        markdown=EMPTY,
        comments_heading=CleanText(f"Preview, {words}:"),
        lines=(line,),
        footer=EMPTY,
        notice=EMPTY,
    )


def _footer(thread: ShownThread | None, form: CommentForm | None, has_draft: bool) -> CleanText:
    if form is None and thread is not None and thread.system is None:
        return NO_SYSTEM
    told = (invitation(form, has_draft=has_draft), terms(form))
    return CleanText(" · ".join(part for part in told if part))
