"""Real posts in the reader: whatever blogs have written fits every screen, and none of its words is lost."""

import re
from collections.abc import Iterator

import feedparser
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tests.corpus import corpus_file
from tui_blog.convert.html import to_markdown
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.markdown_source import passages
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

FEEDS, POSTS = 40, 2
"""How many feeds are read, and posts of each."""


def real_posts() -> Iterator[CleanText]:
    folder = corpus_file("feeds/real")
    for path in [path for path in sorted(folder.rglob("*")) if path.is_file()][:FEEDS]:
        for entry in feedparser.parse(path.read_bytes()).entries[:POSTS]:
            content = entry.get("content") or [{"value": entry.get("summary", "")}]
            yield to_markdown(content[0].get("value") or "", "https://blog.example/")


def lines_set(markdown: CleanText, width: int) -> list[Line]:
    typesetter = Typesetter(Inks.none(), width)
    return [line for passage in passages(markdown) for line in passage.lines(typesetter)]


def words_of(markdown: CleanText) -> set[str]:
    """The words of a text as its parser finds them, addresses left out."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).parse(markdown)
    texts = [
        part.content
        for token in tokens
        for part in (token.children or [token])
        if part.type in ("text", "code_inline", "fence", "code_block")
    ]
    return set(re.findall(r"[^\W\d_]{3,20}", " ".join(texts)))


def test_real_posts_fit_and_stay_whole() -> None:
    read = 0
    for markdown in real_posts():
        for width in (18, 78):
            lines = lines_set(markdown, width)
            assert all(sum(cell_len(segment.text) for segment in line) <= width for line in lines)
            # Words may be folded over lines, beside the bars of quotes and code.
            shown = re.sub(r"[\s│┊▌┼─]", "", "".join(segment.text for line in lines for segment in line))
            assert [word for word in words_of(markdown) if word not in shown] == []
        read += 1
    assert read > 50
