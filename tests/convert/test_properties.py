"""Whatever HTML is sent, what comes out is Markdown that shows its text and nothing else."""

import html
import re
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.convert.rendering import kinds, links_of, text_of
from tui_blog.convert.html import to_markdown
from tui_blog.convert.links import SCHEMES
from tui_blog.convert.plain import to_plain

PAGE = "https://blog.example/post"
TAGS = (
    "p div ul ol li blockquote pre code h1 h3 b i em strong del sup sub q a table tr td th dl dt dd details "
    "summary section span figure"
)
TEXTS = (
    "a|two words|*|**|_|`|```|~~~|# h|- i|1. n|> q|---|===|[x](y)|[x]: y|!|<b>|<!--|&amp;|&#27;|&lt;|\\|(|)|"
    '"q"|é|漢|😀|\x1b[2J|\u202e|\x9b|\xa0|\u2028|http://bank.example|[ ]|+|:-- |\t|\n'
)
VOIDS = st.sampled_from(
    ["<br>", "<hr>", '<img src="/i.png" alt="A *b* ](x)">', "<input type=checkbox>", "&#27;[2J", "&#x202e;",
     '<iframe src="https://v.example/" title="]&#155;(x)">', '<a href="javascript:x">', "<p",
     "</div>", "<!--"]
)  # fmt: skip
MARKUP = st.recursive(
    st.sampled_from(TEXTS.split("|")).map(html.escape) | st.sampled_from(TEXTS.split("|")) | VOIDS,
    lambda inner: st.tuples(st.sampled_from(TAGS.split()), st.lists(inner, max_size=4)).map(
        lambda element: f"<{element[0]}>{''.join(element[1])}</{element[0]}>"
    ),
    max_leaves=25,
)
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff]")


@given(MARKUP)
def test_no_control_is_left(markup: str) -> None:
    assert not HARMFUL.search(to_markdown(markup, PAGE))
    assert not HARMFUL.search(to_plain(markup))


@given(MARKUP)
def test_no_html_is_left(markup: str) -> None:
    assert not kinds(to_markdown(markup, PAGE)) & {"html_inline", "html_block"}


@given(MARKUP)
def test_no_link_is_there_but_those_that_may_be_opened(markup: str) -> None:
    for link in links_of(to_markdown(markup, PAGE)):
        assert urlsplit(link).scheme in SCHEMES
        assert urlsplit(link).hostname in ("blog.example", "v.example")


@given(
    st.sampled_from(["p", "h2", "blockquote", "li", "b", "em", "del"]),
    st.lists(st.sampled_from(TEXTS.split("|"))).map(" ".join),
)
def test_the_text_of_a_simple_element_stays_that_text(tag: str, text: str) -> None:
    sent = f"<{tag}>{html.escape(text)}</{tag}>"
    assert text_of(to_markdown(sent, PAGE)) == " ".join(to_plain(sent).split())


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert not HARMFUL.search(to_markdown(text, text))
