"""The whole library as plain records, for people who want to take it elsewhere or keep it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tui_blog.model.blog import Blog
from tui_blog.model.comment import Comment, OutboxItem
from tui_blog.model.post_list import PostQuery
from tui_blog.model.rule import Rule
from tui_blog.model.saved_search import SavedSearch
from tui_blog.model.stored_post import StoredPost
from tui_blog.store.articles import ArticleStore
from tui_blog.store.blogs import BlogStore
from tui_blog.store.drafts import DraftStore, KeptDraft
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.packing import to_text
from tui_blog.store.posts import PostStore
from tui_blog.store.rules import RuleStore
from tui_blog.store.saved_searches import SavedSearchStore
from tui_blog.store.threads import ThreadStore

FORMAT = 1
"""Of the records; it grows when a field changes its meaning, not when one is added."""

Record = dict[str, Any]


class Exporting:
    """Reads all that the library holds, a page at a time."""

    def __init__(
        self,
        blogs: BlogStore,
        posts: PostStore,
        articles: ArticleStore,
        threads: ThreadStore,
        outbox: OutboxStore,
        drafts: DraftStore,
        rules: RuleStore,
        searches: SavedSearchStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._blogs = blogs
        self._posts = posts
        self._articles = articles
        self._threads = threads
        self._outbox = outbox
        self._drafts = drafts
        self._rules = rules
        self._searches = searches
        self._clock = clock

    def everything(self) -> Iterator[Record]:
        """A head, then each blog with its posts and their threads; then what the person wrote, and set up.

        Bodies are as they were sent: foreign, to be cleaned by whoever shows them.
        """
        yield {"kind": "library", "format": FORMAT, "exported": to_text(self._clock())}
        for blog in self._blogs.all(subscribed_only=False):
            yield _blog(blog)
            for stored in self._posts.iterate(PostQuery(blog_id=blog.id)):
                yield self._post(stored)
                yield from self._thread(stored)
        yield from map(_own_comment, self._outbox.all())
        yield from map(_draft, self._drafts.all())
        yield from map(_rule, self._rules.all())
        yield from map(_search, self._searches.all())

    def _post(self, stored: StoredPost) -> Record:
        post, article = stored.post, self._articles.get(stored.id)
        return {
            "kind": "post",
            "id": str(stored.id),
            "blog": str(stored.blog.id),
            "guid": post.guid,
            "url": post.url,
            "title": post.title,
            "author": post.author or None,
            "published": to_text(post.published),
            "updated": to_text(post.updated),
            "labels": list(post.labels),
            "comments": post.comment_count,
            "read": stored.read,
            "starred": stored.starred,
            "tags": list(stored.tags),
            "position": self._posts.position(stored.id),
            "html": post.html,
            "article": article.html if article else None,
        }

    def _thread(self, stored: StoredPost) -> Iterator[Record]:
        kept = self._threads.load(stored.id)
        for comment in kept[0].comments if kept else ():
            yield _comment(str(stored.id), comment)


def _blog(blog: Blog) -> Record:
    return {
        "kind": "blog",
        "id": str(blog.id),
        "title": blog.title,
        "url": blog.url,
        "feed_url": blog.feed_url,
        "source": blog.source,
        "platform": blog.platform,
        "language": blog.language or None,
        "followed": blog.subscribed,
        "tags": list(blog.tags),
        "keep": blog.keep.text,
        "refreshed": to_text(blog.refreshed),
    }


def _comment(post_id: str, comment: Comment) -> Record:
    return {
        "kind": "comment",
        "post": post_id,
        "id": comment.id,
        "parent": comment.parent,
        "author": comment.author or None,
        "website": comment.website or None,
        "published": to_text(comment.published),
        "status": comment.status,
        "by_author": comment.by_author,
        "url": comment.url or None,
        "html": comment.html,
    }


def _own_comment(item: OutboxItem) -> Record:
    return {
        "kind": "own comment",
        "post": item.post_url,
        "title": item.post_title,
        "blog": item.blog_title,
        "parent": item.draft.parent,
        "body": item.draft.body,
        "name": item.draft.name,
        "email": item.draft.email,
        "website": item.draft.website,
        "state": item.state.value,
        "comment": item.comment_id,
        "url": item.comment_url or None,
        "updated": to_text(item.updated),
    }


def _draft(kept: KeptDraft) -> Record:
    return {
        "kind": "draft",
        "post": kept.post_url,
        "title": kept.post_title,
        "blog": kept.blog_title,
        "parent": kept.draft.parent,
        "body": kept.draft.body,
        "name": kept.draft.name,
        "email": kept.draft.email,
        "website": kept.draft.website,
        "saved": to_text(kept.saved),
    }


def _rule(rule: Rule) -> Record:
    kinds = {mark.kind for mark in rule.marks}
    return {
        "kind": "rule",
        "query": rule.query,
        "read": "read" in kinds,
        "star": "starred" in kinds,
        "tags": [mark.tag for mark in rule.marks if mark.kind == "tag"],
    }


def _search(search: SavedSearch) -> Record:
    return {"kind": "search", "query": search.query, "title": search.title}
