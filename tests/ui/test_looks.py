"""How every screen and state looks at 80x24 and 120x40; each name says what the picture is to show."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack

import httpx
import pytest
from textual.pilot import Pilot

from tests.blogger_blog import KETTLE, BloggerBlog
from tests.ui.acting import follow, main_screen, make_app, press, settle, type_in, until
from tests.world import BLOG, FIRST, HOME, World, entry, feed, isso_comment, isso_thread, page
from tui_blog.config import Config
from tui_blog.model.comment import Draft, SendState
from tui_blog.model.marks import Mark
from tui_blog.model.post_list import PostQuery
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import clean_line
from tui_blog.services.sending import Sending

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])

BODY = """<p>A letter <em>waits</em>. It does not <strong>ring</strong>, it does not blink, and it is
no less true on Thursday than it was on Monday; <a href="/home/">the long way</a> is the way it came.</p>
<h2>What you need</h2><ul><li>paper<ul><li>lined, if your hand wanders</li></ul></li><li>a pen</li></ul>
<blockquote><p>More than kisses, letters mingle souls.</p></blockquote>
<pre><code class="language-python">for day in week:
    print(day)  # one line each
</code></pre>
<table><tr><th>Where</th><th>Days</th></tr><tr><td>Skerry</td><td>3</td></tr><tr><td>Halifax</td><td>9</td></tr></table>
<p>日本語の手紙 and a letter in Ελληνικά.</p>"""

POSTS = (
    entry("letters", "Why letters still matter", "2024-12-19", BODY),
    entry(
        "quiet",
        "A year without notifications, and what came in their place: notes",
        "2024-12-19",
        "<p>Hm.</p>",
    ),
    entry("wide", "手紙を書くということ", "2024-12-18", "<p>こんにちは</p>"),
    entry("home", "The long way home", "2024-12-17", "<p>We walked.</p>", "walks"),
    FIRST,
)

THREAD = isso_thread(
    isso_comment(
        1, "Bo", "I have one from <em>1991</em> in the drawer.", total_replies=1,
        replies=[isso_comment(2, "Ada", "Then you know.", parent=1)],
    ),
    isso_comment(3, "Mirja", "The post boat comes on Tuesdays, weather permitting, and on no other day."),
)  # fmt: skip


@pytest.fixture
async def shelf(world: World) -> World:
    """The Slow Lamp with five posts, one starred, one read, and a thread under the newest."""
    world.web.pages[f"{BLOG}/feed.xml"] = page(feed(*POSTS), "application/atom+xml")
    world.web.pages[f"{BLOG}/isso/"] = httpx.Response(200, json=THREAD)
    await follow(world)
    blog = world.services.library.blogs()[0]
    world.services.library._dress(blog, "", ("essays",), None)
    rows = world.services.reading.window(PostQuery(), limit=9).rows
    world.services.marking.set([rows[1].id], Mark("starred", True))
    world.services.reading.opened(rows[3].id)
    return world


def keys(*pressed: str) -> Callable[[Pilot[str]], Awaitable[None]]:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, *pressed)
        await settle(pilot)

    return play


SnapCompare = Callable[..., bool]


@both_sizes
def test_the_welcome_names_the_ways_in(
    world: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(world), run_before=keys(), terminal_size=size)


@both_sizes
def test_posts_stand_under_their_days(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("j"), terminal_size=size)


@both_sizes
def test_a_post_is_set_like_a_page(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("enter"), terminal_size=size)


@both_sizes
def test_the_thread_marks_the_comment_that_r_answers(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("c", "j"), terminal_size=size)


@both_sizes
def test_the_zoomed_reader_is_centred(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("enter", "z"), terminal_size=size)


@both_sizes
def test_a_comment_begins_empty_with_whom_it_answers(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("c", "r"), terminal_size=size)


async def _written(pilot: Pilot[str]) -> None:
    await settle(pilot)
    await press(pilot, "c", "r")
    await type_in(pilot, "So *have* I, from a lamp.")


@both_sizes
def test_the_preview_is_what_the_thread_will_show(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await _written(pilot)
        await press(pilot, "f2")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_what_is_missing_is_said_at_its_field(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await _written(pilot)
        await press(pilot, "ctrl+s")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_discarding_is_asked_about(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await _written(pilot)
        form = pilot.app.screen
        await pilot.click("#discard")
        await until(pilot, lambda: not form.query("Button.-active"))
        await settle(pilot)

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_what_was_found_out_about_a_blog(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "plus")
        await type_in(pilot, "lamp.example")
        await press(pilot, "enter")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_of_several_ways_to_a_blog_one_is_chosen(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{BLOG}/{path}">'
        for title, path in (("Comments on The Slow Lamp", "comments.xml"), ("Walks", "tag/walks.xml"))
    )
    shelf.web.pages[f"{BLOG}/"] = page(HOME.replace("</head>", f"{links}</head>"))

    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "plus")
        await type_in(pilot, "lamp.example")
        await press(pilot, "enter", "down", "down")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@pytest.fixture
async def kettle(world: World) -> World:
    """A Blogger blog with labels and a page."""
    labels = {"Tea & biscuits": (2, 5), "手紙": (4,), "Cups": (9,)}
    world.web.pages |= BloggerBlog(40, labels=labels, standing=("About",)).pages()
    await world.services.library.add(await world.services.library.find(KETTLE))
    return world


@both_sizes
@pytest.mark.parametrize("pressed", [("L",), ("L", "enter")], ids=["parts", "posts"])
def test_the_ways_into_a_blog(
    kettle: World, snap_compare: SnapCompare, size: tuple[int, int], pressed: tuple[str, ...]
) -> None:
    assert snap_compare(make_app(kettle), run_before=keys(*pressed), terminal_size=size)


@both_sizes
def test_an_address_that_leads_nowhere(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "plus")
        await type_in(pilot, "nowhere.example")
        await press(pilot, "enter")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_help_is_a_table_of_keys(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("question_mark"), terminal_size=size)


@both_sizes
def test_the_palette_holds_the_commands(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("colon"), terminal_size=size)


def _fill(sending: Sending, world: World) -> None:
    """One comment in each state that a person may meet."""
    stored = world.services.reading.stored(world.services.reading.window(PostQuery(), limit=1).rows[0].id)
    states = (SendState.PUBLISHED, SendState.HELD, SendState.UNKNOWN, SendState.QUEUED)
    for number, state in enumerate(states):
        item = sending._outbox.put(
            post=stored.post, blog_title=stored.blog.title, channel=ChannelRef("isso", f"{BLOG}/isso"),
            typed_url=BLOG,
            draft=Draft(f"token {number}", f"A comment that is {state.value}, as comments go."),
        )  # fmt: skip
        sending._outbox.begin(item.id, "me")
        reason = "" if number < 2 else "lamp.example took longer than 20 seconds to answer."
        sending._outbox.settle(item.id, state, reason=clean_line(reason), comment_id=None)


@both_sizes
def test_the_outbox_tells_every_state(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    _fill(shelf.services.sending, shelf)
    shelf.web.pages[f"{BLOG}/isso/"] = httpx.ConnectError("down")
    assert snap_compare(make_app(shelf), run_before=keys("O"), terminal_size=size)


def test_an_empty_outbox(shelf: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("O"), terminal_size=(80, 24))


@both_sizes
def test_long_work_shows_how_far_it_is(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    with ExitStack() as work:

        async def play(pilot: Pilot[str]) -> None:
            await settle(pilot)
            count = work.enter_context(main_screen(pilot).line.telling("Refreshing", 12))
            for _ in range(5):
                count()
            await settle(pilot)

        assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_a_failure_is_told_and_marked(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    shelf.web.pages[f"{BLOG}/feed.xml"] = httpx.Response(503, headers={"retry-after": "120"})
    assert snap_compare(make_app(shelf), run_before=keys("r"), terminal_size=size)


def test_the_library_slides_over_at_80_columns(shelf: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("1"), terminal_size=(80, 24))


def test_a_list_without_posts_says_why(shelf: World, snap_compare: SnapCompare) -> None:
    play = keys("A", "1", "j", "enter")
    assert snap_compare(make_app(shelf), run_before=play, terminal_size=(80, 24))


@pytest.mark.parametrize("pane", ["1", "2", "enter"])
def test_below_80_columns_one_pane_at_a_time(shelf: World, snap_compare: SnapCompare, pane: str) -> None:
    assert snap_compare(make_app(shelf), run_before=keys(pane), terminal_size=(60, 20))


def test_at_200_columns_lines_stay_readable(shelf: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("enter"), terminal_size=(200, 60))


def test_too_small_a_terminal_says_what_it_needs(shelf: World, snap_compare: SnapCompare) -> None:
    assert snap_compare(make_app(shelf), run_before=keys(), terminal_size=(20, 5))


def test_a_light_theme_is_as_readable(shelf: World, snap_compare: SnapCompare) -> None:
    app = make_app(shelf, config=Config(theme="textual-light"))
    assert snap_compare(app, run_before=keys("c"), terminal_size=(120, 40))


def test_without_colour_everything_is_told_apart(
    shelf: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(shelf), run_before=keys("c"), terminal_size=(120, 40))


@both_sizes
def test_selected_posts_bear_a_bar(shelf: World, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("j", "v", "j", "j"), terminal_size=size)


def test_without_colour_selected_posts_are_told_apart(
    shelf: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    play = keys("j", "v", "j", "j", "v", "j")
    assert snap_compare(make_app(shelf), run_before=play, terminal_size=(120, 40))


@both_sizes
def test_a_list_tells_on_its_edge_how_it_is_arranged(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("E", "H"), terminal_size=size)


@both_sizes
def test_rules_are_a_list_of_queries_and_deeds(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    shelf.services.rules.add("author:ada -label:walks", [Mark("starred", True)])
    shelf.services.rules.add("blog:lamp", [Mark("read", True)])
    shelf.services.rules.add('"slow web" ' * 9, [Mark("read", True), Mark("tag", True, clean_line("later"))])
    assert snap_compare(make_app(shelf), run_before=keys("M", "j"), terminal_size=size)


@both_sizes
def test_a_rule_shows_what_it_would_find(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    async def play(pilot: Pilot[str]) -> None:
        await settle(pilot)
        await press(pilot, "M", "plus")
        await type_in(pilot, "author:ada -label:walks")
        await press(pilot, "tab", "tab", "space")

    assert snap_compare(make_app(shelf), run_before=play, terminal_size=size)


@both_sizes
def test_a_filter_is_typed_below_the_list(
    shelf: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(shelf), run_before=keys("F", "l", "e", "t"), terminal_size=size)


def test_a_filter_that_nothing_fits_says_so(shelf: World, snap_compare: SnapCompare) -> None:
    play = keys("F", "tab", "tab", "q", "q")
    assert snap_compare(make_app(shelf), run_before=play, terminal_size=(80, 24))


MONTHLY = (4, 0, 2, 9, 1, 5, 3, 3, 0, 7, 12, 6)


@pytest.fixture
async def diary(world: World) -> World:
    """Three years of a blog whose feed goes on in a second document; some months hold no post."""
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (2024, 2023, 2022)
        for month in range(12, 0, -1)
        for day in range(MONTHLY[(month + year) % 12], 0, -1)
    ]
    posts = [entry(f"d{day}", f"Notes of {day}", day, "<p>Rain.</p>") for day in days]
    older = feed(*posts, next_page=f"{BLOG}/feed-2.xml")
    world.web.pages[f"{BLOG}/feed.xml"] = page(older, "application/atom+xml")
    await follow(world)
    return world


@both_sizes
def test_an_archive_is_a_picture_of_its_months(
    diary: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    play = keys("1", "G", "k", "enter", "B", "j", "j")
    assert snap_compare(make_app(diary), run_before=play, terminal_size=size)


@both_sizes
def test_a_chosen_month_is_named_above_its_posts(
    diary: World, snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    play = keys("1", "G", "k", "enter", "B", "j", "j", "enter")
    assert snap_compare(make_app(diary), run_before=play, terminal_size=size)


def test_a_light_archive_is_as_readable(diary: World, snap_compare: SnapCompare) -> None:
    app = make_app(diary, config=Config(theme="textual-light"))
    assert snap_compare(app, run_before=keys("B", "j"), terminal_size=(80, 24))


def test_an_archive_without_colour(
    diary: World, snap_compare: SnapCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(diary), run_before=keys("B", "j"), terminal_size=(80, 24))
