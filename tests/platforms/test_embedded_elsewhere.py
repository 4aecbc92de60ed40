"""Comment systems that only a browser can show are called by their names."""

import pytest

from tests.platforms.driving import drive, html_answer
from tui_blog.errors import UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms import registry
from tui_blog.platforms.comments.embedded_elsewhere import SYSTEMS, Embedded
from tui_blog.platforms.detection import detect_channel

URL = "https://blog.example/bread/"
POST = Post("g", URL, EMPTY, "")


def channel_in(body: str) -> ChannelRef | None:
    return detect_channel(html_answer(f"<html><body>{body}</body></html>"), URL)


MARKS = {
    "Disqus": (
        '<div id="disqus_thread"></div>',
        "<script>(function() { s.src = 'https://crumbs.disqus.com/embed.js'; })();</script>",
    ),
    "Giscus": ('<script src="https://giscus.app/client.js" data-repo="a/b"></script>', "<giscus-widget/>"),
    "Utterances": ('<script src="https://utteranc.es/client.js" repo="a/b"></script>',),
    "Gitalk": ("<script>const gitalk = new Gitalk({clientID: 'x'})</script>",),
    "Facebook": ('<div class="fb-comments wide" data-href="x"></div>',),
    "Hyvor Talk": ('<hyvor-talk-comments website-id="1"></hyvor-talk-comments>',),
    "Commento": (
        '<script src="https://cdn.commento.io/js/commento.js"></script><div id="commento"></div>',
        '<div id="commento"></div>',
    ),
    "Coral": ('<div id="coral_thread"></div>',),
    "FastComments": ('<script src="https://cdn.fastcomments.com/js/embed-v2.min.js"></script>',),
    "Talkyard": ('<div class="talkyard-comments" data-discussion-id=""></div>',),
    "Discourse": ('<div id="discourse-comments"></div><script src="/bundle.js"></script>',),
    "Valine": ("<script>new Valine({el: '#v', appId: 'x'})</script>",),
    "Waline": ('<div id="waline"></div><script src="/bundle.js"></script>',),
    "Twikoo": ("<script>twikoo.init({envId: 'cloud-1a2b', el: '#c'})</script>",),
}


@pytest.mark.parametrize(
    ("name", "body"), [(name, body) for name, bodies in MARKS.items() for body in bodies]
)
def test_a_page_tells_whose_comments_it_embeds(name: str, body: str) -> None:
    ref = channel_in(body)
    assert ref is not None
    assert registry.name_of(ref.system) == name


@pytest.mark.parametrize(
    "body",
    [
        "<p>We moved from disqus_thread to nothing; see https://x.disqus.com/embed.js.</p>",
        '<script id="dsq-count-scr" src="https://crumbs.disqus.com/count.js"></script>',
        '<a href="https://giscus.app/client.js">Giscus</a>',
        '<div class="comments" id="comments"></div>',
    ],
)
def test_a_mere_mention_is_no_mark(body: str) -> None:
    assert channel_in(body) is None


def test_a_server_that_can_be_spoken_to_goes_first() -> None:
    waline = "<div id='waline'></div><script>Waline.init({serverURL: 'https://w.example'})</script>"
    ref = channel_in(f'<div id="disqus_thread"></div>{waline}')
    assert ref is not None
    assert ref.system == "waline"


@pytest.mark.parametrize("each", SYSTEMS, ids=lambda each: each.key)
def test_only_a_browser_reads_and_writes_them(each: Embedded) -> None:
    channel = registry.channel(ChannelRef(each.key, "https://blog.example/", each.anchor))
    form = drive(channel.form(POST)).value
    there = f"{URL}#{each.anchor}"
    assert (form.system, form.access, form.url) == (each.key, Access.BROWSER, there)
    assert form.reason == f"Comments by {each.name} are written in the browser."
    outcome = drive(channel.submit(POST, Draft("t", "Good bread."))).value
    assert outcome == NeedsBrowser(there, form.reason)
    with pytest.raises(UnreadableAnswer, match=f"Comments by {each.name} are shown only in a browser"):
        drive(channel.thread(POST))


def test_every_system_has_a_key_of_its_own() -> None:
    keys = [platform.key for platform in registry.PLATFORMS]
    assert len(keys) == len(set(keys))
