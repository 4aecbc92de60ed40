"""Blogs are followed, opened, tagged, moved and removed, and their counts are always right."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from tests.store.conftest import NOW, clock
from tests.store.samples import add_blog, compact, document, line, listed, of_blog, sample_post
from tui_blog.model.blog import Blog, BlogId, Counts
from tui_blog.model.comment import Draft
from tui_blog.model.cursor import Cursor
from tui_blog.model.marks import Mark
from tui_blog.model.post_key import PostId
from tui_blog.model.post_list import PostQuery
from tui_blog.model.retention import keep_of
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.model.validators import Validators
from tui_blog.store.blogs import BlogStore
from tui_blog.store.database import Database
from tui_blog.store.drafts import DraftStore
from tui_blog.store.outbox import OutboxStore
from tui_blog.store.posts import PostStore
from tui_blog.store.threads import ThreadStore
from tui_blog.store.undo import UndoStore


def again(blogs: BlogStore, blog: Blog) -> Blog:
    found = blogs.get(blog.id)
    assert found is not None
    return found


def tag_shelves(blogs: BlogStore) -> set[str]:
    """The tags that have a list of their own."""
    with blogs._database.reading() as connection:
        return {row["tag"] for row in connection.execute("SELECT tag FROM shelves WHERE tag IS NOT NULL")}


def test_blogs_come_by_title_whatever_the_case_and_accents(blogs: BlogStore) -> None:
    for name in ("zebra", "Émile", "apple", "Edgar"):
        add_blog(blogs, name)
    assert [blog.title for blog in blogs.all()] == ["Apple", "Edgar", "Émile", "Zebra"]


def test_numbers_in_titles_count_as_numbers(blogs: BlogStore) -> None:
    for name in ("blog 30", "blog 4", "blog 4a", "blog 004", "2 cups", "10 cups", "blog"):
        add_blog(blogs, name)
    titles = [blog.title.casefold() for blog in blogs.all()]
    assert titles == ["2 cups", "10 cups", "blog", "blog 4", "blog 004", "blog 4a", "blog 30"]


def test_a_new_blog_is_empty_and_was_never_asked(blogs: BlogStore) -> None:
    blog = add_blog(blogs, tags=["b", "a", "a"])
    assert blog == Blog(
        id=blog.id,
        title=line("Blog"),
        url="https://blog.example/",
        feed_url="https://blog.example/feed",
        source="feed",
        platform="feed",
        tags=(line("a"), line("b")),
    )
    assert blogs.get(blog.id) == blog
    assert blogs.all() == (blog,)


def test_a_blog_without_a_title_goes_by_its_url(blogs: BlogStore) -> None:
    blog = blogs.add(
        title=line(""),
        url="https://nameless.example/",
        feed_url="https://nameless.example/feed",
        source="feed",
        platform="feed",
        subscribed=True,
        tags=(),
    )
    assert blog.title == "https://nameless.example/"


@pytest.mark.parametrize(
    "url",
    ["https://blog.example/", "http://blog.example", "https://www.blog.example/feed/", "blog.example/feed"],
)
def test_a_blog_is_found_by_its_feed_or_home_page_however_written(blogs: BlogStore, url: str) -> None:
    blog = add_blog(blogs)
    add_blog(blogs, "other")
    assert blogs.by_url(url) == blog


@pytest.mark.parametrize("url", ["", "https://blog.example/about", "no url", "http://[", "https://"])
def test_another_url_finds_no_blog(blogs: BlogStore, url: str) -> None:
    add_blog(blogs)
    assert blogs.by_url(url) is None


def test_adding_a_known_feed_again_follows_and_tags_it(blogs: BlogStore, posts: PostStore) -> None:
    passing = add_blog(blogs, subscribed=False)
    posts.upsert(passing.id, document(1), NOW)
    assert (blogs.all(), blogs.all(subscribed_only=False)) == ((), (again(blogs, passing),))

    followed = add_blog(blogs, tags=["essays"])
    assert (followed.id, followed.subscribed, followed.posts) == (passing.id, True, 1)
    assert followed.tags == ("essays",)

    assert add_blog(blogs, subscribed=False).subscribed, "opening it by its URL does not stop following it"


def test_a_blog_that_is_not_followed_is_in_no_common_list_or_count(
    blogs: BlogStore, posts: PostStore
) -> None:
    passing = add_blog(blogs, subscribed=False, tags=["essays"])
    posts.upsert(passing.id, document(1, 2), NOW)
    assert listed(posts) == listed(posts, PostQuery(tag=line("essays"))) == []
    assert listed(posts, of_blog(passing.id)) == ["Post 2", "Post 1"]
    assert blogs.counts() == Counts(posts=0, unread=0, starred=0, outbox=0)
    assert tag_shelves(blogs) == set()
    assert (again(blogs, passing).posts, again(blogs, passing).unread) == (2, 2)

    blogs.subscribe(passing.id, True)
    assert listed(posts) == listed(posts, PostQuery(tag=line("essays"))) == ["Post 2", "Post 1"]
    assert blogs.counts() == Counts(posts=2, unread=2, starred=0, outbox=0)
    assert tag_shelves(blogs) == {"essays"}

    ids = [row.id for row in posts.window(PostQuery(), limit=2).rows]
    posts.set_read(ids[:1], True)
    posts.set_starred(ids, True)
    blogs.subscribe(passing.id, False)
    assert listed(posts) == []
    assert blogs.counts() == Counts(posts=0, unread=0, starred=0, outbox=0)
    assert (again(blogs, passing).posts, again(blogs, passing).unread) == (2, 1)


def test_tags_decide_on_which_lists_a_blog_stands(blogs: BlogStore, posts: PostStore) -> None:
    one, two = (
        add_blog(blogs, "one", tags=["essays", "Ärger"]),
        add_blog(blogs, "two", tags=["python", "essays"]),
    )
    posts.upsert(one.id, document(1), NOW)
    posts.upsert(two.id, document(2), NOW)
    assert tag_shelves(blogs) == {"Ärger", "essays", "python"}
    assert listed(posts, PostQuery(tag=line("essays"))) == ["Post 2", "Post 1"]

    blogs.edit(two.id, tags=[line("python")], no_tags=[line("essays")])
    assert listed(posts, PostQuery(tag=line("essays"))) == ["Post 1"]
    assert again(blogs, two).tags == ("python",)
    assert blogs.all()[1].tags == ("python",)

    blogs.edit(one.id, no_tags=[line("essays"), line("Ärger")])
    assert tag_shelves(blogs) == {"python"}
    assert listed(posts) == ["Post 2", "Post 1"]


def test_the_name_that_a_person_gave_stays(blogs: BlogStore) -> None:
    blog = add_blog(blogs)
    blogs.edit(blog.id, title=line("My blog"))
    blogs.record_refresh(
        blog.id, refreshed=NOW, validators=Validators(), error=line(""), title=line("Itself")
    )
    assert again(blogs, blog).title == "My blog"
    blogs.edit(blog.id, title=line(""))
    assert again(blogs, blog).title == "Itself"


def test_what_is_decided_of_a_blog_that_another_instance_took_away_is_let_go(
    database: Database, blogs: BlogStore
) -> None:
    blog, stays = add_blog(blogs), add_blog(blogs, "stays")
    blogs.remove(blog.id)
    compact(database)
    blogs.edit(blog.id, title=line("My blog"), tags=[line("essays")], keep=keep_of("12"))
    assert [kept.id for kept in blogs.all()] == [stays.id] and tag_shelves(blogs) == set()


def test_a_refresh_is_kept_and_a_failure_leaves_when_it_last_went_well(blogs: BlogStore) -> None:
    blog = add_blog(blogs)
    validators = Validators('"abc"', "Fri, 20 Dec 2024 11:00:00 GMT")
    blogs.record_refresh(blog.id, refreshed=NOW, validators=validators, error=line(""))
    assert again(blogs, blog).refreshed == NOW
    assert again(blogs, blog).validators == validators

    blogs.record_refresh(blog.id, refreshed=None, validators=validators, error=line("Nobody answers."))
    assert (again(blogs, blog).refreshed, again(blogs, blog).error) == (NOW, "Nobody answers.")

    later = datetime(2024, 12, 21, tzinfo=UTC)
    blogs.record_refresh(blog.id, refreshed=later, validators=Validators(), error=line(""), title=None)
    kept = again(blogs, blog)
    assert (kept.refreshed, kept.error, kept.title) == (later, "", "Blog")


def test_a_feed_that_moved_is_known_by_its_new_address(blogs: BlogStore) -> None:
    blog, other = add_blog(blogs), add_blog(blogs, "other")
    blogs.record_refresh(
        blog.id,
        refreshed=NOW,
        validators=Validators(),
        error=line(""),
        moved_to="https://new.example/rss",
    )
    assert again(blogs, blog).feed_url == "https://new.example/rss"
    assert blogs.by_url("http://new.example/rss") == again(blogs, blog)

    blogs.record_refresh(
        blog.id, refreshed=NOW, validators=Validators(), error=line(""), moved_to=other.feed_url
    )
    assert again(blogs, blog).feed_url == "https://new.example/rss", "that address is another blog's"


def test_the_place_in_the_archive_is_kept(blogs: BlogStore) -> None:
    blog = add_blog(blogs)
    blogs.record_archive(blog.id, Cursor("page=3"), False)
    assert (again(blogs, blog).archive_cursor, again(blogs, blog).archive_done) == ("page=3", False)
    blogs.record_archive(blog.id, None, True)
    assert (again(blogs, blog).archive_cursor, again(blogs, blog).archive_done) == (None, True)


def test_another_source_begins_without_the_old_ones_cursor(blogs: BlogStore) -> None:
    blog, other = add_blog(blogs), add_blog(blogs, "other")
    blogs.record_archive(blog.id, Cursor("page=3"), False)
    blogs.record_refresh(blog.id, refreshed=NOW, validators=Validators('"abc"'), error=line(""))
    blogs.set_source(blog.id, SourceRef("wordpress", "https://blog.example/wp-json/"))
    now = again(blogs, blog)
    assert (now.source, now.feed_url) == ("wordpress", "https://blog.example/wp-json/")
    assert (now.archive_cursor, now.validators) == (None, Validators())

    blogs.set_source(blog.id, SourceRef("feed", other.feed_url))
    assert again(blogs, blog) == now, "that feed is another blog's"


def test_a_feed_that_is_no_web_address_is_known_by_its_name(blogs: BlogStore) -> None:
    for name in ("/home/ada/one.xml", "/home/ada/two.xml"):
        blogs.add(
            title=line(name),
            url="",
            feed_url=f"file://{name}",
            source="feed",
            platform="feed",
            subscribed=True,
            tags=(),
        )
    assert len(blogs.all()) == 2


def test_a_removed_blog_takes_its_posts_and_threads_along_but_no_written_word(
    blogs: BlogStore,
    posts: PostStore,
    threads: ThreadStore,
    drafts: DraftStore,
    outbox: OutboxStore,
    database: Database,
) -> None:
    gone, stays = add_blog(blogs, "gone", tags=["essays"]), add_blog(blogs, "stays", tags=["essays"])
    posts.upsert(gone.id, document(1, 2), NOW)
    posts.upsert(stays.id, document(3), NOW)
    post = posts.window(of_blog(gone.id), limit=1).rows[0]
    posts.keep_markdown(post.id, 1, "Text")
    threads.set_channel(post.id, ChannelRef("isso", "https://comments.example"))
    drafts.save("https://blog.example/2", post.title, gone.title, Draft("t1", "My words"))
    outbox.put(
        post=sample_post(2),
        blog_title=gone.title,
        channel=ChannelRef("isso", "https://comments.example"),
        typed_url="https://blog.example/",
        draft=Draft("t2", "Sent words"),
    )

    blogs.remove(gone.id)

    assert blogs.get(gone.id) is None
    assert blogs.all() == (again(blogs, stays),)
    assert listed(posts) == listed(posts, PostQuery(tag=line("essays"))) == ["Post 3"]
    assert blogs.counts() == Counts(posts=1, unread=1, starred=0, outbox=1)
    assert drafts.load("https://blog.example/2", None) == Draft("t1", "My words")
    assert [item.draft.body for item in outbox.all()] == ["Sent words"]
    assert posts.get(post.id) is None and posts.by_url("https://blog.example/2") is None

    compact(database)
    left = "posts bodies markdown guids post_state threads"
    with database.reading() as connection:
        found = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in left.split()
        }
    assert found == {"posts": 1, "bodies": 1, "markdown": 0, "guids": 1, "post_state": 1, "threads": 0}

    blogs.remove(gone.id)
    assert add_blog(blogs, "gone").id not in {gone.id, stays.id}, "an id is never used twice"


def test_what_arrives_for_a_blog_that_was_removed_meanwhile_is_let_go(
    blogs: BlogStore, posts: PostStore
) -> None:
    blog = add_blog(blogs)
    blogs.remove(blog.id)
    posts.upsert(blog.id, document(1), NOW)
    blogs.record_refresh(
        blog.id, refreshed=NOW, validators=Validators(), error=line(""), moved_to="https://new.example/"
    )
    blogs.record_archive(blog.id, None, True)
    blogs.edit(blog.id, tags=[line("essays")])
    blogs.subscribe(blog.id, True)
    blogs.edit(blog.id, title=line("Gone"))
    assert blogs.all(subscribed_only=False) == ()
    assert listed(posts) == []
    assert tag_shelves(blogs) == set()


def test_only_what_is_not_published_is_counted_in_the_outbox(blogs: BlogStore, outbox: OutboxStore) -> None:
    for token in ("t1", "t2"):
        outbox.put(
            post=sample_post(1),
            blog_title=line("Blog"),
            channel=ChannelRef("isso", "https://comments.example"),
            typed_url="https://blog.example/",
            draft=Draft(token, "Words"),
        )
    assert blogs.counts().outbox == 2
    item = outbox.all()[0]
    outbox.begin(item.id, "me")
    outbox.settle(item.id, type(item.state).PUBLISHED)
    assert blogs.counts().outbox == 1


# --- the counts, whatever happens ----------------------------------------------------------------


class Counting(RuleBasedStateMachine):
    """Any story at all leaves each kept count equal to what its list holds."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.database = Database.open(Path(self.directory()) / "library.db", clock)
        self.blogs, self.posts = BlogStore(self.database), PostStore(self.database)
        self.undo = UndoStore(self.database)
        self.number = 0

    @staticmethod
    def directory() -> str:
        import tempfile

        return tempfile.mkdtemp(prefix="tui-blog-counts-")

    def teardown(self) -> None:
        import shutil

        self.database.close()
        shutil.rmtree(self.database.path.parent)

    @initialize(target=known)
    def begin(self) -> BlogId:
        blog = self.new_blog(True, {"a"})
        self.posts.upsert(blog, document(0, 1, 2), NOW)
        return blog

    @rule(target=known, subscribed=st.booleans(), tags=st.sets(st.sampled_from("ab")))
    def add(self, subscribed: bool, tags: set[str]) -> BlogId:
        return self.new_blog(subscribed, tags)

    def new_blog(self, subscribed: bool, tags: set[str]) -> BlogId:
        self.number += 1
        return add_blog(self.blogs, f"blog{self.number}", subscribed=subscribed, tags=sorted(tags)).id

    @rule(
        blog=known, numbers=st.sets(st.integers(0, 6), min_size=1), day=st.integers(0, 3), read=st.booleans()
    )
    def arrive(self, blog: BlogId, numbers: set[int], day: int, read: bool) -> None:
        sent = [sample_post(n, published=sample_post(n + day).published) for n in sorted(numbers)]
        self.posts.upsert(blog, sent, NOW, first_look_read=read)

    @rule(post=st.integers(1, 12), value=st.booleans(), star=st.booleans())
    def mark(self, post: int, value: bool, star: bool) -> None:
        (self.posts.set_starred if star else self.posts.set_read)([PostId(post)], value)

    @rule(tag=st.none() | st.sampled_from("ab"))
    def mark_all(self, tag: str | None) -> None:
        self.posts.mark_all_read(PostQuery(tag=line(tag) if tag else None), [], self.posts.newest_id())

    @rule(blog=known, subscribed=st.booleans())
    def subscribe(self, blog: BlogId, subscribed: bool) -> None:
        self.blogs.subscribe(blog, subscribed)

    @rule(blog=known, tags=st.sets(st.sampled_from("ab")))
    def tag(self, blog: BlogId, tags: set[str]) -> None:
        self.blogs.edit(blog, tags=[line(tag) for tag in tags], no_tags=[line(tag) for tag in {*"ab"} - tags])

    @rule(post=st.integers(1, 12), tag=st.sampled_from("ab"), on=st.booleans())
    def tag_post(self, post: int, tag: str, on: bool) -> None:
        self.posts.mark([PostId(post)], Mark("tag", on, line(tag)))

    @rule(blog=known)
    def remove(self, blog: BlogId) -> None:
        self.blogs.remove(blog)

    @rule()
    def take_back(self) -> None:
        self.undo.take_back()

    @rule()
    def compact(self) -> None:
        compact(self.database)

    @invariant()
    def kept_counts_are_what_the_lists_hold(self) -> None:
        followed = self.blogs.all()
        counts = self.blogs.counts()
        assert counts.posts == len(listed(self.posts)) == sum(blog.posts for blog in followed)
        assert counts.unread == len(listed(self.posts, PostQuery(unread=True)))
        assert counts.starred == len(listed(self.posts, PostQuery(starred=True)))
        for blog in self.blogs.all(subscribed_only=False):
            rows = self.posts.window(of_blog(blog.id), limit=100).rows
            assert [self.posts.row(row.id) for row in rows] == list(rows)
            unread = [row.title for row in rows if not row.read]
            assert (blog.posts, blog.unread) == (len(rows), len(unread))
            assert unread == listed(self.posts, of_blog(blog.id, unread=True))
        for tag in "ab":
            assert listed(self.posts, PostQuery(tag=line(tag))) == self.bearing(tag)
        shown = {tag.name: (tag.posts, tag.unread) for tag in self.blogs.tags()}
        assert shown == {
            tag: (len(self.bearing(tag)), len(listed(self.posts, PostQuery(tag=line(tag), unread=True))))
            for tag in shown
        }

    def bearing(self, tag: str) -> list[str]:
        """The posts of followed blogs with a tag, and those of blogs not removed that bear it themselves."""
        known = self.blogs.all(subscribed_only=False)
        rows = [row for blog in known for row in self.posts.window(of_blog(blog.id), limit=100).rows]
        blogs = {blog.id for blog in known if blog.subscribed and tag in blog.tags}
        bearing = [row for row in rows if row.blog_id in blogs or tag in row.tags]
        return [
            row.title for row in sorted(bearing, key=lambda row: (row.key.sorted_at, row.id), reverse=True)
        ]


TestCounting = Counting.TestCase
TestCounting.settings = settings(max_examples=25, stateful_step_count=25)
