"""Bodies that attack the terminal, the person or the reader's patience."""

import re

import pytest

from tests.convert.rendering import kinds, links_of, text_of
from tests.work import TIMES, growth
from tui_blog.convert.html import to_markdown
from tui_blog.convert.plain import to_plain

PAGE = "https://blog.example/post"


@pytest.mark.parametrize(
    "sent",
    [
        '<iframe src="https://v.example/" title="a{}b"></iframe>',
        '<img class="emoji" src="/a.png" alt="a{}b">',
        '<img src="/a.png" alt="a{}b">',
        '<math alttext="a{}b"><mi>x</mi></math>',
        '<code><a href="https://e.example/{}">ab</a></code>',
        "<p>a{}b</p>",
        "<pre>a{}b</pre>",
    ],
)
@pytest.mark.parametrize("control", ["&#27;", "&#7;", "&#155;", "&#x202e;", "&#xFFFF;"])
def test_a_control_behind_an_entity_is_gone_wherever_it_stands(sent: str, control: str) -> None:
    markdown = to_markdown(sent.format(control), PAGE)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\uffff]", markdown)
    assert re.search("a|x", markdown)


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVa&#9;script:alert(1)", "&#1;javascript:x", "data:text/html,x", "file:///etc/passwd",
     "ssh://h.example", "vbscript:x", "http://", "http://[", "tel:1", "x:\x1b[2J"],
)  # fmt: skip
def test_a_link_of_a_kind_that_is_not_opened_keeps_its_text_alone(target: str) -> None:
    assert to_markdown(f'<a href="{target}">text</a>', PAGE) == "text"


@pytest.mark.parametrize(
    ("text", "href", "told"),
    [
        ("https://bank.example/", "https://evil.example/", True),
        ("www.bank.example", "https://evil.example/", True),
        ("bank.example", "https://bank.example.evil.example/", True),
        ("bank.example", "https://www.bank.example/login", False),
        ("node.js", "https://evil.example/", False),
        ("read on", "https://evil.example/", False),
    ],
)
def test_a_link_whose_text_is_another_host_tells_its_own(text: str, href: str, told: bool) -> None:
    host = re.split("/+", href)[1]
    assert to_markdown(f'<a href="{href}">{text}</a>', PAGE).endswith(f" ({host})") is told


@pytest.mark.parametrize(
    "around",
    [
        '<a href="/x">y</a><li>{}</li>',
        "<table>a<th>{}</th></table>",
        "<ol>a<li>{}</li></ol>",
        "<p>a<td>{}",
        "a<tr>{}",
    ],
)
def test_a_program_is_never_read_as_markup(around: str) -> None:
    markdown = to_markdown(around.format("<pre>&lt;b&gt;[p](q:1)</pre>"), PAGE)
    assert "fence" in kinds(markdown) and "html_inline" not in kinds(markdown)
    assert all(link.startswith("https://blog.example/") for link in links_of(markdown))


@pytest.mark.parametrize(
    ("tag", "levels"),
    [
        ("div", 100_000),
        ("b", 100_000),
        ("blockquote", 100_000),
        ("ul><li", 20_000),
        ("table><tr><td", 20_000),
    ],
)
def test_thousands_of_levels_keep_their_text(tag: str, levels: int) -> None:
    assert "core" in to_markdown(f"<{tag}>" * levels + "core", PAGE)


def test_spans_do_not_multiply_a_table() -> None:
    row = "<tr>" + "<td rowspan=99 colspan=99>x</td>" * 2 + "</tr>"
    markdown = to_markdown(f"<table>{row * 300}</table>", PAGE)
    assert text_of(markdown).count("x") == 600
    assert len(markdown) < 100_000


def test_a_huge_attribute_is_no_text() -> None:
    assert to_markdown(f'<p title="{"x" * 1_000_000}">y</p>', PAGE) == "y"


@pytest.mark.parametrize(
    "piece",
    ["<p>word <b>bold</b> word</p>", "<b>a</b>", "<code>`</code>", "<li>x", "<br>", "-", "\\", "*", "[",
     "&nbsp;", "<dl><dt>x<dd>", "<tr><td>x<td>y", '!<a href="/x">x</a>', "<ul><li>x", "&#27;[2J", "<!--",
     "<p></p>", "x<br><p></p><br>", '<a href="#fnref1">1</a>', "<dd>x</dd>", "<ul><li>x</ul>", "<pre>1</pre>",
     '<i class="katex"><i aria-hidden="true">x</i></i>', "<div><ol><li>x</ol></div>", "<math><msup>x",
     '<p class="wp-caption-text">x', '<iframe src="/x"></iframe>', '<pre class="wp-block-verse">a\n  b</pre>',
     '<h2><a href="#x">#</a></h2>', '<table class="codetable"><tr><td>x</table>', '<div class="admonition">x',
     '<img data-src="/x"><noscript><img src="/x"></noscript>', '<a class="kg-bookmark-container">x</a>'],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_body(piece: str) -> None:
    assert growth(lambda body: to_markdown(body, PAGE), lambda size: f"<p>{piece * size}x", 1_000) < 3 * TIMES


def references(size: int) -> str:
    numbers = range(size)
    return "".join(f'<sup><a href="#f{number}" class="footnote-ref">1</a></sup>' for number in numbers)


LINKED = {
    "notes of nothing but their places": lambda size: (
        f"<p>{references(size)}</p><p>{''.join(f'<a id=f{number}></a>' for number in range(size))}x"
    ),
    "references within their note": lambda size: (
        f"<div id=f1>{'<div>' * 250}{references(1).replace('f0', 'f1') * size}"
    ),
    "ways back deep in the page": lambda size: (
        "<div>" * 250 + '<a class="footnote-backref" href="#x">^</a>t' * size
    ),
    "links to one long place": lambda size: '<a href="#s">x</a>' * size + f"<a id=s>{'x<b>y</b>' * size}</a>",
    "links to as many headings": lambda size: "".join(
        f'<a href="#h{number}">x</a><h2 id="h{number}">t</h2>' for number in range(size)
    ),
    "terms with their meanings": lambda size: f"<dl>{'<dt>a</dt><dd>b</dd>' * size}</dl>",
}


@pytest.mark.parametrize("kind", LINKED)
def test_links_within_a_body_cost_no_more_than_their_number(kind: str) -> None:
    assert growth(lambda body: to_markdown(body, PAGE), LINKED[kind], 500) < 3 * TIMES


def test_a_body_with_too_many_elements_is_shown_as_its_text() -> None:
    markdown = to_markdown("<p>*a*</p>" * 40_000, PAGE)
    assert markdown.count("\\*a\\*") == 40_000


def test_plain_text_holds_no_sign_of_markup() -> None:
    assert to_plain("<h1>A</h1><p>b <b>c</b></p><pre>d\n  e</pre>") == "A\n\nb c\n\nd\n  e"
