"""The finer points of setting a text: where lines break, and what tells one kind of text from another."""

from itertools import pairwise

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.ui.widgets.reading_room import ReadingRoom, everything, post, reading, screen, settled
from tests.ui.widgets.test_document_view_markdown import COLOURS, looks, style_of
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.markdown_source import passages
from tui_blog.ui.widgets.reader.typesetter import Typesetter

# --- tasks, definitions --------------------------------------------------------------------------


def test_the_box_of_a_task_takes_the_bullets_place_and_the_numbers_company() -> None:
    assert looks("- [ ] write\n- [X] read\n- rest") == [" [ ] write", " [x] read", " • rest"]
    assert looks("1. [x] read\n2. rest") == [" 1. [x] read", " 2. rest"]


def test_a_long_task_hangs_beside_its_box() -> None:
    assert looks("- [ ] write to everybody", 16) == [" [ ] write to", "     everybody"]


def test_brackets_that_are_text_are_no_task() -> None:
    assert looks("- \\[x\\] is text") == [" • [x] is text"]
    assert looks("- [x]is text") == [" • [x]is text"]


def test_a_task_may_hold_more_than_its_line() -> None:
    assert looks("- [x] read\n  - [ ] again\n\n  slowly") == [
        " [x] read",
        "",
        "      [ ] again",
        "",
        "     slowly",
    ]


def test_definitions_stand_further_in_below_their_term() -> None:
    assert looks("**Skerry**\n: A rock.\n: A small island.\n\nBoat\n: It *floats*.", 40) == [
        "Skerry",
        "    A rock.",
        "    A small island.",
        "",
        "Boat",
        "    It floats.",
    ]
    assert style_of("Boat\n: It floats.", "Boat").bold


def test_a_definition_may_hold_blocks() -> None:
    assert looks("T\n: One.\n\n  ```\n  code\n  ```") == ["T", "    One.", "", "    │ code"]


# --- wrapping ------------------------------------------------------------------------------------


def test_text_without_spaces_fills_its_lines() -> None:
    assert looks("English 日本語の文章はどこでも折り返せる", 20) == [
        "English 日本語の文章",
        "はどこでも折り返せる",
    ]


def test_no_line_begins_with_what_closes_or_ends_with_what_opens() -> None:
    for width in range(8, 30):
        lines = looks("彼は「手紙、はがき。（葉書）」と言った。" * 3, width)
        assert not any(line[0] in "、。）」っ" for line in lines)
        assert not any(line[-1] in "「（" for line in lines[:-1])


def test_a_no_break_space_holds() -> None:
    assert looks("it is 12\u00a0000\u00a0km", 12) == ["it is", "12\u00a0000\u00a0km"]


def test_an_address_longer_than_the_line_is_broken_at_the_edge() -> None:
    address = "https://example.org/" + "a" * 30
    assert looks(f"See {address} there.", 20) == [
        "See",
        "https://example.org/",
        "a" * 20,
        "a" * 10 + " there.",
    ]


CLUSTERS = ["👩‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "👍🏽", "e\u0301", "n\u0303", "が", "漢", "❤️", "1️⃣", "a"]


@pytest.mark.parametrize("width", range(8, 24))
@pytest.mark.parametrize("frame", ["{}", "- {}", "> {}", "```\n{}\n```", "| a |\n|---|\n| {} |", "word {}"])
def test_a_row_of_clusters_is_broken_between_them_only(width: int, frame: str) -> None:
    row = "".join(CLUSTERS * 3)
    lines = looks(frame.format(row), width)
    assert max(map(cell_len, lines)) <= width
    # What joins clusters to what is before them never begins a line.
    texts = [line.lstrip("▌│┊• ") for line in lines]
    assert not any(text and text[0] in "\u200d\ufe0f\u0301\u0303\u3099🏽\u20e3" for text in texts)
    assert "".join(texts).endswith(row.replace(" ", ""))
    assert all(line.count("🇩") == line.count("🇪") for line in lines)


def test_tabs_of_code_keep_their_stops() -> None:
    assert looks("```\n\ta\tb\nabc\td\n```") == ["│     a   b", "│ abc d"]


# --- tables --------------------------------------------------------------------------------------


def test_a_narrow_column_leaves_its_room_to_the_others() -> None:
    table = "| n | Words |\n|--:|:--|\n| 1 | one two three four five six seven |\n| 22 | one |"
    assert looks(table, 24) == [
        " n │ Words",
        "───┼────────────────────",
        " 1 │ one two three four",
        "   │ five six seven",
        "   │",
        "22 │ one",
    ]


def test_no_word_of_a_cell_is_cut_where_a_record_would_show_it_whole() -> None:
    table = "| First | Second |\n|---|---|\n| internationalised | responsibilities |"
    assert looks(table, 40)[2] == "internationalised │ responsibilities"
    assert looks(table, 30) == ["First: internationalised", "Second: responsibilities"]


def test_a_table_without_names_has_no_line_for_them() -> None:
    assert looks("| | |\n|---|---|\n| a | b |") == ["a │ b"]


def test_cells_keep_their_links_code_and_emphasis() -> None:
    table = "| A | B |\n|---|---|\n| [the post](https://e.org/) | `x` and *y* |"
    assert style_of(table, "the post").link == "https://e.org/"
    assert style_of(table, "`x`") == COLOURS.code
    assert style_of(table, "y").italic


def test_a_record_leaves_empty_cells_out() -> None:
    names = "|".join(f"column{n}" for n in range(6))
    table = f"{names}\n{'|'.join(['---'] * 6)}\na||||b|"
    assert looks(table, 20) == ["column0: a", "column4: b"]


# --- told apart without colours ------------------------------------------------------------------

KINDS = {
    "a heading": "## word",
    "a smaller heading": "### word",
    "a quote": "> word",
    "an item": "- word",
    "a number": "1. word",
    "a task": "- [ ] word",
    "a task that is done": "- [x] word",
    "code": "```\nword\n```",
    "inline code": "`word`",
    "a picture": "![word](https://e.org/a.png)",
    "a term": "word\n: x",
    "a definition": "x\n: word",
    "emphasis": "*word*",
    "strong emphasis": "**word**",
    "what is struck": "~~word~~",
    "plain text": "word",
}


def test_every_kind_of_text_is_told_by_a_sign_or_the_type_alone() -> None:
    def told(markdown: str) -> tuple[str, ...]:
        lines = passages(CleanText(markdown))[0].lines(Typesetter(Inks.none(), 40))
        return tuple(f"{segment.style}{segment.text}" for line in lines for segment in line)

    assert len({told(markdown) for markdown in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "solarized-light", "dracula"])
async def test_nothing_is_set_in_the_colour_of_its_ground(theme: str) -> None:
    sample = "# H\n\n[link](https://e.org) `code`\n\n```python\nreturn 1 # x\n```\n\n- a\n\n> q\n\n***"
    async with reading(post(sample)) as (view, pilot):
        view.app.theme = theme
        await settled(pilot)
        for y in range(view.size.height):
            for segment in view.render_line(y):
                if segment.text.strip() and segment.style and segment.style.color and segment.style.bgcolor:
                    ink, ground = segment.style.color.triplet, segment.style.bgcolor.triplet
                    assert ink and ground
                    assert sum(abs(a - b) for a, b in zip(ink, ground, strict=True)) > 100, segment


# --- heights that are not known yet --------------------------------------------------------------

MIXED = "\n\n".join(
    f"## Part {n}\n\n{'word ' * 90}\n\n- {'item ' * 30}\n- [x] {'task ' * 20}\n\n> {'said ' * 40}\n\n"
    f"| a | b |\n|---|---|\n| {'cell ' * 20} | {'more ' * 30} |\n\n```\n{'code ' * 40}\n```\n\n"
    f"手紙{'を書く' * 60}\n\n"
    f"Term\n: {'meaning ' * 20}"
    for n in range(40)
)


async def jumped(view_pilot: Pilot[None], *keys: str) -> tuple[list[str], list[str]]:
    """The screen right after keys, and when all is laid out."""
    app = view_pilot.app
    assert isinstance(app, ReadingRoom)
    app.view.show(post(MIXED))
    for key in keys:
        getattr(app.view, f"action_{key}")()
    at_once = screen(app.view)
    await settled(view_pilot)
    assert app.view.laid_out is not None and app.view.laid_out.is_complete
    return at_once, screen(app.view)


@pytest.mark.parametrize("keys", ["end", "end top", "end up up", "end top end", "end top down"])
async def test_jumps_into_what_is_not_laid_out_show_at_once_what_stays(keys: str) -> None:
    async with reading() as (_, pilot):
        at_once, at_rest = await jumped(pilot, *keys.split())
        assert at_once == at_rest


@pytest.mark.parametrize("lines", [23, 12, 1])
async def test_going_back_through_what_was_jumped_over_leaves_no_line_out(lines: int) -> None:
    async with reading() as (view, pilot):
        view.show(post(MIXED))
        view.action_end()
        screens = [screen(view)]
        for _ in range(100 // lines + 10):
            view.go_by(-lines)
            screens.append(screen(view))
        assert view.laid_out is not None and not view.laid_out.is_complete
        await settled(pilot)
        for above, below in pairwise(reversed(screens)):
            assert above[lines:] == below[:-lines]


async def test_the_estimated_height_is_near_the_real_one() -> None:
    async with reading() as (view, pilot):
        view.show(post(MIXED))
        assert view.laid_out is not None
        estimated = view.laid_out.height
        await settled(pilot)
        assert view.laid_out.height == len(everything(view))
        assert estimated == pytest.approx(view.laid_out.height, rel=0.25)
