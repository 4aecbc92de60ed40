"""Answers and pages of real blogs, where the collection of them is at hand."""

import json
from dataclasses import replace

import pytest

from tests import corpus
from tests.platforms.driving import HTML, JSON, answer, drive
from tui_blog.model.comment import Access
from tui_blog.platforms.wordpress_form import read_page
from tui_blog.platforms.wordpress_posts import WordPressPosts
from tui_blog.platforms.wordpress_thread import read_thread

ROOT = "https://blog.example/wp-json/"
FOLDER = corpus.ROOT / "wordpress"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=corpus.ABSENT)

POSTS = [
    "rest/posts.json",
    "rest/posts-from-category-7.json",
    "synthetic/posts-page-1.json",
    "synthetic/posts-page-2.json",
]
COMMENTS = ["rest/post-60-comments.json", "synthetic/comments-105.json", "synthetic/comments-none.json"]
FORMS = {
    "einfachspanien.de.malaga": ("name", "email"),
    "geeks3d.com.hacklab": ("name", "email"),
    "mein-haustier.de-hund": ("name", "email"),
    "seelenradio.de.leo": ("name", "email"),
    "2gewinnt.wordpress.com.uns": (),
}


@pytest.mark.parametrize("name", POSTS)
def test_every_post_of_a_real_page_is_read(name: str) -> None:
    body = (FOLDER / name).read_bytes()
    posts = drive(WordPressPosts(ROOT).page(), answer(body, kind=JSON)).value.posts
    assert [post.remote_id for post in posts] == [str(item["id"]) for item in json.loads(body)]
    assert all(post.url and post.guid and post.published and post.html for post in posts)


@pytest.mark.parametrize("name", COMMENTS)
def test_every_comment_of_a_real_thread_is_read(name: str) -> None:
    body = (FOLDER / name).read_bytes()
    comments = drive(read_thread(ROOT, "105"), answer(body, kind=JSON)).value.comments
    assert [comment.id for comment in comments] == [str(item["id"]) for item in json.loads(body)]
    assert all(comment.html and comment.published for comment in comments)


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_a_real_theme_is_found(name: str) -> None:
    body = (FOLDER / "pages" / f"{name}.html").read_bytes()
    page = read_page(replace(answer(body, kind=HTML), url="https://blog.example/"), "https://blog.example/")
    assert page.access is Access.ANONYMOUS and page.form
    assert page.form.action.endswith("/wp-comments-post.php")
    assert tuple(field.name for field in page.form.fields if field.required) == FORMS[name]
    assert dict(page.form.controls)["comment_post_ID"].isdecimal()


def test_the_captcha_of_a_real_theme_is_seen() -> None:
    body = (FOLDER / "pages" / "piratenpartei.at.grundeinkommen.html").read_bytes()
    page = read_page(replace(answer(body, kind=HTML), url="https://blog.example/"), "https://blog.example/")
    assert page.access is Access.BROWSER
