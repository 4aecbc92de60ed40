"""The thread under a post: drawn as a tree, walked through, folded, answered."""

from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.widgets.reading_room import (
    everything,
    paragraphs,
    reading,
    room,
    said,
    screen,
    settled,
    with_thread,
)
from tui_blog.model.text import EMPTY, CleanText
from tui_blog.ui.widgets.reader import thread_walk
from tui_blog.ui.widgets.reader.block_view import POINTER
from tui_blog.ui.widgets.reader.document import Document
from tui_blog.ui.widgets.reader.document_blocks import FOOTER
from tui_blog.ui.widgets.reader.document_view import DocumentView
from tui_blog.ui.widgets.reader.thread_tree import ThreadTree, levels_in

TALK = (
    said("1"),
    said("2", 1),
    said("3", 2),
    said("4", 1, is_new=True),
    said("5", is_mine=True),
    said("6", 1, is_new=True),
)
"""Two threads: 1 with 2 (with 3) and 4, and 5 with 6."""


def thread_of(view: DocumentView) -> list[str]:
    """The lines from the heading of the thread on."""
    lines = everything(view)
    return lines[next(number for number, line in enumerate(lines) if line.endswith("comments:")) :]


def marked_lines(view: DocumentView) -> list[str]:
    return [line[1:] for line in screen(view) if line.startswith(POINTER)]


# --- looks ---------------------------------------------------------------------------------------


async def test_a_thread_is_a_tree() -> None:
    async with reading(with_thread(*TALK)) as (view, _):
        assert thread_of(view) == [
            "6 comments:",
            "",
            "Author 1 · 20 Dec 2024",
            "Text of 1.",
            "│",
            "├ Author 2 · 20 Dec 2024",
            "│ Text of 2.",
            "│ │",
            "│ └ Author 3 · 20 Dec 2024",
            "│   Text of 3.",
            "│",
            "└ Author 4 · 20 Dec 2024 · new",
            "  Text of 4.",
            "",
            "Author 5 · 20 Dec 2024 · you",
            "Text of 5.",
            "│",
            "└ Author 6 · 20 Dec 2024 · new",
            "  Text of 6.",
            "",
            "Post a Comment",
            "",
        ]


async def test_states_are_words() -> None:
    lines = (
        said("1", status="held", is_mine=True, is_new=True),
        said("2", deleted=True),
        said("3", author=""),
    )
    async with reading(with_thread(*lines)) as (view, _):
        thread = thread_of(view)
        assert thread[2] == "Author 1 · 20 Dec 2024 · new · held · you"
        assert thread[5:7] == ["Author 2 · 20 Dec 2024", "(removed)"]
        assert thread[8] == "Anonymous · 20 Dec 2024"


async def test_a_text_that_is_still_to_be_made_readable_is_dots() -> None:
    async with reading(with_thread(said("1", is_converted=False), said("2"))) as (view, _):
        assert thread_of(view)[2:7] == [
            "Author 1 · 20 Dec 2024", "…", "", "Author 2 · 20 Dec 2024", "Text of 2.",
        ]  # fmt: skip


async def test_comments_are_markdown_and_their_authors_are_not() -> None:
    line = said("1", text="**Well** `said`.\n\n> quoted", author="[red]*Bo*[/] :smile:")
    async with reading(with_thread(line)) as (view, _):
        assert thread_of(view)[2:6] == ["[red]*Bo*[/] :smile: · 20 Dec 2024", "Well `said`.", "", "▌ quoted"]


async def test_a_notice_stands_above_the_thread() -> None:
    async with reading(with_thread(notice=CleanText("Loading the comments …"))) as (view, _):
        assert thread_of(view)[:3] == ["0 comments:", "", "Loading the comments …"]


async def test_a_deep_thread_levels_off_and_names_whom_it_answers() -> None:
    chain = [said(str(depth), depth, parent=str(depth - 1)) for depth in range(50)]
    async with reading(with_thread(*chain)) as (view, _):
        headers = [line for line in thread_of(view) if "Author" in line]
        indents = [len(line) - len(line.lstrip("│├└ ")) for line in headers]
        assert indents == [min(depth, 6) * 2 for depth in range(50)]
        assert headers[6].endswith("Author 6 · 20 Dec 2024")
        assert headers[7].endswith("Author 7 · to Author 6 · 20 Dec 2024")


async def test_guides_take_at_most_a_third_of_a_narrow_screen() -> None:
    chain = [said(str(depth), depth, text="words " * 20) for depth in range(50)]
    async with reading(with_thread(*chain), size=(20, 20)) as (view, _):
        lines = thread_of(view)
        assert max(len(line) - len(line.lstrip("│├└ ")) for line in lines if "words" in line) <= 6
        assert sum(line.count("words") for line in lines) == 50 * 20
        assert {view.render_line(y).cell_length for y in range(view.size.height)} == {view.size.width}


def test_a_thread_thousands_deep_is_no_trouble() -> None:
    chain = [said(str(depth), depth) for depth in range(5_000)]
    tree = ThreadTree(chain, levels_in(80))
    assert len(tree.blocks(frozenset())) == 5_000
    last = tree.blocks(frozenset({"10"}))[-1]
    assert (last.line, last.replies, last.is_folded) == (chain[10], 4_989, True)


@given(st.lists(st.integers(-20, 1), max_size=40), st.sets(st.integers(0, 40)))
def test_a_fold_draws_what_a_thread_without_the_hidden_comments_would(
    steps: list[int], folded: set[int]
) -> None:
    depths = [max(0, depth) for depth in accumulate(steps, lambda depth, step: max(0, depth + step))]
    lines = [said(str(number), depth) for number, depth in enumerate(depths)]
    names = frozenset(map(str, folded))
    shown = ThreadTree(lines, 3).blocks(names)
    alone = ThreadTree([block.line for block in shown], 3).blocks(frozenset())
    assert [(block.guides, block.after) for block in shown] == [
        (block.guides, block.after) for block in alone
    ]
    assert sum(1 + block.replies * block.is_folded for block in shown) == len(lines)


def test_a_text_that_comes_later_changes_its_own_block_alone() -> None:
    lines = [said("1"), said("2", 1), said("3", 1)]
    before = ThreadTree(lines, 6)
    lines = [lines[0], replace(lines[1], markdown=CleanText("Other words.")), lines[2]]
    blocks, former = ThreadTree(lines, 6, before).blocks(frozenset()), before.blocks(frozenset())
    assert [one is other for one, other in zip(blocks, former, strict=True)] == [True, False, True]
    assert blocks == ThreadTree(lines, 6).blocks(frozenset())


# --- walking -------------------------------------------------------------------------------------


async def test_c_goes_to_the_first_comment() -> None:
    async with reading(with_thread(*TALK, markdown=paragraphs(30)), size=(80, 12)) as (view, pilot):
        assert view.current_comment is None
        await pilot.press("c")
        assert view.current_comment == "1"
        assert screen(view)[2] == " 6 comments:"
        assert marked_lines(view) == ["Author 1 · 20 Dec 2024", "Text of 1."]
        assert view.position == 1.0


async def test_down_and_up_go_from_comment_to_comment_and_to_the_way_to_write() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "j", "down")
        assert view.current_comment == "3"
        await pilot.press("k")
        assert view.current_comment == "2"
        await pilot.press("j", "j", "j", "j", "j")
        assert view.current_comment is None
        assert marked_lines(view) == ["Post a Comment"]
        await pilot.press("j")
        assert view.marked == FOOTER
        await pilot.press("k")
        assert view.current_comment == "6"


async def test_up_from_the_first_comment_goes_back_to_the_text() -> None:
    async with reading(with_thread(*TALK, markdown=paragraphs(30)), size=(80, 12)) as (view, pilot):
        await pilot.press("c")
        line = view.scroll_offset.y
        await pilot.press("k", "k")
        assert view.current_comment is None
        assert view.scroll_offset.y == line - 2


async def test_a_comment_longer_than_the_screen_is_read_before_the_next() -> None:
    long = said("1", text=paragraphs(6))
    async with reading(with_thread(long, said("2")), size=(40, 12)) as (view, pilot):
        await pilot.press("c")
        top = view.scroll_offset.y
        await pilot.press("j")
        assert view.current_comment == "1" and view.scroll_offset.y == top + 1
        lines_read = 1
        while view.current_comment == "1":
            await pilot.press("j")
            lines_read += 1
        assert view.current_comment == "2"
        assert lines_read > 20
        await pilot.press("k")
        assert view.current_comment == "1"
        assert screen(view)[0] == POINTER + "Author 1 · 20 Dec 2024"


async def test_the_next_comment_is_brought_into_sight() -> None:
    async with reading(with_thread(*[said(str(n)) for n in range(40)]), size=(60, 12)) as (view, pilot):
        await pilot.press("c", *["j"] * 30)
        assert view.current_comment == "30"
        assert marked_lines(view) == ["Author 30 · 20 Dec 2024", "Text of 30."]
        await pilot.press(*["k"] * 20)
        assert marked_lines(view) == ["Author 10 · 20 Dec 2024", "Text of 10."]


async def test_brackets_go_between_top_level_comments() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("right_square_bracket")
        assert view.current_comment == "1"
        await pilot.press("right_square_bracket")
        assert view.current_comment == "5"
        await pilot.press("right_square_bracket")
        assert view.current_comment == "5"
        await pilot.press("j", "left_square_bracket")
        assert view.current_comment == "5"
        await pilot.press("left_square_bracket")
        assert view.current_comment == "1"


async def test_comma_goes_to_what_is_answered() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "j", "j", "P")
        assert view.current_comment == "2"
        await pilot.press("P", "P")
        assert view.current_comment == "1"


async def test_p_goes_round_the_new_comments() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        seen = []
        for _ in range(3):
            await pilot.press("comma")
            seen.append(view.current_comment)
        assert seen == ["4", "6", "4"]


async def test_a_new_comment_in_a_fold_is_unfolded() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "space", "comma")
        assert view.current_comment == "4"
        assert view.folded == frozenset()


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_the_comments_comes_before_leaving_the_post(key: str) -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", key)
        assert view.current_comment is None
        assert room(pilot).keys_left == []
        await pilot.press("q")
        assert room(pilot).keys_left == ["q"]


async def test_a_page_takes_the_pointer_along() -> None:
    async with reading(with_thread(*[said(str(n)) for n in range(40)]), size=(60, 12)) as (view, pilot):
        await pilot.press("c", "f", "f")
        assert view.current_comment not in (None, "0")
        assert marked_lines(view) != []
        await pilot.press("G", "g")
        assert view.current_comment is None or marked_lines(view) != []


def test_ways_through_an_empty_thread_lead_nowhere() -> None:
    assert thread_walk.top_level((), None, 1) is None
    assert thread_walk.parent((), "1") is None
    assert thread_walk.next_new((), None) is None
    assert thread_walk.ancestors((), "1") == frozenset()


# --- folding -------------------------------------------------------------------------------------


async def test_space_folds_the_current_comment_and_what_answers_it() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "space")
        assert thread_of(view)[2:6] == [
            "▸ Author 1 — Text of 1. (3 replies)",
            "",
            "Author 5 · 20 Dec 2024 · you",
            "Text of 5.",
        ]
        await pilot.press("j")
        assert view.current_comment == "5"
        await pilot.press("k", "space")
        assert thread_of(view)[2:4] == ["Author 1 · 20 Dec 2024", "Text of 1."]


async def test_a_fold_within_the_tree_keeps_the_guides() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "j", "space")
        assert thread_of(view)[4:8] == [
            "│",
            "├ ▸ Author 2 — Text of 2. (1 reply)",
            "│",
            "└ Author 4 · 20 Dec 2024 · new",
        ]


async def test_a_fold_is_one_line_however_narrow() -> None:
    lines = (said("1", text="many words " * 30), said("2", 1))
    async with reading(with_thread(*lines), size=(30, 20)) as (view, pilot):
        await pilot.press("c", "space")
        folded = thread_of(view)[2]
        assert folded.startswith("▸ Author 1 — ") and folded.endswith("… (1 reply)")
        assert thread_of(view)[3] == ""


# --- writing -------------------------------------------------------------------------------------


async def test_r_answers_the_current_comment_only() -> None:
    async with reading(with_thread(*TALK)) as (_, pilot):
        await pilot.press("r", "c", "j", "r")
        await pilot.pause()
        assert room(pilot).keys_left == ["r"]
        assert [wish.comment_id for wish in room(pilot).all_of(DocumentView.ReplyWanted)] == ["2"]


async def test_enter_on_the_last_line_is_the_wish_to_write() -> None:
    async with reading(with_thread()) as (_, pilot):
        await pilot.press("c", "enter")
        await pilot.pause()
        assert len(room(pilot).all_of(DocumentView.WriteWanted)) == 1
        assert room(pilot).keys_left == []


async def test_a_thread_without_a_way_to_write_has_no_place_for_it() -> None:
    preview = Document(comments_heading=CleanText("Preview:"), lines=(said("1"),), footer=EMPTY)
    async with reading(preview) as (view, pilot):
        assert everything(view)[:2] == ["Preview:", ""]
        await pilot.press("c", "j", "j")
        assert view.current_comment == "1"


# --- the thread changes --------------------------------------------------------------------------


async def test_a_thread_that_arrives_moves_nothing_and_lays_no_body_out_again() -> None:
    body = paragraphs(40)
    loading = with_thread(markdown=body, notice=CleanText("Loading the comments …"))
    async with reading(loading, at=0.5) as (view, pilot):
        seen, before = screen(view), view.laid_out
        view.update_thread(with_thread(*TALK, markdown=body))
        assert view.laid_out is not None and before is not None and view.laid_out is not before
        assert all(view.laid_out.is_measured(n) for n, _ in enumerate(before.blocks[:-3]))
        await settled(pilot)
        assert screen(view) == seen
        assert "Loading" not in "\n".join(everything(view))


async def test_the_current_comment_and_its_place_stay_when_others_come_above_it() -> None:
    async with reading(with_thread(*[said(str(n)) for n in range(30)]), size=(60, 12)) as (view, pilot):
        await pilot.press("c", *["j"] * 20)
        seen = screen(view)
        view.update_thread(with_thread(said("new"), *[said(str(n)) for n in range(30)]))
        await settled(pilot)
        assert view.current_comment == "20"
        assert screen(view) == seen


async def test_a_current_comment_that_is_gone_is_current_no_more() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "j")
        view.update_thread(with_thread(said("1")))
        await settled(pilot)
        assert view.current_comment is None


async def test_folds_outlast_a_new_thread() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        await pilot.press("c", "space")
        view.update_thread(with_thread(*TALK, said("7")))
        await settled(pilot)
        assert thread_of(view)[2] == "▸ Author 1 — Text of 1. (3 replies)"


async def test_who_waits_for_the_comments_is_led_to_the_first_when_they_come() -> None:
    async with reading(with_thread(notice=CleanText("Loading the comments …"))) as (view, pilot):
        await pilot.press("c")
        view.update_thread(with_thread(*TALK))
        await settled(pilot)
        assert view.current_comment == "1"


async def test_a_thousand_comments_are_walked_folded_and_swapped() -> None:
    talk = [said(str(n), n % 5, text=f"Text of {n}. " * 20) for n in range(1_000)]
    async with reading(with_thread(*talk)) as (view, pilot):
        await pilot.press("c", *["right_square_bracket"] * 50)
        assert view.current_comment == "250"
        await pilot.press("space")
        assert view.folded == {"250"}
        seen = screen(view)
        view.update_thread(with_thread(*talk))
        assert screen(view) == seen
        await pilot.press("G")
        assert screen(view)[-2] == " Post a Comment"


async def test_the_screen_may_set_and_watch_the_current_comment() -> None:
    async with reading(with_thread(*TALK)) as (view, pilot):
        heard: list[str | None] = []

        def hear(comment_id: str | None) -> None:
            heard.append(comment_id)

        view.watch(view, "current_comment", hear, init=False)
        view.current_comment = "4"
        await pilot.pause()
        assert marked_lines(view) == ["└ Author 4 · 20 Dec 2024 · new", "  Text of 4."]
        await pilot.press("j")
        assert heard == ["4", "5"]
