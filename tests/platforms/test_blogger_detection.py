"""A Blogger blog, recognised by anything that may be pasted."""

from collections.abc import Mapping

import pytest

from tests.blogger_blog import BLOG_ID, KETTLE, post_entry, post_id, post_url
from tests.platforms.driving import answer, browse, fixture, html_answer, json_answer
from tui_blog.errors import NetworkError, NoFeedFound
from tui_blog.model.flow import Response
from tui_blog.model.site import ChannelRef, Site, SourceRef
from tui_blog.platforms.detection import detect, detect_channel

OWN = "https://tea.example"
XML = ("content-type", "application/xml")
Pages = Mapping[str, Response | NetworkError]


def posts(origin: str = KETTLE, number: int = 7) -> Response:
    links = [{"rel": "alternate", "type": "text/html", "href": f"{origin}/"}]
    return json_answer(
        {
            "feed": {
                "id": {"$t": f"tag:blogger.com,1999:blog-{BLOG_ID}"},
                "title": {"type": "text", "$t": "Kettle"},
                "link": links,
                "generator": {"$t": "Blogger", "uri": "http://www.blogger.com"},
                "entry": [post_entry(number, origin)],
            }
        }
    )


def atom(home: str, generator: str = "Blogger") -> Response:
    return answer(
        f"""<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:blogger.com,1999:blog-{BLOG_ID}</id>
          <title>Kettle</title><link rel="alternate" href="{home}"/><generator>{generator}</generator>
          <entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-1</id><title>One</title></entry></feed>""",
        kind=XML,
    )


def rss(home: str) -> Response:
    return answer(
        f"""<rss version="2.0"><channel><title>Kettle</title><link>{home}</link>
          <generator>Blogger</generator><item><title>One</title></item></channel></rss>""",
        kind=XML,
    )


def found(pages: Pages, url: str) -> Site:
    return browse(detect(url), pages).value


def is_kettle(site: Site, origin: str = KETTLE) -> None:
    feed = f"{origin}/feeds/posts/default"
    assert (site.platform, site.title, site.url) == ("blogger", "Kettle", f"{origin}/")
    assert site.sources == (SourceRef("blogger", feed), SourceRef("feed", feed))
    assert site.channels == (ChannelRef("blogger", f"{origin}/feeds/"),)
    assert site.feeds[0].url == feed


# --- a home page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["x.blogspot.com", "x.blogspot.de", "x.blogspot.co.uk", "x.blogspot.com.br"])
def test_a_host_of_bloggers_is_enough(host: str) -> None:
    """A theme may leave out every mark."""
    origin = f"https://{host}"
    pages = {f"{origin}/": html_answer("<html></html>"), f"{origin}/feeds/posts/default": posts(origin)}
    is_kettle(found(pages, host), origin)


@pytest.mark.parametrize(
    "head",
    [
        "<meta content='blogger' name='generator'/>",
        '<META NAME="Generator" CONTENT="Blogger">',
        f'<link rel="service.post" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default">',
        f'<link href="https://www.blogger.com/dyn-css/authorization.css?targetBlogID={BLOG_ID}&amp;x=y">',
        f"<script>_WidgetManager._SetDataContext([{{'data': {{'blogId': '{BLOG_ID}'}}}}]);</script>",
    ],
)
def test_a_domain_of_its_own_is_known_by_any_mark(head: str) -> None:
    pages = {
        f"{OWN}/": html_answer(f"<html><head>{head}</head></html>"),
        f"{OWN}/feeds/posts/default": posts(OWN),
    }
    is_kettle(found(pages, OWN), OWN)


def test_a_theme_without_a_mark_is_known_by_the_feed_at_its_usual_place() -> None:
    pages = {f"{OWN}/": html_answer("<html></html>"), f"{OWN}/feeds/posts/default": atom(f"{OWN}/")}
    is_kettle(found(pages, OWN), OWN)


def test_a_blog_that_moved_to_its_own_domain_is_found_there() -> None:
    """The driver follows; the answer tells where it came from."""
    mark = "<meta content='blogger' name='generator'/>"
    moved = html_answer(f"<html><head>{mark}</head></html>")
    moved = Response(moved.status, f"{OWN}/", moved.headers, moved.body, moved_to=f"{OWN}/")
    is_kettle(found({f"{KETTLE}/": moved, f"{OWN}/feeds/posts/default": posts(OWN)}, KETTLE), OWN)


def test_a_warning_before_the_blog_does_not_hide_it() -> None:
    warning = html_answer(
        "<html>Content warning</html>", url="https://www.blogger.com/blogin.g?blogspotURL=x"
    )
    is_kettle(found({f"{KETTLE}/": warning, f"{KETTLE}/feeds/posts/default": posts()}, KETTLE))


def test_a_feed_that_its_owner_sent_elsewhere_is_passed_by() -> None:
    burnt = answer(
        "<rss><channel><title>Burnt</title></channel></rss>", url="https://feeds.example/k", kind=XML
    )
    feed = f"{KETTLE}/feeds/posts/default"
    pages = {
        f"{KETTLE}/": html_answer("<html></html>"),
        f"{feed}?alt=json&max-results=1": burnt,
        f"{feed}?alt=json&max-results=1&redirect=false": posts(),
    }
    is_kettle(found(pages, KETTLE))


def test_a_private_blog_has_no_feed() -> None:
    with pytest.raises(NoFeedFound):
        found({f"{KETTLE}/": html_answer("<html>For invited readers</html>")}, KETTLE)


def test_a_blogger_page_of_another_program_is_what_its_feed_says() -> None:
    """A blog that left Blogger with its theme."""
    head = "<meta name='generator' content='Blogger'>"
    head += "<link rel='alternate' type='application/rss+xml' href='/f'>"
    feed = answer("<rss><channel><title>Left</title><item><title>1</title></item></channel></rss>", kind=XML)
    site = found({f"{OWN}/": html_answer(head), f"{OWN}/f": feed}, OWN)
    assert (site.platform, site.title, site.sources) == ("feed", "Left", (SourceRef("feed", f"{OWN}/f"),))
    assert site.channels == ()


def test_a_number_in_another_programs_script_is_no_mark() -> None:
    page = html_answer("<script>var site = {'blogId': '12'};</script>", url=f"{OWN}/a")
    assert detect_channel(page, f"{OWN}/a") is None


# --- the page of a post --------------------------------------------------------------------------


HEAD = f"""<meta content='blogger' name='generator'/>
  <link rel="canonical" href="{post_url(7)}">
  <link rel="alternate" type="application/atom+xml" href="{KETTLE}/feeds/{post_id(7)}/comments/default">
  <link rel="alternate" type="application/atom+xml" href="{KETTLE}/feeds/posts/default">"""


def test_a_post_is_known_and_its_comments_are_not_the_blog() -> None:
    pages = {post_url(7): html_answer(HEAD), f"{KETTLE}/feeds/posts/default": posts()}
    site = found(pages, f"{post_url(7)}?m=1&showComment=1#c1")
    is_kettle(site)
    assert (site.post_url, site.post_id) == (post_url(7), post_id(7))
    assert [link.holds for link in site.feeds] == ["posts", "comments"]


def test_the_page_of_a_post_without_links_is_known_by_its_address() -> None:
    pages = {post_url(7): html_answer("<html></html>"), f"{KETTLE}/feeds/posts/default": posts()}
    site = found(pages, post_url(7))
    assert (site.post_url, site.post_id) == (post_url(7), None)


def test_the_comments_of_a_post_are_found_in_its_page() -> None:
    head = HEAD + f'<link rel="service.post" href="https://www.blogger.com/feeds/{BLOG_ID}/posts/default">'
    ref = detect_channel(html_answer(head, url=post_url(7)), post_url(7))
    assert ref == ChannelRef("blogger", f"{KETTLE}/feeds/", f"{BLOG_ID}.{post_id(7)}")


def test_a_comment_server_in_the_page_comes_before_bloggers_own() -> None:
    isso = f'{HEAD}<script data-isso="//isso.example/" src="//isso.example/js/embed.min.js"></script>'
    ref = detect_channel(html_answer(isso + "<section id='isso-thread'>", url=post_url(7)), post_url(7))
    assert ref is not None and ref.system == "isso"


# --- a feed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [atom(KETTLE), rss(KETTLE), posts()], ids=["atom", "rss", "json"])
@pytest.mark.parametrize(
    "path", ["default", "full", "summary", "default?alt=rss", "default?alt=json&start-index=26"]
)
def test_the_feed_of_posts_in_any_form_is_the_blog(answered: Response, path: str) -> None:
    feed = f"{KETTLE}/feeds/posts/default"
    url = f"{KETTLE}/feeds/posts/{path}"
    is_kettle(found({url: answered, f"{feed}?alt=json&max-results=1": posts()}, url))


def test_a_short_address_of_the_feed_is_the_blog() -> None:
    url = f"{KETTLE}/rss.xml"
    is_kettle(found({url: rss(KETTLE), f"{KETTLE}/feeds/posts/default": posts()}, url))


def test_a_feed_on_bloggers_own_host_is_the_blog() -> None:
    url = f"https://www.blogger.com/feeds/{BLOG_ID}/posts/default"
    site = found({url: posts()}, url)
    assert (site.url, site.sources[0]) == (f"{KETTLE}/", SourceRef("blogger", url))
    assert site.channels[0].endpoint == f"https://www.blogger.com/feeds/{BLOG_ID}/"


def test_the_feed_of_a_label_stays_that_of_the_label() -> None:
    url = f"{KETTLE}/feeds/posts/default/-/A%20b"
    assert found({url: posts()}, f"{url}?alt=rss").sources[0] == SourceRef("blogger", url)


@pytest.mark.parametrize("home", [KETTLE, f"{KETTLE}/search/label/tea"])
def test_a_feed_service_leads_to_the_blog_behind_it(home: str) -> None:
    label = "/-/tea" if "label" in home else ""
    feed = f"{KETTLE}/feeds/posts/default{label}"
    site = found({"https://feeds.example/k": atom(home), feed: posts()}, "https://feeds.example/k")
    assert site.platform == "blogger"
    assert [source.url for source in site.sources] == [feed, feed, "https://feeds.example/k"]


def test_a_feed_at_an_odd_place_leads_to_the_blog_as_well() -> None:
    pages = {f"{OWN}/atom.xml": atom(f"{OWN}/"), f"{OWN}/feeds/posts/default": posts(OWN)}
    assert found(pages, f"{OWN}/atom.xml").sources[0].kind == "blogger"


def test_a_planet_is_no_blog_of_those_that_it_gathers() -> None:
    entry = f"<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-1</id><title>One</title></entry>"
    head = "<id>planet</id><title>Planet</title><link rel='alternate' href='https://planet.example/'/>"
    planet = answer(f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entry}</feed>", kind=XML)
    done = browse(detect("https://planet.example/atom.xml"), {"https://planet.example/atom.xml": planet})
    assert (done.value.platform, len(done.asked)) == ("feed", 1)


def test_a_feed_service_of_a_blog_that_is_gone_has_to_do() -> None:
    site = found({"https://feeds.example/k": atom(KETTLE)}, "https://feeds.example/k")
    assert (site.platform, site.sources) == ("feed", (SourceRef("feed", "https://feeds.example/k"),))


def test_the_feed_of_a_posts_comments_leads_to_that_post() -> None:
    url = f"{KETTLE}/feeds/{post_id(7)}/comments/default"
    comments = atom(post_url(7))
    site = found({url: comments, f"{KETTLE}/feeds/posts/default": posts()}, url)
    is_kettle(site)
    assert (site.post_url, site.post_id) == (post_url(7), post_id(7))


def test_the_feed_of_all_comments_leads_to_the_blog() -> None:
    url = f"{KETTLE}/feeds/comments/default"
    site = found({url: atom(f"{KETTLE}/"), f"{KETTLE}/feeds/posts/default": posts()}, url)
    is_kettle(site)
    assert site.post_url is None


def test_the_golden_feed_names_its_blog() -> None:
    url = "https://tee.example/feeds/posts/default?alt=json"
    feed = fixture("blogger/posts.json")
    site = found({url: feed, "https://tee.example/feeds/posts/default": feed}, url)
    assert (site.title, site.url) == ("Tee & Zeit", "https://tee.example/")
