"""read --changes: what a blog has changed in a post since it was read in the program."""

import pytest

from tests.cli.blogs import LittleBlog
from tests.cli.commands import CommandLine
from tui_blog.cli.changes import compared, signed
from tui_blog.model.text import CleanText
from tui_blog.model.wording import Wording


def wording(title: str, markdown: str) -> Wording:
    return Wording(CleanText(title), CleanText(markdown))


def printed(old: Wording, new: Wording) -> str:
    return "\n".join(map(signed, compared(old, new)))


def test_every_passage_bears_its_sign() -> None:
    old = wording("Title", "It stays.\n\nThe boat comes on Monday, late.\n\nNobody wrote.\n\nIt ends.")
    new = wording("Title", "It stays.\n\nThe boat comes on Tuesday, late.\n\nIt ends.\n\nAn update.")
    assert printed(old, new).splitlines() == [
        "  # Title",
        "  It stays.",
        "~ The boat comes on [-Monday,-] {+Tuesday,+} late.",
        "- Nobody wrote.",
        "  It ends.",
        "+ An update.",
    ]


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_blank_lines_in_code_part_no_passages(fence: str) -> None:
    code = f"{fence}py\na = 1\n\nb = 2\n{fence}"
    passages = list(compared(wording("T", code), wording("T", f"{code}\n\nMore.")))
    assert [passage.change for passage in passages] == ["stayed", "stayed", "came"]


def test_a_post_that_was_not_changed_says_so(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    ended = tui("read", "3", "--changes")
    assert ended.code == 0 and not ended.output
    assert "nothing in this post that was changed after you read it" in ended.errors
