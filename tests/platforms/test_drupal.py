"""Drupal: found by its pages, read over JSON:API or by its feed, threads, and the way to the form."""

import pytest

from tests.platforms.driving import answer, browse, drive, fixture, golden, html_answer, json_answer, plain
from tui_blog.errors import StatusError, UnreadableAnswer
from tui_blog.model.comment import Access, Draft, NeedsBrowser
from tui_blog.model.cursor import Cursor
from tui_blog.model.flow import Response
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.text import clean_line
from tui_blog.model.thread_order import threaded
from tui_blog.platforms.detection import detect, detect_channel
from tui_blog.platforms.drupal.comments import DrupalComments
from tui_blog.platforms.drupal.posts import DrupalPosts

HOME = "https://blog.example/"
API = f"{HOME}jsonapi"
ARTICLES = f"{API}/node/article"
SETTINGS = (
    '<script type="application/json" data-drupal-selector="drupal-settings-json">'
    '{"path":{"baseUrl":"\\/","pathPrefix":"","currentPath":"node\\/12","isFront":false}}</script>'
)
RSS = answer(f"<rss version='2.0'><channel><title>B</title><link>{HOME}</link></channel></rss>")
POST = Post("12 at https://blog.example", f"{HOME}orchard/pears", clean_line("Pears"), "", comments_open=True)


def page(generator: str = "Drupal 10 (https://www.drupal.org)", body: str = "") -> Response:
    named = f'<meta name="Generator" content="{generator}">' if generator else ""
    return html_answer(f"<html><head><title>Orchard</title>{named}</head><body>{body}</body></html>")


def root(*kinds: str) -> Response:
    return json_answer(
        {"data": [], "links": {f"node--{kind}": {"href": f"{API}/node/{kind}"} for kind in kinds}}
    )


# --- detection -----------------------------------------------------------------------------------


def test_a_home_page_leads_to_the_api() -> None:
    pages = {HOME: page(), API: root("page", "article"), ARTICLES: fixture("drupal/articles.json")}
    site = browse(detect(HOME), pages).value
    assert (site.platform, site.sources[0]) == ("drupal", SourceRef("drupal", ARTICLES))
    assert (site.channels, site.post_url) == ((ChannelRef("drupal", ARTICLES),), None)
    assert site.reasons[0] == "Drupal: its page says “Drupal 10 (https://www.drupal.org)”."


def test_a_post_is_known_by_the_settings_of_its_scripts() -> None:
    url = f"{HOME}orchard/pears"
    pages = {url: page("", SETTINGS), API: root("article"), ARTICLES: fixture("drupal/articles.json")}
    site = browse(detect(url), pages).value
    assert (site.platform, site.post_url, site.post_id) == ("drupal", url, "12")


def test_a_blog_before_articles_and_a_type_without_posts_is_passed_over() -> None:
    pages = {
        HOME: page(),
        API: root("article", "blog"),
        f"{API}/node/blog": json_answer({"data": []}),
        ARTICLES: fixture("drupal/articles.json"),
    }
    done = browse(detect(HOME), pages)
    assert done.value.sources[0].url == ARTICLES
    assert any("node/blog" in call for call in done.calls)


def test_a_site_in_a_folder_and_a_language_has_its_api_there() -> None:
    settings = SETTINGS.replace('"baseUrl":"\\/"', '"baseUrl":"\\/cms\\/"').replace(
        'Prefix":""', 'Prefix":"pt\\/"'
    )
    done = browse(detect(HOME), {HOME: page("", settings), f"{HOME}rss.xml": RSS})
    assert f"GET {HOME}cms/pt/jsonapi" in done.calls


@pytest.mark.parametrize(
    "shut", [answer("", 404), json_answer({"errors": []}, 403), html_answer("<html>"), json_answer([1])]
)
def test_where_the_api_is_off_the_feed_is_read(shut: Response) -> None:
    site = browse(detect(HOME), {HOME: page(), API: shut, f"{HOME}rss.xml": RSS}).value
    assert (site.platform, site.sources) == ("drupal", (SourceRef("feed", f"{HOME}rss.xml"),))


def test_an_old_drupal_is_not_asked_for_what_it_never_had() -> None:
    done = browse(detect(HOME), {HOME: page("Drupal 7 (http://drupal.org)"), f"{HOME}rss.xml": RSS})
    assert done.value.platform == "drupal"
    assert not any("jsonapi" in call for call in done.calls)


def test_a_page_that_writes_about_drupal_is_none_of_its() -> None:
    body = "<p>Why I left Drupal</p><script>drupalSettings = {}</script>"
    site = browse(detect(HOME), {HOME: page("Backdrop, no Drupal", body), f"{HOME}rss.xml": RSS}).value
    assert site.platform == "feed"


# --- posts ---------------------------------------------------------------------------------------


def test_articles_become_what_stands_beside_them() -> None:
    done = drive(DrupalPosts(ARTICLES).page(), fixture("drupal/articles.json", url=""))
    assert plain(done.value.posts) == golden("drupal/articles.json")
    assert done.asked[0].headers["Accept"] == "application/vnd.api+json"
    assert "sort=-created&page[limit]=50&filter[status]=1&include=uid,field_tags" in done.calls[0]
    assert done.value.next == f"{ARTICLES}?sort=-created&page%5Boffset%5D=50"


def test_it_is_read_back_to_the_first_post() -> None:
    last = json_answer(
        {"data": [{"id": "x", "attributes": {"title": "First", "drupal_internal__nid": 1}}], "links": {}}
    )
    first = drive(DrupalPosts(ARTICLES).page(), fixture("drupal/articles.json")).value
    done = drive(DrupalPosts(ARTICLES).page(first.next), last)
    assert done.calls == [f"GET {first.next}"]
    assert ([post.title for post in done.value.posts], done.value.next) == (["First"], None)


def test_a_type_without_tags_is_asked_again_without_them() -> None:
    refused = json_answer({"errors": [{"status": "400"}]}, 400)
    done = drive(DrupalPosts(ARTICLES).page(), refused, fixture("drupal/articles.json"))
    assert len(done.value.posts) == 2
    assert done.calls[1].endswith("include=uid")


def test_an_api_never_leads_to_another_host() -> None:
    away = json_answer(
        {"data": [{"id": "x", "attributes": {}}], "links": {"next": "https://evil.example/jsonapi"}}
    )
    assert drive(DrupalPosts(ARTICLES).page(), away).value.next is None
    begun = drive(DrupalPosts(ARTICLES).page(Cursor("https://evil.example/jsonapi")), away)
    assert begun.calls[0].startswith(f"GET {ARTICLES}?")


def test_an_api_that_was_shut_or_is_broken_is_a_sentence() -> None:
    with pytest.raises(StatusError):
        drive(DrupalPosts(ARTICLES).page(), *[json_answer({}, 403)] * 3)
    with pytest.raises(UnreadableAnswer, match=r"blog\.example sent something else"):
        drive(DrupalPosts(ARTICLES).page(), html_answer("<html>Maintenance</html>"))


def test_one_post_is_found_by_the_number_on_its_page() -> None:
    done = drive(DrupalPosts(ARTICLES).one(POST.url), page("", SETTINGS), fixture("drupal/articles.json"))
    assert done.value is not None
    assert done.value.title == "Pears & quinces"
    assert "filter[drupal_internal__nid]=12" in done.calls[1]
    assert drive(DrupalPosts(ARTICLES).one(POST.url), page()).value is None


# --- comments ------------------------------------------------------------------------------------


def test_a_thread_is_a_tree_with_names_of_guests_and_accounts() -> None:
    known = DrupalPosts(ARTICLES)
    post = drive(known.page(), fixture("drupal/articles.json")).value.posts[0]
    done = drive(DrupalComments(ChannelRef("drupal", ARTICLES)).thread(post), fixture("drupal/comments.json"))
    told = [(each.id, depth, each.author, each.html) for each, depth in threaded(done.value.comments)]
    assert told == [("31", 0, "Olu", "<p>Mine <b>fell</b>.</p>"), ("32", 1, "Mara", "<p>Wasps?</p>")]
    assert done.value.comments[0].website == "https://olu.example"
    assert f"filter[entity_id.id]={post.remote_id}" in done.calls[0]


def test_a_post_from_the_feed_is_asked_for_by_its_number_first() -> None:
    answers = (fixture("drupal/articles.json"), fixture("drupal/comments.json"))
    done = drive(DrupalComments(ChannelRef("drupal", ARTICLES)).thread(POST), *answers)
    assert done.value.total == 2
    assert "filter[drupal_internal__nid]=12" in done.calls[0]


def test_the_page_of_a_post_tells_its_channel() -> None:
    ref = detect_channel(page("", SETTINGS), POST.url)
    assert ref == ChannelRef("drupal", ARTICLES, "12")
    assert detect_channel(page(), f"{HOME}about") is None


def test_writing_is_the_browsers_and_closed_is_closed() -> None:
    channel = DrupalComments(ChannelRef("drupal", ARTICLES))
    form = drive(channel.form(POST)).value
    assert (form.access, form.url) == (Access.BROWSER, f"{HOME}orchard/pears#comment-form")
    outcome = drive(channel.submit(POST, Draft("t", "Hi", parent="31"))).value
    assert isinstance(outcome, NeedsBrowser)
    assert outcome.url == f"{HOME}comment/reply/node/12/comment/31"
