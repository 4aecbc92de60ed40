from dataclasses import replace

import pytest

from tests.platforms.driving import FIXTURES, HTML, fixture, golden, html_answer, plain
from tui_blog.model.comment import Access
from tui_blog.platforms.wordpress.form import CommentPage, read_page
from tui_blog.platforms.wordpress.shapes import site_of

PAGE = "https://blog.example/2024/12/bread-butter/"
SITE = "https://blog.example/news/"
PAGES = sorted(
    path.stem for path in (FIXTURES / "wordpress").glob("*.html") if not path.stem.startswith("die_")
)


@pytest.mark.parametrize("name", PAGES)
def test_golden_pairs(name: str) -> None:
    page = replace(fixture(f"wordpress/{name}.html", HTML), url=PAGE)
    assert plain(read_page(page, SITE)) == golden(f"wordpress/{name}.html")


@pytest.mark.parametrize(
    "trap",
    [
        '<textarea name="comment" aria-hidden="true"></textarea>',
        '<textarea name="comment" tabindex="-1"></textarea>',
        '<textarea name="comment" style="position:absolute; left: -9999px"></textarea>',
        '<textarea name="comment" style="clip: rect(1px, 1px, 1px, 1px)"></textarea>',
        '<p style="display: none !important"><label><textarea name="comment"></textarea></label></p>',
    ],
)
def test_a_trap_for_robots_is_not_the_text(trap: str) -> None:
    form = f'<form id="commentform" action="/send">{trap}<textarea name="e4f1"></textarea></form>'
    page = read_page(html_answer(f'<div style="display:none">{form}</div>', url=PAGE), SITE)
    assert page.form and page.form.text_name == "e4f1"


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ('<div class="g-recaptcha" data-sitekey="k"></div>', "reCAPTCHA"),
        ('<input type="hidden" id="g-recaptcha-response" name="g-recaptcha-response">', "reCAPTCHA"),
        ('<script src="https://www.google.com/recaptcha/api.js?render=k"></script>', "reCAPTCHA"),
        ('<div class="h-captcha" data-sitekey="k"></div>', "hCaptcha"),
        ('<div class="cf-turnstile" data-sitekey="k"></div>', "Turnstile"),
        ('<div class="frc-captcha" data-sitekey="k"></div>', "Friendly Captcha"),
        ('<img class="cptch_img"><input name="cptch_number">', "a captcha"),
    ],
)
def test_a_captcha_in_the_form_is_called_by_its_name(mark: str, name: str) -> None:
    form = f'<form id="commentform" action="/send"><textarea name="comment"></textarea>{mark}</form>'
    page = read_page(html_answer(form, url=PAGE), SITE)
    assert (page.access, page.hurdle, page.form) == (Access.BROWSER, "captcha", None)
    assert page.reason == f"The form asks for {name}, which only a browser can show."


def test_what_guards_against_spam_unseen_is_no_captcha() -> None:
    akismet = '<input type="hidden" name="akismet_comment_nonce" value="1"><p style="display:none">&#916;</p>'
    form = f'<form id="commentform" action="/send"><textarea name="comment"></textarea>{akismet}</form>'
    contact = '<script src="https://www.google.com/recaptcha/api.js"></script><div class="g-recaptcha"></div>'
    page = read_page(html_answer(f"{contact}{form}", url=PAGE), SITE)
    assert (page.access, page.hurdle) == (Access.ANONYMOUS, "")


@pytest.mark.parametrize("body", ["", "   ", "\x00", "<", "not html at all"])
def test_a_page_without_anything_says_nothing(body: str) -> None:
    assert read_page(html_answer(body, url=PAGE), SITE) == CommentPage(Access.UNKNOWN)


def test_a_charset_that_no_one_knows_is_no_reason_to_give_up() -> None:
    page = html_answer('<p class="no-comments">Zu.</p>', url=PAGE)
    page = replace(page, headers=(("content-type", 'text/html; charset="klingon"'),))
    assert read_page(page, SITE).reason == "Zu."


def test_the_blogs_words_are_clean() -> None:
    page = html_answer('<p class="must-log-in">Log\x1b]0;owned\x07 in&#x202e;!</p>', url=PAGE)
    assert read_page(page, SITE).reason == "Log in!"


@pytest.mark.parametrize(
    ("root", "site"),
    [
        ("https://blog.example/wp-json/", "https://blog.example/"),
        ("https://blog.example/wp-json", "https://blog.example/"),
        ("https://blog.example/news/wp-json/", "https://blog.example/news/"),
        ("https://blog.example/index.php/wp-json/", "https://blog.example/"),
        ("https://blog.example/?rest_route=/", "https://blog.example/"),
        ("https://blog.example?rest_route=/", "https://blog.example/"),
        ("https://blog.example/news/index.php?rest_route=/", "https://blog.example/news/"),
    ],
)
def test_the_folder_of_a_blog_is_told_by_its_root(root: str, site: str) -> None:
    assert site_of(root) == site
