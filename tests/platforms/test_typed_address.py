"""What people type and paste for an address."""

import pytest

from tui_blog.errors import BadAddress
from tui_blog.platforms.typed_address import addresses_to_try, normalise_url


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("blog.example", "https://blog.example/"),
        ("  <https://blog.example/a>\n", "https://blog.example/a"),
        ('"blog.example/a b"', "https://blog.example/a%20b"),
        ("https://blog.example/\na-long-\naddress", "https://blog.example/a-long-address"),
        ("HTTP://Blog.Example", "http://Blog.Example/"),
        ("feed:https://blog.example/f", "https://blog.example/f"),
        ("feed://blog.example/f", "https://blog.example/f"),
        ("//blog.example/f", "https://blog.example/f"),
        ("blog.example:8443/f", "https://blog.example:8443/f"),
        ("localhost:8000", "http://localhost:8000/"),
        ("127.0.0.1/blog", "http://127.0.0.1/blog"),
        ("[::1]:8080", "http://[::1]:8080/"),
        ("nas.local", "http://nas.local/"),
        ("bücher.example", "https://bücher.example/"),
        ("blog.example/a?utm_source=x&p=7&fbclid=y#respond", "https://blog.example/a?p=7"),
        ("@ada@social.example", "https://social.example/@ada.rss"),
        ("http://192.168.0.7:8080/feed", "http://192.168.0.7:8080/feed"),
    ],
)
def test_the_address_that_is_meant(typed: str, meant: str) -> None:
    assert normalise_url(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "lamp",
        "my favourite blog",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:ada@blog.example",
        "http://",
        "https://[::1",
        "https://blog .example/",
        "blog.example:99999999",
    ],
)
def test_what_cannot_be_fetched_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadAddress, match=r"cannot be opened: .+\.$"):
        normalise_url(typed)


def test_a_hostile_text_is_clean_in_the_sentence() -> None:
    with pytest.raises(BadAddress) as caught:
        normalise_url("\x1b]0;owned\x07\u202e lamp")
    assert not set(str(caught.value)) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.parametrize(
    ("typed", "schemes"),
    [
        ("blog.example", ["https", "http"]),
        ("localhost:8000", ["http", "https"]),
        ("https://blog.example", ["https"]),
        ("http://blog.example", ["http"]),
    ],
)
def test_the_other_scheme_is_tried_only_where_none_was_typed(typed: str, schemes: list[str]) -> None:
    assert [url.partition(":")[0] for url in addresses_to_try(typed)] == schemes
