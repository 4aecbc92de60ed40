"""Forem and DEV: a member's posts by the API, back to the first, and the comments under an article."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.platforms.driving import (
    Done,
    answer,
    browse,
    drive,
    fixture,
    golden,
    html_answer,
    json_answer,
    plain,
)
from tui_blog.errors import NetworkError, StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.post_page import PostPage
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.model.text import EMPTY
from tui_blog.platforms import registry
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.hosted.forem import ForemComments
from tui_blog.platforms.hosted.forem_posts import FULL_PAGE, ForemPosts

ROOT = "https://dev.to/"
ADA = "https://dev.to/ada"
LIST = f"{ROOT}api/articles"
POST = Post("g", f"{ADA}/sourdough-1a2b", EMPTY, "", remote_id="503")
CHANNEL = ForemComments(ChannelRef("forem", ROOT))
XML = ("content-type", "application/rss+xml")
NAMED = '<meta name="forem:name" content="Ovens">'
DOMAIN = '<meta name="forem:domain" content="ovens.example">'


def article(number: int, **more: object) -> dict[str, object]:
    told = {"type_of": "article", "title": f"Post {number}", "url": f"{ADA}/post-{number}"}
    user = {"name": "Ada Crumb", "username": "ada"}
    return {"id": number, **told, "user": user, "body_html": f"<p>{number}</p>", **more}


def feed(*numbers: int) -> Response:
    items = "".join(
        f"<item><title>{n}</title><link>{ADA}/post-{n}</link><description>&lt;p&gt;{n} by feed&lt;/p&gt;"
        "</description></item>"
        for n in numbers
    )
    head = f"<title>DEV Community: Ada Crumb</title><link>{ADA}</link>"
    return answer(f"<rss version='2.0'><channel>{head}{items}</channel></rss>", 200, XML)


def page(cursor: str | None = None, *answers: Response | NetworkError) -> Done[PostPage]:
    return drive(ForemPosts(ADA).page(Cursor(cursor) if cursor else None), *answers)


# --- posts ---------------------------------------------------------------------------------------


def test_golden_pair() -> None:
    web = {LIST: fixture("forem/articles.json"), f"{LIST}/503": fixture("forem/article.json")}
    done = browse(ForemPosts(ADA).page(), web)
    assert plain(done.value.posts) == golden("forem/articles.json")
    assert done.asked[0].headers["Accept"] == "application/vnd.forem.api-v1+json"


def test_the_newest_bodies_come_by_the_feed_in_one_request() -> None:
    listed = [article(2, body_html=None), article(1, body_html=None)]
    done = page(None, json_answer(listed), feed(2, 1))
    assert [post.html for post in done.value.posts] == ["<p>2 by feed</p>", "<p>1 by feed</p>"]
    assert done.calls[1:] == [f"GET {ROOT}feed/ada"]


@pytest.mark.parametrize("refused", [answer("Forbidden", 403), answer("<html>no feed", 200)])
def test_a_feed_that_is_refused_leaves_the_bodies_to_be_asked_for(refused: Response) -> None:
    done = page(None, json_answer([article(7, body_html=None)]), refused, json_answer(article(7)))
    assert [post.html for post in done.value.posts] == ["<p>7</p>"]
    assert done.calls[2] == f"GET {LIST}/7"


def test_the_archive_is_read_back_to_the_first_post() -> None:
    """65 posts: two full pages, and a last one that is not full."""
    cursor: Cursor | None = None
    seen, pages = list[str](), 0
    while cursor or not pages:
        done = browse(ForemPosts(ADA).page(cursor), Articles(65))
        seen += [post.remote_id for post in done.value.posts]
        cursor, pages = done.value.next, pages + 1
    assert seen == [str(n) for n in range(65, 0, -1)]
    assert pages == 3


class Articles(dict[str, Response | NetworkError]):
    """What a member wrote, as the API gives it."""

    def __init__(self, posts: int) -> None:
        super().__init__()
        self.posts = [article(n) for n in range(posts, 0, -1)]

    def get(self, url: str, default: Any = None) -> Any:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if not url.startswith(f"{LIST}?") or asked.get("username") != "ada":
            return default
        size = int(asked["per_page"])
        start = (int(asked["page"]) - 1) * size
        return json_answer(self.posts[start : start + size])


def test_an_item_that_cannot_be_read_does_not_end_the_archive() -> None:
    listed = [{"title": "no number"}, *(article(n) for n in range(FULL_PAGE - 1))]
    assert page("2", json_answer(listed)).value.next == "3"


def test_an_article_that_was_taken_away_keeps_its_description() -> None:
    listed = [article(5, body_html=None, description="A & B")]
    done = page("2", json_answer(listed), json_answer({"error": "not found"}, 404))
    assert done.value.posts[0].html == "<p>A &amp; B</p>"


def test_a_busy_host_fails_the_page_and_no_body_is_lost() -> None:
    with pytest.raises(StatusError):
        page("2", json_answer([article(5, body_html=None)]), answer("", 429))


@pytest.mark.parametrize("nonsense", ["<html>", '{"error": "x", "status": 404}', '[{"id": 1', "[7]"])
def test_broken_json_is_a_sentence(nonsense: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"dev\.to sent something else"):
        page(None, answer(nonsense))


def test_a_whole_forem_is_read_by_its_latest_articles() -> None:
    done = drive(ForemPosts(ROOT).page(), json_answer([article(1)]), feed())
    assert done.calls == [f"GET {LIST}/latest?page=1&per_page=30", f"GET {ROOT}feed"]


def test_one_article_by_its_address() -> None:
    done = drive(ForemPosts(ADA).one(f"{ADA}/post-3#comments"), fixture("forem/article.json"))
    assert done.value and (done.value.author, done.value.labels) == ("ada", ("baking", "fsm"))
    assert done.calls == [f"GET {LIST}/ada/post-3"]
    assert drive(ForemPosts(ADA).one(f"{ADA}/gone"), json_answer({"status": 404}, 404)).value is None
    assert drive(ForemPosts(ADA).one(ADA)).value is None


# --- comments ------------------------------------------------------------------------------------


def test_golden_thread() -> None:
    done = drive(CHANNEL.thread(POST), fixture("forem/comments.json"), fixture("forem/article.json"))
    assert plain(done.value) == golden("forem/comments.json")
    assert done.calls == [f"GET {ROOT}api/comments?a_id=503", f"GET {ROOT}api/articles/503"]


def test_the_comments_of_whose_article_it_is_are_the_author_s() -> None:
    def by(username: str) -> dict[str, object]:
        user = {"name": "Ada Crumb", "username": username}
        return {"id_code": username, "body_html": "<p>Hm.</p>", "user": user}

    said, person = [by("ada"), by("ada2"), {"id_code": "x", "user": {}}], {"name": "Ada", "username": "ada"}
    at_an_organisation = article(503, url=f"{ROOT}bakers/sourdough-1a2b", user=person)
    hidden = json_answer({"error": "not found", "status": 404}, 404)
    for told, marks in ((json_answer(at_an_organisation), [True, False, False]), (hidden, [False] * 3)):
        thread = drive(CHANNEL.thread(POST), json_answer(said), told).value
        assert [comment.by_author for comment in thread.comments] == marks


def test_a_post_that_came_by_the_feed_is_asked_for_its_number() -> None:
    by_feed = Post("g", f"{ADA}/post-8", EMPTY, "")
    done = drive(CHANNEL.thread(by_feed), json_answer(article(8)), json_answer([]))
    assert (done.value.comments, done.calls[1]) == ((), f"GET {ROOT}api/comments?a_id=8")
    with pytest.raises(UnreadableAnswer, match="does not tell the number"):
        drive(CHANNEL.thread(by_feed), json_answer({}, 404))


def test_what_is_no_thread_is_no_empty_thread() -> None:
    with pytest.raises(UnreadableAnswer):
        drive(CHANNEL.thread(POST), html_answer("<title>Sign in</title>"), json_answer({}, 404))


def test_a_comment_is_written_in_the_browser_and_found_afterwards() -> None:
    form = drive(CHANNEL.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{POST.url}#comments")
    sent = drive(CHANNEL.submit(POST, Draft("t", "Hello"))).value
    assert sent == NeedsBrowser(f"{POST.url}#comments", form.reason)
    draft = Draft("t", "I saw it.", parent="1f3", name="cleo")
    answers = (fixture("forem/comments.json"), fixture("forem/article.json"))
    found = drive(CHANNEL.find(POST, draft), *answers).value
    assert found and found.id == "1f4"


# --- detection -----------------------------------------------------------------------------------


def found(web: Mapping[str, Response | NetworkError], url: str) -> Site:
    return browse(detect(url), web).value


def html(head: str = "", body: str = "") -> Response:
    return html_answer(
        f"<html><head><title>Ada - DEV Community</title>{head}</head><body>{body}</body></html>"
    )


def test_a_members_page_on_dev() -> None:
    site = found({ADA: html(), LIST: json_answer([article(1)])}, ADA)
    assert (site.platform, site.title, site.url, site.post_url) == ("forem", "Ada Crumb", ADA, None)
    assert site.sources == (SourceRef("forem", ADA), SourceRef("feed", f"{ROOT}feed/ada"))
    assert site.channels == (ChannelRef("forem", ROOT),)
    assert site.reasons[:2] == ("Forem: it stands on DEV.", "The API at https://dev.to/api/ is open.")


def test_an_organisation_goes_by_its_own_name() -> None:
    listed = [article(1, organization={"name": "The Oven", "username": "oven"})]
    assert found({f"{ROOT}oven": html(), LIST: json_answer(listed)}, f"{ROOT}oven").title == "The Oven"


def test_an_articles_page() -> None:
    url = f"{ADA}/post-1"
    site = found({url: html(), LIST: json_answer([article(1)])}, url)
    assert (site.url, site.post_url) == (ADA, url)
    assert detect_channel(html(), url) == ChannelRef("forem", ROOT)


def test_the_home_of_a_forem_on_a_domain_of_its_own() -> None:
    own = "https://ovens.example/"
    site = found({own: html(NAMED + DOMAIN), f"{own}api/articles/latest": json_answer([article(1)])}, own)
    assert site.sources == (SourceRef("forem", own), SourceRef("feed", f"{own}feed"))
    numbered = html(NAMED, '<div id="article-body" data-article-id="9"></div>')
    assert detect_channel(numbered, f"{own}ada/x") == ChannelRef("forem", own)


def test_a_members_feed_leads_to_the_api_and_that_of_a_tag_stays_a_feed() -> None:
    site = found({f"{ROOT}feed/ada": feed(1), LIST: json_answer([article(1)])}, f"{ROOT}feed/ada")
    assert site.sources[0] == SourceRef("forem", ADA)
    tag = f"{ROOT}feed/tag/rye"
    assert found({tag: feed(1), LIST: json_answer([article(1)])}, tag).sources == (SourceRef("feed", tag),)


@pytest.mark.parametrize("head", [NAMED, DOMAIN, ""])
def test_a_page_with_one_mark_alone_is_none_of_forems(head: str) -> None:
    own = "https://ovens.example/"
    body = '<div data-article-id="7"></div>' if not head else ""
    web = {
        own: html(head, body),
        f"{own}feed/": feed(1),
        f"{own}api/articles/latest": json_answer([article(1)]),
    }
    assert found(web, own).platform == "feed"
    assert detect_channel(html(head, body), own) is None


@pytest.mark.parametrize(
    "shut",
    [
        answer("Forbidden", 403),
        json_answer({"status": 404}, 404),
        html("sign in"),
        json_answer([]),
        answer("[{"),
    ],
)
def test_where_the_api_is_shut_the_feed_will_do(shut: Response) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed/ada">'
    site = found({ADA: html(link), LIST: shut, f"{ROOT}feed/ada": feed(1)}, ADA)
    assert (site.platform, site.sources) == ("forem", (SourceRef("feed", f"{ROOT}feed/ada"),))


def test_posts_by_the_api_tell_their_comments_by_themselves() -> None:
    assert registry.own_channel(SourceRef("forem", ADA)) == ChannelRef("forem", ROOT)
