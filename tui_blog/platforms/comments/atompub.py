"""AtomPub for comments: an entry, posted to the collection by which a post's feed of comments grows.

Sources: RFC 5023 §8.3 (`app:collection` in a feed "by which new Entries can be added to appear in the feed";
what it accepts) and §9.2 (posting); RFC 4287 §4.1.2 (an entry) and RFC 4685 §3 (`thr:in-reply-to`).
"""

from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from tui_blog.model.comment import Draft, FormField, Held, Outcome, Published
from tui_blog.model.flow import ANY_STATUS, Request, Response
from tui_blog.model.post import Post
from tui_blog.model.text import clean_block, excerpt_from_html
from tui_blog.platforms.addresses import host_of
from tui_blog.platforms.comments.posting import anchored, by_plain_words, from_page
from tui_blog.platforms.dates import parse_date
from tui_blog.platforms.encoding import decode
from tui_blog.platforms.feeds.element import Node, address_in, name_of
from tui_blog.platforms.feeds.xml import read_xml

ENTRY = "application/atom+xml;type=entry"
FIELDS = (FormField("name", True), FormField("email", False), FormField("website", False))

_NAMES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
_LONG_AGO = "1970-01-01T00:00:00Z"


def collection_in(feed: Response) -> str:
    """Where entries for a feed are posted, on its own host; "" where it does not say, or takes none."""
    root = read_xml(decode(feed.body, feed.content_type), feed.url)
    if root is None or name_of(root.tag, "atom") != "feed":
        return ""
    collections = Node(root, "atom").nodes("app:collection")
    taking = (each for each in collections if _takes_entries(each))
    addresses = (address_in(each.element, each.element.get("href") or "") for each in taking)
    return next((url for url in addresses if url and host_of(url) == host_of(feed.url)), "")


def _takes_entries(collection: Node) -> bool:
    """One that says nothing takes entries (§8.3.4); an empty element takes nothing at all."""
    if not collection.all("app:accept"):
        return True
    kinds = ("".join(text.lower().split()) for text in collection.texts("app:accept"))
    return any(kind in ("application/atom+xml", ENTRY) for kind in kinds)


def request(collection: str, feed: Response, post: Post, draft: Draft, answered: str) -> Request:
    """The comment on its way; `answered` is the id of the entry that it answers."""
    headers = {"Content-Type": f"{ENTRY};charset=utf-8", **from_page(post)}
    body = _entry(post, draft, answered or post.url, _moment(feed))
    return Request("POST", collection, headers, body, follow=False, tolerate=ANY_STATUS)


def _moment(feed: Response) -> str:
    """By the server's clock, for a flow knows none."""
    now = parse_date(feed.header("date") or "")
    return now.strftime("%Y-%m-%dT%H:%M:%SZ") if now else _LONG_AGO


def _entry(post: Post, draft: Draft, answered: str, moment: str) -> bytes:
    person = {"name": draft.name, "email": draft.email, "uri": draft.website}
    author = "".join(f"<{tag}>{_text(said)}</{tag}>" for tag, said in person.items() if said)
    title = f"Re: {post.title or excerpt_from_html(post.html, 80)}"
    parts = (
        f"<id>urn:uuid:{uuid5(NAMESPACE_URL, draft.token)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{moment}</updated>",
        f"<author>{author}</author>",
        f"<thr:in-reply-to ref={quoteattr(answered)} href={quoteattr(post.url)}/>",
        f'<content type="text">{_text(draft.body)}</content>',
    )
    return f'<?xml version="1.0" encoding="utf-8"?><entry {_NAMES}>{"".join(parts)}</entry>'.encode()


def _text(said: str) -> str:
    return escape(clean_block(said))


def outcome_of(answer: Response, post: Post) -> Outcome:
    """What the server says; one that was taken is still to be looked for in the feed."""
    place = anchored(post, "comments")
    if answer.status == 201:
        return Published(None, place)
    if answer.status == 202:
        return Held(None, place)
    return by_plain_words(answer, post)
