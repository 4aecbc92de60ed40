"""What cannot be done ends in one sentence that names the host or the file, and the way out."""

import asyncio
import gzip
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import tempfile
from pathlib import Path

import httpcore
import pytest

from tests.cli.blogs import LittleBlog, as_json, error, html, listening, on_loopback
from tests.cli.commands import ROOT, CommandLine, limited_to, words
from tests.ended import Ended
from tests.net.conftest import SELF_SIGNED
from tests.net.hostile_server import Behaviour, HostileServer, page, raw, redirect, silence
from tests.world import LETTERS, QUIET, feed

FROM_THE_MACHINE = re.compile(
    r"Traceback|Errno|errno|Error\b|Exception|object at|\('|\bb'|\bNone\b|ssl\.c|sqlite3\.|\{|\}"
)

HOST = "127.0.0.1"


def in_a_sentence(ended: Ended, *names: str, code: int = 1) -> None:
    """It failed, said why in one line for people, and printed nothing else."""
    assert (ended.code, ended.output) == (code, ""), ended.errors
    sentence = ended.sentence
    assert not FROM_THE_MACHINE.search(sentence), sentence
    assert sentence[-1] in ".`" and "  " not in sentence, sentence
    for name in names:
        assert name in sentence, sentence


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://blog.example/", "only http and https can be read"),
        ("javascript:alert(1)", "only http and https can be read"),
        ("file:///etc/passwd", "only http and https can be read"),
        ("not an address", "an address looks like blog.example.org"),
        ("not.an address", "no host can have that name"),
        ("http://blog.example:port/", "no host can have that name or port"),
        (".", "an address looks like blog.example.org"),
        ("nonsense", "an address looks like blog.example.org"),
        ("http://", "http://"),
        ("http://[::1", "http://[::1"),
        ("http://blog.example:99999/", "99999"),
    ],
)
@pytest.mark.parametrize("verb", ["inspect", "add"])
def test_what_is_no_address(tui: CommandLine, verb: str, address: str, why: str) -> None:
    in_a_sentence(tui(verb, address), f"“{address}”", why)


def test_a_text_for_what_is_no_address_is_kept(tui: CommandLine) -> None:
    ended = tui("comment", "http://[::1", "--body-file", "-", stdin="Typed into a pipe.")
    in_a_sentence(ended, "“http://[::1”", "The text is kept as a draft.")
    assert "Typed into a pipe." in tui("drafts").output


def test_an_address_needs_no_scheme(tui: CommandLine, lamp: LittleBlog) -> None:
    assert len(tui("posts", lamp.url.removeprefix("http://"), "--json").rows) == 3


def test_a_host_that_does_not_exist(tui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    in_a_sentence(
        tui("add", "https://gone.example/"), "There is no host called gone.example", "Check the address"
    )


def test_a_connection_that_is_refused(tui: CommandLine) -> None:
    with on_loopback() as gone:
        url = gone.url()
    in_a_sentence(tui("posts", url), f"{HOST}:{gone.port}", "refused", "Check the address")


def test_a_connection_that_is_not_made_in_time(tui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def for_ever(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", for_ever)
    monkeypatch.setenv("TUI_BLOG_TIMEOUT", "0.4")
    ended = tui("posts", f"http://{HOST}:8080/")
    in_a_sentence(ended, f"{HOST}:8080 could not be reached within 0.2 seconds", "try again later")


def test_a_certificate_that_nobody_vouches_for(tui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)
    with on_loopback(context) as server:
        ended = tui("add", server.url("/", scheme="https"))
    in_a_sentence(ended, f"{HOST}:{server.port}", "could not prove", "Check the address and the clock")


@pytest.mark.parametrize(
    "reply", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""], ids=["it objects", "it is silent"]
)
def test_a_server_without_encryption(tui: CommandLine, monkeypatch: pytest.MonkeyPatch, reply: bytes) -> None:
    monkeypatch.setenv("TUI_BLOG_TIMEOUT", "20" if reply else "0.6")
    with listening(reply) as port:
        ended = tui("add", f"https://{HOST}:{port}/")
    in_a_sentence(ended, f"No encrypted connection to {HOST}:{port}", "only plain http://")


# --- answers -------------------------------------------------------------------------------------

SECRETLY_HUGE = gzip.compress(b"<rss>" + b"\0" * 21 * 1024 * 1024)

ANSWERS: dict[str, tuple[Behaviour, tuple[str, ...]]] = {
    "a redirect loop": (redirect("/"), ("in a circle", "browser")),
    "HTML without a feed": (
        html("<html><title>Shop</title><p>Buy.</p></html>"),
        ("No feed was found", "address"),
    ),
    "an empty body": (page(b""), ("nothing at all", "Try again later")),
    "XML that breaks off before a post": (
        page(b"<?xml version='1.0'?><rss><chan"),
        ("breaks off", "Try again later"),
    ),
    "neither feed nor page": (page(b"\x00\x01\x02 bytes"), ("neither a feed nor a web page",)),
    "a picture": (page(b"\x89PNG\r\n\x1a\n"), ("picture",)),
    "JSON of another shape": (as_json({"posts": "none"}), ("JSON that is not a feed",)),
    "a JSON list": (as_json([1, 2, 3]), ("JSON that is not a feed",)),
    "a body past the ceiling": (
        page(SECRETLY_HUGE, headers={"Content-Encoding": "gzip"}),
        ("larger than 20 MB", "browser"),
    ),
    "a length past the ceiling": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"),
        ("larger than 20 MB",),
    ),
    "damaged compression": (
        page(b"\x1f\x8b\x08\x00 no gzip", headers={"Content-Encoding": "gzip"}),
        ("damaged",),
    ),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), ("does not answer as a web server",)),
    "a connection that breaks": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>"), ("broke",)),
    "no answer": (raw(b""), ("hung up",)),
    "401": (page(status=401), ("a user name and a password", "browser")),
    "403": (page(status=403), ("403", "browser")),
    "404": (page(status=404), ("404", "Check the address")),
    "410": (page(status=410), ("removed for good", "has moved")),
    "429": (page(status=429, headers={"Retry-After": "90"}), ("too often", "Try again in 90 seconds.")),
    "503 with a date": (
        page(status=503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        ("503", "Try again later."),
    ),
    "500": (
        error(500, "Internal Server Error", "Traceback (most recent call last)"),
        ("500", "Try again later"),
    ),
    "a challenge": (html("<html><title>Just a moment...</title></html>"), ("browsers",)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_of_no_use(tui: CommandLine, server: HostileServer, name: str) -> None:
    behaviour, fragments = ANSWERS[name]
    in_a_sentence(tui("posts", server.on("/", behaviour)), HOST, *fragments)
    assert tui("blogs").output == ""


@pytest.mark.parametrize(
    ("sent", "fragment"),
    [
        (b"", "took longer than 0.5 seconds to answer"),
        (b"HTTP/1.1 200 OK\r\nContent-", "took longer than 0.5 seconds to answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss", "fell silent for 0.5 seconds in the middle"),
    ],
    ids=["before the header", "in the header", "in the body"],
)
def test_a_server_that_falls_silent(
    tui: CommandLine, server: HostileServer, monkeypatch: pytest.MonkeyPatch, sent: bytes, fragment: str
) -> None:
    monkeypatch.setenv("TUI_BLOG_TIMEOUT", "0.5")
    url = server.on("/", silence(sent))
    in_a_sentence(tui("posts", url), f"{HOST}:{server.port}", fragment)


def test_a_feed_that_breaks_off_shows_what_was_whole(tui: CommandLine, lamp: LittleBlog) -> None:
    whole = feed(LETTERS, QUIET)
    cut = whole[: whole.index("A year without") + 5].encode()
    lamp.server.on("/feed.xml", page(cut, headers={"Content-Type": "application/atom+xml"}))
    ended = tui("posts", lamp.feed_url, "--json")
    assert (ended.code, ended.errors) == (0, "")
    assert [row["title"] for row in ended.rows] == ["Why letters still matter"]


def test_a_wordpress_without_its_rest_api_is_read_by_its_feed(tui: CommandLine, lamp: LittleBlog) -> None:
    head = (
        f'<link rel="https://api.w.org/" href="{lamp.url}wp-json/">'
        f'<link rel="alternate" type="application/atom+xml" href="{lamp.feed_url}">'
    )
    lamp.server.on("/", html(f"<html><head>{head}</head><body></body></html>"))
    for status in (401, 403, 404):
        lamp.server.on("/wp-json/", as_json({"code": "rest_disabled", "message": "No."}, status))
        row = tui("inspect", lamp.url, "--json").row
        assert (row["platform"], row["posts"]["source"]) == ("wordpress", "feed")
    assert len(tui("posts", lamp.url, "--json").rows) == 3


# --- the library ---------------------------------------------------------------------------------


def child(tui: CommandLine, shell: str) -> Ended:
    """Run lines of shell in which `$tui` is the program, in a mount namespace of their own."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("this machine lets nobody make a mount namespace")
    tui.data.mkdir(exist_ok=True)
    env = {**os.environ, "tui": " ".join(words()), "data": str(tui.data)}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", shell], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("place", ["file/data", "file", "/proc/tui-blog"])
def test_a_place_that_can_hold_no_library(tui: CommandLine, place: str) -> None:
    (tui.folder / "file").write_text("in the way")
    path = tui.folder / place
    in_a_sentence(tui("posts", "--data-dir", str(path)), str(path), "--data-dir")


def test_a_read_only_disk(tui: CommandLine, lamp: LittleBlog) -> None:
    tui("add", lamp.url)
    ended = child(tui, 'mount --bind "$data" "$data" && mount -o remount,ro,bind "$data" && $tui posts')
    in_a_sentence(ended, str(tui.data), "cannot be written", "--data-dir")


def test_a_new_library_on_a_read_only_disk(tui: CommandLine) -> None:
    ended = child(tui, 'mount -t tmpfs -o ro tmpfs "$data" && $tui posts')
    in_a_sentence(ended, str(tui.data), "cannot be written", "--data-dir")


def test_a_full_disk_loses_nothing_that_was_there(tui: CommandLine, lamp: LittleBlog) -> None:
    shell = (
        f'mount -t tmpfs -o size=1200k tmpfs "$data" && $tui add {lamp.feed_url} >&2 && '
        f"dd if=/dev/zero of=$data/filler bs=1k 2>/dev/null; $tui add {lamp.url}big.xml; code=$?; "
        "rm $data/filler; $tui posts --json; exit $code"
    )
    # Bodies that no compression makes small.
    noise = "".join(f"<p>{os.urandom(3000).hex()}</p>" for _ in range(20))
    big = feed(*[LETTERS.replace("letters", f"l{n}").replace("A letter", noise) for n in range(8)])
    lamp.server.on("/big.xml", page(big.encode(), headers={"Content-Type": "application/atom+xml"}))
    ended = child(tui, shell)
    assert ended.code == 1
    in_a_sentence(Ended(1, "", ended.errors.splitlines(True)[-1]), str(tui.data), "no room left", "Make room")
    assert len(ended.rows) == 3


def test_no_place_for_a_stranger_s_blog(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    tui("blogs")
    monkeypatch.setattr(tempfile, "tempdir", str(tui.folder / "gone"))
    for verb in ("posts", "read"):
        in_a_sentence(tui(verb, lamp.url), "No temporary folder", "Set TMPDIR")


def test_a_file_that_may_grow_no_further(tui: CommandLine) -> None:
    in_a_sentence(tui.run("posts", preexec_fn=limited_to(40_000)), str(tui.data))


def test_a_library_of_a_newer_version(tui: CommandLine) -> None:
    tui("posts")
    with sqlite3.connect(tui.data / "library.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    in_a_sentence(tui("posts"), str(tui.data), "newer tui-blog", "Update tui-blog")


@pytest.mark.parametrize("damage", ["garbage", "a torn page", "another program's"])
def test_a_library_that_is_damaged(tui: CommandLine, lamp: LittleBlog, damage: str) -> None:
    tui("add", lamp.url)
    file = tui.data / "library.db"
    match damage:
        case "garbage":
            file.write_bytes(b"no database at all, " * 500)
        case "a torn page":
            raw_file = bytearray(file.read_bytes())
            raw_file[4096:] = os.urandom(len(raw_file) - 4096)
            file.write_bytes(raw_file)
        case _:
            with sqlite3.connect(file) as database:
                database.execute("PRAGMA user_version = 0")
            database.close()
    in_a_sentence(tui("posts"), str(file), "Move it away")


def test_a_library_that_another_program_will_not_let_go(
    tui: CommandLine, lamp: LittleBlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_blog.store.database import Database

    tui("add", lamp.url)
    monkeypatch.setitem(Database.open.__func__.__kwdefaults__, "patience", 0.1)
    holder = sqlite3.connect(tui.data / "library.db")
    try:
        holder.execute("BEGIN IMMEDIATE")
        in_a_sentence(tui("remove", "1"), str(tui.data), "does not let go", "try again")
    finally:
        holder.close()


# --- the settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        ("offline = true\ntheme = [", ("is not valid TOML", "line 2", "Mend it")),
        ("offline = true\ntheme = 'a' 'b'\n\n", ("is not valid TOML", "line 2", "Mend it")),
        ("themes = 'nord'", ("unknown setting “themes”", "Known are: accounts, keys, offline")),
        ("text_width = 'wide'", ("text_width must be a whole number, not “wide”",)),
        ("text_width = true", ("text_width must be a whole number, not true",)),
        ("text_width = 9", ("text_width must lie between 20 and 200, not 9",)),
        (f"text_width = {'9' * 400}", ("text_width must lie between 20 and 200, not 999",)),
        (f"text_width = {'9' * 5000}", ("beyond all measure", "Mend it")),
        ("timeout = 0", ("timeout must lie between 0.1 and 600, not 0",)),
        ("timeout = nan", ("timeout must lie between 0.1 and 600",)),
        ("offline = 'no'", ("offline must be true or false",)),
        ("keys = 'f5'", ("[keys] takes lines like",)),
        ("[keys]\n'posts.fly' = 5", ("[keys] takes lines like",)),
        ("accounts = 1", ("[[accounts]] tables",)),
        ("[[accounts]]\nuser = 'ada'", ("origin, user and password_command",)),
        (
            "[[accounts]]\norigin = 'http://[::1'\nuser = 'ada'\npassword_command = 'x'",
            ("the origin of an account", "like https://blog.example, not “http://[::1”"),
        ),
    ],
)
@pytest.mark.parametrize("verb", ["posts", "config"])
def test_a_config_file_that_is_wrong(
    tui: CommandLine, verb: str, text: str, fragments: tuple[str, ...]
) -> None:
    tui.config.write_text(text)
    in_a_sentence(tui(verb), str(tui.config), *fragments)


def test_a_config_file_that_is_no_text(tui: CommandLine) -> None:
    tui.config.write_bytes(b"offline = true\ntheme = '\xff'")
    in_a_sentence(tui("posts"), str(tui.config), "is not UTF-8 text (line 2)", "Mend it")
    tui.config.unlink()
    tui.config.mkdir()
    in_a_sentence(tui("posts"), str(tui.config), "could not be read", "--config")


@pytest.mark.parametrize(
    ("name", "value", "fragment"),
    [
        ("TEXT_WIDTH", "wide", "a whole number, not “wide”"),
        ("TEXT_WIDTH", "500", "between 20 and 200, not 500"),
        ("TIMEOUT", "soon", "a number, not “soon”"),
        ("OFFLINE", "perhaps", "true or false, not “perhaps”"),
    ],
)
def test_an_environment_variable_that_is_wrong(
    tui: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str, fragment: str
) -> None:
    monkeypatch.setenv(f"TUI_BLOG_{name}", value)
    in_a_sentence(tui("posts"), f"TUI_BLOG_{name} must", fragment)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ('[keys]\n"posts.fly" = "f5"\n"main.refresh" = "f6"', "“posts.fly”; `tui-blog config keys` lists"),
        ('theme = "nowhere"', "there is no theme “nowhere”"),
        ('[keys]\n"main.refresh" = "f5, contrl+r"', "there is no key “contrl+r” for main.refresh"),
        ('[keys]\n"main.refresh" = "ctrl+"', "there is no key “ctrl+” for main.refresh"),
    ],
)
def test_check_finds_what_only_the_screens_know(tui: CommandLine, text: str, fragment: str) -> None:
    tui.config.write_text(text)
    in_a_sentence(tui("config", "check"), str(tui.config), fragment)


def test_a_password_that_cannot_be_had(tui: CommandLine, lamp: LittleBlog, tmp_path: Path) -> None:
    """Credentials are asked for when a request is to be signed, which only WordPress does."""
    from tests.cli.test_writing import wordpress

    url = wordpress(lamp.server, "<p class='must-log-in'>Log in.</p>")
    tui.config.write_text(
        f'[[accounts]]\norigin = "{lamp.url[:-1]}"\nuser = "ada"\npassword_command = "false"\n'
    )
    ended = tui("comment", url, "--body", "Still.")
    in_a_sentence(ended, "password_command of ada", "Run it by hand")
