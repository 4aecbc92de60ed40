"""Values as the JSON objects that commands print; the shapes are a promise to other programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui_blog.model.blog import Blog
    from tui_blog.model.comment import OutboxItem, ThreadLine
    from tui_blog.model.marks import Tag
    from tui_blog.model.site import Part
    from tui_blog.model.stored_post import StoredPost
    from tui_blog.services.inspecting import Inspection
    from tui_blog.services.refreshing import Refreshed
    from tui_blog.store.drafts import KeptDraft


def inspection_record(found: Inspection) -> dict[str, Any]:
    """What `inspect` tells."""
    site = found.site
    return {
        "url": site.url,
        "title": site.title,
        "platform": site.platform,
        "feeds": [{"url": feed.url, "format": feed.format, "holds": feed.holds} for feed in site.feeds],
        "posts": {
            "source": site.sources[0].kind,
            "archive": found.archive,
            "beyond": found.beyond,
            "search": found.search,
            "total": found.total,
        },
        "comments": {
            "system": found.system,
            "read": found.system is not None,
            "write": found.access.value if found.access else None,
        },
        "ways": [
            {"source": way.source.kind, "url": way.source.url, "title": way.title, "holds": way.holds}
            for way in site.ways
        ],
        "why": list(site.reasons),
    }


def blog_record(blog: Blog) -> dict[str, Any]:
    """A blog of the library."""
    return {
        "id": str(blog.id),
        "title": blog.title,
        "url": blog.url,
        "feed_url": blog.feed_url,
        "platform": blog.platform,
        "tags": list(blog.tags),
        "posts": blog.posts,
        "unread": blog.unread,
        "keep": blog.keep.text,
        "refreshed": _iso(blog.refreshed),
        "error": blog.error or None,
    }


def tag_record(tag: Tag) -> dict[str, Any]:
    """A tag of blogs or posts."""
    return {"tag": tag.name, "posts": tag.posts, "unread": tag.unread}


def part_record(part: Part) -> dict[str, Any]:
    """A way into a blog besides its newest posts."""
    return {"kind": part.kind, "name": part.name, "count": part.count}


def refreshed_record(step: Refreshed) -> dict[str, Any]:
    """What a refresh of one blog came to."""
    return {
        "blog": str(step.blog.id),
        "url": step.blog.url,
        "new": step.new,
        "changed": step.changed,
        "status": step.status,
        "due": step.is_due,
        "error": step.error or None,
    }


def post_record(stored: StoredPost, *, in_library: bool) -> dict[str, Any]:
    """A post; one from outside the library, and its blog, go by their URLs."""
    post = stored.post
    return {
        "id": str(stored.id) if in_library else post.url,
        "blog": str(stored.blog.id) if in_library else stored.blog.url,
        "title": post.title,
        "url": post.url,
        "author": post.author or None,
        "published": _iso(post.published),
        "updated": _iso(post.updated),
        "labels": list(post.labels),
        "comments": post.comment_count,
        "read": stored.read,
        "starred": stored.starred,
        "tags": list(stored.tags),
        "excerpt": post.excerpt,
    }


def comment_record(line: ThreadLine) -> dict[str, Any]:
    """A comment of a thread."""
    comment = line.comment
    return {
        "id": comment.id,
        "parent": comment.parent,
        "depth": line.depth,
        "author": comment.author or None,
        "website": comment.website or None,
        "published": _iso(comment.published),
        "status": comment.status,
        "by_author": comment.by_author,
        "markdown": line.markdown,
    }


def outbox_record(item: OutboxItem) -> dict[str, Any]:
    """A row of the outbox."""
    return {
        "id": str(item.id),
        "state": item.state.value,
        "post": item.post_url,
        "title": item.post_title,
        "blog": item.blog_title,
        "parent": item.draft.parent,
        "body": item.draft.body,
        "reason": item.reason or None,
        "comment": item.comment_id,
        "url": item.comment_url or None,
        "replies": item.replies,
        "updated": _iso(item.updated),
    }


def draft_record(kept: KeptDraft) -> dict[str, Any]:
    """A kept draft."""
    return {
        "id": kept.draft.token,
        "post": kept.post_url,
        "title": kept.post_title,
        "parent": kept.draft.parent,
        "body": kept.draft.body,
    }


def _iso(moment: datetime | None) -> str | None:
    """ISO 8601 with offset, or null."""
    return moment.isoformat() if moment else None
