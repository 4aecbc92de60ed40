"""What a person writes becomes what WordPress takes, and is looked for as WordPress shows it."""

import pytest

from tui_blog.convert.compose import as_shown, markdown_to_html


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Hi *you* and **you**", "Hi <em>you</em> and <strong>you</strong>"),
        ("~~gone~~", "<del>gone</del>"),
        ("one\n\ntwo\nlines", "one\n\ntwo\nlines"),
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[text](https://e.example/?a=1&b=2)", '<a href="https://e.example/?a=1&amp;b=2">text</a>'),
        ('[x](https://e.example/"onclick=1)', '<a href="https://e.example/%22onclick=1">x</a>'),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("```\na\n\n<b>\n```", "<code>a\n\n&lt;b&gt;</code>"),
        ("> quoted\n\nanswer", "<blockquote>quoted</blockquote>\n\nanswer"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("# Head\n\ntext", "<strong>Head</strong>\n\ntext"),
        ("![alt](https://e.example/p.png)", '<a href="https://e.example/p.png">alt</a>'),
        ("---", "* * *"),
        ("", ""),
    ],
)
def test_a_comment(typed: str, sent: str) -> None:
    assert markdown_to_html(typed) == sent


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_harmful_link_is_sent_as_it_was_typed(target: str) -> None:
    assert "<a" not in markdown_to_html(f"[x]({target})")


def test_it_is_shown_with_its_paragraphs_and_breaks() -> None:
    assert as_shown("a\nb\n\n<blockquote>c\n\nd</blockquote>\n\ne") == (
        "<p>a<br>b</p><blockquote><p>c</p><p>d</p></blockquote><p>e</p>"
    )
