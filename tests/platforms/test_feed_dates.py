"""Dates as they are found in feeds."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import corpus_file
from tui_blog.platforms.dates import parse_date

WRITTEN = {
    "Thu, 19 Dec 2024 18:00:00 +0100": "2024-12-19T18:00:00+01:00",
    "Thu, 19 Dec 2024 18:00:00 GMT": "2024-12-19T18:00:00+00:00",
    "Thu,19 December 2024 18:00 EST": "2024-12-19T18:00:00-05:00",
    "19 Dec 24 18:00:00 Z": "2024-12-19T18:00:00+00:00",
    "Thursday, 19-Dec-24 18:00:00 UT": "2024-12-19T18:00:00+00:00",
    "Thu Dec 19 18:00:00 2024": "2024-12-19T18:00:00+00:00",
    "Thu Dec 19 18:00:00 CET 2024": "2024-12-19T18:00:00+01:00",
    "Thu Dec 19 2024 18:00:00 GMT+0530 (India Standard Time)": "2024-12-19T18:00:00+05:30",
    "Dec 19, 2024 6:05 p.m.": "2024-12-19T18:05:00+00:00",
    "December 2nd, 2024 12:05 AM": "2024-12-02T00:05:00+00:00",
    "19 Dec 2024": "2024-12-19T00:00:00+00:00",
    "Thu, 19 Dec 2024 24:00:00 GMT": "2024-12-20T00:00:00+00:00",
    "Thu, 19 Dec 2024 18:00:00 --0700": "2024-12-19T18:00:00-07:00",
    "Thu, 19 Dec 2024 18:00:00 -700": "2024-12-19T18:00:00-07:00",
    "Thu, 19 Dec 2024 18:00:00 +9900": "2024-12-19T18:00:00+00:00",
    "Thu, 19 Dec 2024 18:00:00 Etc/GMT": "2024-12-19T18:00:00+00:00",
    "Thu, 19 Dec 2024 18:00:30Z": "2024-12-19T18:00:30+00:00",
    "2024-12-19T18:00:00+01:00": "2024-12-19T18:00:00+01:00",
    "2024-12-19 18:00:00 +0100": "2024-12-19T18:00:00+01:00",
    "2024-12-19t18:00z": "2024-12-19T18:00:00+00:00",
    "2024-12-19T18:00:00.123456789-07:00Z": "2024-12-19T18:00:00-07:00",
    "2024/12/19 18:00:00": "2024-12-19T18:00:00+00:00",
    "2024-354": "2024-12-19T00:00:00+00:00",
    "2024-W51-4": "2024-12-19T00:00:00+00:00",
    "20241219": "2024-12-19T00:00:00+00:00",
    "2024-12": "2024-12-01T00:00:00+00:00",
    "2024": "2024-01-01T00:00:00+00:00",
    "20241219180000": "2024-12-19T18:00:00+00:00",
    "Thu, 19 Dec 2024 8:5:3 GMT": "2024-12-19T08:05:03+00:00",
    "2024年12月19日 18時05分": "2024-12-19T18:05:00+00:00",
    "2024년 12월 19일 오후 6시 5분": "2024-12-19T18:05:00+00:00",
    "1734631200.75": "2024-12-19T18:00:00+00:00",
    "1734631200": "2024-12-19T18:00:00+00:00",
    "1734631200000": "2024-12-19T18:00:00+00:00",
    "19.12.2024 18:00": "2024-12-19T18:00:00+00:00",
    "12/19/2024 18:00": "2024-12-19T18:00:00+00:00",
    "19/12/2024": "2024-12-19T00:00:00+00:00",
    "jeu., 19 déc. 2024 18:00:00 +0100": "2024-12-19T18:00:00+01:00",
    "mar., 03 juin 2025": "2025-06-03T00:00:00+00:00",
    "Do, 19 Dez 2024 18:00:00 +0100": "2024-12-19T18:00:00+01:00",
    "3. März 2025": "2025-03-03T00:00:00+00:00",
    "19 de diciembre de 2024": "2024-12-19T00:00:00+00:00",
    "Чт, 19 дек 2024 18:00:00 MSK": "2024-12-19T18:00:00+03:00",
    "2024年12月19日 18:00": "2024-12-19T18:00:00+00:00",
    "2024년 12월 19일 오후 6:00": "2024-12-19T18:00:00+00:00",
}


@pytest.mark.parametrize(("text", "meant"), WRITTEN.items())
def test_a_date_is_read_with_the_offset_it_was_written_with(text: str, meant: str) -> None:
    date = parse_date(text)
    assert date is not None
    assert date.isoformat().replace(".123456", "") == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "Thu, 99 Dec 2024",
        "2024-13-01T00:00:00Z",
        "2024-12-19T25:00:00Z",
        "12 34",
        "99999999999999",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Thu, 19 Dec 0024 18:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "0000000000",
    ],
)
def test_what_programs_write_for_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z:+. /-]{0,40}", fullmatch=True))
def test_no_text_makes_it_fail(text: str) -> None:
    date = parse_date(text)
    assert date is None or date.utcoffset() is not None


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2089, 1, 1), timezones=st.timezones()))
def test_what_the_standards_write_comes_back(date: datetime) -> None:
    date = date.replace(microsecond=0)
    read = parse_date(date.isoformat())
    # A moment is compared: what Python calls equal leaves out the hours that summer time skips (PEP 495).
    assert read == date.astimezone(UTC)


def test_the_corpus_of_dates_is_read() -> None:
    for line in corpus_file("dates/dates.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        date = parse_date(told["input"])
        meant = datetime.fromisoformat(told["iso"]) if told["iso"] else None
        assert (date and date.replace(microsecond=0)) == meant, told["input"]
