"""Links within a text: to its headings, to footnotes, and back."""

import pytest

from tui_blog.convert.html import to_markdown
from tui_blog.model.text import CleanText
from tui_blog.ui.widgets.reader.anchors import place_of_anchor
from tui_blog.ui.widgets.reader.blocks import Key
from tui_blog.ui.widgets.reader.inks import Inks
from tui_blog.ui.widgets.reader.layout import Layout
from tui_blog.ui.widgets.reader.markdown_source import passages
from tui_blog.ui.widgets.reader.place import Place
from tui_blog.ui.widgets.reader.typesetter import Typesetter

BODY = """\
# First *part*

A claim[\\[1\\]](#note-1) and another one[\\[2\\]](#note-2), see [below](#second-part).

```
[1](#ref-1) is no note
```

## Second part

{filling}Said again[\\[1\\]](#note-1).

## Second part

## 第二部

1. [↑](#ref-1) The note, which is long enough to take more than one line of the column that it is set in.
2. [↑](#ref-2) The other note.
"""


def laid_out(markdown: str, width: int = 40) -> Layout:
    return Layout(passages(CleanText(markdown)), Typesetter(Inks.none(), width))


def text_at(layout: Layout, place: Place | None) -> str:
    assert place is not None
    number = layout.number(place.key)
    assert number is not None
    layout.measure(number)
    layout.adopt()
    return "".join(
        segment.text for segment in layout.line(number, layout.y(place) - layout.top(number))
    ).strip()


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_reference_leads_to_the_line_that_its_note_begins_on(width: int) -> None:
    layout = laid_out(BODY.format(filling="word " * 99), width)
    assert text_at(layout, place_of_anchor(layout, "#note-1")).startswith("1. ↑ The note,")
    assert text_at(layout, place_of_anchor(layout, "#note-2")).startswith("2. ↑ The other")


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_note_leads_back_to_its_first_reference(width: int) -> None:
    layout = laid_out(BODY.format(filling="word " * 99), width)
    assert "[1]" in text_at(layout, place_of_anchor(layout, "#ref-1"))
    assert place_of_anchor(layout, "#ref-1") != place_of_anchor(layout, "#note-1")
    assert "[2]" in text_at(layout, place_of_anchor(layout, "#ref-2"))


def test_headings_are_found_by_their_words_and_counted_where_they_repeat() -> None:
    layout = laid_out(BODY.format(filling=""))
    assert text_at(layout, place_of_anchor(layout, "#first-part")) == "# First part"
    second, third = place_of_anchor(layout, "#second-part"), place_of_anchor(layout, "#second-part-1")
    assert text_at(layout, second) == text_at(layout, third) == "## Second part"
    assert second != third
    assert text_at(layout, place_of_anchor(layout, "#%E7%AC%AC%E4%BA%8C%E9%83%A8")) == "## 第二部"


@pytest.mark.parametrize("anchor", ["", "#", "#nowhere", "#note-9", "#ref-9", "#note-x", "#note-²", "#%ff"])
def test_what_is_nowhere_is_told_so(anchor: str) -> None:
    assert place_of_anchor(laid_out(BODY.format(filling="")), anchor) is None


def test_a_text_without_blocks_has_no_places() -> None:
    assert place_of_anchor(laid_out(""), "#note-1") is None


def test_finding_a_place_lays_out_its_block_alone() -> None:
    layout = laid_out("One[\\[1\\]](#note-1).\n\n" + "Filling.\n\n" * 50 + "[\\[1\\]](#ref-1) Note.")
    place = place_of_anchor(layout, "#note-1")
    assert place == Place(Key("text", "51"))
    assert [number for number in range(52) if layout.is_measured(number)] == [51]


def test_links_of_a_page_lead_to_its_headings_and_notes() -> None:
    page = (
        '<p><a href="#a">1</a> <a href="#b">2</a> <sup><a href="#fn:1" class="footnote-ref">1</a></sup></p>'
        "<h2 id=a>It's <code>x_y</code>, CO<sub>2</sub><br>&amp; E<sup>words</sup></h2><h2 id=b>Ü 手紙!</h2>"
        '<ol><li id="fn:1">The note. <a href="#fnref:1" class="footnote-backref">↩</a></li></ol>'
    )
    layout = laid_out(to_markdown(page, "https://blog.example/post"), 80)
    layout.measure(0)
    links = [segment.style.link for segment in layout.line(0, 0) if segment.style and segment.style.link]
    assert [text_at(layout, place_of_anchor(layout, link)) for link in links] == [
        "## It's `x_y`, CO₂ & E^(words)",
        "## Ü 手紙!",
        "1. ↑ The note.",
    ]
