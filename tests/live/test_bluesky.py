"""Answers on a real network of Bluesky's servers; what the writer's server keeps says what became of one."""

import asyncio
from dataclasses import replace

import pytest

from tests.live.servers.bluesky import Bluesky
from tui_blog.model.account import Account, AccountKind
from tui_blog.model.comment import Access, Comment, Draft, NeedsLogin, Published, Refused
from tui_blog.model.flow import Flow, T
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.text import EMPTY
from tui_blog.net.credentials import Credentials
from tui_blog.net.driver import Driver
from tui_blog.net.limits import Limits
from tui_blog.platforms.comments.bluesky import BlueskyComments
from tui_blog.platforms.who_am_i import who_am_i

WRITER = "writer-zoe"
DRAFT = Draft("5e1f" * 8, "Good *bread*, Größe; see https://a.example/mill.")


class Reader:
    """The person before a post that is talked about on Bluesky."""

    def __init__(self, network: Bluesky, secret: str = f"{WRITER}-pass") -> None:
        self.network = network
        self.head = network.write("alice", "I wrote on bread.")
        network.wait_until_shown(self.head)
        self.account = Account(network.home, f"{WRITER}.test", "true", AccountKind.BLUESKY)
        ref = ChannelRef("bluesky", network.shown, f"alice.test/{self.head.rpartition('/')[2]}")
        self.channel = BlueskyComments(ref, self.account)
        self.post = Post("g", "http://localhost/bread", EMPTY, "")
        self._secret = secret

    def run(self, flow: Flow[T]) -> T:
        """Run a flow on the real wires, with the secret for the home server alone."""
        keys = {self.network.home: Credentials(self.account.user, self._secret)}
        driver = Driver(Limits(pause=0), credentials=keys.get)
        return asyncio.run(driver.run(flow, typed_url=self.network.home))

    def thread(self) -> tuple[Comment, ...]:
        return self.run(self.channel.thread(self.post)).comments

    def send(self, draft: Draft) -> object:
        return self.run(self.channel.submit(self.post, draft))


@pytest.fixture
def reader(bluesky: Bluesky) -> Reader:
    return Reader(bluesky)


def mine(reader: Reader, text: str) -> list[dict[str, object]]:
    kept = [record["value"] for record in reader.network.kept(WRITER)]
    return [each for each in kept if each["text"] == text and each["reply"]["root"]["uri"] == reader.head]


def test_the_form_knows_whose_account_signs(reader: Reader) -> None:
    form = reader.run(reader.channel.form(reader.post))
    assert (form.access, form.signed_in_as) == (Access.ANONYMOUS, f"@{WRITER}.test")
    assert reader.run(who_am_i(reader.account, reader.network.home)) == f"{WRITER}.test"


def test_an_answer_is_published_and_stands_in_the_thread(reader: Reader) -> None:
    assert reader.thread() == ()
    draft = replace(DRAFT, token="published")
    done = reader.send(draft)
    assert isinstance(done, Published) and done.comment_id
    (record,) = mine(reader, draft.body)
    assert record["facets"]
    reader.network.wait_until_shown(done.comment_id)
    (comment,) = reader.thread()
    assert (comment.id, comment.parent) == (done.comment_id, None)
    assert comment.html.startswith("<p>Good *bread*, Größe; see <a ")
    assert '<a href="https://a.example/mill">https://a.example/mill</a>.</p>' in comment.html
    found = reader.run(reader.channel.find(reader.post, draft))
    assert found is not None and found.id == done.comment_id


def test_what_is_sent_twice_is_kept_once(reader: Reader) -> None:
    draft = replace(DRAFT, token="twice", body="Once only.")
    first, second = reader.send(draft), reader.send(draft)
    assert isinstance(first, Published) and first == second
    assert len(mine(reader, "Once only.")) == 1


def test_a_comment_is_answered_within_its_thread(reader: Reader) -> None:
    first = reader.send(replace(DRAFT, token="first", body="A question?"))
    assert isinstance(first, Published) and first.comment_id
    reader.network.wait_until_shown(first.comment_id)
    second = reader.send(Draft("second", "An answer.", first.comment_id))
    assert isinstance(second, Published) and second.comment_id
    reader.network.wait_until_shown(second.comment_id)
    assert [(each.id, each.parent) for each in reader.thread()] == [
        (first.comment_id, None),
        (second.comment_id, first.comment_id),
    ]


def test_what_was_never_sent_is_not_found(reader: Reader) -> None:
    assert reader.run(reader.channel.find(reader.post, replace(DRAFT, token="never"))) is None


def test_what_is_too_long_is_refused_by_its_text(reader: Reader) -> None:
    done = reader.send(replace(DRAFT, token="long", body="x" * 301))
    assert isinstance(done, Refused) and done.field == "body" and "maximum 300" in done.reason


def test_a_comment_that_is_gone_cannot_be_answered(reader: Reader) -> None:
    gone = reader.head[:-1] + ("2" if reader.head[-1] != "2" else "3")
    assert isinstance(reader.send(replace(DRAFT, token="gone", parent=gone)), Refused)


def test_a_post_that_nobody_may_answer_says_so(reader: Reader) -> None:
    gate = "app.bsky.feed.threadgate"
    record = {"$type": gate, "post": reader.head, "allow": [], "createdAt": "2026-01-30T10:00:00Z"}
    reader.network.keep("alice", gate, record, reader.head.rpartition("/")[2])
    later = reader.network.write("alice", "What comes after it is shown after it.")
    reader.network.wait_until_shown(later)
    assert reader.run(reader.channel.form(reader.post)).access is Access.CLOSED
    done = reader.send(replace(DRAFT, token="gated", body="Let me in."))
    assert isinstance(done, Refused) and mine(reader, "Let me in.") == []


def test_a_wrong_password_sends_nothing(bluesky: Bluesky) -> None:
    stranger = Reader(bluesky, "not it")
    assert isinstance(stranger.send(replace(DRAFT, token="wrong")), NeedsLogin)
    assert stranger.run(stranger.channel.form(stranger.post)).access is Access.LOGIN
    assert stranger.run(who_am_i(stranger.account, bluesky.home)) == ""
