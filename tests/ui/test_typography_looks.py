"""How a text is set in the reader at 80x24 and 120x40; each name says what the picture is to show."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.theme import Theme

from tests.ui.widgets.reading_room import ReadingRoom, post, room, settled
from tui_blog.ui.widgets.reader.anchors import place_of_anchor

SIZES = [(80, 24), (120, 40)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])

SnapCompare = Callable[..., bool]

PROSE = """\
## What you need, and **what not**

A letter *waits*. It does **not** ring, it is ~~never~~ seldom late, and ***this*** is [the long way](https://e.org)
it came: by `post --slow`, over 1 000 m² of ice, with H₂O, E=mc² and xⁿ⁺¹ in it.

1. [x] paper
   - [ ] lined, if your hand wanders, and wide enough for whoever writes with the left hand
   - plain
     - of rags
2. a pen

> More than kisses, letters mingle souls.
>
> > For, thus friends absent speak.

Post boat
: A boat that carries letters, and on Tuesdays a passenger, who sits on the sacks and is asked to keep
  them dry.
: The man who rows it.

Skerry
: A rock that has an address.

***

"""

NOTES = """\
It has come[\\[1\\]](#note-1) by every boat that there was[\\[2\\]](#note-2).

1. [↑](#ref-1) On Thursdays.
2. [↑](#ref-2) There were two, one of which did not come back from the harbour for so long that everybody had
   forgotten what was in it.
"""

TABLES = """\
| Where | Days | What was said about it, by those who were there |
|:------|-----:|:-----------------------------------------------:|
| Skerry | 3 | Windy |
| Halifax | 19 | The boat came in the morning, and with it [the post](https://e.org) and `everybody` else |

| One column | Another one | A third column | The fourth column | A fifth column | Sixth | The seventh |
|---|---|---|---|---|---|---|
| a cell | internationalisation | a cell | configuration | *a cell* | responsibilities | 7 |
| b | a cell | | d | e | f | g |
"""

CODE = """\
```python
def letters(count: int) -> str:
\\treturn "slow" * count  # one each, whatever the weather, and one more for whoever has none to write to
```

```go
// tabs
func main() {\tprintln("a", 1)\t}
```

```nonsense
return 1
```
""".replace("\\t", "\t")

WIDE = """\
日本語の文章はどこでも折り返せるが、句読点は行頭に立たない。「かぎ括弧」も同じ。English の言葉は word のまま。

한국어는 띄어쓰기가 있어서 낱말 사이에서 줄이 바뀐다. 한국어는 띄어쓰기가 있어서 낱말 사이에서 줄이 바뀐다.

👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇮👍🏽 é é ñ ﷺ 👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇮👍🏽👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇮👍🏽👩‍🚀👨‍👩‍👧‍👦

See https://example.org/an/address/that/is/longer/than/any/line/of/the/column/because/it/has/every/word there.

| 品 | 値段 |
|---|--:|
| 手紙 | 84円 |
| はがき | 63円 |
"""

INK, GROUND = "#ffffff", "#000000"
MONOCHROME = Theme(
    "monochrome",
    primary=INK,
    secondary=INK,
    accent=INK,
    warning=INK,
    error=INK,
    success=INK,
    foreground=INK,
    background=GROUND,
    surface=GROUND,
    panel=GROUND,
    variables={
        f"text-{name}": INK
        for name in ("primary", "secondary", "accent", "warning", "error", "success", "muted")
    },
)
"""One ink on one ground: whatever is told apart is told by a sign or by the weight of the type."""


def looks_right(
    snap_compare: SnapCompare,
    markdown: str,
    size: tuple[int, int],
    *,
    theme: str = "textual-dark",
    centred: bool = False,
    at: str = "",
) -> bool:
    async def show(pilot: Pilot[None]) -> None:
        app = room(pilot)
        app.register_theme(MONOCHROME)
        app.theme = theme
        app.view.centred = centred
        app.view.show(post(markdown))
        await settled(pilot)
        if at and app.view.laid_out is not None:
            place = place_of_anchor(app.view.laid_out, at)
            assert place is not None
            app.view.go_to(place)

    return snap_compare(ReadingRoom(), terminal_size=size, run_before=show)


@both_sizes
def test_prose_lists_tasks_quotes_and_definitions(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert looks_right(snap_compare, PROSE, size)


def test_all_kinds_of_text_in_a_light_theme(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, PROSE + CODE, (120, 60), theme="textual-light")


def test_all_kinds_of_text_without_a_colour(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, PROSE + CODE, (120, 60), theme="monochrome")


def test_the_column_stands_in_the_middle_of_a_wide_screen(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, PROSE, (120, 40), centred=True)


def test_a_footnote_stands_on_top_when_it_was_jumped_to(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, PROSE + NOTES + "\n\n" + PROSE, (80, 24), at="#note-1")


@both_sizes
def test_tables_are_grids_where_words_have_room_and_records_where_not(
    snap_compare: SnapCompare, size: tuple[int, int]
) -> None:
    assert looks_right(snap_compare, TABLES, size)


def test_long_lines_of_code_go_on_under_a_broken_bar(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, CODE, (80, 24))


def test_wide_characters_clusters_and_long_addresses_keep_to_the_column(snap_compare: SnapCompare) -> None:
    assert looks_right(snap_compare, WIDE, (60, 30))
