"""How Markdown looks in the reader: text stays itself, lines fit, and no difference needs a colour."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.ui.widgets.reading_room import everything, post, reading
from tui_blog.model.text import CleanText, clean_block
from tui_blog.ui.widgets.reader.code_colours import coloured
from tui_blog.ui.widgets.reader.code_setting import BAR, FOLD
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.markdown_source import first_words, passages, set_markdown
from tui_blog.ui.widgets.reader.typesetter import Line, Typesetter

COLOURS = Inks(**{name: Style(color=f"color({number})") for number, name in enumerate(Inks.names())})


def lines_set(markdown: str, width: int = 60) -> list[Line]:
    return set_markdown(CleanText(markdown), Typesetter(COLOURS, width))


def text_of(line: Line) -> str:
    return "".join(segment.text for segment in line).rstrip()


def looks(markdown: str, width: int = 60) -> list[str]:
    """The text of a piece of Markdown, line by line."""
    return [text_of(line) for line in lines_set(markdown, width)]


def style_of(markdown: str, words: str) -> Style:
    """The style in which some words are set."""
    segments = [segment for line in lines_set(markdown) for segment in line]
    return next(segment.style or Style.null() for segment in segments if words in segment.text)


# --- elements ------------------------------------------------------------------------------------


def test_headings_stand_left_with_the_signs_of_their_level() -> None:
    assert looks("# One\n\n### Three\n\nSetext\n------") == ["# One", "", "### Three", "", "## Setext"]


def test_a_long_heading_hangs_beside_its_sign() -> None:
    assert looks("## A heading that is long", 16) == ["## A heading", "   that is long"]


def test_emphasis_is_told_by_the_type() -> None:
    assert looks("**bold** *leaning* ~~gone~~") == ["bold leaning gone"]
    assert style_of("a **bold** word", "bold").bold
    assert style_of("a *leaning* word", "leaning").italic
    assert style_of("a ~~gone~~ word", "gone").strike
    both = style_of("***both***", "both")
    assert both.bold and both.italic


def test_inline_code_keeps_its_quotes() -> None:
    assert looks("run `make **all**` now") == ["run `make **all**` now"]


def test_nested_lists_step_in_and_change_their_bullets() -> None:
    assert looks("- one\n- two\n  - deep\n    1. first\n    2. second\n- three") == [
        " • one",
        " • two",
        "    ◦ deep",
        "       1. first",
        "       2. second",
        " • three",
    ]


def test_numbers_start_where_the_post_says_and_stand_in_line() -> None:
    assert looks("9. nine\n10. ten") == ["  9. nine", " 10. ten"]


def test_a_loose_list_keeps_the_blank_lines_between_its_items() -> None:
    assert looks("- one\n\n  more of one\n\n- two") == [" • one", "", "   more of one", "", " • two"]


def test_task_lists_show_what_is_done() -> None:
    assert looks("- [ ] write\n- [x] read") == [" [ ] write", " [x] read"]


def test_an_empty_item_has_its_bullet() -> None:
    assert looks("- \n- two") == [" •", " • two"]


def test_quotes_have_a_bar_on_every_line() -> None:
    assert looks("> first\n>\n> second\n> > inner") == [
        "▌ first",
        "▌",
        "▌ second",
        "▌",
        "▌ ▌ inner",
    ]


def test_code_stands_behind_a_bar_and_keeps_its_lines() -> None:
    assert looks("```python\ndef f():\n\n    return 1\n```") == ["│ def f():", "│", "│     return 1"]
    assert looks("    indented code") == ["│ indented code"]


def test_a_long_line_of_code_is_folded_not_cut() -> None:
    folded = looks("```\n" + "0123456789" * 3 + "\n```", 12)
    assert folded == [BAR + "0123456789", FOLD + "0123456789", FOLD + "0123456789"]


def test_code_of_a_known_language_has_colours_of_the_theme() -> None:
    assert style_of("```python\nreturn 1\n```", "return") == COLOURS.keyword
    assert style_of("```nonsense\nreturn 1\n```", "return") == COLOURS.code


def test_code_keeps_every_character_whatever_its_language() -> None:
    for language in ("python", "html", "diff", "json", "nonsense", ""):
        assert looks(f"```{language}\n<b>&amp;</b> [red] :smile: 'x\n```") == [
            "│ <b>&amp;</b> [red] :smile: 'x"
        ]


@pytest.mark.parametrize(
    ("language", "code", "words", "ink"),
    [
        ("bash", "ls # all of it", "# all of it", COLOURS.remark),
        ("c", "a = 1; /* two\nlines */", "lines */", COLOURS.remark),
        ("sql", "SELECT 1 -- one", "SELECT", COLOURS.keyword),
        ("html", "<b>x</b><!-- no -->", "<!-- no -->", COLOURS.remark),
        ("js", "const a = 'it\\'s'", "'it\\'s'", COLOURS.string),
        ("python", "x = 0x1F", "0x1F", COLOURS.number),
        ("lisp", '(car \'a) ; the "first"', '; the "first"', COLOURS.remark),
        ("latex", "50\\% don't % say", "% say", COLOURS.remark),
        ("php", "$a = 1; // one", "// one", COLOURS.remark),
        ("tsx", "return 1", "return", COLOURS.keyword),
        ("diff", " same\n+more\n-less", "+more", COLOURS.string),
    ],
)
def test_the_parts_of_code(language: str, code: str, words: str, ink: Style) -> None:
    assert style_of(f"```{language}\n{code}\n```", words) == ink


@pytest.mark.parametrize("part", ['"', "'", "`", "/*", "<!--", '\\"', "a ", "\\", "0", "/", "-"])
def test_code_that_closes_nothing_is_coloured_without_searching_again_and_again(part: str) -> None:
    """A scanner that looks for each end anew would need minutes here."""
    for language in ("python", "c", "sql", "lisp", "tex", "html", "diff"):
        assert coloured(part * 50_000, language, COLOURS).plain == part * 50_000


def test_rules_are_three_stars() -> None:
    assert looks("one\n\n---\n\ntwo", 20)[2].strip() == "*  *  *"


def test_a_hard_break_begins_a_line_and_a_soft_one_does_not() -> None:
    assert looks("one  \ntwo\nthree") == ["one", "two three"]


def test_a_table_that_fits_is_a_grid() -> None:
    assert looks("| Name | Age |\n|---|--:|\n| Ada | 36 |") == ["Name │ Age", "─────┼────", "Ada  │  36"]


def test_a_wide_table_wraps_in_its_cells() -> None:
    table = "| Name | Words |\n|---|---|\n| Ada | " + "letters " * 20 + "|"
    drawn = looks(table, 40)
    assert max(map(cell_len, drawn)) <= 40
    assert " ".join(drawn).count("letters") == 20


def test_a_table_with_more_columns_than_room_is_read_row_by_row() -> None:
    names = [f"column{number}" for number in range(9)]
    rows = [[f"cell{row}{number}" for number in range(9)] for row in range(2)]
    table = "\n".join("|".join(row) for row in (names, ["---"] * 9, *rows))
    read = looks(table, 24)
    assert read[:2] == ["column0: cell00", "column1: cell01"]
    assert read[9:11] == ["", "column0: cell10"]


# --- links and pictures --------------------------------------------------------------------------


def link_of(markdown: str, words: str) -> str | None:
    return style_of(markdown, words).link


def test_a_link_is_underlined_by_its_ink_and_carries_its_address() -> None:
    markdown = "see [the harbour](https://example.org/a?b=1) there"
    assert looks(markdown) == ["see the harbour there"]
    assert link_of(markdown, "harbour") == "https://example.org/a?b=1"
    assert style_of(markdown, "harbour").color == COLOURS.link.color


@pytest.mark.parametrize("url", ["mailto:ada@example.org", "gemini://example.org/", "gopher://example.org/"])
def test_other_addresses_that_may_be_opened(url: str) -> None:
    assert link_of(f"[here]({url})", "here") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ssh://example.org",
        "/relative",
        "#",
    ],
)
def test_an_address_that_must_not_be_opened_leaves_plain_text(url: str) -> None:
    assert looks(f"[here]({url})") == ["here"]
    assert link_of(f"[here]({url})", "here") is None


def test_pictures_are_named_in_the_text() -> None:
    assert looks("before ![a boat](https://example.org/b.jpg) after") == ["before ▣ a boat after"]
    assert looks("![](https://example.org/pic/b.jpg?w=1)") == ["▣ b.jpg"]
    assert looks("![](data:image/svg+xml;base64,AAAA)") == ["▣ picture"]
    assert link_of("![a boat](https://example.org/b.jpg)", "boat") == "https://example.org/b.jpg"


def test_a_picture_within_a_link_leads_where_the_link_leads() -> None:
    markdown = "[![a boat](https://example.org/small.jpg)](https://example.org/large)"
    assert link_of(markdown, "boat") == "https://example.org/large"


def test_a_reference_link_finds_its_target_at_the_end_of_the_post() -> None:
    parts = passages(CleanText("See [this][1].\n\nMore.\n\n[1]: https://example.org/one"))
    lines = parts[0].lines(Typesetter(COLOURS, 40))
    assert [segment.style.link for segment in lines[0] if segment.style and segment.style.link] == [
        "https://example.org/one"
    ]


# --- foreign text stays text ---------------------------------------------------------------------


def test_nothing_foreign_is_markup() -> None:
    hostile = "[red]danger[/red] :smile: <script>alert(1)</script> [/x]"
    assert looks(hostile) == [hostile]


@pytest.mark.parametrize(
    "markdown",
    [
        "entity &#x1b;[31m &#27; &#x9b;31m &#x202e;txt",
        "<https://example.org/%1B]0;owned%07%C2%9B>",
        "[a](https://example.org/&#x1b;]0;x)",
        "`&#x1b;` ![&#x202e;alt](https://example.org/%1b.png)",
        "```\n&#x1b;[0m\n```",
    ],
)
def test_what_markdown_decodes_goes_through_the_door_again(markdown: str) -> None:
    for line in lines_set(markdown):
        for segment in line:
            assert segment.text == clean_block(segment.text)
            link = segment.style.link if segment.style else None
            assert link is None or (link.isascii() and link.isprintable())


WIDE = "漢字かな한글👩‍🚀🇩🇪é́ﷺ𝕏"
MARKUP = "# \n-*_`>|[]()!~<>&;:1.\\\t  "
ANYTHING = st.text(st.sampled_from(WIDE + MARKUP + "abc xyz http://e.org"), max_size=300)


@given(ANYTHING, st.integers(8, 60))
def test_any_text_fits_any_width(text: str, width: int) -> None:
    for line in lines_set(clean_block(text), width):
        assert sum(cell_len(segment.text) for segment in line) <= width
        assert all(unicodedata.category(char) != "Cc" for segment in line for char in segment.text)


@given(ANYTHING)
def test_no_letter_is_lost(text: str) -> None:
    """Markdown takes signs away, never words; their order is that in which they are read."""
    words = text.replace("http://e.org", "")
    plain = clean_block("".join(char for char in words if char.isalpha() or char.isspace()))
    shown = "".join("".join(looks(plain, 20)).split())
    assert sorted(shown.replace("│", "").replace("┊", "")) == sorted("".join(plain.split()))


def test_first_words_have_no_markup() -> None:
    assert (
        first_words(CleanText("> **Well**, [yes](https://example.org)\n> indeed.\n\nMore."))
        == "Well, yes indeed."
    )
    assert first_words(CleanText("")) == ""


# --- in the reader -------------------------------------------------------------------------------

SAMPLE = """\
# Heading

Some **bold** text with 漢字 and é and a [link](https://example.org).

- one
  - two
- [x] done

> quoted

```python
print("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")
```

| a | b | c | d | e | f |
|---|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 | 漢字漢字漢字 |

---
"""


@pytest.mark.parametrize("width", [20, 21, 40, 80, 132])
async def test_each_line_is_as_wide_as_the_reader(width: int) -> None:
    async with reading(post(SAMPLE), size=(width, 60)) as (view, _):
        strips = [view.render_line(y) for y in range(view.size.height)]
        assert {strip.cell_length for strip in strips} == {view.size.width}
        assert {sum(cell_len(segment.text) for segment in strip) for strip in strips} == {view.size.width}
        assert {strip.text[-1] for strip in strips} == {" "}, "the scrollbar hides nothing"


async def test_lines_are_no_longer_than_the_setting() -> None:
    async with reading(post("word " * 200), size=(120, 24)) as (view, pilot):
        assert 70 < max(map(cell_len, everything(view))) <= 80
        view.text_width = 50
        await pilot.pause()
        assert 40 < max(map(cell_len, everything(view))) <= 50


async def test_the_column_can_stand_in_the_middle() -> None:
    async with reading(post("word " * 200), size=(121, 24)) as (view, pilot):
        assert view.render_line(0).text.startswith(" Thursday")
        view.centred = True
        await pilot.pause()
        assert view.render_line(0).text.startswith(" " * 20 + "Thursday")


async def test_the_colours_are_those_of_the_theme() -> None:
    def heading_colour() -> object:
        line = next(y for y in range(view.size.height) if "Heading" in view.render_line(y).text)
        return next(segment.style for segment in view.render_line(line) if "Heading" in segment.text)

    async with reading(post("# Heading")) as (view, pilot):
        dark = heading_colour()
        view.app.theme = "textual-light"
        await pilot.pause()
        assert heading_colour() != dark


async def test_a_post_without_a_body_shows_its_title_and_comments() -> None:
    async with reading(post("")) as (view, _):
        assert [line for line in everything(view) if line and not line.startswith("─")] == [
            "Thursday, 19 December 2024",
            "Why letters still matter",
            "by Ada · 6 min",
            "No comments:",
            "Post a Comment",
        ]
