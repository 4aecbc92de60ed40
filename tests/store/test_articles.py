"""Articles from the pages of posts, beside the bodies that the feeds sent."""

import pytest

from tests.store.conftest import NOW
from tests.store.samples import compact, document, sample_post
from tui_blog.model.blog import BlogId
from tui_blog.model.post_key import PostId
from tui_blog.store.articles import ArticleStore, KeptArticle
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.posts import PostStore


@pytest.fixture
def articles(database: Database) -> ArticleStore:
    return ArticleStore(database)


@pytest.fixture
def post(blogs: BlogStore, posts: PostStore) -> PostId:
    blog = blogs.add(
        title=sample_post(1).title,
        url="https://blog.example/",
        feed_url="https://blog.example/feed",
        source="feed",
        platform="feed",
        subscribed=True,
        tags=(),
    )
    posts.upsert(blog.id, document(1), NOW)
    stored = posts.by_guid(blog.id, "guid-1")
    assert stored is not None
    return stored.id


def test_an_article_is_kept_beside_the_body(articles: ArticleStore, posts: PostStore, post: PostId) -> None:
    assert articles.get(post) is None
    articles.keep(post, "<p>\ud800 whole</p>", 7)
    assert articles.get(post) == KeptArticle("<p>\ud800 whole</p>", 7, shown=True)
    stored = posts.get(post)
    assert stored is not None and stored.post.html == "<p>Text 1</p>"


def test_a_longer_article_takes_the_place_of_a_shorter_one_alone(
    articles: ArticleStore, post: PostId
) -> None:
    articles.keep(post, "whole", 5)
    articles.show(post, False)
    articles.keep(post, "cut", 3)
    assert articles.get(post) == KeptArticle("whole", 5, shown=True), "whoever fetches it wants to read it"
    articles.keep(post, "the whole", 9)
    assert articles.get(post) == KeptArticle("the whole", 9, shown=True)


def test_markdown_does_not_outlive_what_it_was_made_of(
    articles: ArticleStore, posts: PostStore, post: PostId
) -> None:
    posts.keep_markdown(post, 1, "of the feed")
    articles.keep(post, "whole", 5)
    assert posts.markdown(post, 1) is None
    posts.keep_markdown(post, 1, "of the page")
    articles.show(post, False)
    assert posts.markdown(post, 1) is None


def test_an_article_goes_with_its_post(
    database: Database, articles: ArticleStore, blogs: BlogStore, post: PostId
) -> None:
    articles.keep(post, "whole", 5)
    blogs.remove(blogs.all()[0].id)
    compact(database)
    assert articles.get(post) is None
    articles.keep(post, "of a post that is gone", 22)
    assert articles.get(post) is None


def test_a_blog_is_set_to_be_read_from_its_pages(
    articles: ArticleStore, post: PostId, blogs: BlogStore
) -> None:
    blog = blogs.all()[0].id
    assert not articles.is_always(blog)
    articles.set_always(blog, True)
    assert articles.is_always(blog) and not articles.is_always(BlogId(blog + 1))
    articles.set_always(blog, False)
    assert not articles.is_always(blog)
