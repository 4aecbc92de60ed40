import pytest

from tui_blog.platforms.comments.markdown_likeness import is_shown_markdown


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("<p>Good <strong>bread</strong>.</p>", "Good **bread**."),
        ('<p>See <a href="https://a.example">this</a>.</p>', "See [this](https://a.example)."),
        ('<p><a href="https://a.example/b_(c)">this</a></p>', "[this](https://a.example/b_(c))"),
        ('<p>See <a href="https://a.example">this</a>.</p>', "See [this][1].\n\n[1]: https://a.example"),
        ('<p><a href="https://a.example">https://a.example</a></p>', "<https://a.example>"),
        ('<p>So: <img src="x.png" alt="a loaf"></p>', "So: ![a loaf](x.png)"),
        ("<ol><li>Knead</li><li>Bake</li></ol>", "1. Knead\n2. Bake"),
        ('<pre><code class="language-py">x = 1\n</code></pre>', "```py\nx = 1\n```"),
        ("<p>In 1984. Not 5) of them</p>", "In 1984. Not 5) of them"),
        ("Good **bread**, see [this](https://a.example).", "Good **bread**, see [this](https://a.example)."),
        ("<p>👏</p>", "👏"),
    ],
)
def test_what_markdown_keeps_out_of_sight_makes_no_difference(shown: str, written: str) -> None:
    assert is_shown_markdown(shown, written)


@pytest.mark.parametrize(
    ("shown", "written"),
    [("<p>Good bread.</p>", "Bad bread."), ("<p>Bread</p>", "[Bread](a) and butter"), ("<p></p>", "Bread")],
)
def test_other_words_are_another_comment(shown: str, written: str) -> None:
    assert not is_shown_markdown(shown, written)


def test_brackets_without_end_are_looked_through_in_time() -> None:
    assert not is_shown_markdown("<p>Bread</p>", "](" * 20_000 + "(" * 20_000)
    assert not is_shown_markdown("<p>Bread</p>", "![" * 20_000)
