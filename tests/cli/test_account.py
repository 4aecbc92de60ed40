"""account: a secret goes into the keyring and to its own server, and is seen nowhere else."""

import base64
import os
import pty
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from tests.cli.blogs import as_json, html
from tests.cli.commands import ROOT, CommandLine, words
from tests.cli.test_writing import wordpress
from tests.keyrings import Drawer, Locked, PlainFile, Sieve, the_system_has
from tests.net.hostile_server import HostileServer

SECRET = "s3cret-0fAda"
BASIC = "Basic " + base64.b64encode(f"ada:{SECRET}".encode()).decode()


@pytest.fixture(autouse=True)
def drawer() -> Iterator[Drawer]:
    backend = Drawer()
    with the_system_has(backend):
        yield backend


@pytest.fixture
def origin(server: HostileServer) -> str:
    """A server that is a WordPress and a Mastodon at once."""
    server.on("/wp-json/wp/v2/users/me", as_json({"id": 1, "name": "Ada <b>L.</b>"}))
    server.on("/api/v1/accounts/verify_credentials", as_json({"id": "1", "acct": "ada"}))
    return server.url("")


def add(tui: CommandLine, origin: str, *more: str, user: str = "ada", secret: str = SECRET) -> None:
    ended = tui("account", "add", origin, "--user", user, "--stdin", *more, stdin=f"{secret}\n")
    assert (ended.code, ended.errors) == (0, ""), ended.errors


def test_a_secret_is_kept_by_the_system_and_not_by_the_library(
    tui: CommandLine, origin: str, drawer: Drawer
) -> None:
    ended = tui("account", "add", f"{origin}/wp-admin/", "--user", "ada", "--stdin", stdin=f"{SECRET}\r\nx\n")
    assert ended.output == f"ada signs at {origin}; its secret is in the system's keyring.\n"
    assert drawer.secrets == {(f"tui-blog {origin}", "ada"): SECRET}
    kept = b"".join(path.read_bytes() for path in tui.data.rglob("*") if path.is_file())
    assert b"ada" in kept and SECRET.encode() not in kept
    row = {"origin": origin, "user": "ada", "kind": "wordpress", "secret": "keyring", "from": "library"}
    assert tui("account", "--json").rows == [row]
    assert tui("account", "list").output == f"{origin}  ada  (wordpress, secret: keyring)\n"


def test_its_server_says_who_one_is(tui: CommandLine, origin: str, server: HostileServer) -> None:
    add(tui, origin)
    assert tui("account", "check", origin).output == f"{origin} knows you as “Ada L.”.\n"
    assert [asked.headers.get("authorization") for asked in server.asked] == [None, BASIC]
    row = tui("account", "check", "--json").row
    assert (row["ok"], row["known_as"]) == (True, "Ada L.")


def test_a_token_signs_by_itself(tui: CommandLine, origin: str, server: HostileServer) -> None:
    add(tui, origin, "--kind", "mastodon")
    assert tui("account", "check").output == f"{origin} knows you as “ada”.\n"
    assert server.asked[-1].headers["authorization"] == f"Bearer {SECRET}"


def test_github_is_known_by_its_name(tui: CommandLine, origin: str, server: HostileServer) -> None:
    add(tui, "github.com")
    row = tui("account", "--json").row
    assert (row["origin"], row["kind"]) == ("https://api.github.com", "github")
    assert tui("account", "remove", "https://github.com").code == 0
    server.on("/user", as_json({"login": "ada", "id": 1}))
    add(tui, origin, "--kind", "github")
    assert tui("account", "check").output == f"{origin} knows you as “ada”.\n"
    assert server.asked[-1].headers["authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize("status", [401, 403])
def test_a_secret_that_is_not_accepted_ends_in_four(
    tui: CommandLine, server: HostileServer, status: int
) -> None:
    server.on("/wp-json/wp/v2/users/me", as_json({"code": "incorrect_password"}, status))
    add(tui, server.url(""))
    ended = tui("account", "check", "-v")
    assert (ended.code, ended.output) == (4, "")
    assert "does not accept the secret of ada. Make a new one there" in ended.errors
    assert tui("account", "check", "--json").row["ok"] is False


def test_the_secret_is_seen_nowhere(tui: CommandLine, origin: str, server: HostileServer) -> None:
    add(tui, origin)
    for more in (["list"], ["check"], ["check", "--json"], ["remove", origin]):
        ended = tui("account", *more, "-v")
        assert ended.code == 0
        assert SECRET not in ended.output + ended.errors
    for asked in server.asked:
        assert SECRET not in asked.target + asked.body.decode()


def test_a_page_that_names_another_place_gets_no_secret(
    tui: CommandLine, server: HostileServer, origin: str
) -> None:
    """Who owns a blog's front page need not own the account's server."""
    elsewhere = server.url("/wp-json/", host="localhost")
    link = f'<link rel="https://api.w.org/" href="{elsewhere}">'
    server.on("/", html(f"<html><head>{link}</head></html>"))
    add(tui, origin)
    assert tui("account", "check").code == 0
    assert {asked.headers["host"].partition(":")[0] for asked in server.asked} == {"127.0.0.1"}


def test_a_command_prints_the_secret_and_nothing_is_kept(
    tui: CommandLine, origin: str, server: HostileServer, drawer: Drawer
) -> None:
    ended = tui("account", "add", origin, "--user", "ada", "--command", f"printf {SECRET}", "--json")
    assert (ended.row["secret"], drawer.secrets) == ("command", {})
    assert tui("account", "check").code == 0
    assert server.asked[-1].headers["authorization"] == BASIC
    assert SECRET not in tui("account", "--json").output


def test_a_new_account_takes_the_place_of_the_old_one(tui: CommandLine, origin: str, drawer: Drawer) -> None:
    add(tui, origin)
    add(tui, origin, user="bo", secret="other")
    assert drawer.secrets == {(f"tui-blog {origin}", "bo"): "other"}
    assert [row["user"] for row in tui("account", "--json").rows] == ["bo"]
    tui("account", "add", origin, "--user", "bo", "--command", "true")
    assert drawer.secrets == {}


def test_what_is_removed_is_gone_from_both_places(tui: CommandLine, origin: str, drawer: Drawer) -> None:
    add(tui, origin)
    assert tui("account", "remove", origin).output == f"The account for {origin} is removed.\n"
    assert (drawer.secrets, tui("account", "--json").output) == ({}, "")
    assert "There is no account for" in tui("account", "remove", origin).sentence
    add(tui, origin)
    drawer.secrets.clear()
    assert tui("account", "remove", origin).code == 0, "somebody has emptied the keyring meanwhile"


def test_the_config_file_wins(tui: CommandLine, origin: str, server: HostileServer) -> None:
    tui.config.write_text(
        f'[[accounts]]\norigin = "{origin}"\nuser = "cleo"\nkind = "mastodon"\npassword_command = "echo hers"'
    )
    ended = tui("account", "add", origin, "--user", "ada", "--stdin", stdin=SECRET)
    assert ended.sentence == f"The config file has an account for {origin} too, and that one signs."
    assert [(row["user"], row["from"]) for row in tui("account", "--json").rows] == [("cleo", "config")]
    assert tui("account", "check").code == 0
    assert server.asked[-1].headers["authorization"] == "Bearer hers"
    assert tui("account", "remove", origin).code == 0
    assert "stands in the config file; take it out there" in tui("account", "remove", origin).sentence


def test_a_comment_outside_the_library_is_signed_too(
    tui: CommandLine, origin: str, server: HostileServer
) -> None:
    post = wordpress(server, "<p class='must-log-in'>Log in.</p>")
    comment = {"id": 9, "status": "approved", "link": f"{post}#comment-9"}
    server.on("/wp-json/wp/v2/comments", as_json(comment, 201))
    add(tui, origin)
    ended = tui("comment", post, "--body", "Still.", "-v")
    assert (ended.code, ended.output) == (0, f"{post}#comment-9\n")
    (sent,) = [asked for asked in server.asked if asked.method == "POST"]
    assert sent.headers["authorization"] == BASIC and SECRET not in ended.errors


# --- what does not go ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "backend", [NoKeyring(), PlainFile(), Sieve(), Locked()], ids=lambda one: type(one).__name__
)
def test_where_no_keyring_keeps_it_safely_a_command_is_the_way(
    tui: CommandLine, origin: str, backend: KeyringBackend
) -> None:
    with the_system_has(backend):
        ended = tui("account", "add", origin, "--user", "ada", "--stdin", "-v", stdin=SECRET)
    assert (ended.code, ended.output) == (1, "")
    assert "no keyring that keeps a secret safely" in ended.sentence and "--command" in ended.sentence
    assert SECRET not in ended.errors
    assert tui("account", "--json").output == ""


def test_a_keyring_that_stays_shut_is_told(tui: CommandLine, origin: str, server: HostileServer) -> None:
    add(tui, origin)
    with the_system_has(Locked()):
        assert "Unlock it and try again." in tui("account", "check").sentence
        assert "Take it out there by hand." in tui("account", "remove", origin).sentence
    add(tui, origin)
    with the_system_has(Drawer()):
        assert "holds no secret for ada" in tui("account", "check").sentence
    assert not any("authorization" in asked.headers for asked in server.asked)


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        ("add", "", "`account add` wants an origin"),
        ("remove", "", "`account remove` wants an origin"),
        ("list https://a.example", "", "leave the origin out"),
        ("add https://a.example", "", "wants the account's user name: --user."),
        ("check --user ada", "", "belong to `account add`, not to check"),
        ("add https://a.example --user ada", "x", "--stdin, or --command"),
        ("add https://a.example --user ada --stdin", "\n", "The secret is empty"),
        ("add https://a.example --user a:da --stdin", "x", "one line without a colon"),
        ("add http://a.example --user ada --stdin", "x", "could be read on its way"),
        ("add ftp://a.example --user ada --stdin", "x", "a scheme and a host"),
        ("add a.example --user ada --stdin --kind mastodon", "s3cret tok\u00e9n", "characters that none has"),
        ("add a.example --user ada --stdin --command x", "x", "do not go together"),
        ("add a.example --user ada --kind blog", "x", "none of wordpress, mastodon, github"),
    ],
)
def test_wrong_words_keep_nothing(tui: CommandLine, words: str, stdin: str, sentence: str) -> None:
    ended = tui("account", *words.split(), stdin=stdin)
    assert ended.code == 2 and sentence in ended.sentence
    assert "s3cret" not in ended.errors
    assert tui("account", "--json").output == ""


def test_a_password_within_the_address_is_not_repeated(tui: CommandLine) -> None:
    ended = tui("account", "add", f"https://ada:{SECRET}@a.example", "--user", "ada", "--stdin", stdin="x")
    assert ended.code == 2 and SECRET not in ended.errors
    assert "Leave user name and password out of the address" in ended.sentence


def test_a_token_that_no_request_can_bear_is_not_told_by_the_wire(
    tui: CommandLine, origin: str, drawer: Drawer, server: HostileServer
) -> None:
    add(tui, origin, "--kind", "mastodon")
    drawer.secrets[f"tui-blog {origin}", "ada"] = f"{SECRET}\r\nX-Evil: 1"
    ended = tui("account", "check", "-v")
    assert ended.code == 1 and "is no token; nothing was sent" in ended.errors
    assert SECRET not in ended.errors and server.asked == []


def test_without_a_keyring_nothing_else_is_missed(tui: CommandLine) -> None:
    with the_system_has(NoKeyring()):
        ended = tui("account")
    assert (ended.code, ended.output) == (0, "")
    assert ended.sentence.startswith("There is no account")
    assert tui("account", "check", "--json").output == ""


def test_a_secret_is_typed_unseen(tui: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal of its own; the keyring lives as long as the command."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.Drawer")
    child, terminal = pty.fork()
    if not child:
        os.chdir(ROOT)
        os.execv(sys.executable, words("account", "add", "https://a.example", "--user", "ada"))
    shown = ""
    try:
        while "(not shown): " not in shown:
            shown += os.read(terminal, 1024).decode()
        os.write(terminal, f"{SECRET}\n".encode())
        with suppress(OSError):  # Linux tells so that the other end is closed
            while piece := os.read(terminal, 1024):
                shown += piece.decode()
    finally:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(terminal)
    assert (code, SECRET in shown) == (0, False)
    assert "ada signs at https://a.example; its secret is in the system's keyring." in shown
    assert tui("account", "--json").row["secret"] == "keyring"


def test_in_a_terminal_that_cannot_hide_it_nothing_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    import warnings
    from getpass import GetPassWarning

    from tui_blog.cli import account_verbs
    from tui_blog.errors import UsageError

    def seen(prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        return SECRET

    monkeypatch.setattr("getpass.getpass", seen)
    with pytest.raises(UsageError, match="Nothing can be typed unseen here"):
        account_verbs._typed("Secret: ")


def test_doctor_says_whether_there_is_a_keyring(tui: CommandLine) -> None:
    def told() -> tuple[str, bool]:
        return next(
            (row["found"], row["ok"]) for row in tui("doctor", "--json").rows if row["what"] == "keyring"
        )

    assert told() == ("keyrings Drawer", True)
    with the_system_has(PlainFile()):
        found, ok = told()
    assert found.startswith("none that keeps secrets safely") and ok
