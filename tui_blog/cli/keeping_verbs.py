"""mark, tags, undo, edit: keeping order, and taking it back."""

import argparse
from collections.abc import Iterator

from tui_blog.cli.records import blog_record, tag_record
from tui_blog.cli.session import Session
from tui_blog.errors import NotInLibrary, UsageError
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.retention import ALL, Keep
from tui_blog.model.text import CleanText, clean_line
from tui_blog.ui.words import counted

NOTHING_TO_UNDO = "There is nothing to undo."


def mark(session: Session, arguments: argparse.Namespace) -> int:
    """Mark posts; what is asked for together is one change."""
    marks = marks_of(arguments)
    if not marks:
        raise UsageError("Say what to do: --read, --unread, --star, --unstar, --tag T or --untag T.")
    if bool(arguments.posts) == arguments.all or (arguments.blog and not arguments.all):
        raise UsageError("Name posts, or --all of them (--blog BLOG: of one blog).")
    changed = session.services.marking.set(_posts(session, arguments), *marks)
    session.output.record({"changed": changed}, f"{counted(changed, 'post')} changed.")
    return 0


def marks_of(arguments: argparse.Namespace) -> tuple[Mark, ...]:
    """The marks that the options ask for (UsageError)."""
    return tuple(_marks(arguments))


def _marks(arguments: argparse.Namespace) -> Iterator[Mark]:
    if arguments.read is not None:
        yield Mark("read", arguments.read)
    if arguments.star is not None:
        yield Mark("starred", arguments.star)
    for on, names in ((True, arguments.tag), (False, arguments.untag)):
        yield from (Mark("tag", on, _tag(name)) for name in names)


def _posts(session: Session, arguments: argparse.Namespace) -> tuple[PostId, ...]:
    if arguments.all:
        blog = session.services.library.named(arguments.blog) if arguments.blog else None
        return session.services.marking.everything(PostQuery(blog_id=blog.id if blog else None))
    return tuple(_post(session, name) for name in arguments.posts)


def _post(session: Session, name: str) -> PostId:
    stored = session.services.reading.named(name)
    if stored is None:
        raise NotInLibrary(
            f"There is no post “{clean_line(name, 80)}” in the library. `tui-blog posts` lists them."
        )
    return stored.id


def tags(session: Session, arguments: argparse.Namespace) -> int:
    """List what posts and blogs are filed under."""
    known = session.services.library.tags()
    for tag in known:
        session.output.record(tag_record(tag), f"{tag.posts:>7}  {tag.unread:>7} unread  {tag.name}")
    if not known:
        session.output.hint("No tag yet: `tui-blog edit BLOG --tag T` or `tui-blog mark POST --tag T`.")
    return 0


def undo(session: Session, arguments: argparse.Namespace) -> int:
    """Take the last change back; exit code 1 where there is none."""
    sentence = session.services.marking.undo()
    if sentence or session.output.as_json:
        session.output.record({"undone": sentence}, f"{sentence}.")
    else:
        session.output.hint(NOTHING_TO_UNDO)
    return 0 if sentence else 1


def edit(session: Session, arguments: argparse.Namespace) -> int:
    """Change what the library keeps of a blog."""
    library = session.services.library
    blog = library.named(arguments.blog)
    tags, no_tags = tuple(map(_tag, arguments.tag)), tuple(map(_tag, arguments.untag))
    if not (tags or no_tags or arguments.keep) and arguments.title is None:
        raise UsageError("Say what to change: --title, --tag T, --untag T or --keep.")
    library.edit(blog, title=arguments.title, tags=tags, no_tags=no_tags, keep=arguments.keep)
    edited = library.blog(blog.id) or blog
    filed = f", filed under {', '.join(edited.tags)}" if edited.tags else ""
    kept = "" if edited.keep == ALL else f"; {_kept(edited.keep)}"
    session.output.record(blog_record(edited), f"{edited.title}{filed}{kept}.")
    return 0


def _kept(keep: Keep) -> str:
    if keep.posts is None:
        return f"posts are kept for {keep.text}"
    return (
        "its newest post is kept" if keep.posts == 1 else f"its newest {counted(keep.posts, 'post')} are kept"
    )


def _tag(name: str) -> CleanText:
    if tag := clean_line(name):
        return tag
    raise UsageError("A tag needs a name.")
