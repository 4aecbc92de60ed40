"""Threads are kept as their blog sent them; what is new is new since the person last looked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.conftest import NOW
from tests.store.samples import add_blog, document, line
from tui_blog.model.comment import Access, Comment, CommentForm, FormField, Thread
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.site import ChannelRef
from tui_blog.store.blogs import BlogStore
from tui_blog.store.posts import PostStore
from tui_blog.store.threads import ThreadStore


@pytest.fixture
def post_id(blogs: BlogStore, posts: PostStore) -> PostId:
    posts.upsert(add_blog(blogs).id, document(1), NOW)
    return posts.window(PostQuery(), limit=1).rows[0].id


def comment(name: str, parent: str | None = None) -> Comment:
    return Comment(id=name, parent=parent, author=line("Bo"), html=f"<p>{name}</p>")


def thread(*names: str) -> Thread:
    return Thread(tuple(comment(name) for name in names), len(names))


def new(threads: ThreadStore, post_id: PostId) -> set[str]:
    loaded = threads.load(post_id)
    assert loaded is not None
    return set(loaded[1])


def test_a_thread_comes_out_as_it_went_in(threads: ThreadStore, post_id: PostId) -> None:
    sent = Thread(
        (
            Comment(
                id="20",
                parent=None,
                author=line("Ada Ж"),
                html="<p>half a pair: \ud83d</p>",
                published=NOW - timedelta(days=1),
                website="https://ada.example/",
                status="held",
                url="https://blog.example/1#comment-20",
            ),
            Comment(id="3", parent="20", author=line(""), html="", deleted=True),
        ),
        total=7,
    )
    assert threads.load(post_id) is None
    threads.save(post_id, sent, NOW)
    assert threads.load(post_id) == (sent, frozenset())


def test_a_thread_is_replaced_and_the_posts_count_goes_with_it(
    threads: ThreadStore, posts: PostStore, post_id: PostId
) -> None:
    threads.save(post_id, thread("1", "2"), NOW)
    threads.save(post_id, Thread((comment("3"), comment("2")), 9), NOW)
    loaded = threads.load(post_id)
    assert loaded is not None and [one.id for one in loaded[0].comments] == ["3", "2"]
    row = posts.row(post_id)
    assert row is not None and row.comments == 9


def test_comments_are_new_since_the_last_visit(threads: ThreadStore, post_id: PostId) -> None:
    threads.save(post_id, thread("1"), NOW)
    assert new(threads, post_id) == set(), "on a first visit everything would be new, which says nothing"
    threads.visited(post_id)

    threads.save(post_id, thread("1", "2"), NOW)
    assert new(threads, post_id) == {"2"}
    threads.save(post_id, thread("1", "2", "3"), NOW)
    assert new(threads, post_id) == {"2", "3"}

    threads.visited(post_id)
    assert new(threads, post_id) == set()


def test_a_first_comment_after_a_visit_without_any_is_new(threads: ThreadStore, post_id: PostId) -> None:
    threads.visited(post_id)
    assert threads.load(post_id) is None
    threads.save(post_id, thread("1"), NOW)
    assert new(threads, post_id) == {"1"}


def test_an_empty_thread_is_known_to_be_empty(threads: ThreadStore, post_id: PostId) -> None:
    threads.save(post_id, Thread((), 0), NOW)
    assert threads.load(post_id) == (Thread((), 0), frozenset())


def test_a_comment_that_is_sent_twice_stands_once(threads: ThreadStore, post_id: PostId) -> None:
    threads.save(post_id, thread("1", "1", "2"), NOW)
    loaded = threads.load(post_id)
    assert loaded is not None and [one.id for one in loaded[0].comments] == ["1", "2"]


def test_a_look_for_the_channel_is_remembered_found_or_not(threads: ThreadStore, post_id: PostId) -> None:
    assert (threads.checked(post_id), threads.channel(post_id)) == (False, None)
    threads.set_channel(post_id, None)
    assert (threads.checked(post_id), threads.channel(post_id)) == (True, None)
    ref = ChannelRef("isso", "https://comments.example", "/1")
    threads.set_channel(post_id, ref)
    assert (threads.checked(post_id), threads.channel(post_id)) == (True, ref)
    threads.set_channel(post_id, None)
    assert (threads.checked(post_id), threads.channel(post_id)) == (True, None)


def test_a_form_is_kept_apart_from_the_channel(threads: ThreadStore, post_id: PostId) -> None:
    form = CommentForm(
        system="wordpress",
        access=Access.ANONYMOUS,
        url="https://blog.example/1#respond",
        fields=(FormField("name", True), FormField("website", False)),
        markup="html",
        moderated=True,
        limit=65_525,
        signed_in_as=line("ada"),
        reason=line("Why not"),
    )
    assert threads.form(post_id) is None
    threads.set_form(post_id, form, NOW)
    assert threads.form(post_id) == form
    assert threads.form_asked(post_id) == NOW
    assert not threads.checked(post_id)
    assert threads.load(post_id) is None


def test_what_is_said_of_a_post_that_is_gone_is_let_go(threads: ThreadStore) -> None:
    nowhere = PostId(404)
    threads.save(nowhere, thread("1"), NOW)
    threads.visited(nowhere)
    threads.set_channel(nowhere, ChannelRef("isso", "https://comments.example"))
    threads.set_form(nowhere, CommentForm("isso", Access.ANONYMOUS, ""), NOW)
    assert threads.load(nowhere) is None
    assert not threads.checked(nowhere)
    assert (threads.channel(nowhere), threads.form(nowhere)) == (None, None)


def test_the_markdown_of_a_comment_is_kept_as_long_as_it_says_the_same(
    threads: ThreadStore, post_id: PostId
) -> None:
    threads.save(post_id, thread("1", "2"), NOW)
    threads.keep_texts(post_id, 7, [(comment("1"), line("one")), (comment("2"), line("two"))])
    changed = replace(comment("2"), html="<p>two, reworded</p>")
    threads.save(post_id, Thread((comment("1"), changed, comment("3")), 3), NOW)
    assert threads.texts(post_id, 7) == {"1": "one"}
    assert threads.texts(post_id, 8) == {}


def test_the_markdown_of_a_comment_that_changed_meanwhile_is_not_kept(
    threads: ThreadStore, post_id: PostId
) -> None:
    threads.save(post_id, thread("1"), NOW)
    threads.keep_texts(post_id, 7, [(replace(comment("1"), html="<p>before</p>"), line("before"))])
    assert threads.texts(post_id, 7) == {}
