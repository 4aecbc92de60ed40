"""The list of posts: keys and clicks in, messages and lines out."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.strip import Strip

from tests.ui.widgets.shelf import NEWEST, Library, Shelf, cursor_at, picture, post, posts
from tui_blog.model.post_list import PostRow, PostWindow
from tui_blog.model.text import clean_line
from tui_blog.ui.widgets.cells import fit
from tui_blog.ui.widgets.lists.post_list import PostList
from tui_blog.ui.widgets.lists.post_rows import post_parts
from tui_blog.ui.widgets.lists.post_window import ROWS_KEPT, keeping


def window(*rows: PostRow) -> PostWindow:
    return PostWindow(rows, more_before=False, more_after=False)


def shelf(shown: PostWindow, **kwargs: str) -> tuple[Shelf, PostList]:
    """An app around a list that has its rows before it is mounted, as on the first screen."""
    listed = PostList(**kwargs)
    listed.replace(shown)
    return Shelf(listed), listed


def title(listed: PostList) -> str:
    assert listed.highlighted is not None
    return listed.highlighted.title


def text_of(row: PostRow, width: int, *, show_blog: bool = False) -> str:
    return "".join(text for text, _ in post_parts(row, width, show_blog))


# --- what a row looks like ---------------------------------------------------------------------------


def test_a_row_tells_unread_and_starred_without_colour() -> None:
    assert text_of(post(0), 20).startswith("   Post 0")
    assert text_of(post(0, read=False), 20).startswith(" ● Post 0")
    assert text_of(post(0, starred=True), 20).startswith(" ★ Post 0")
    assert text_of(post(0, read=False, starred=True), 20).startswith("★● Post 0")


def test_comments_stand_at_the_right_and_only_where_they_are_known() -> None:
    assert text_of(post(0, comments=2), 20) == "   Post 0         2 "
    assert text_of(post(0, comments=0), 60).endswith(" 0 » ")
    assert text_of(post(0, comments=None, title=clean_line("x" * 40)), 20) == "   " + "x" * 15 + "… "


def test_the_blog_is_named_only_when_asked_and_where_there_is_room() -> None:
    assert "The Slow Web" in text_of(post(0), 60, show_blog=True)
    assert "The Slow Web" not in text_of(post(0), 60, show_blog=False)
    assert "The Slow Web" not in text_of(post(0), 40, show_blog=True)


def test_columns_stay_aligned_whatever_a_row_holds() -> None:
    rows = [post(0, comments=None), post(0, comments=7), post(0, comments=123, title=clean_line("日本" * 50))]
    starts = {cell_len(text_of(row, 60, show_blog=True).partition("The Slow")[0]) for row in rows}
    assert len(starts) == 1


def test_titles_are_cut_by_cells_not_by_characters() -> None:
    assert fit("plain title", 8) == "plain t…"
    assert fit("日本語の題", 6) == "日本… "
    assert fit("e\u0301" * 9, 4) == "e\u0301" * 3 + "…"
    assert fit("👩\u200d👩\u200d👧 family", 5) == "👩\u200d👩\u200d👧 f…"
    assert fit("\u200djoined to nothing", 7) == "joined…"
    assert fit("short", 8) == "short   "
    assert fit("anything", 0) == ""


scripts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aé日한😀👩\u200d\ufe0f\u0301\u0e33שלוםمرحبا…☁ ✈"),
    ),
    max_size=60,
)


@given(scripts, scripts, st.integers(1, 130), st.booleans(), st.sampled_from([None, 0, 3, 1_234_567]))
def test_every_row_fills_its_width_exactly(
    text: str, blog: str, width: int, show_blog: bool, comments: int | None
) -> None:
    row = post(0, title=clean_line(text), blog_title=clean_line(blog), comments=comments, read=False)
    drawn = text_of(row, width, show_blog=show_blog)
    assert cell_len(drawn) == width or width < 20


async def test_posts_are_grouped_by_the_day_of_their_own_place() -> None:
    tokyo = timezone(timedelta(hours=9))
    early = datetime(2024, 12, 20, 0, 30, tzinfo=tokyo)  # still the 19th in UTC
    app, listed = shelf(window(post(0, published=early), post(1), post(2, published=None)))
    async with app.run_test(size=(60, 8)):
        lines = [line.strip() for line in picture(listed)]
    assert lines[0] == "Friday, 20 December 2024"
    assert lines[2] == "Thursday, 19 December 2024"
    assert lines[4:6] == ["Undated", "Post 2"]


async def test_a_narrow_list_prints_short_dates() -> None:
    app, listed = shelf(posts(0, 3))
    async with app.run_test(size=(20, 8)):
        assert picture(listed)[0] == " Thu 19 Dec 2024    "


async def test_markup_in_a_title_is_only_text() -> None:
    app, listed = shelf(window(post(0, title=clean_line("[b]not bold[/] [/x] [@click=app.quit]"))))
    async with app.run_test(size=(60, 4)):
        assert "[b]not bold[/] [/x] [@click=app.quit]" in picture(listed)[1]


async def test_right_to_left_titles_are_cut_at_their_end_and_keep_the_line_whole() -> None:
    app, listed = shelf(window(post(0, title=clean_line("שלום עולם " * 20), comments=3)))
    async with app.run_test(size=(40, 4)):
        line = picture(listed)[1]
    assert cell_len(line) == 40
    assert line.strip(" ●").startswith("…")
    assert line.endswith("ש 3 ")


# --- how the cursor looks ----------------------------------------------------------------------------


async def test_the_cursor_is_seen_without_colours_and_quieter_without_focus() -> None:
    app, listed = shelf(window(post(0, read=False)))
    async with app.run_test(size=(40, 4)) as pilot:
        styles = [segment.style for segment in listed.render_line(1) if segment.style]
        assert all(style.reverse for style in styles)
        assert any(style.bold for style in styles), "unread shows under the cursor too"
        app.set_focus(None)
        await pilot.pause()
        styles = [segment.style for segment in listed.render_line(1) if segment.style]
        assert all(style.underline and not style.reverse for style in styles)


async def test_a_new_theme_leaves_no_old_colours_behind() -> None:
    app, listed = shelf(posts(0, 3))
    async with app.run_test(size=(40, 6)) as pilot:
        before = [list(listed.render_line(y)) for y in range(6)]
        app.theme = "textual-light"
        await pilot.pause()
        assert all(list(listed.render_line(y)) != before[y] for y in range(6))


# --- keys and mouse ----------------------------------------------------------------------------------


async def test_the_cursor_passes_over_days() -> None:
    app, listed = shelf(posts(0, 9))
    async with app.run_test(size=(40, 20)) as pilot:
        seen = [title(listed)]
        for key in ("j", "down", "j", "j", "k", "up"):
            await pilot.press(key)
            seen.append(title(listed))
    assert seen == [f"Post {n}" for n in (0, 1, 2, 3, 4, 3, 2)]


async def test_every_move_is_told_and_standing_still_is_not() -> None:
    app, _ = shelf(posts(0, 2))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("k", "j", "j", "j")
    assert [message.row.title for message in app.all_of(PostList.Highlighted)] == ["Post 0", "Post 1"]


@pytest.mark.parametrize(
    ("down", "up", "there"),
    [
        ("space", "b", "Post 8"),
        ("f", "pageup", "Post 8"),
        ("pagedown", "b", "Post 8"),
        ("ctrl+d", "ctrl+u", "Post 4"),
        ("G", "g", "Post 199"),
        ("end", "home", "Post 199"),
    ],
)
async def test_long_ways_lead_there_and_back(down: str, up: str, there: str) -> None:
    app, listed = shelf(posts(0, 200))
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.press(down)
        assert title(listed) == there
        assert cursor_at(listed) is not None
        await pilot.press(up)
        assert title(listed) == "Post 0"
        assert picture(listed)[0].strip() == "Thursday, 19 December 2024"


async def test_pages_and_half_pages_leave_the_eye_where_it_is() -> None:
    app, listed = shelf(posts(0, 200))
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.press("j", "j", "j")
        heights = []
        for key in ("ctrl+d", "f", "f", "ctrl+u", "b"):
            await pilot.press(key)
            heights.append(cursor_at(listed))
    assert heights == [4] * 5


async def test_enter_l_and_right_open_the_post_under_the_cursor() -> None:
    app, _ = shelf(posts(0, 5))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("enter", "j", "l", "j", "right")
    assert [message.row.title for message in app.all_of(PostList.Opened)] == ["Post 0", "Post 1", "Post 2"]


async def test_a_click_highlights_and_a_second_one_opens() -> None:
    app, listed = shelf(posts(0, 5), id="posts")
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click("#posts", offset=(5, 2))
        assert title(listed) == "Post 1"
        assert app.all_of(PostList.Opened) == []
        await pilot.click("#posts", offset=(5, 0))
        assert title(listed) == "Post 1", "a day is no post"
        await pilot.click("#posts", offset=(5, 2))
    assert [message.row.title for message in app.all_of(PostList.Opened)] == ["Post 1"]
    assert app.all_of(PostList.Opened)[0].control is listed


async def wheel(pilot: Pilot[None], listed: PostList, kind: type, times: int) -> None:
    for _ in range(times):
        listed.post_message(kind(listed, 1, 1, 0, 1, 0, False, False, False))
        await pilot.pause()


async def test_the_wheel_scrolls_and_takes_the_cursor_along() -> None:
    app, listed = shelf(posts(0, 100))
    async with app.run_test(size=(40, 10)) as pilot:
        await wheel(pilot, listed, MouseScrollDown, 10)
        assert listed.scroll_offset.y == 20
        assert cursor_at(listed) in (0, 1)
        lowest = title(listed)
        await wheel(pilot, listed, MouseScrollUp, 10)
        assert listed.scroll_offset.y == 0
        assert cursor_at(listed) in (8, 9)
        assert title(listed) != lowest


async def test_bindings_are_named_and_explained() -> None:
    _, listed = shelf(posts(0, 1))
    bindings = {binding.id: binding for _, binding in listed._bindings}
    assert set(bindings) == {
        *("posts.down", "posts.up", "posts.page_down", "posts.page_up", "posts.half_page_down"),
        *("posts.half_page_up", "posts.top", "posts.bottom", "posts.open"),
        *("posts.select", "posts.select_one", "posts.select_none"),
    }
    assert all(binding.description and binding.tooltip for binding in bindings.values())


# --- a post that is being read ---------------------------------------------------------------------------


async def test_a_post_that_is_read_stays_at_its_place_while_the_list_is_shown_anew() -> None:
    rows = [post(n, read=False) for n in range(5)]
    app, listed = shelf(window(*rows))
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("j", "j")
        listed.stays = replace(rows[2], read=True)
        listed.replace(window(rows[0], rows[1], rows[3], rows[4]), highlight=rows[2].id, keep_place=True)
        assert [row.title for row in listed.window.rows] == [f"Post {n}" for n in range(5)]
        assert title(listed) == "Post 2"
        listed.replace(window(rows[0]))
        assert [row.title for row in listed.window.rows] == ["Post 0"], "another list need not hold it"


@given(rows=st.sets(st.integers(0, 9)), number=st.integers(0, 9), oldest_first=st.booleans())
def test_it_stands_in_the_order_of_the_list(rows: set[int], number: int, oldest_first: bool) -> None:
    order = sorted(rows, reverse=oldest_first)
    kept = keeping(window(*map(post, order)), post(number), oldest_first=oldest_first)
    assert [row.title for row in kept.rows] == [
        f"Post {n}" for n in sorted(rows | {number}, reverse=oldest_first)
    ]


def test_beyond_the_rows_at_hand_it_is_left_out() -> None:
    part = replace(window(post(4), post(5)), more_before=True, more_after=True)
    assert keeping(part, post(2), oldest_first=False) == keeping(part, post(8), oldest_first=False) == part


# --- asking for more ---------------------------------------------------------------------------------


async def test_older_posts_are_asked_for_once_until_they_come() -> None:
    app, listed = shelf(posts(0, 40, total=1_000))
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.all_of(PostList.NeedBelow) == []
        await pilot.press(*["f"] * 8)
        asked = app.all_of(PostList.NeedBelow)
        assert [message.after for message in asked] == [post(39).key]
        listed.append(posts(40, 80, total=1_000))
        await pilot.press(*["f"] * 6)
        asked = app.all_of(PostList.NeedBelow)
        assert [message.after for message in asked] == [post(39).key, post(79).key]


async def test_a_list_shorter_than_the_screen_asks_until_the_screen_is_full() -> None:
    app, listed = shelf(posts(0, 2, total=4))
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.pause()
        listed.append(posts(2, 3, total=4))
        await pilot.pause()
        listed.append(posts(3, 4, total=4))
        await pilot.pause()
    assert [message.after for message in app.all_of(PostList.NeedBelow)] == [post(1).key, post(2).key]


async def test_an_answer_without_posts_is_asked_again_only_by_a_key() -> None:
    app, listed = shelf(posts(0, 3, total=9))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        listed.append(PostWindow((), more_before=False, more_after=True))
        await pilot.pause()
        assert len(app.all_of(PostList.NeedBelow)) == 1
        await pilot.press("j")
        assert len(app.all_of(PostList.NeedBelow)) == 2


async def test_newer_posts_are_asked_for_at_the_top() -> None:
    app, listed = shelf(posts(100, 200, total=300))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert [message.before for message in app.all_of(PostList.NeedAbove)] == [post(100).key]
        above = picture(listed)
        listed.prepend(posts(60, 100, total=300))
        await pilot.pause()
        assert (title(listed), picture(listed)[1:]) == ("Post 100", above[1:])


async def test_ends_that_the_window_does_not_hold_are_wished_for() -> None:
    app, listed = shelf(posts(100, 200, total=300))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("g", "G")
        assert title(listed) == "Post 100"
    assert [len(app.all_of(kind)) for kind in (PostList.TopWanted, PostList.BottomWanted)] == [1, 1]


async def test_a_long_list_is_read_to_its_end_and_back_within_bounds() -> None:
    app = Library(total=2_600, page=400)
    async with app.run_test(size=(40, 200)) as pilot:
        for _ in range(20):
            app.list.action_page_down()
            await pilot.pause()
        assert title(app.list) == "Post 2599"
        assert len(app.list.window.rows) == ROWS_KEPT
        assert (app.list.window.more_before, app.list.window.more_after) == (True, False)
        for _ in range(20):
            app.list.action_page_up()
            await pilot.pause()
        assert title(app.list) == "Post 0"
        assert len(app.list.window.rows) == ROWS_KEPT
        assert (app.list.window.more_before, app.list.window.more_after) == (False, True)


async def test_the_far_end_of_a_million_posts_is_one_key_away() -> None:
    app = Library(total=1_000_000)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("G")
        assert title(app.list) == "Post 999999"
        assert cursor_at(app.list) == 19
        await pilot.press("g")
        assert title(app.list) == "Post 0"


# --- keeping the place -------------------------------------------------------------------------------


async def test_posts_that_come_in_do_not_move_what_is_looked_at() -> None:
    app, listed = shelf(posts(10, 60))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("f", "j")
        before = (title(listed), picture(listed))
        listed.prepend(posts(0, 12))
        listed.append(posts(58, 80))
        await pilot.pause()
        assert (title(listed), picture(listed)) == before
        assert len(listed.window.rows) == 80, "rows that were there already are not doubled"


async def test_a_refreshed_window_keeps_the_post_and_its_height() -> None:
    app, listed = shelf(posts(10, 60))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("f", "j")
        name, place = title(listed), cursor_at(listed)
        listed.replace(posts(0, 60), keep_place=True)
        await pilot.pause()
        assert (title(listed), cursor_at(listed)) == (name, place)
        listed.window = posts(5, 50)
        await pilot.pause()
        assert (title(listed), cursor_at(listed)) == (name, place)


async def test_the_next_older_post_takes_the_place_of_one_that_vanished() -> None:
    app, listed = shelf(posts(0, 30))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("j", "j")
        without = tuple(row for row in listed.window.rows if row != listed.highlighted)
        listed.replace(window(*without), highlight=post(2).id, keep_place=True)
        await pilot.pause()
        assert title(listed) == "Post 3"
        listed.replace(window(*without[:2]), keep_place=True)
        await pilot.pause()
        assert title(listed) == "Post 1", "below the last post there is only the last post"
    told = [message.row.title for message in app.all_of(PostList.Highlighted)]
    assert told[-2:] == ["Post 3", "Post 1"]


async def test_another_list_begins_at_its_top_or_where_it_is_told() -> None:
    app, listed = shelf(posts(0, 100))
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.press("G")
        listed.replace(posts(0, 90))
        await pilot.pause()
        assert (title(listed), listed.scroll_offset.y) == ("Post 0", 0)
        listed.replace(posts(0, 90), highlight=post(50).id)
        await pilot.pause()
        assert (title(listed), cursor_at(listed)) == ("Post 50", 5)
        assert listed.highlight(post(3).id)
        assert title(listed) == "Post 3"
        assert not listed.highlight(post(99).id)
        assert title(listed) == "Post 3"


async def test_a_list_that_changed_while_it_was_hidden_shows_its_cursor() -> None:
    app, listed = shelf(posts(0, 500))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("G")
        listed.display = False
        await pilot.pause()
        listed.replace(posts(0, 60))
        listed.display = True
        await pilot.pause()
        assert (title(listed), cursor_at(listed)) == ("Post 0", 1)


async def test_a_changed_row_repaints_its_own_line_alone() -> None:
    drawn: list[int] = []

    class Watched(PostList):
        def render_line(self, y: int) -> Strip:
            drawn.append(y)
            return super().render_line(y)

    listed = Watched()
    listed.replace(posts(0, 50))
    app = Shelf(listed)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        drawn.clear()
        read = replace(listed.window.rows[1], read=False)
        listed.update_rows({read.id: read, post(49).id: post(49, starred=True)})
        await pilot.pause()
        assert drawn == [2]
        assert picture(listed)[2].startswith(" ● Post 1")
        assert listed.window.rows[49].starred
    assert len(app.all_of(PostList.Highlighted)) == 1, "the cursor has not moved"


async def test_only_lines_in_sight_are_drawn() -> None:
    class Counting(PostList):
        drawn = 0

        def render_line(self, y: int) -> Strip:
            assert 0 <= y < self.view.height
            Counting.drawn += 1
            return super().render_line(y)

    listed = Counting()
    listed.replace(posts(0, 10_000))
    app = Shelf(listed)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        opened = Counting.drawn
        assert 0 < opened <= 3 * 20
        await pilot.press("f", "G")
        assert Counting.drawn - opened <= 4 * 20
        await pilot.press("g", "j")
        moved = Counting.drawn
        await pilot.press("j")
        assert Counting.drawn - moved == 2, "a step within the screen draws two lines"


# --- small places ------------------------------------------------------------------------------------


async def test_an_empty_list_says_so_in_its_middle() -> None:
    app, listed = shelf(window())
    listed.empty_text = "Nothing unread. Press R to refresh all blogs."
    async with app.run_test(size=(30, 6)) as pilot:
        assert picture(listed)[2:4] == ["  Nothing unread. Press R to  ", "      refresh all blogs.      "]
        assert all(cell_len(line) == 30 for line in picture(listed))
        await pilot.press("j", "k", "f", "b", "ctrl+d", "g", "G", "enter")
        await pilot.click(PostList, offset=(3, 3))
        assert (listed.highlighted, app.heard) == (None, [])
        listed.replace(posts(0, 3))
        await pilot.pause()
        assert title(listed) == "Post 0"
        assert "Nothing" not in "".join(picture(listed))


async def test_a_single_post_is_a_list() -> None:
    app, listed = shelf(posts(0, 1))
    async with app.run_test(size=(40, 10)) as pilot:
        for key in ("j", "k", "f", "b", "ctrl+d", "ctrl+u", "g", "G"):
            await pilot.press(key)
            assert (title(listed), cursor_at(listed)) == ("Post 0", 1)


async def test_one_line_of_height_is_enough() -> None:
    app, listed = shelf(posts(0, 9))
    async with app.run_test(size=(40, 1)) as pilot:
        seen = []
        for key in ("j", "j", "f", "b", "ctrl+d", "ctrl+u", "G", "g"):
            await pilot.press(key)
            assert cursor_at(listed) == 0
            seen.append(title(listed))
    assert seen == [f"Post {n}" for n in (1, 2, 3, 2, 3, 2, 8, 0)]


async def test_the_cursor_stays_in_sight_when_the_terminal_changes_its_size() -> None:
    app, listed = shelf(posts(0, 100))
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.press(*["j"] * 18)
        name = title(listed)
        for size in ((40, 5), (20, 1), (100, 50), (60, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert (title(listed), cursor_at(listed) is not None) == (name, True)
            assert {cell_len(line) for line in picture(listed)} == {size[0]}


# --- whatever happens --------------------------------------------------------------------------------

numbers = st.integers(0, 80)
edits = st.one_of(
    st.tuples(st.just("key"), st.sampled_from(["down", "up", "page_down", "page_up", "top", "bottom"])),
    st.tuples(st.just("key"), st.sampled_from(["half_page_down", "half_page_up"])),
    st.tuples(st.just("replace"), st.tuples(numbers, numbers, numbers, st.booleans())),
    st.tuples(st.just("append"), numbers),
    st.tuples(st.just("prepend"), numbers),
    st.tuples(st.just("update"), numbers),
    st.tuples(st.just("wheel"), st.integers(-30, 30)),
    st.tuples(st.just("size"), st.sampled_from([(20, 1), (24, 3), (60, 20), (90, 2)])),
)


async def happen(pilot: Pilot[None], listed: PostList, what: str, how: object) -> None:
    first = listed.window.rows[0].key.id if listed.window.rows else None
    match what, how:
        case "key", str(name):
            moves = {"down": "cursor_down", "up": "cursor_up"}
            getattr(listed, f"action_{moves.get(name, name)}")()
        case "replace", (int(start), int(count), int(chosen), bool(keep)):
            listed.replace(posts(start, start + count, total=200), highlight=post(chosen).id, keep_place=keep)
        case "append", int(start):
            listed.append(posts(start + len(listed.window.rows), start + 100, total=200))
        case "prepend", int(count) if first is not None:
            end = 2_000_000 - first
            listed.prepend(posts(max(0, end - count), end))
        case "update", int(number):
            listed.update_rows({post(number).id: post(number, published=None, starred=True, comments=4)})
        case "wheel", int(lines):
            listed.scroll_to(y=listed.scroll_offset.y + lines, animate=False)
        case "size", (int(width), int(height)):
            await pilot.resize_terminal(width, height)


def holds_together(listed: PostList) -> None:
    rows = listed.window.rows
    assert listed.highlighted in rows if rows else listed.highlighted is None
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids)
    lines = picture(listed)
    assert {cell_len(line) for line in lines} == {listed.view.width}
    if listed.view.height > 1 and rows:
        assert cursor_at(listed) is not None


@settings(max_examples=40)
@given(st.lists(edits, min_size=1, max_size=12))
async def test_nothing_brings_the_list_out_of_order(story: list[tuple[str, object]]) -> None:
    app, listed = shelf(posts(0, 30, total=200))
    async with app.run_test(size=(60, 20)) as pilot:
        for what, how in story:
            await happen(pilot, listed, what, how)
            holds_together(listed)
        await pilot.pause()
        holds_together(listed)


def test_the_shelf_is_newest_first() -> None:
    assert [row.published for row in posts(0, 2).rows] == [NEWEST, NEWEST - timedelta(hours=7)]
