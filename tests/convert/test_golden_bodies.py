"""Golden bodies: whole posts as platforms write them, beside the Markdown that each must become."""

from pathlib import Path

import pytest

from tests.convert.rendering import kinds, links_of, text_of
from tui_blog.convert.html import to_markdown
from tui_blog.convert.plain import to_plain

PAGE = "https://blog.example/2024/post.html"
GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.html"))


def sent(name: str) -> str:
    return (GOLDEN / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_body(name: str) -> None:
    markdown = to_markdown(sent(name), PAGE)
    assert markdown == (GOLDEN / f"{name}.md").read_text(encoding="utf-8").removesuffix("\n")
    assert not kinds(markdown) & {"html_inline", "html_block"}


def test_every_markdown_has_its_body() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.md")) == NAMES


@pytest.mark.parametrize("name", ["katex", "mathjax"])
def test_a_formula_is_shown_once(name: str) -> None:
    shown = text_of(to_markdown(sent(name), PAGE))
    for formula in {"katex": ["x^2", r"\int a"], "mathjax": ["a^1", "y/2", "z^9"]}[name]:
        assert shown.count(formula) == 1


@pytest.mark.parametrize(
    "name",
    ["hugo-line-table", "hugo-line-table-styled", "hugo-numbers-in-lines", "jekyll-rouge",
     "pygments-sphinx-nikola", "highlighters", "github-lines"],
)  # fmt: skip
def test_the_numbers_of_lines_are_no_part_of_a_program(name: str) -> None:
    lines = to_plain(sent(name)).split("\n")
    assert [line for line in lines if line.strip().isdigit() or line[:1].isdigit()] == []
    assert any(line.startswith("  ") for line in lines)


@pytest.mark.parametrize(
    "name",
    ["wordpress-share-and-ending", "feedburner-flares", "ghost-sign-up", "medium-post", "substack-post"],
)
def test_nobody_is_asked_to_share_or_subscribe_or_counted(name: str) -> None:
    markdown = to_markdown(sent(name), PAGE)
    shown = text_of(markdown).lower()
    assert not [word for word in ("share", "like this", "subscri", "appeared first", "join") if word in shown]
    assert not [link for link in links_of(markdown) if "/_/stat" in link or "/~" in link]
