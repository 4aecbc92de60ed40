"""read, comments: single posts, of the library or of any blog at a URL."""

import argparse

from tui_blog.cli.lines import comment_text, post_head
from tui_blog.cli.output import Output
from tui_blog.cli.records import comment_record, post_record
from tui_blog.cli.session import Session
from tui_blog.errors import NetworkError, NoFullText
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.wording import Wording
from tui_blog.services.services import Services
from tui_blog.services.shown_thread import ShownThread


async def read(session: Session, arguments: argparse.Namespace) -> int:
    """Print one post, whole."""
    async with session.post(arguments.post) as (services, stored):
        if arguments.changes:
            _print_changes(services, stored, session.output)
            return 0
        await _fill(session, services, stored, asked=arguments.full)
        if session.output.as_json:
            record = post_record(stored, in_library=services is session.services)
            session.output.record({**record, "markdown": _body(services, stored, "markdown")}, "")
        else:
            session.output.page(_text(services, stored, arguments.format))
    return 0


def _print_changes(services: Services, stored: StoredPost, output: Output) -> None:
    """Print the feed's text with a sign before each passage that came, went or was reworded."""
    from tui_blog.cli.changes import compared, signed

    former, opened = services.reading.former(stored), services.reading.open_now(stored.id)
    if former is None or opened.is_article:
        output.note("There is nothing in this post that was changed after you read it.")
        return
    passages = tuple(compared(former, Wording(stored.post.title, opened.markdown)))
    if output.as_json:
        for passage in passages:
            output.record(passage._asdict(), "")
    else:
        output.page("\n\n".join(map(signed, passages)))


async def _fill(session: Session, services: Services, stored: StoredPost, *, asked: bool) -> None:
    """Fetch the text from the post's page, where that was asked for or its blog is set so.

    A page that has no more than the feed is said so, and the feed's text is printed; a page that cannot be
    fetched is an error only where it was asked for.
    """
    full_text = services.full_text
    try:
        if asked and full_text.is_kept(stored):
            full_text.show(stored, True)
        elif asked or full_text.is_due(stored):
            await full_text.fetch(stored)
    except NoFullText as error:
        session.output.note(str(error))
    except NetworkError as error:
        if asked:
            raise
        session.output.note(f"Only the beginning is here: {error}")


def _text(services: Services, stored: StoredPost, form: str) -> str:
    body = _body(services, stored, form)
    if form == "html":
        return body
    return f"{post_head(stored, as_markdown=form == 'markdown')}\n\n{body}".rstrip()


def _body(services: Services, stored: StoredPost, form: str) -> str:
    if form == "html":
        return services.reading.html(stored)
    if form == "text":
        from tui_blog.convert.plain import to_plain

        return to_plain(services.reading.html(stored))
    return services.reading.open_now(stored.id).markdown


async def comments(session: Session, arguments: argparse.Namespace) -> int:
    """Print the thread under a post."""
    async with session.post(arguments.post) as (services, stored):
        thread = await _thread(session, services, stored)
    for line in thread.lines:
        session.output.record(comment_record(line), comment_text(line))
    if thread.system is None:
        session.output.note("No comment system that tui-blog knows was found on this post's page.")
    elif not thread.lines and not session.output.as_json:
        session.output.text("No comments.")
    return 0


async def _thread(session: Session, services: Services, stored: StoredPost) -> ShownThread:
    """The thread as it is now; as it was kept, with a word, where the blog cannot be asked."""
    try:
        return await services.commenting.fetch_thread(stored)
    except NetworkError as error:
        kept = await services.commenting.kept_thread(stored)
        if kept is None:
            raise
        session.output.note(f"{error} These are the comments as they were kept.")
        return kept
