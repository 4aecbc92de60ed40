import re

import pytest

from tests.platforms.driving import html_answer
from tui_blog.platforms.comments.script_options import options_after, read_object
from tui_blog.platforms.pages import read_page


@pytest.mark.parametrize(
    ("script", "options"),
    [
        ("{}", {}),
        ("{a: 'b', \"c\": `d`,}", {"a": "b", "c": "d"}),
        ('{"a": "it\'s", b: \'say \\"hi\\"\'}', {"a": "it's", "b": 'say "hi"'}),
        (r'{"a": "https:\/\/x.example\/\u00e9\n"}', {"a": "https://x.example/é\n"}),
        ("{a: 10, b: -1.5, c: true, d: false, e: null}", {"a": 10.0, "b": -1.5, "c": True, "d": False}),
        ("{a: ['x', \"y\"], b: [], c: [x, 'y'], d: [1]}", {"a": ("x", "y"), "b": ()}),
        ("{a: location.pathname, b: 'x' + 'y', c: f('z'), d: e ? 'f' : 'g', h: 'i'}", {"h": "i"}),
        ("{a: {b: 'c', d: {e: 'f'}}, g: function () { return {h: 'i'}; }, j: 'k'}", {"j": "k"}),
        ("{a: `x${y}`, // b: 'c'\n /* d: 'e' */ f: 'g', shorthand, ...rest, h: 'i'}", {"f": "g", "h": "i"}),
        ("{a: 'b'} , c: 'd'}", {"a": "b"}),
        ("{a: 'b', c: 'unfinished", {"a": "b"}),
        ("[1]", {}),
        ("", {}),
        ("{" * 5_000, {}),
    ],
)
def test_only_what_is_plain_is_taken(script: str, options: dict[str, object]) -> None:
    assert read_object(script) == options


def test_calls_without_end_are_passed_over_in_time() -> None:
    script = "x.init({a" * 2_000
    page = read_page(html_answer(f"<html><body>{f'<script>{script}</script>' * 200}</body></html>"))
    assert not any(options_after(page, re.compile(r"\bx\.init\(\s*(?=\{)")))


def test_every_call_in_the_page_is_read_and_none_elsewhere() -> None:
    markup = """<script>x.init({a: 'one'}); y.init({a: 'other'})</script><p>x.init({a: 'said'})</p>
    <script src="a.js">x.init({a: 'never run'})</script><script>x . init( {a: 'two'})</script>"""
    page = read_page(html_answer(f"<html><body>{markup}</body></html>", url="https://b.example/"))
    call = re.compile(r"\bx\s*\.\s*init\s*\(\s*(?=\{)")
    assert [options["a"] for options in options_after(page, call)] == ["one", "two"]
