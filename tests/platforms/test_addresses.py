"""Addresses that blogs send: which of them are taken as they are."""

import pytest

from tui_blog.platforms.addresses import absolute, is_sound


@pytest.mark.parametrize("port", ["", ":80", ":8080", ":43127"])
def test_a_port_leaves_an_address_as_it_is(port: str) -> None:
    url = f"http://blog.example{port}/tea?p=1#more"
    assert is_sound(url)
    assert absolute(url, "https://other.example/") == url


@pytest.mark.parametrize("port", [":65536", ":123456", ":tea"])
def test_an_address_with_a_port_that_cannot_be_is_none(port: str) -> None:
    assert absolute(f"http://blog.example{port}/tea") == ""
