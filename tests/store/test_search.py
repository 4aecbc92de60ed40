"""Searching the library: what is found, in which order, and how the index is kept up."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.conftest import NOW
from tests.store.samples import FIRST_DAY, add_blog, line, sample_post, titles
from tui_blog.model.blog import Blog
from tui_blog.model.comment import Comment, Thread
from tui_blog.model.marks import Mark
from tui_blog.model.post import Post
from tui_blog.model.post_key import PostId, PostKey
from tui_blog.model.query import Query, QueryFault
from tui_blog.services.searching import Searching
from tui_blog.store import search as search_store
from tui_blog.store import search_index, search_parts
from tui_blog.store.articles import ArticleStore
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.incoming import incoming
from tui_blog.store.migrations import MIGRATIONS, migrate
from tui_blog.store.packing import pack
from tui_blog.store.posts import PostStore
from tui_blog.store.saved_searches import SavedSearchStore
from tui_blog.store.search import SearchStore
from tui_blog.store.search_index import SearchIndex
from tui_blog.store.search_terms import WorkedOut
from tui_blog.store.threads import ThreadStore


@pytest.fixture
def index(database: Database) -> SearchIndex:
    return SearchIndex(database)


@pytest.fixture
def searching(database: Database, blogs: BlogStore, index: SearchIndex) -> Searching:
    return Searching(blogs, SearchStore(database), index, SavedSearchStore(database))


@pytest.fixture
def lamp(blogs: BlogStore) -> Blog:
    return add_blog(blogs, "lamp", tags=["essays"])


def store(posts: PostStore, blog: Blog, *bodies: str, **more: object) -> tuple[PostId, ...]:
    """Posts with these bodies, the first on the first day; their ids."""
    made = [
        sample_post(n, html=body, title=line(body), guid=f"{blog.id}-{n}", **more)
        for n, body in enumerate(bodies)
    ]
    return put(posts, blog, made)


def put(posts: PostStore, blog: Blog, made: Sequence[Post]) -> tuple[PostId, ...]:
    posts.upsert(blog.id, made[::-1], NOW)
    found = (posts.by_guid(blog.id, post.guid) for post in made)
    return tuple(stored.id for stored in found if stored)


def index_all(searching: Searching) -> None:
    while searching.index_some():
        pass


def search(searching: Searching, text: str) -> Query:
    understood = searching.understood(text)
    assert not isinstance(understood, QueryFault), understood
    return understood


def found(searching: Searching, text: str) -> list[str]:
    index_all(searching)
    return titles(searching.find(search(searching, text), limit=1_000, enough=100).rows)


def test_words_are_found_newest_first(searching: Searching, posts: PostStore, lamp: Blog) -> None:
    store(posts, lamp, "slow web", "web slow", "a web", "slow tea")
    assert found(searching, "slow web") == ["web slow", "slow web"]
    assert found(searching, '"slow web"') == ["slow web"]
    assert found(searching, "slow -web") == ["slow tea"]
    assert found(searching, "t*") == ["slow tea"]
    assert found(searching, '-"slow web"') == ["slow tea", "a web", "web slow"]


def test_accents_case_and_scripts_without_spaces(searching: Searching, posts: PostStore, lamp: Blog) -> None:
    store(posts, lamp, "Ein Café an der Straße", "東京都の読書会", "京都で読む", "การอ่านหนังสือ")
    assert found(searching, "CAFE strasse") == ["Ein Café an der Straße"]
    assert found(searching, "京都") == ["京都で読む", "東京都の読書会"]
    assert found(searching, "読書会") == ["東京都の読書会"]
    assert found(searching, "会") == ["東京都の読書会"]
    assert found(searching, "อ่าน") == ["การอ่านหนังสือ"]


def test_text_is_found_in_markup_and_entities_but_not_in_tags(
    searching: Searching, posts: PostStore, lamp: Blog
) -> None:
    post = sample_post(
        1, html='<p class="hidden">Un<b>believ</b>able&nbsp;caf&eacute;<script>secret()</script>'
    )
    put(posts, lamp, [post])
    assert found(searching, "unbelievable cafe") == ["Post 1"]
    assert found(searching, "hidden") == found(searching, "secret") == []


def test_operators(searching: Searching, posts: PostStore, blogs: BlogStore, lamp: Blog) -> None:
    harbour = add_blog(blogs, "harbour")
    store(posts, harbour, "boats", author=line("Bo"), comment_count=3)
    made = sample_post(
        5, html="<img src=a> tea", author=line("Ada Byron"), labels=(line("Slow reading"), line("walks"))
    )
    put(posts, lamp, [made])
    assert found(searching, "author:byron") == found(searching, "tag:essays") == ["Post 5"]
    assert found(searching, 'label:"slow reading"') == found(searching, "has:picture") == ["Post 5"]
    assert found(searching, "blog:harb") == found(searching, "has:comments") == ["boats"]
    assert found(searching, "blog:harbour.example") == found(searching, "-blog:lamp") == ["boats"]
    assert found(searching, "-author:ada") == found(searching, "until:2024-01-01") == ["boats"]
    assert found(searching, "since:2024-01-02") == ["Post 5"]


def test_a_blog_that_is_not_there_gets_a_sentence(searching: Searching, lamp: Blog) -> None:
    assert searching.understood("blog:nowhere") == QueryFault("No blog of the library goes by “nowhere”.")
    assert searching.understood("tag:x") == QueryFault("No blog and no post of the library is tagged “x”.")


@pytest.mark.parametrize("few", [0, 100], ids=["by the index", "by the shelf"])
def test_a_tag_is_a_posts_own_or_its_blogs(
    searching: Searching,
    posts: PostStore,
    blogs: BlogStore,
    lamp: Blog,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui_blog.store.search.FEW", few)
    harbour = add_blog(blogs, "harbour")
    store(posts, lamp, "tea one", "milk one")
    tea, milk = store(posts, harbour, "tea two", "milk two")
    opened = add_blog(blogs, "opened", subscribed=False)
    (elsewhere,) = store(posts, opened, "tea of a blog that nobody follows")
    posts.mark([tea, elsewhere], Mark("tag", True, line("Essays")))
    posts.mark([tea, milk], Mark("tag", True, line("later")))
    index_all(searching)
    assert set(found(searching, "tag:essays")) == {"tea one", "milk one", "tea two"}
    assert set(found(searching, "tea tag:essays")) == {"tea one", "tea two"}
    assert found(searching, "tag:essays tag:later") == ["tea two"]
    assert found(searching, "-tag:essays") == ["milk two"]
    assert found(searching, "milk tag:later is:unread") == ["milk two"]
    posts.mark([tea], Mark("tag", False, line("later")))
    assert found(searching, "tag:later") == ["milk two"]


@pytest.mark.parametrize("few", [0, 100], ids=["by the index", "by the marks"])
def test_marks_are_those_of_now(
    searching: Searching, posts: PostStore, lamp: Blog, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever way a search goes, it finds the same."""
    monkeypatch.setattr("tui_blog.store.search.FEW", few)
    ids = store(posts, lamp, "tea one", "tea two", "milk", "tea three")
    index_all(searching)
    posts.set_read([ids[0]], True)
    posts.set_starred([ids[1], ids[2]], True)
    assert found(searching, "tea is:unread") == ["tea three", "tea two"]
    assert found(searching, "tea is:read") == ["tea one"]
    assert found(searching, "tea is:starred") == ["tea two"]
    assert found(searching, "is:starred") == ["milk", "tea two"]
    assert found(searching, "is:unread until:2024-01-02") == ["tea two"]
    assert found(searching, "-is:starred tea is:unread") == ["tea three"]


def test_only_followed_blogs_are_searched(
    searching: Searching, posts: PostStore, blogs: BlogStore, lamp: Blog
) -> None:
    store(posts, lamp, "tea")
    assert found(searching, "tea") == ["tea"]
    blogs.subscribe(lamp.id, False)
    assert found(searching, "tea") == []


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["tea", "is:unread", "tea is:unread"])
def test_pages_go_down_and_up_again(searching: Searching, posts: PostStore, lamp: Blog, query: str) -> None:
    store(posts, lamp, *(f"tea {number}" for number in range(25)))
    index_all(searching)
    wanted, down, after = search(searching, query), list[str](), None
    while page := searching.find(wanted, after=after, limit=1_000, enough=10).rows:
        down += titles(page)
        after = page[-1].key
    assert down == [f"tea {number}" for number in reversed(range(25))]
    assert after is not None
    above = searching.find(wanted, before=after, limit=1_000, enough=10)
    assert titles(above.rows) == [f"tea {number}" for number in range(10, 0, -1)]
    assert above.reached == above.rows[0].key


def test_a_look_ends_where_it_is_told_to(searching: Searching, posts: PostStore, lamp: Blog) -> None:
    store(posts, lamp, "the slow web", *["slow of the web"] * 8)
    index_all(searching)
    wanted = search(searching, '"slow web"')
    first = searching.find(wanted, limit=5, enough=10)
    assert first.rows == () and first.reached is not None
    assert titles(searching.find(wanted, after=first.reached, limit=5, enough=10).rows) == ["the slow web"]


def test_a_large_library_is_searched_in_parts(
    searching: Searching, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where hardly a post fits, what was found is shown before all others were walked over."""
    monkeypatch.setattr(search_parts, "PART", 7)
    monkeypatch.setattr(search_store, "FEW", -1)
    store(posts, lamp, "tea one", *["coffee"] * 20, "tea two", *["coffee"] * 18)
    index_all(searching)
    wanted = search(searching, "tea -milk")
    down, up = list[str](), list[str]()
    after = before = None
    looks = 0
    while looks == 0 or after:
        part = searching.find(wanted, after=after, limit=500, enough=50)
        down, after, looks = down + titles(part.rows), part.reached, looks + 1
    assert down == ["tea two", "tea one"]
    assert 4 <= looks <= 7
    before = PostKey(0, PostId(0))
    while before:
        part = searching.find(wanted, before=before, limit=500, enough=50)
        up, before = titles(part.rows) + up, part.reached
    assert up == down
    assert searching.find(wanted, limit=500, enough=50).reached is not None


def test_posts_of_one_moment_find_a_place_each(searching: Searching, posts: PostStore, lamp: Blog) -> None:
    """Dates without a time are common; places above a post's own must not fall out of `until:`."""
    store(posts, lamp, *(f"tea {number}" for number in range(40)), published=FIRST_DAY)
    assert (
        len(found(searching, "tea until:2024-01-01")) == len(found(searching, "tea since:2024-01-01")) == 40
    )
    assert found(searching, "tea since:2024-01-02") == []


def test_two_instances_that_index_at_once_share_the_places(
    searching: Searching,
    database: Database,
    index: SearchIndex,
    posts: PostStore,
    lamp: Blog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_index, "STEP", 3)
    store(posts, lamp, *(f"tea {number}" for number in range(20)), published=FIRST_DAY)
    other = SearchIndex(database)
    while index.step() + other.step():
        pass
    assert len(found(searching, "tea")) == 20


# --- keeping the index up ------------------------------------------------------------------------


def test_what_a_post_said_before_is_not_found(searching: Searching, posts: PostStore, lamp: Blog) -> None:
    store(posts, lamp, "coffee")
    assert found(searching, "coffee") == ["coffee"]
    posts.upsert(lamp.id, [sample_post(0, html="tea", title=line("Changed"), guid=f"{lamp.id}-0")], NOW)
    assert searching.waiting() == 1
    assert found(searching, "coffee") == []
    assert found(searching, "tea") == ["Changed"]


async def test_what_comes_in_is_indexed_meanwhile_once_it_is_much(
    searching: Searching, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "STEP", 5)
    async with searching.indexing_behind():
        store(posts, lamp, *(f"tea {number}" for number in range(12)))
        for _ in range(10_000):
            if await asyncio.to_thread(searching.waiting) < 5:
                break
    assert searching.waiting() == 2
    assert len(found(searching, "tea")) == 12


def test_a_refresh_that_brings_nothing_new_leaves_the_index_alone(
    searching: Searching, posts: PostStore, lamp: Blog
) -> None:
    store(posts, lamp, "tea")
    index_all(searching)
    store(posts, lamp, "tea")
    assert searching.waiting() == 0


def test_a_body_that_says_the_same_takes_no_second_place(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog
) -> None:
    put(posts, lamp, [sample_post(1, html='<p id="n1">tea')])
    index_all(searching)
    put(posts, lamp, [sample_post(1, html='<p id="n2">tea')])
    assert searching.waiting() == 1
    index_all(searching)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM indexed").fetchone()[0] == 1


def test_comments_and_articles_are_searched(
    searching: Searching, database: Database, threads: ThreadStore, posts: PostStore, lamp: Blog
) -> None:
    (first, second) = store(posts, lamp, "one", "two")
    index_all(searching)
    threads.save(first, Thread((Comment("1", None, line("Zoë"), "<p>I disagree", None),), 1), NOW)
    ArticleStore(database).keep(second, "<p>The whole story", 15)
    assert found(searching, "zoe disagree") == ["one"]
    assert found(searching, '"whole story"') == ["two"]
    threads.save(first, Thread((), 0), NOW)
    assert found(searching, "disagree") == []


def test_a_blog_that_goes_takes_its_finds_along(
    searching: Searching, posts: PostStore, blogs: BlogStore, lamp: Blog
) -> None:
    store(posts, lamp, "tea")
    index_all(searching)
    blogs.remove(lamp.id)
    again = add_blog(blogs, "lamp")
    store(posts, again, "tea again")
    assert found(searching, "tea") == ["tea again"]
    assert searching.waiting() == 0


def test_an_index_of_what_was_said_before_is_made_anew(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "LEFT_BEHIND", 3)
    for number in range(4):
        put(posts, lamp, [sample_post(1, html=f"tea{number}", title=line(f"Version {number}"))])
        index_all(searching)
    assert found(searching, "tea3") == ["Version 3"]
    assert found(searching, "tea2") == []
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM indexed").fetchone()[0] == 1


def test_two_instances_share_the_work(path: Path, searching: Searching, posts: PostStore, lamp: Blog) -> None:
    store(posts, lamp, *(f"tea {number}" for number in range(120)))
    with closing(Database.open(path, lambda: NOW)) as database:
        other = SearchIndex(database)
        while searching.index_some() or other.step():
            assert other.step() >= 0
        assert other.waiting() == 0
    assert len(found(searching, "tea")) == 100
    assert searching.find(search(searching, "tea"), limit=1_000, enough=1_000).reached is None


def test_pieces_of_the_index_are_merged_in_idle_time(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "STEP", 5)
    store(posts, lamp, *(f"tea {number}" for number in range(100)))
    index_all(searching)
    assert pieces_of(database) == 20
    while searching.settle():
        assert len(found(searching, "tea")) == 100
    assert pieces_of(database) == 1
    assert len(found(searching, "tea")) == 100


def test_an_index_of_very_many_pieces_is_merged_while_it_grows(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a step adds more pages than one transaction merges."""
    monkeypatch.setattr(search_index, "STEP", 1)
    monkeypatch.setattr(search_index, "MANY", 10)
    monkeypatch.setattr(search_index, "PIECES_A_MERGE", 1)
    monkeypatch.setattr(search_index, "MERGED", 1)
    own = (" ".join(f"word{number}x{other}" for other in range(1_000)) for number in range(60))
    store(posts, lamp, *(f"tea {words}" for words in own))
    while searching.index_some():
        assert pieces_of(database) < 20
    assert len(found(searching, "tea")) == 60


def pieces_of(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0])


def test_a_library_of_before_is_put_in_line(tmp_path: Path) -> None:
    before = next(number for number, script in enumerate(MIGRATIONS) if "CREATE TABLE unindexed" in script)
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:before])
        connection.execute(
            """INSERT INTO posts (blog_id, sorted_at, guid, url, address, title, excerpt, author, labels,
                                  remote_id, digest) VALUES (1, 0, 'g', '', '', '', '', '', '', '', '')"""
        )
    with closing(Database.open(path, lambda: datetime(2024, 1, 1, tzinfo=UTC))) as database:
        assert SearchIndex(database).waiting() == 1


# --- terms that were worked out on the way -------------------------------------------------------


def arrive(posts: PostStore, searching: Searching, blog: Blog, post: Post) -> None:
    """As a refresh has it: a page is made ready elsewhere, stored, and then indexed."""
    ready = incoming([post], packed=True)
    posts.take_in(blog.id, ready, NOW)
    searching.expect(ready)


def test_a_post_is_indexed_alike_whoever_works_its_terms_out(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog
) -> None:
    bodies = '<p>Tee &amp; <img src="a.png"> Café', "京都で読む", "half \ud83d of a pair"
    for number, body in enumerate(bodies):
        arrive(posts, searching, lamp, sample_post(number, html=body, labels=(line("Slow web"),)))
    index_all(searching)
    with database.writing() as connection:
        connection.execute("INSERT INTO unindexed SELECT id FROM posts")
    index_all(searching)  # now from what is stored
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM indexed").fetchone()[0] == len(bodies)
    assert found(searching, "cafe has:pictures label:slow") == ["Post 0"]


def test_a_post_that_changed_meanwhile_is_found_by_what_it_says_now(
    searching: Searching, posts: PostStore, lamp: Blog
) -> None:
    arrive(posts, searching, lamp, sample_post(1, html="<p>coffee"))
    posts.upsert(lamp.id, [sample_post(1, html="<p>tea")], NOW)
    assert found(searching, "coffee") == []
    assert found(searching, "tea") == ["Post 1"]


def test_what_was_worked_out_is_read_and_not_the_body(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog
) -> None:
    arrive(posts, searching, lamp, sample_post(1, html="<p>coffee"))
    with database.writing() as connection:
        connection.execute("DROP TRIGGER index_new_body")
        connection.execute("UPDATE bodies SET html = ?", (pack("<p>tea"),))
    assert found(searching, "coffee") == ["Post 1"]


def test_what_nobody_waits_for_is_let_go(
    searching: Searching, database: Database, posts: PostStore, lamp: Blog
) -> None:
    """A page brings its old posts as well as the new ones."""
    arrive(posts, searching, lamp, sample_post(1, html="<p>coffee"))
    index_all(searching)
    arrive(posts, searching, lamp, sample_post(1, html="<p>coffee"))
    index_all(searching)
    with database.writing() as connection:
        connection.execute("UPDATE bodies SET html = ?", (pack("<p>tea"),))
    assert found(searching, "tea") == ["Post 1"]


def test_a_very_large_body_is_not_held_in_memory() -> None:
    worked_out = WorkedOut()
    worked_out.add([(b"large", b"x" * (worked_out.LARGEST + 1)), (b"small", b"tea")])
    assert (worked_out.take(b"large"), worked_out.take(b"small")) == (None, b"tea")


def test_of_very_many_bodies_the_last_are_kept() -> None:
    worked_out = WorkedOut()
    digests = [str(number).encode() for number in range(worked_out.MOST + 2)]
    worked_out.add((digest, b"tea") for digest in digests)
    assert [worked_out.take(digest) for digest in digests[:3]] == [None, None, b"tea"]
    assert worked_out.take(digests[2]) is None, "each is wanted once"


# --- what is shown of it -------------------------------------------------------------------------


def test_snippets(searching: Searching, threads: ThreadStore, posts: PostStore, lamp: Blog) -> None:
    (post,) = put(posts, lamp, [sample_post(1, html="<p>A letter\nfrom the <b>Café</b>. The end.")])
    threads.save(post, Thread((Comment("1", None, line("Bo"), "<p>More tea", None),), 1), NOW)

    def shown(text: str) -> tuple[str, list[str]]:
        snippet = searching.snippet(post, search(searching, text))
        return snippet.text, [snippet.text[start:end] for start, end in snippet.marks]

    assert shown("cafe letter") == ("A letter from the Café. The end.", ["letter", "Café"])
    assert shown("tea") == ("Bo More tea", ["tea"])
    assert shown("is:unread") == ("A letter from the Café. The end.", [])
