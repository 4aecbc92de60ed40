"""import and export: the library comes from other programs, and goes to them."""

from pathlib import Path

import pytest

from tests.cli.blogs import LittleBlog, atom
from tests.cli.commands import CommandLine
from tests.net.hostile_server import page
from tests.world import BLOG, LETTERS, feed

LIST = """<opml version="2.0"><body><outline text="essays">
<outline type="rss" text="Lamp" xmlUrl="{feed}" htmlUrl="{home}"/>
<outline type="rss" text="Gone" xmlUrl="http://127.0.0.1:9/feed"/></outline></body></opml>"""


@pytest.fixture
def listed(tmp_path: Path, lamp: LittleBlog) -> Path:
    path = tmp_path / "blogs.opml"
    path.write_text(LIST.format(feed=lamp.feed_url, home=lamp.url))
    return path


def test_a_list_is_taken_in_without_asking_the_blogs(
    tui: CommandLine, lamp: LittleBlog, listed: Path
) -> None:
    ended = tui("import", str(listed))
    assert (ended.code, lamp.server.asked) == (0, [])
    assert ended.output.strip() == "2 blogs added. `tui-blog refresh` fetches their posts."
    assert [(row["title"], row["tags"]) for row in tui("blogs", "--json").rows] == [
        ("Gone", ["essays"]),
        ("Lamp", ["essays"]),
    ]
    assert tui("import", str(listed)).output == "0 blogs added, 2 known before.\n"
    assert tui("refresh", "Lamp", "--json").row["new"] == 3


def test_a_list_at_an_address_and_on_standard_input(
    tui: CommandLine, lamp: LittleBlog, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp.server.on("/blogs.opml", page(listed.read_bytes()))
    rows = tui("import", f"{lamp.url}blogs.opml", "--json").rows
    assert [row["title"] for row in rows] == ["Lamp", "Gone"]


def test_the_library_is_written_and_read_back(tui: CommandLine, listed: Path, tmp_path: Path) -> None:
    tui("import", str(listed))
    written = tui("export").output
    assert 'text="Lamp"' in written and '<outline text="essays">' in written
    path = tmp_path / "out.opml"
    assert tui("export", str(path)).errors.strip().endswith("out.opml: 2 blogs.")
    assert path.read_text() == written
    other = tui("import", str(path), "--data-dir", str(tmp_path / "other"), "--json")
    assert sorted(row["title"] for row in other.rows) == ["Gone", "Lamp"]


def test_it_is_said_what_of_a_list_was_not_taken_in(tui: CommandLine, listed: Path, tmp_path: Path) -> None:
    whole = listed.read_text()
    listed.write_text(whole[: whole.index("Gone")])
    broken = tui("import", str(listed))
    assert (broken.code, broken.output.split(".")[0]) == (0, "1 blog added")
    assert "The list breaks off before its end" in broken.errors
    urls = tmp_path / "urls"
    urls.write_text("https://a.example/feed\nexec:~/feed.sh\nfilter:x:https://b.example/feed\n")
    assert (
        "2 entries are no addresses of a blog, and left out: exec:~/feed.sh, filter:x:"
        in tui("import", str(urls), "--json").errors
    )


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("nowhere.opml", None, "nowhere.opml cannot be read: no such file or directory."),
        (
            "page.html",
            "<html></html>",
            "is no list of blogs: an OPML file, or newsboat's urls file, is wanted.",
        ),
        ("empty.opml", "<opml><body/></opml>", "This list names no blog that can be read."),
    ],
)
def test_what_is_no_list(
    tui: CommandLine, tmp_path: Path, name: str, text: str | None, sentence: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    ended = tui("import", str(path))
    assert (ended.code, ended.output) == (1, "")
    assert sentence in ended.sentence


def test_a_place_that_cannot_be_written(tui: CommandLine, listed: Path, tmp_path: Path) -> None:
    tui("import", str(listed))
    assert "cannot be written: " in tui("export", str(tmp_path / "no" / "where.opml")).sentence


def test_a_home_that_no_list_names_is_learnt_from_the_feed(
    tui: CommandLine, lamp: LittleBlog, tmp_path: Path
) -> None:
    """Many blogs of one host may be so listed: none of them is the host's."""
    lamp.server.on(
        "/~ada/feed.xml",
        atom(feed(LETTERS).replace(f'href="{BLOG}/"', f'href="{BLOG}/~ada/"'), lamp.url[:-1]),
    )
    (tmp_path / "urls").write_text(f"{lamp.url}~ada/feed.xml\n")
    ended = tui("import", str(tmp_path / "urls"))
    assert ended.output == "1 blog added. `tui-blog refresh` fetches its posts.\n"
    assert tui("refresh", lamp.url).code == 1, "it is not known by its host's first page"
    assert tui("refresh").output == "The Slow Lamp: 1 new, 0 changed\n"
    assert tui("blogs", "--json").row["url"] == f"{lamp.url}~ada/"
    assert tui("refresh", f"{lamp.url}~ada/").code == 0


def test_a_list_is_not_mistaken_for_json(tui: CommandLine, lamp: LittleBlog, tmp_path: Path) -> None:
    tui("add", lamp.url)
    refused = tui("export", "--json")
    assert (refused.code, refused.output) == (2, "")
    assert refused.sentence.endswith("for JSON there are `blogs --json` and `export --everything`.")
    assert tui("export", str(tmp_path / "out.opml")).sentence.endswith("out.opml: 1 blog.")
