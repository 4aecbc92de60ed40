"""comment --edit and --delete: an own comment gets another text, or is taken back."""

import argparse
from collections.abc import Callable
from contextlib import suppress

from tui_blog.cli.outcomes import EXIT_CODES, REFUSED, outcome_record, said
from tui_blog.cli.output import Output
from tui_blog.cli.session import Session
from tui_blog.errors import NotChangeable, UsageError
from tui_blog.model.comment import Refused
from tui_blog.model.own_comment import ChangeOutcome, Removed
from tui_blog.model.text import clean_line

_SENTENCES = {
    "published": "Changed.",
    "held": "Changed, awaiting moderation.",
    "deleted": "Deleted.",
    "login": "Only an account may change it; `tui-blog account add` takes one.",
    "refused": REFUSED,
    "unknown": "Could not find out whether it was changed: look at it. A new text is kept.",
    "browser": "It can be changed only in a browser.",
    "later": "Not changed; try again. A new text is kept.",
}


async def change(
    session: Session, arguments: argparse.Namespace, text: str | None, edited: Callable[[str], str]
) -> int:
    """Edit or delete a comment that was sent from here; `text` is the new one, None: as `edited` gives it."""
    if arguments.dry_run or arguments.reply_to is not None:
        raise UsageError("--edit and --delete go with neither --reply-to nor --dry-run.")
    changing = session.services.changing
    stored = session.services.reading.named(arguments.post)
    post_url = stored.post.url if stored else arguments.post
    try:
        item = changing.own(post_url, arguments.delete or arguments.edit)
        if arguments.delete:
            return _tell(session.output, (await changing.remove(item)).outcome, post_url)
        body = edited((await changing.draft(item)).body) if text is None else text
        if not body.strip():
            raise UsageError("The comment has no text; --delete takes it back.")
        changed = await changing.edit(item, body)
    except NotChangeable as error:
        return _tell(session.output, Refused(clean_line(str(error))), post_url)
    return _tell(session.output, changed.outcome, changed.item.comment_url or post_url)


def _tell(output: Output, outcome: ChangeOutcome, url: str) -> int:
    """Print what became of it, as of a comment that was sent, and give the exit code."""
    if isinstance(outcome, Removed):
        record = {"outcome": "deleted", "comment": None, "url": url, "reason": None}
    else:
        record = outcome_record(outcome, url)
    name = record["outcome"] or ""
    with suppress(BrokenPipeError):  # the code is the proof that scripts go by
        if output.as_json or name == "published":
            output.record(record, record["url"] or "")
    output.note(said(_SENTENCES[name], record["reason"]))
    return EXIT_CODES.get(name, 0)
