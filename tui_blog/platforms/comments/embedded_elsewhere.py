"""Comment systems that a page embeds and that only a browser can show: called by their names.

So nobody is told that a post has no comments. Some are spoken to elsewhere in this folder; they stand here as
well, for pages that do not say in plain words which server is theirs.
Marks: comment-servers.md §3, 7, 9 to 11, 17 and 20, and the systems' own instructions for embedding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import CleanText
from tui_blog.model.ways import CommentChannel
from tui_blog.platforms.comments.browser_comments import UnreadComments
from tui_blog.platforms.comments.posting import anchored
from tui_blog.platforms.page_marks import scripts
from tui_blog.platforms.pages import Page
from tui_blog.platforms.platform import Platform


@dataclass(frozen=True, slots=True)
class Embedded:
    """A system, and what it leaves in a page; one of it is enough."""

    key: str
    name: str
    anchor: str
    """The fragment at which its comments stand."""
    elements: tuple[str, ...] = ()
    """"#id", ".class" or "tag"."""
    sources: tuple[str, ...] = ()
    """What the address of a script of its own holds."""
    words: tuple[str, ...] = ()
    """What a script within the page says."""


SYSTEMS = (
    Embedded("disqus", "Disqus", "disqus_thread", ("#disqus_thread",), words=(".disqus.com/embed.js",)),
    Embedded("gitalk", "Gitalk", "gitalk-container", ("#gitalk-container",), words=("new Gitalk(",)),
    Embedded("gitment", "Gitment", "comments", words=("new Gitment(",)),
    Embedded("facebook", "Facebook", "comments", (".fb-comments", "fb:comments")),
    Embedded(
        "hyvor",
        "Hyvor Talk",
        "hyvor-talk-view",
        ("hyvor-talk-comments", "#hyvor-talk-view"),
        ("talk.hyvor.com/",),
    ),
    Embedded("commentocloud", "Commento", "commento", sources=("cdn.commento.io/",)),
    Embedded(
        "coral",
        "Coral",
        "coral_thread",
        ("#coral_thread", "#coral_talk_stream"),
        words=("Coral.createStreamEmbed(",),
    ),
    Embedded(
        "fastcomments",
        "FastComments",
        "fastcomments-widget",
        ("#fastcomments-widget",),
        ("cdn.fastcomments.com/", "cdn-eu.fastcomments.com/"),
    ),
    Embedded("talkyard", "Talkyard", "comments", (".talkyard-comments",), ("talkyard-comments.",)),
    Embedded("openweb", "OpenWeb", "comments", sources=("launcher.spot.im/spot/",)),
    Embedded("viafoura", "Viafoura", "comments", ("vf-conversations",)),
    Embedded("intensedebate", "IntenseDebate", "comments", sources=("intensedebate.com/js/",)),
    Embedded("graphcomment", "GraphComment", "graphcomment", ("#graphcomment",), ("graphcomment.com/js/",)),
    Embedded("muut", "Muut", "comments", sources=("cdn.muut.com/",)),
    Embedded("cactus", "Cactus Comments", "comment-section", sources=("cactus.chat/cactus.js",)),
    Embedded("valine", "Valine", "comments", words=("new Valine(", "new MiniValine(")),
    Embedded("vk", "VK", "vk_comments", ("#vk_comments",), words=("VK.Widgets.Comments(",)),
    Embedded("livere", "LiveRe", "lv-container", ("#lv-container",), ("livere.com/js/embed",)),
    Embedded("htmlcommentbox", "HTML Comment Box", "HCB_comment_box", ("#HCB_comment_box",)),
    Embedded("cackle", "Cackle", "mc-container", words=("cackle.me/widget.js",)),
    # Spoken to elsewhere here, where their server is named; after those, for a theme may leave a place empty.
    Embedded("unnamedgiscus", "Giscus", "comments", ("giscus-widget",), ("giscus.app/client.js",)),
    Embedded("unnamedutterances", "Utterances", "comments", sources=("utteranc.es/client.js",)),
    Embedded("unnamedwaline", "Waline", "waline", ("#waline",)),
    Embedded("unnamedremark42", "Remark42", "remark42", ("#remark42",)),
    Embedded("unnamedtwikoo", "Twikoo", "tcomment", ("#tcomment", "#twikoo"), words=("twikoo.init(",)),
    Embedded("unnamedartalk", "Artalk", "artalk", (".artalk",), words=("Artalk.init(",)),
    Embedded("unnameddiscourse", "Discourse", "discourse-comments", ("#discourse-comments",)),
    Embedded("unnamedcomentario", "Comentario", "comentario", ("comentario-comments",)),
    Embedded("unnamedcommento", "Commento", "commento", ("#commento",)),
)
"""In the order in which they are looked for."""


def thread_on(page: Page) -> ChannelRef | None:
    """The first of the systems that left a mark in the page."""
    elements = frozenset(_elements(page))
    sources = [script.get("src") or "" for script in page.root.iter("script")]
    said = tuple(scripts(page))
    for each in SYSTEMS:
        embeds = any(word in source for word in each.sources for source in sources)
        starts = any(word in script for word in each.words for script in said)
        if embeds or starts or not elements.isdisjoint(each.elements):
            return ChannelRef(each.key, page.home, each.anchor)
    return None


def _elements(page: Page) -> Iterator[str]:
    """Every element by its tag, its id and its classes, each as `Embedded.elements` writes them."""
    for element in page.root.iter():
        if isinstance(element.tag, str):
            yield element.tag
            yield f"#{element.get('id')}"
            yield from (f".{name}" for name in (element.get("class") or "").split())


def _platform(each: Embedded) -> Platform:
    class InTheBrowser(UnreadComments):
        """The system's comments; `key` is the fragment at which they stand."""

        system = each.key
        reason = CleanText(f"Comments by {each.name} are written in the browser.")
        shown = f"Comments by {each.name}"

        def address(self, post: Post, parent: str | None = None) -> str:
            """Their place in the post's page."""
            return anchored(post, self.key)

    def channel(ref: ChannelRef, account: str) -> CommentChannel:
        return InTheBrowser(ref)

    return Platform(each.key, each.name, channel=channel)


FINDER = Platform("elsewhere", "comments shown only in a browser", thread_on=thread_on)
"""Looks for all of them at once: a page is walked through only once."""

PLATFORMS = tuple(chain((FINDER,), map(_platform, SYSTEMS)))
