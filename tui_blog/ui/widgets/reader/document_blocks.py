"""A document as blocks: what stands above the comments, and the comments with what frames them."""

from dataclasses import dataclass

from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.blocks import CHANGE, HEADING, Block, Key, Lettering
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.place import Extent, Place
from tui_blog.ui.widgets.reader.thread_blocks import ThreadBlock

COMMENTS = Key("comments")
"""The heading of the thread."""
FOOTER = Key("footer")
FORMER_TITLE = Key(CHANGE, "title")
WAIT = CleanText("…")
MANY_LINES = 1_500
"""Lines of Markdown; where each is an item of a list, so many take some fifty milliseconds to tell apart."""

BEGINNING = 10_000
"""Characters of a long body that are shown until the whole is read: a few screens."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body."""

    level: int
    """1 to 6."""
    text: CleanText
    at: float
    """Its position: how much of the text comes before it."""


def masthead(document: Document) -> tuple[Block, ...]:
    """The date, the title with the byline, and that the post was changed."""
    return (
        *_lettering(Key("date"), ("meta", document.date)),
        *_former_title(document),
        *_lettering(Key("title"), ("title", document.title), ("meta", document.byline)),
        *_lettering(Key("changed"), ("notice", document.changed), is_aside=True),
    )


def _former_title(document: Document) -> tuple[Block, ...]:
    if document.former is None or document.former.title == document.title:
        return ()
    return _lettering(FORMER_TITLE, ("removed", CleanText(f"- {document.former.title}")), is_aside=True)


def body_blocks(document: Document) -> tuple[Block, ...]:
    """The masthead and the body; how long this takes depends on the lines of the Markdown (`is_long`)."""
    if document.former is not None:
        from tui_blog.ui.widgets.reader.change_blocks import compared

        return (*masthead(document), *compared(document.former.markdown, document.markdown))
    if not document.markdown.strip():
        return masthead(document)
    # Markdown's reader comes with the first text that is shown: it takes longer to load than a screen.
    from tui_blog.ui.widgets.reader.markdown_source import passages

    return (*masthead(document), *passages(document.markdown))


def waiting_blocks(document: Document, *, from_top: bool) -> tuple[Block, ...]:
    """The masthead, and what stands for a body that is not read yet: its beginning, for who reads from there.

    The blocks of the beginning have the keys that they will have in the whole, so that a place in them holds.
    """
    beginning: tuple[Block, ...] = ()
    if from_top:
        from tui_blog.ui.widgets.reader.markdown_source import passages

        # The last block may go on behind the cut.
        beginning = passages(CleanText(document.markdown[:BEGINNING]))[:-1]
    return (*masthead(document), *beginning, *_lettering(Key("waiting"), ("notice", WAIT)))


def is_long(document: Document) -> bool:
    """Whether finding the blocks of the body would keep a key waiting."""
    return document.former is not None or document.markdown.count("\n") > MANY_LINES


def headings(body: tuple[Block, ...]) -> tuple[Heading, ...]:
    """The headings among the blocks of a body."""
    from tui_blog.ui.widgets.reader.markdown_source import Passage

    passages = [block for block in body if isinstance(block, Passage) and block.key.kind == HEADING]
    extent = Extent(body)
    return tuple(
        Heading(passage.level, passage.words(), extent.fraction_at(Place(passage.key)))
        for passage in passages
    )


def change_keys(body: tuple[Block, ...]) -> list[Key]:
    """Where changes begin in a body that is compared: of neighbours, the first."""
    keys = [block.key for block in body]
    return [
        key
        for before, key in zip((None, *keys), keys, strict=False)
        if key.kind == CHANGE and (before is None or before.kind != CHANGE)
    ]


def pictures(body: tuple[Block, ...]) -> dict[Key, tuple[str, ...]]:
    """The blocks of a body that are pictures, with the addresses of those."""
    from tui_blog.ui.widgets.reader.markdown_source import Passage

    passages = (block for block in body if isinstance(block, Passage))
    return {passage.key: found for passage in passages if (found := passage.pictures())}


def comment_blocks(document: Document, thread: tuple[ThreadBlock, ...], *, ruled: bool) -> tuple[Block, ...]:
    """How to get the rest of the body; the thread with its heading and its state; the way to write."""
    return (
        *_lettering(Key("way on"), ("notice", document.way_on)),
        *_lettering(COMMENTS, ("heading", document.comments_heading), ruled=ruled),
        *_lettering(Key("notice"), ("notice", document.notice)),
        *thread,
        *_lettering(FOOTER, ("footer", document.footer)),
    )


def _lettering(
    key: Key, *texts: tuple[str, CleanText], ruled: bool = False, is_aside: bool = False
) -> tuple[Block, ...]:
    return (Lettering(key, texts, ruled, is_aside),) if any(text for _, text in texts) else ()
