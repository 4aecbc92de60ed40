"""Reading feeds: golden pairs, and one story for each liberty that feeds take."""

import pytest

from tests.platforms.driving import FIXTURES, golden, plain
from tui_blog.errors import UnreadableAnswer
from tui_blog.model.post import Post
from tui_blog.model.twins import without_twins
from tui_blog.platforms.feed import parse

URL = "https://host.example/feed"
CONTENT = "http://purl.org/rss/1.0/modules/content/"


def rss(
    items: str, channel: str = "<title>T</title><link>https://blog.example/</link>", names: str = ""
) -> bytes:
    return f'<rss version="2.0"{names}><channel>{channel}{items}</channel></rss>'.encode()


def only_post(body: bytes, content_type: str | None = None) -> Post:
    (post,) = parse(body, URL, content_type).posts
    return post


@pytest.mark.parametrize(
    "name",
    [
        "wordpress.rss.xml",
        "broken.rss.xml",
        "slashes.rdf.xml",
        "archive.atom.xml",
        "old.atom03.xml",
        "micro.jsonfeed.json",
    ],
)
def test_a_feed_becomes_what_stands_beside_it(name: str) -> None:
    feed = parse((FIXTURES / "feed" / name).read_bytes(), URL, None)
    assert plain(feed) == golden(f"feed/{name}")


class TestAddresses:
    def test_the_origin_of_a_feedburner_link_is_preferred(self) -> None:
        names = ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
        item = "<item><link>https://burner.example/~r/1</link><feedburner:origLink>https://blog.example/1</feedburner:origLink></item>"
        assert only_post(rss(item, names=names)).url == "https://blog.example/1"

    @pytest.mark.parametrize(
        ("guid", "url"),
        [
            ("<guid>https://blog.example/a</guid>", "https://blog.example/a"),
            ('<guid isPermaLink="TRUE">https://blog.example/a</guid>', "https://blog.example/a"),
            ('<guid isPermaLink="false">https://blog.example/?p=1</guid>', ""),
            ('<guid isPermaLink="0">https://blog.example/?p=1</guid>', ""),
            ('<guid ispermalink="false">https://blog.example/?p=1</guid>', ""),
            ("<guid>just-an-id</guid>", ""),
        ],
    )
    def test_a_guid_is_an_address_only_where_it_says_so(self, guid: str, url: str) -> None:
        assert only_post(rss(f"<item><title>x</title>{guid}</item>")).url == url

    def test_an_enclosure_is_the_last_resort(self) -> None:
        item = '<item><enclosure url="https://blog.example/1.mp3" type="audio/mpeg"/></item>'
        assert only_post(rss(item)).url == "https://blog.example/1.mp3"

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://[::1"]
    )
    def test_only_http_addresses_are_taken(self, link: str) -> None:
        assert only_post(rss(f"<item><title>x</title><link>{link}</link></item>")).url == ""

    @pytest.mark.parametrize(
        ("written", "url"),
        [
            ("?a=1&amp;copy=2&amp;reg=3", "https://blog.example/?a=1&copy=2&reg=3"),
            ("?a=1&amp;amp;b=2", "https://blog.example/?a=1&b=2"),
        ],
    )
    def test_an_ampersand_in_an_address_begins_a_parameter_and_no_sign(self, written: str, url: str) -> None:
        assert only_post(rss(f"<item><link>{written}</link></item>")).url == url

    def test_a_relative_link_is_meant_from_the_home_page_of_the_blog(self) -> None:
        assert only_post(rss("<item><link>2024/a b</link></item>")).url == "https://blog.example/2024/a%20b"

    def test_the_name_of_a_program_before_an_address_goes(self) -> None:
        assert (
            only_post(rss("<item><link>feed:https://a.example/1</link></item>")).url == "https://a.example/1"
        )

    def test_xml_base_rules_every_picture_that_is_offered(self) -> None:
        body = rss(
            '<item xml:base="https://a.example/x/"><description>'
            "&lt;img srcset='s.png 1x,m.png 2x, /l.png'></description></item>"
        )
        offered = "https://a.example/x/s.png 1x,https://a.example/x/m.png 2x, https://a.example/l.png"
        assert only_post(body).html == f'<img srcset="{offered}">'

    def test_xml_base_rules_links_and_bodies(self) -> None:
        body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/">
            <entry xml:base="y/"><link href="1"/>
            <content type="html">&lt;a href="2">two&lt;/a></content></entry></feed>"""
        post = only_post(body)
        assert post.url == "https://a.example/x/y/1"
        assert post.html == '<a href="https://a.example/x/y/2">two</a>'


class TestIdentity:
    def test_posts_that_share_a_guid_are_all_read_and_repetitions_too(self) -> None:
        items = (
            "<item><guid>same</guid><link>https://blog.example/1</link></item>"
            "<item><guid>same</guid><link>https://blog.example/2</link><title>one</title></item>"
            "<item><guid>same</guid><link>https://blog.example/2</link><title>two</title></item>"
            "<item><guid>same</guid><link>https://blog.example/2</link><title>two</title></item>"
            "<item><guid>own</guid><link>https://blog.example/1</link></item>"
        )
        posts = parse(rss(items), URL, None).posts
        assert [post.title for post in posts] == ["", "one", "two", "two", ""]
        assert [post.guid for post in posts] == [*["same"] * 4, "own"], "as they were sent"
        assert [post.title for post in without_twins(posts)] == ["", "one", "two", ""]

    def test_the_same_entry_twice_is_one_post_with_its_latest_text(self) -> None:
        entry = "<entry><id>1</id><title>t</title><link href='https://a.example/1'/><published>2024-01-01T00:00:00Z</published>"
        body = f"""<feed xmlns="http://www.w3.org/2005/Atom">
            {entry}<updated>2024-01-02T00:00:00Z</updated><summary>newer</summary></entry>
            {entry}<updated>2024-01-01T00:00:00Z</updated><summary>older</summary></entry></feed>"""
        (post,) = without_twins(parse(body.encode(), URL, None).posts)
        assert "newer" in post.html

    def test_without_guid_and_address_the_text_is_the_identity(self) -> None:
        item = "<item><title>A thought</title><description>words</description></item>"
        again = only_post(rss(item))
        assert only_post(rss(item)).guid == again.guid
        assert only_post(rss(item.replace("A thought", "Another"))).guid != again.guid

    def test_a_guid_longer_than_any_line_stays_distinct(self) -> None:
        items = "".join(f"<item><guid>{'g' * 5000}{n}</guid></item>" for n in range(2))
        first, second = parse(rss(items), URL, None).posts
        assert first.guid != second.guid
        assert len(first.guid) < 100


class TestText:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("Q &amp;amp; A", "Q & A"),
            ("It&amp;#8217;s", "It’s"),
            ("a &lt;em&gt;b&lt;/em&gt;", "a b"),
            ("the &lt;video&gt; element", "the <video> element"),
            ("<![CDATA[1 < 2 &amp; 3]]>", "1 < 2 & 3"),
            ("don&#146;t", "don’t"),
            ("\n two\n\tlines ", "two lines"),
            ("<![CDATA[Q &amp;amp; A &amp;#8217;]]>", "Q & A ’"),
            ("<![CDATA[the &amp;nbsp; reference]]>", "the &nbsp; reference"),
        ],
    )
    def test_titles_are_read_as_they_were_meant(self, written: str, shown: str) -> None:
        assert only_post(rss(f"<item><title>{written}</title></item>")).title == shown

    @pytest.mark.parametrize(("written", "shown"), [("PGI+TGFtcHM8L2I+", "Lamps"), ("Lamp", "Lamp")])
    def test_a_title_that_calls_itself_a_file_is_unpacked_where_it_is_packed(
        self, written: str, shown: str
    ) -> None:
        title = f'<title type="application/octet-stream">{written}</title>'
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{title}</entry></feed>'
        assert only_post(feed.encode()).title == shown

    def test_the_full_text_wins_over_the_summary(self) -> None:
        full = f"<encoded xmlns='{CONTENT}'>&lt;p>long&lt;/p></encoded>"
        item = f"<item><description>short</description>{full}</item>"
        assert only_post(rss(item)).html == "<p>long</p>"

    @pytest.mark.parametrize(
        ("full", "is_taken"),
        [
            ("<p>&amp;nbsp;</p>", False),
            ("<p>Read on.</p>", False),
            ("<p>Read on.</p><img src='https://blog.example/1.png'>", True),
            ("<p>As many words as there are below, or about as many as that.</p>", True),
        ],
    )
    def test_a_summary_wins_where_it_says_far_more(self, full: str, is_taken: bool) -> None:
        escaped = full.replace("<", "&lt;")
        summary = "All that there is to be told of lamps, and of the oil and the wicks in them."
        item = (
            f"<item><description>{summary}</description><encoded xmlns='{CONTENT}'>{escaped}</encoded></item>"
        )
        assert (summary not in only_post(rss(item)).html) is is_taken

    def test_an_empty_full_text_does_not(self) -> None:
        item = f"<item><encoded xmlns='{CONTENT}'/><description>&lt;b>short&lt;/b></description></item>"
        assert only_post(rss(item)).html == "<b>short</b>"

    def test_a_prefix_that_nobody_declared_is_taken_at_its_word(self) -> None:
        full = "<content:encoded>&lt;p>y&lt;/p></content:encoded>"
        post = only_post(rss(f"<item><dc:creator>Ada</dc:creator>{full}</item>"))
        assert (post.author, post.html) == ("Ada", "<p>y</p>")

    def test_markup_that_was_not_escaped_is_kept(self) -> None:
        post = only_post(rss("<item><description>Hi <b>there</b>, 1 &lt; 2<br/></description></item>"))
        assert post.html == "Hi <b>there</b>, 1 &lt; 2<br>"

    def test_a_youtube_entry_has_its_text_in_a_group(self) -> None:
        body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry>
            <media:group><media:description>What it shows</media:description></media:group></entry></feed>"""
        assert only_post(body).html == "<p>What it shows</p>"

    @pytest.mark.parametrize(
        ("author", "name"),
        [
            ("ada@lamp.example (Ada Teller)", "Ada Teller"),
            ("Ada Teller <ada@lamp.example>", "Ada Teller"),
            ("Ada Teller", "Ada Teller"),
            ("ada@lamp.example", "ada"),
            ("Ada Teller (pictures)", "Ada Teller (pictures)"),
            ("<p>Ada Teller</p>", "Ada Teller"),
        ],
    )
    def test_an_author_is_a_name_and_no_mail_address(self, author: str, name: str) -> None:
        escaped = author.replace("<", "&lt;")
        assert only_post(rss(f"<item><author>{escaped}</author></item>")).author == name

    def test_the_address_of_a_home_page_is_no_name(self) -> None:
        body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><author>Ada</author>
            <entry><author><uri>https://ada.example/</uri></author><title>x</title></entry></feed>"""
        assert only_post(body).author == "Ada"

    def test_nothing_that_is_shown_can_reach_the_terminal_unclean(self) -> None:
        evil = "x&#27;]0;owned&#7;y\u202e\x9b31m"
        post = only_post(
            rss(f"<item><title>{evil}</title><author>{evil}</author><category>{evil}</category></item>")
        )
        for shown in (post.title, post.author, *post.labels):
            assert not set(shown) & set("\x1b\x07\x9b\u202e")


class TestDates:
    def test_what_is_no_date_gives_way_to_another_element(self) -> None:
        item = "<item><title>x</title><pubDate>soon</pubDate><dc:date>2024-12-19</dc:date></item>"
        published = only_post(rss(item)).published
        assert published is not None and published.isoformat() == "2024-12-19T00:00:00+00:00"


class TestCounts:
    @pytest.mark.parametrize(
        ("elements", "count"),
        [
            ("<slash:comments>4</slash:comments>", 4),
            ("<slash:comments>0</slash:comments>", 0),
            ("<thr:total>9</thr:total><slash:comments>4</slash:comments>", 9),
            ("<slash:comments>10,9,8</slash:comments>", None),
            ("<comments>https://blog.example/1#comments</comments>", None),
            ("", None),
        ],
    )
    def test_comments_are_counted_where_the_feed_counts_them(self, elements: str, count: int | None) -> None:
        names = ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
        assert only_post(rss(f"<item><title>x</title>{elements}</item>", names=names)).comment_count == count


class TestLabels:
    def test_categories_and_keywords_of_every_namespace_are_labels_once(self) -> None:
        names = (
            ' xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"'
            ' xmlns:atom="http://www.w3.org/2005/Atom"'
        )
        item = (
            "<item><title>x</title><category>Oil, and wicks</category><media:category>Lamps</media:category>"
            '<itunes:keywords>lamps, light</itunes:keywords><atom:category term="l" label="Lanterns"/></item>'
        )
        assert only_post(rss(item, names=names)).labels == ("Oil, and wicks", "Lamps", "Lanterns", "light")

    @pytest.mark.parametrize("keywords", ["1", "lamp light oil wick glass tinder matches wax candle"])
    def test_numbers_and_heaps_of_words_are_no_labels(self, keywords: str) -> None:
        names = ' xmlns:media="http://search.yahoo.com/mrss/"'
        item = f"<item><title>x</title><media:keywords>{keywords}</media:keywords></item>"
        assert only_post(rss(item, names=names)).labels == ()


class TestDamage:
    def test_an_empty_item_within_an_item_is_none_but_a_full_one_is(self) -> None:
        empty = "<item><title>one</title><item /></item>"
        unclosed = "<item><title>two</title><item><title>three</title></item></item>"
        posts = parse(rss(empty + unclosed), URL, None).posts
        assert [post.title for post in posts] == ["one", "two", "three"]

    @pytest.mark.parametrize(
        ("body", "title"),
        [
            (b"\n\n  " + rss("<item><title>after blanks</title></item>"), "after blanks"),
            (b"\xef\xbb\xbf" + rss("<item><title>after a mark</title></item>"), "after a mark"),
            (rss("<item><title>before junk</title></item>") + b"<!-- cached --><script>", "before junk"),
            (rss("<item><title>a & b</title></item>"), "a & b"),
            (rss("<item><title>nul\x00 and \x0b</title></item>"), "nul and"),
            (rss("<item><title>cut"), "cut"),
            (b"<RSS><CHANNEL><ITEM><TITLE>shouted</TITLE></ITEM></CHANNEL></RSS>", "shouted"),
            (b"<!DOCTYPE html>" + rss("<item><title>mislabelled</title></item>"), "mislabelled"),
            (b"<channel><item><title>no root</title></item></channel>", "no root"),
        ],
    )
    def test_what_can_be_saved_is_saved(self, body: bytes, title: str) -> None:
        assert only_post(body).title == title

    def test_a_page_may_stand_around_a_feed(self) -> None:
        body = b"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html><body>
            <feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>one</title></entry></feed>
            </body></html>"""
        feed = parse(body, URL, "text/html")
        assert (feed.title, [post.title for post in feed.posts]) == ("T", ["one"])

    @pytest.mark.parametrize(
        "cut",
        [
            "",
            "<it",
            "<item>",
            "<item><title>half a ti",
            "<item><title>two</title><description><![CDATA[<p>The </item> of",
            "<item><title>two</title></ite",
        ],
    )
    def test_an_entry_that_breaks_off_is_none(self, cut: str) -> None:
        feed = parse(f"<rss><channel><item><title>one</title></item>{cut}".encode(), URL, None)
        assert [post.title for post in feed.posts] == ["one"]
        assert not feed.whole

    @pytest.mark.parametrize(
        "body", [b"<rss>", b"<rss><chan", b"<feed><entry><title>hal", b"<entry><title>A</title><content>ha"]
    )
    def test_a_feed_that_breaks_off_before_a_post_is_not_an_empty_one(self, body: bytes) -> None:
        with pytest.raises(UnreadableAnswer, match="breaks off"):
            parse(body, URL, None)

    @pytest.mark.parametrize("body", [rss(""), b"<rss version='2.0'/>", b"<RSS><channel></channel></RSS>"])
    def test_a_feed_may_have_no_posts(self, body: bytes) -> None:
        assert parse(body, URL, None).posts == ()

    def test_entities_are_never_expanded(self) -> None:
        body = b"""<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
            <rss><channel><item><title>&b;&f;</title></item></channel></rss>"""
        assert only_post(body).title == "&b;&f;"

    @pytest.mark.parametrize(
        ("body", "word"),
        [
            (b"", "nothing"),
            (b" \n ", "nothing"),
            (b"<!doctype html><html><title>Hi</title></html>", "web page"),
            (b"<html><title>Just a moment...</title></html>", "robots"),
            (b"<html><form><input name=p type=password></form></html>", "login"),
            (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap"),
            (b"<opml version='2.0'><body/></opml>", "OPML"),
            (b"BEGIN:VCALENDAR", "calendar"),
            (b"\x89PNG\r\n\x1a\n", "picture"),
            (b"<note>not a feed</note>", "neither"),
            (b"just words", "neither"),
            (b"[1, 2]", "JSON"),
        ],
    )
    def test_what_is_no_feed_is_named_in_a_sentence(self, body: bytes, word: str) -> None:
        with pytest.raises(UnreadableAnswer, match=word) as caught:
            parse(body, URL, "application/rss+xml")
        assert "host.example" in str(caught.value)
        assert str(caught.value).endswith(".")

    def test_a_post_that_quotes_a_wall_is_none(self) -> None:
        page = b"<html><link type='application/rss+xml'><p>Just a moment... <input type=password></html>"
        with pytest.raises(UnreadableAnswer, match="web page"):
            parse(page, URL, None)


class TestEncoding:
    @pytest.mark.parametrize("where", ["header", "declaration"])
    def test_an_encoding_that_looks_like_ascii_is_believed(self, where: str) -> None:
        declaration = '<?xml version="1.0" encoding="iso-2022-jp"?>' if where == "declaration" else ""
        body = (declaration + rss("<item><title>ランプ</title></item>").decode()).encode("iso-2022-jp")
        content_type = "text/xml; charset=iso-2022-jp" if where == "header" else None
        assert only_post(body, content_type).title == "ランプ"

    @pytest.mark.parametrize(
        ("encoding", "declared", "content_type"),
        [
            ("utf-8", "iso-8859-1", "text/xml; charset=us-ascii"),
            ("iso-8859-1", "iso-8859-1", None),
            ("windows-1252", "iso-8859-1", None),
            ("windows-1252", "utf-8", None),
            ("utf-16", "utf-8", None),
            ("utf-16-le", "utf-16", None),
            ("iso-8859-2", "utf-8", "text/xml; charset=ISO-8859-2"),
        ],
    )
    def test_the_bytes_tell_more_than_the_declarations(
        self, encoding: str, declared: str, content_type: str | None
    ) -> None:
        text = rss("<item><title>é ü</title></item>").decode()
        body = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
        assert only_post(body, content_type).title == "é ü"

    def test_one_broken_byte_does_not_spoil_a_text(self) -> None:
        body = rss("<item><title>Привет, мир</title></item>").replace(b"<title>T", b"<title>\xff")
        assert only_post(body).title == "Привет, мир"

    @pytest.mark.parametrize("mistaken_for", ["cp1252", "latin-1"])
    def test_a_text_that_was_encoded_twice_is_decoded_twice(self, mistaken_for: str) -> None:
        text = rss("<item><title>Café déjà vu, crème brûlée</title></item>").decode()
        assert only_post(text.encode().decode(mistaken_for).encode()).title == "Café déjà vu, crème brûlée"

    @pytest.mark.parametrize("title", ["NÃO, SÃO, IRMÃOS", "Ã© Ã© Ã© and it’s meant", "Ã© Ã©"])
    def test_signs_that_only_look_encoded_twice_stay(self, title: str) -> None:
        assert only_post(rss(f"<item><title>{title}</title></item>")).title == title

    def test_a_codec_that_is_no_encoding_is_not_used(self) -> None:
        body = rss("<item><title>caf\xe9</title></item>", "").decode().encode("latin-1")
        assert only_post(b'<?xml version="1.0" encoding="unicode_escape"?>' + body).title == "café"


RSS_IN = "<rss><channel><title>A</title><language>{}</language><item><title>x</title></item></channel></rss>"
ATOM_IN = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}"><title>A</title><entry><id>1</id></entry></feed>'
)
JSON_IN = '{{"version": "https://jsonfeed.org/version/1.1", "title": "A", "language": "{}", "items": []}}'


@pytest.mark.parametrize(
    ("document", "told", "language"),
    [
        (RSS_IN, "pt_BR", "pt-BR"),
        (RSS_IN, "plain English", ""),
        (ATOM_IN, "de", "de"),
        (JSON_IN, "nl", "nl"),
    ],
)
def test_a_feed_tells_its_language(document: str, told: str, language: str) -> None:
    assert parse(document.format(told).encode(), URL, None).language == language
