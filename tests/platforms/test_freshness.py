"""When a blog wants to be asked again: what its feed writes, what its server's cache headers say."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.platforms.driving import answer, drive
from tui_blog.model.flow import Response
from tui_blog.model.rhythm import ANYTIME, Rhythm
from tui_blog.platforms.feed import FeedSource, parse
from tui_blog.platforms.feeds.freshness import fresh_for

URL = "https://blog.example/feed"
RSS = ("content-type", "application/rss+xml")
SENT = "Thu, 19 Dec 2024 12:00:00 GMT"
MONDAY = datetime(2024, 12, 16, 23, 30, tzinfo=UTC)


def rss(channel: str) -> str:
    """A feed of one post, with what its channel says of itself."""
    return f"""<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
      <title>B</title>{channel}<item><title>One</title><link>https://blog.example/1</link></item>
      </channel></rss>"""


def rhythm(channel: str) -> Rhythm:
    return parse(rss(channel).encode(), URL, None).rhythm


# --- what a feed writes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("", 0),
        ("<ttl>90</ttl>", 90),
        ("<ttl> 90 </ttl>", 90),
        ("<ttl>0</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<ttl>an hour</ttl>", 0),
        ("<ttl>99999999999999999999</ttl>", 0),
        ("<ttl>٣</ttl>", 0),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30),
        ("<sy:updatePeriod>Hourly</sy:updatePeriod>", 60),
        ("<sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>now and then</sy:updatePeriod>", 0),
        ("<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 90),
    ],
)
def test_a_feed_says_for_how_long_it_will_not_change(channel: str, minutes: int) -> None:
    assert rhythm(channel).fresh_for == timedelta(minutes=minutes)


def test_an_atom_feed_may_say_it_too() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
      <title>B</title><sy:updatePeriod>daily</sy:updatePeriod><entry><title>One</title><id>a:1</id></entry></feed>"""
    assert parse(feed.encode(), URL, None).rhythm == Rhythm(timedelta(days=1))


def test_a_feed_names_hours_and_days_in_which_nobody_should_ask() -> None:
    told = rhythm(
        "<skipHours><hour>24</hour><hour>1</hour><hour> 2 </hour><hour>25</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>saturday</day><day>Someday</day></skipDays>"
    )
    assert (told.quiet_hours, told.quiet_days) == ((0, 1, 2), (5, 6))


# --- when that is over ---------------------------------------------------------------------------


def test_a_blog_that_says_nothing_may_be_asked_at_any_time() -> None:
    assert ANYTIME.due(MONDAY, MONDAY) == MONDAY


def test_a_fresh_blog_is_due_when_its_time_is_over() -> None:
    hourly = Rhythm(timedelta(hours=1))
    assert hourly.due(MONDAY, MONDAY + timedelta(minutes=20)) == MONDAY + timedelta(minutes=54)
    assert hourly.due(MONDAY, MONDAY + timedelta(hours=3)) == MONDAY + timedelta(hours=3)


def test_who_asks_once_an_hour_by_the_clock_is_never_some_seconds_too_early() -> None:
    at_last_hour, at_this_hour = MONDAY + timedelta(seconds=20), MONDAY + timedelta(hours=1, seconds=2)
    assert Rhythm(timedelta(hours=1)).due(at_last_hour, at_this_hour) == at_this_hour


def test_quiet_hours_are_waited_for_in_gmt() -> None:
    night = Rhythm(quiet_hours=(0, 1, 2))
    assert night.due(MONDAY, MONDAY) == MONDAY
    quiet = MONDAY + timedelta(minutes=45)
    assert night.due(MONDAY, quiet) == datetime(2024, 12, 17, 3, tzinfo=UTC)


def test_a_quiet_day_ends_at_midnight_in_gmt() -> None:
    mondays = Rhythm(quiet_days=(0,))
    assert mondays.due(MONDAY, MONDAY) == datetime(2024, 12, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "never",
    [Rhythm(timedelta(days=400)), Rhythm(quiet_hours=tuple(range(24))), Rhythm(quiet_days=tuple(range(7)))],
)
def test_whatever_a_blog_says_it_is_asked_once_a_day(never: Rhythm) -> None:
    due = never.due(MONDAY, MONDAY + timedelta(hours=1))
    assert timedelta(hours=21) < due - MONDAY <= timedelta(days=1)
    tomorrow = MONDAY + timedelta(hours=25)
    assert never.due(MONDAY, tomorrow) == tomorrow


# --- what the answer's headers say -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache_control": "max-age=600"}, 600),
        ({"cache_control": "public, MAX-AGE=600, must-revalidate"}, 600),
        ({"cache_control": "s-maxage=900"}, 0),
        ({"cache_control": "s-maxage=900,max-age=60"}, 60),
        ({"cache_control": 'max-age="600"'}, 600),
        ({"cache_control": "max-age=600, no-cache"}, 0),
        ({"cache_control": "no-store"}, 0),
        ({"cache_control": "max-age=600", "age": "200"}, 400),
        ({"cache_control": "max-age=600", "age": "900"}, 0),
        ({"cache_control": "max-age=31536000"}, 86_400),
        ({"cache_control": "max-age=" + "9" * 400}, 86_400),
        ({"cache_control": "max-age=soon"}, 0),
        ({"expires": "Thu, 19 Dec 2024 12:30:00 GMT", "date": SENT}, 1800),
        ({"expires": "Thu, 19 Dec 2024 11:00:00 GMT", "date": SENT}, 0),
        ({"expires": "Thu, 19 Dec 2024 12:30:00 GMT"}, 0),
        ({"expires": "-1", "date": SENT}, 0),
        ({"expires": "Thu, 19 Dec 2024 12:30:00 GMT", "date": SENT, "cache_control": "max-age=60"}, 60),
    ],
)
def test_the_cache_headers_say_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: int) -> None:
    assert fresh_for(answer("", **headers)) == timedelta(seconds=seconds)


def page_with(channel: str, **headers: str) -> Response:
    return answer(rss(channel), 200, RSS, **headers)


def test_of_feed_and_server_the_more_patient_one_is_heard() -> None:
    def told(answer: Response) -> timedelta:
        return drive(FeedSource(URL).page(), answer).value.rhythm.fresh_for

    assert told(page_with("<ttl>60</ttl>", cache_control="max-age=60")) == timedelta(hours=1)
    assert told(page_with("<ttl>60</ttl>", cache_control="max-age=7200")) == timedelta(hours=2)
    assert told(page_with("")) == timedelta()
