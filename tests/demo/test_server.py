"""Starting, stopping and starting again: ports, state, silence, and what is missing."""

import json
import logging
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tui_blog.demo import comment_server
from tui_blog.demo.server import SampleBlog
from tui_blog.errors import TuiBlogError


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
        return port


def write(blog: SampleBlog, text: str) -> None:
    url = f"{blog.isso_url}/new"
    httpx.post(url, params={"uri": "/two-lines/"}, json={"text": text}).raise_for_status()


def texts(blog: SampleBlog) -> str:
    return httpx.get(f"{blog.isso_url}/", params={"uri": "/two-lines/"}).text


def test_a_second_start_finds_the_comments_at_the_same_address(state: Path) -> None:
    with SampleBlog(state) as first:
        url = first.url
        write(first, "Kept overnight.")
    with SampleBlog(state) as second:
        assert (second.url, second.moved_from) == (url, None)
        assert "Kept overnight." in texts(second)
        assert texts(second).count("Received, while it was there") == 1, "seeded once"


def test_where_its_port_is_taken_the_blog_moves_and_stays_where_it_moved(state: Path) -> None:
    with SampleBlog(state) as first:
        old = first.url
        write(first, "Carried along.")
    with closing(socket.create_server(("127.0.0.1", httpx.URL(old).port or 0))):
        with SampleBlog(state) as second:
            new = second.url
            assert new != old
            assert second.moved_from == old
            assert "Carried along." in texts(second)
        with SampleBlog(state) as third:
            assert (third.url, third.moved_from) == (new, None)


def test_a_second_one_beside_it_is_refused_and_harms_nothing(state: Path) -> None:
    with SampleBlog(state) as first:
        write(first, "Still here.")
        with pytest.raises(TuiBlogError, match="open in another window"), SampleBlog(state):
            pass
        assert "Still here." in texts(first)
    with SampleBlog(state) as after:
        assert after.moved_from is None


def test_a_port_that_was_asked_for_is_taken_or_refused(state: Path) -> None:
    port = free_port()
    with SampleBlog(state, port) as blog:
        assert blog.url == f"http://127.0.0.1:{port}/"
        with pytest.raises(TuiBlogError, match=f"Port {port} is taken"), SampleBlog(state / "other", port):
            pass


@pytest.mark.parametrize("scribble", ["", "a door", "70000", "-1"])
def test_a_port_file_that_makes_no_sense_is_forgotten(state: Path, scribble: str) -> None:
    state.mkdir()
    (state / "port").write_text(scribble)
    with SampleBlog(state) as blog:
        assert blog.moved_from is None
        assert httpx.get(blog.url).status_code == 200


def test_a_seeding_that_was_cut_off_is_begun_anew(state: Path) -> None:
    state.mkdir()
    (state / "comments.new").write_bytes(b"half of a database")
    with SampleBlog(state) as blog:
        assert "Received, while it was there" in texts(blog)
        assert not (state / "comments.new").exists()


def test_two_first_requests_for_comments_make_one_file(state: Path) -> None:
    with SampleBlog(state) as blog:
        answers: list[str] = []
        callers = [threading.Thread(target=lambda: answers.append(texts(blog))) for _ in range(4)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert [json.loads(answer)["total_replies"] for answer in answers] == [1, 1, 1, 1]


def test_held_comments_are_known_before_anybody_asked_for_comments(state: Path) -> None:
    with SampleBlog(state) as blog:
        (waiting,) = blog.held()
        assert blog.approve(waiting)
        thread = httpx.get(f"{blog.moderated_isso_url}/", params={"uri": "/the-guest-book/"}).text
        assert "I make it twenty seconds dead." in thread


def test_without_isso_a_sentence_names_the_way_out(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment_server, "find_spec", lambda name: None)
    with pytest.raises(TuiBlogError, match=r"pip install 'tui-blog\[demo\]'"), SampleBlog(state):
        pass


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TuiBlogError, match="cannot keep its state in"), SampleBlog(tmp_path / "file"):
        pass


def test_after_the_end_nothing_is_left_behind(state: Path) -> None:
    before = logging.getLogger().handlers[:]
    with SampleBlog(state) as blog:
        url = blog.url
        texts(blog)
    assert logging.getLogger().handlers == before
    assert "sample-blog" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


STARTS = """
import sys
from pathlib import Path
from tui_blog.demo.server import SampleBlog

with SampleBlog(Path(sys.argv[1])):
    loaded = {name.split(".")[0] for name in sys.modules}
    print(sorted(loaded & {"isso", "werkzeug", "markdown_it", "textual"}))
"""


def test_the_start_loads_neither_isso_nor_markdown(state: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTS, str(state)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


VISITS = """
import socket, sys, urllib.error, urllib.request
from pathlib import Path

strangers = []
def watch(event, arguments):
    if event == "socket.connect" and arguments[1][0] != "127.0.0.1":
        strangers.append(arguments[1])
    if event in ("socket.getaddrinfo", "smtplib.connect") and arguments[0] not in ("127.0.0.1", b"127.0.0.1"):
        strangers.append(arguments)
sys.addaudithook(watch)

from tui_blog.demo.server import SampleBlog

def visit(url, body=None):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as refused:
        refused.read()

with SampleBlog(Path(sys.argv[1])) as blog:
    visit(blog.url)
    visit(blog.feed_url)
    visit(blog.url + "no-such-page/")
    visit(blog.isso_url + "/?uri=/two-lines/")
    visit(blog.isso_url + "/new?uri=/two-lines/", b'{"text": "Three words here"}')
    visit(blog.isso_url + "/new?uri=/nowhere/", b'{"text": "On no page"}')
    visit(blog.isso_url + "/new?uri=/two-lines/", b'not json')
    visit(blog.isso_url + "/new?uri=/two-lines/", b'["a list"]')
    visit(blog.moderated_isso_url + "/new?uri=/the-guest-book/", b'{"text": "Held, please"}')
    for bytes_sent in (b"NONSENSE\\r\\n\\r\\n", b"GET / HTTP/1.1\\r\\n", b""):
        with socket.create_connection(("127.0.0.1", blog.address.port)) as rude:
            rude.sendall(bytes_sent)
    blog.approve_all()
sys.exit(1 if strangers else 0)
"""


def test_a_whole_visit_writes_nothing_on_the_terminal_and_calls_nobody(state: Path) -> None:
    """Isso, werkzeug and wsgiref would all write there: the screens would be torn to pieces."""
    done = subprocess.run(
        [sys.executable, "-c", VISITS, str(state)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
