import pytest

from tui_blog.platforms.comments.likeness import is_same_name, is_same_text

SENT = (
    '<p>&ldquo;Quotes&rdquo; and "quotes" -- it\'s <em>fine</em>... 9x9 (tm) :)<br>\n'
    "see http://example.com/?a=1&amp;b=2, x &lt; 3</p><ul><li>Café</li></ul>"
)
SHOWN = (
    "<p>“Quotes” and &#8220;quotes&#8221; &#8212; it&#8217;s <em>fine</em>&#8230; 9&#215;9 ™ 🙂<br />\n"
    'see <a href="http://example.com/?a=1&#038;b=2" rel="nofollow ugc">http://example.com/?a=1&#038;b=2</a>, '
    "x &lt; 3</p>\n<ul>\n<li>Cafe\u0301</li>\n</ul>\n"
)


def test_what_a_blog_does_to_a_text_is_seen_through() -> None:
    assert is_same_text(SENT, SHOWN)


@pytest.mark.parametrize("other", [SHOWN.replace("fine", "bad"), SHOWN + "<p>More.</p>", "", "<p></p>"])
def test_another_text_is_another_comment(other: str) -> None:
    assert not is_same_text(SENT, other)


def test_letters_of_every_script_count() -> None:
    assert is_same_text("とても良い、記事です。", "<p>とても良い 記事です</p>")
    assert not is_same_text("とても良い", "とても悪い")


def test_a_lone_emoji_is_compared_as_it_stands() -> None:
    assert is_same_text("👏", "<p>👏</p>\n")
    assert not is_same_text("👏", "<p>👎</p>")


def test_names_are_the_same_whatever_a_blog_escapes() -> None:
    assert is_same_name("Zoë O'Neil &amp; Co", "zoe o'neil  & co")
    assert is_same_name("", "")
    assert not is_same_name("Ann", "Anna")
