"""What the sample blog has to offer a reader, looked at without a server."""

import re
from datetime import timedelta

import pytest

from tui_blog.demo.content import SamplePost, load_posts, long_date, parse_post
from tui_blog.demo.markup import Renderer, first_paragraph
from tui_blog.demo.seeds import SeedComment, load_seeds

POSTS = load_posts()
BODIES = {post.slug: Renderer("http://blog.example").body(post) for post in POSTS}
ALL_HTML = "\n".join(BODIES.values())


def the(slug: str) -> SamplePost:
    return next(post for post in POSTS if post.slug == slug)


def test_three_years_of_posts_newest_first() -> None:
    dates = [post.published for post in POSTS]
    assert dates == sorted(dates, reverse=True)
    assert len(POSTS) >= 30
    assert (dates[-1].year, dates[-1].month) == (2023, 12)
    assert (dates[0].year, dates[0].month) == (2026, 11)


def test_every_date_says_its_offset() -> None:
    assert {post.published.utcoffset() for post in POSTS} >= {timedelta(0), timedelta(hours=1)}


def test_no_two_posts_share_an_address() -> None:
    assert len({post.path for post in POSTS}) == len(POSTS)


def test_labels_are_six_and_each_has_several_posts() -> None:
    labels = [label for post in POSTS for label in post.labels]
    assert set(labels) == {"letters", "workshop", "terminal", "walks", "languages", "reading"}
    assert min(labels.count(label) for label in set(labels)) >= 3


def test_there_is_one_of_each_door_at_least() -> None:
    assert {post.door for post in POSTS} == {"open", "moderated", "closed"}


def test_one_post_has_no_title_and_goes_by_its_date() -> None:
    (untitled,) = [post for post in POSTS if not post.title]
    assert untitled.name == "Untitled, Friday, 19 April 2024"


def test_the_almanac_is_long_and_no_two_of_its_days_are_alike() -> None:
    almanac = the("an-almanac-for-any-year").text
    days = re.findall(r"^\*\*\d+\.\*\* (.*)$", almanac, re.MULTILINE)
    assert len(days) == 366
    assert len({day[:12] for day in days}) > 350
    assert len(almanac.encode()) > 100_000 or len(BODIES["an-almanac-for-any-year"].encode()) > 110_000


@pytest.mark.parametrize(
    ("language", "direction", "a_letter"), [("uk", "ltr", "ї"), ("ja", "ltr", "灯"), ("ar", "rtl", "خ")]
)
def test_other_scripts_say_their_language_and_direction(language: str, direction: str, a_letter: str) -> None:
    (post,) = [post for post in POSTS if post.language == language]
    assert BODIES[post.slug].startswith(f'<div lang="{language}" dir="{direction}">')
    assert a_letter in BODIES[post.slug]


@pytest.mark.parametrize(
    "markup",
    [
        "<table>", '<th style="text-align:right">', "<dl>", "<blockquote>\n<p>Forty seals", "<s>", "<hr />",
        '<section class="footnotes">', '<input class="task-list-item-checkbox" checked="checked"',
        "<figcaption>", "<figure><img", '<ol>\n<li><strong>The lungs', "<li>\n<p>", "<em>", "<code>",
    ],
)  # fmt: skip
def test_the_posts_show_off_all_that_a_reader_must_draw(markup: str) -> None:
    assert markup in ALL_HTML


def test_code_comes_in_many_languages() -> None:
    spoken = set(re.findall(r'<code class="language-(\w+)">', ALL_HTML))
    assert spoken >= {"sh", "awk", "python", "c", "rust", "javascript", "sql", "perl", "ini", "text"}


def test_every_picture_has_a_text_in_its_place() -> None:
    pictures = re.findall(r"<img [^>]*>", ALL_HTML)
    assert len(pictures) >= 5
    assert all(len(re.search(r'alt="([^"]*)"', picture)[1]) > 20 for picture in pictures)  # type: ignore[index]


def test_links_within_the_blog_are_absolute_for_those_who_read_the_feed() -> None:
    assert not re.search(r'(?:href|src)="/', ALL_HTML)
    assert 'href="http://blog.example/walking-the-ebb/"' in ALL_HTML


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.slug)
def test_the_first_paragraph_can_stand_alone_on_the_home_page(post: SamplePost) -> None:
    lead = first_paragraph(post.text)
    assert lead[0] not in "#>|-!`+"
    assert "[^" not in lead


def test_a_heading_date_is_english_in_every_locale() -> None:
    assert long_date(the("why-letters-still-matter").published) == "Thursday, 19 December 2024"


def test_a_post_without_a_comments_line_is_open() -> None:
    post = parse_post('+++\nslug = "a"\ndate = 2024-01-01T00:00:00Z\nlabels = []\n+++\nText\n')
    assert (post.door, post.language, post.author) == ("open", "en", "Runa Holt")


def everyone(thread: tuple[SeedComment, ...]) -> list[SeedComment]:
    return [each for comment in thread for each in (comment, *comment.replies)]


@pytest.mark.parametrize(("path", "thread"), load_seeds().items(), ids=lambda value: str(value)[:40])
def test_comments_came_after_their_post_and_answers_after_what_they_answer(
    path: str, thread: tuple[SeedComment, ...]
) -> None:
    post = the(path.strip("/"))
    assert post.door != "closed"
    assert all(comment.written > post.published for comment in thread)
    assert [comment.written for comment in thread] == sorted(comment.written for comment in thread)
    for comment in thread:
        assert all(reply.written > comment.written and not reply.replies for reply in comment.replies)


def test_one_comment_waits_for_the_moderator() -> None:
    held = {path: [c for c in everyone(thread) if c.held] for path, thread in load_seeds().items()}
    assert [path for path, waiting in held.items() if waiting] == ["/the-guest-book/"]
    assert the("the-guest-book").door == "moderated"
