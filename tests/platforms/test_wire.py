import msgspec
import pytest

from tests.platforms.driving import answer, json_answer
from tui_blog.errors import UnreadableAnswer
from tui_blog.platforms.wire import decode, decode_each, salvage, salvage_each


class Thing(msgspec.Struct):
    id: int
    name: str | None = None


def test_keys_that_no_one_named_are_passed_over() -> None:
    assert decode(json_answer({"id": 1, "news": [1, 2]}), Thing) == Thing(1)


def test_numbers_written_as_text_are_numbers() -> None:
    assert decode(json_answer({"id": "12", "name": None}), Thing) == Thing(12)


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b"\n\n",
        b"<br />Notice: Undefined array key [0] in {closure}\n",
        b"Array ( [x] => { ) ",
    ],
)
def test_noise_before_the_json_is_skipped(before: bytes) -> None:
    assert decode(answer(before + b'{"id": 3, "name": "tea"}'), Thing) == Thing(3, "tea")


def test_wrong_bytes_do_not_lose_the_answer() -> None:
    assert decode(answer(b'{"id": 3, "name": "caf\xe9"}'), Thing) == Thing(3, "caf\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><script>var x = {};</script></html>",
        b"[]",
        b'{"id": 1',
        b'{"id": "many"}',
        b'{"name": "no number"}',
        b"[" * 100_000,
        b'{"id":' + b"[" * 100_000,
    ],
)
def test_everything_else_is_one_error_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        decode(answer(body, url="https://blog.example/\x1b[31mx"), Thing)
    assert caught.value.sentence.startswith("blog.example sent something else than the data asked for")
    assert "\x1b" not in caught.value.sentence


def test_one_malformed_item_does_not_lose_the_rest() -> None:
    things = decode_each(json_answer([{"id": 1}, "nonsense", {"id": None}, {"id": 2}]), Thing)
    assert things == (Thing(1), Thing(2))


def test_an_empty_list_is_an_answer_and_a_list_of_nonsense_is_none() -> None:
    assert decode_each(json_answer([]), Thing) == ()
    with pytest.raises(UnreadableAnswer):
        decode_each(json_answer([{"error": "x"}]), Thing)


def test_brackets_without_end_are_no_list() -> None:
    with pytest.raises(UnreadableAnswer):
        decode_each(answer(b"[" * 100_000), Thing)


def test_a_part_without_end_is_missing() -> None:
    assert salvage_each(msgspec.Raw(b"[" * 100_000), Thing) == ()


def test_a_missing_part_is_none_and_a_missing_list_is_empty() -> None:
    assert salvage(msgspec.Raw(b'{"message": "an error in its place"}'), Thing) is None
    assert salvage_each(msgspec.Raw(b"null"), Thing) == ()
    assert salvage_each(msgspec.Raw(b'[{"id": 1}, 7]'), Thing) == (Thing(1),)
