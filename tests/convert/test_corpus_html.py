"""The corpus's pairs of HTML and Markdown: a reader sees the same text, whichever Markdown was written."""

import re

import pytest

from tests import corpus
from tests.convert.rendering import text_of
from tui_blog.convert.html import to_markdown

pytestmark = pytest.mark.skipif(not corpus.ROOT.is_dir(), reason=corpus.ABSENT)

PAGE = "https://blog.example/post"

# Where a reader should see another text than the suite's Markdown shows.
DIFFERENT = {
    "commonmark-image": "its Markdown shows a data: address as text; a title names a nameless picture",
    "commonmark-metadata": "its Markdown shows ö where the page shows the five letters of its name",
    "table-basics": "browsers set the words about a table above it, its Markdown below",
}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def pairs() -> list[corpus.Case]:
    return [case for case in corpus.cases("html2md") if case.kind == "html2md"]


def letters(markdown: str) -> str:
    """What a renderer shows; without spaces and signs, which may be written in several ways."""
    return "".join(re.findall(r"\w+", text_of(_COMMENT.sub("", markdown))))


def test_a_reader_sees_the_text_of_every_page() -> None:
    read = [case.path.name.partition(".")[0] for case in pairs() if _is_same(case)]
    others = {case.path.name.partition(".")[0] for case in pairs()} - set(read)
    print(f"{len(read)} of {len(pairs())}")
    assert len(read) >= 11
    assert others == DIFFERENT.keys()


def _is_same(case: corpus.Case) -> bool:
    reference = case.path.parent / case.expected["reference"]
    ours = to_markdown(case.path.read_text(encoding="utf-8"), PAGE)
    return letters(ours) == letters(reference.read_text(encoding="utf-8"))
