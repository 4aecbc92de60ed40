"""Values as the JSON objects and lines that commands print; the shapes are a promise to other programs."""

from typing import Any

from tui_blog.cli.output import iso
from tui_blog.model.comment import Draft, OutboxItem, ThreadLine
from tui_blog.model.post import Blog, StoredPost
from tui_blog.services.inspecting import Inspection
from tui_blog.services.refreshing import Refreshed


def inspection_record(found: Inspection) -> dict[str, Any]:
    """What `inspect` tells."""
    site = found.site
    return {
        "url": site.url,
        "title": site.title,
        "platform": site.platform,
        "feeds": [{"url": feed.url, "format": feed.format} for feed in site.feeds],
        "posts": {
            "source": site.sources[0].kind,
            "archive": found.archive,
            "search": False,
            "total": found.total,
        },
        "comments": {
            "system": found.system,
            "read": found.system is not None,
            "write": found.access.value if found.access else None,
        },
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
        "refreshed": iso(blog.refreshed),
        "error": blog.error or None,
    }


def blog_line(blog: Blog) -> str:
    """A blog for people."""
    error = f"  ! {blog.error}" if blog.error else ""
    return f"{blog.id:>5}  {blog.unread:>6} of {blog.posts:<6}  {blog.title}  {blog.url}{error}"


def refreshed_record(step: Refreshed) -> dict[str, Any]:
    """What a refresh of one blog came to."""
    return {
        "blog": str(step.blog.id),
        "url": step.blog.url,
        "new": step.new,
        "changed": step.changed,
        "status": step.status,
        "error": step.error or None,
    }


def refreshed_line(step: Refreshed) -> str:
    """The same for people."""
    what = step.error or f"{step.new} new, {step.changed} changed"
    return f"{step.blog.title}: {what}"


def post_record(stored: StoredPost, in_library: bool) -> dict[str, Any]:
    """A post; one from outside the library goes by its URL."""
    post = stored.post
    return {
        "id": str(stored.id) if in_library else post.url,
        "blog": str(stored.blog.id) if in_library else stored.blog.url,
        "title": post.title,
        "url": post.url,
        "author": post.author or None,
        "published": iso(post.published),
        "updated": iso(post.updated),
        "labels": list(post.labels),
        "comments": post.comment_count,
        "read": stored.read,
        "starred": stored.starred,
        "excerpt": post.excerpt,
    }


def post_line(stored: StoredPost, in_library: bool) -> str:
    """A post for people."""
    post = stored.post
    mark = "*" if stored.starred else " " if stored.read else "N"
    day = post.published.date().isoformat() if post.published else "undated   "
    name = f"{stored.id:>6}" if in_library else post.url
    return f"{name}  {mark} {day}  {post.title or post.excerpt[:60] or 'Untitled'}"


def comment_record(line: ThreadLine) -> dict[str, Any]:
    """A comment of a thread."""
    comment = line.comment
    return {
        "id": comment.id,
        "parent": comment.parent,
        "depth": line.depth,
        "author": comment.author or None,
        "website": comment.website or None,
        "published": iso(comment.published),
        "status": comment.status,
        "markdown": line.markdown,
    }


def comment_text(line: ThreadLine) -> str:
    """A comment for people, indented by its depth."""
    comment = line.comment
    day = f", {comment.published:%Y-%m-%d %H:%M}" if comment.published else ""
    body = "(removed)" if comment.deleted else line.markdown
    rows = [f"[{comment.id}] {comment.author or 'Anonymous'}{day}", *body.splitlines(), ""]
    return "\n".join(f"{'  ' * min(line.depth, 10)}{row}".rstrip() for row in rows)


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
        "updated": iso(item.updated),
    }


def outbox_line(item: OutboxItem) -> str:
    """A row of the outbox for people."""
    words = " ".join(item.draft.body.split())[:60]
    reason = f"\n       {item.reason}" if item.reason else ""
    return f"{item.id:>5}  {item.state.value:<9}  {item.post_title or item.post_url}: {words}{reason}"


def draft_record(post_url: str, draft: Draft) -> dict[str, Any]:
    """A kept draft."""
    return {"id": draft.token, "post": post_url, "parent": draft.parent, "body": draft.body}
