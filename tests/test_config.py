"""Settings: what a person writes is taken, what is wrong is said with its place and its mending."""

from pathlib import Path

import pytest

from tui_blog.config import SETTINGS, Config, load_config
from tui_blog.errors import ConfigError
from tui_blog.model.account import Account, AccountKind

NOTHING: dict[str, str] = {}


def loaded(folder: Path, text: str, **environment: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environment)


@pytest.fixture
def wrong(tmp_path: Path) -> "Wrong":
    return Wrong(tmp_path)


class Wrong:
    """Says what a config file is refused with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, **environment: str) -> str:
        with pytest.raises(ConfigError) as caught:
            loaded(self.folder, text, **environment)
        return str(caught.value)


# --- what is taken -------------------------------------------------------------------------------


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml", NOTHING) == Config()
    assert load_config(tmp_path / "none" / "none.toml", NOTHING) == Config()


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path, "# nothing yet\n") == Config()


def test_every_setting_can_be_written(tmp_path: Path) -> None:
    text = """
        pictures = "off"
        theme = "nord"
        text_width = 72
        space_opens_next_unread = false
        timeout = 5
        offline = true
        send_when_online = true
        [keys]
        "posts.refresh" = "f5"
        [[accounts]]
        origin = "https://blog.example/"
        user = "ada"
        password_command = "pass show blog.example"
        [[accounts]]
        origin = "http://127.0.0.1:8080"
        user = "bo"
        password_command = "echo x"
        kind = "mastodon"
    """
    ada = Account("https://blog.example", "ada", "pass show blog.example")
    bo = Account("http://127.0.0.1:8080", "bo", "echo x", AccountKind.MASTODON)
    assert loaded(tmp_path, text) == Config(
        "nord", 72, False, "off", 5, True, True, {"posts.refresh": "f5"}, (ada, bo)
    )


def test_a_variable_beats_the_file(tmp_path: Path) -> None:
    config = loaded(
        tmp_path, "text_width = 72\noffline = true", TUI_BLOG_TEXT_WIDTH=" 60 ", TUI_BLOG_OFFLINE="no"
    )
    assert (config.text_width, config.offline) == (60, False)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_plain_setting_has_a_variable(tmp_path: Path, name: str) -> None:
    value = {str: "on", int: "40", float: "2.5", bool: "on"}[SETTINGS[name]]
    expected = {str: "on", int: 40, float: 2.5, bool: True}[SETTINGS[name]]
    config = loaded(tmp_path, "", **{f"TUI_BLOG_{name.upper()}": value})
    assert getattr(config, name) == expected


@pytest.mark.parametrize(
    ("text", "truth"), [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("Off", False)]
)
def test_a_switch_may_be_written_as_people_write_it(tmp_path: Path, text: str, truth: bool) -> None:
    assert loaded(tmp_path, "", TUI_BLOG_OFFLINE=text).offline is truth


@pytest.mark.parametrize("timeout", ["0.1", "600", "20.0"])
def test_the_ends_of_a_range_are_in_it(tmp_path: Path, timeout: str) -> None:
    assert loaded(tmp_path, f"timeout = {timeout}").timeout == float(timeout)


# --- what is refused -----------------------------------------------------------------------------


def test_a_broken_file_is_told_with_its_line(wrong: Wrong, tmp_path: Path) -> None:
    sentence = wrong('theme = "nord"\ntext_width = \n')
    assert str(tmp_path / "config.toml") in sentence and "line 2" in sentence


def test_a_word_that_is_no_choice_is_told_with_the_choices(wrong: Wrong) -> None:
    assert "pictures must be “auto”, “on” or “off”, not “yes”." in wrong('pictures = "yes"')


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="could not be read"):
        load_config(tmp_path, NOTHING)
    (tmp_path / "latin").write_bytes(b'theme = "\xe9"')
    with pytest.raises(ConfigError, match=r"latin.*UTF-8"):
        load_config(tmp_path / "latin", NOTHING)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "unknown setting “colour”"),
        ('text_width = "80"', "text_width must be a whole number"),
        ("text_width = 80.5", "text_width must be a whole number"),
        ("text_width = true", "text_width must be a whole number"),
        ("timeout = true", "timeout must be a number"),
        ("offline = 1", "offline must be true or false"),
        ("theme = 7", "theme must be text in quotes"),
        ("text_width = 19", "text_width must lie between 20 and 200, not 19"),
        ("text_width = 201", "between 20 and 200"),
        ("timeout = 0", "timeout must lie between 0.1 and 600, not 0"),
        ("timeout = nan", "between 0.1 and 600"),
        ("timeout = inf", "between 0.1 and 600"),
        ("keys = 7", "[keys] takes lines"),
        ('[keys]\n"posts.refresh" = 5', "[keys] takes lines"),
        ("accounts = 7", "[[accounts]] tables"),
        ("accounts = [7]", "[[accounts]] tables"),
        ('[[accounts]]\norigin = "https://a.example"', "holds origin, user and password_command"),
    ],
)
def test_a_wrong_setting_is_told_with_what_it_should_be(wrong: Wrong, text: str, words: str) -> None:
    assert words in wrong(text)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TUI_BLOG_TEXT_WIDTH": "wide"}, "TUI_BLOG_TEXT_WIDTH must be a whole number, not “wide”"),
        ({"TUI_BLOG_OFFLINE": "maybe"}, "TUI_BLOG_OFFLINE must be true or false"),
        ({"TUI_BLOG_TIMEOUT": "9999"}, "TUI_BLOG_TIMEOUT must lie between"),
        ({"TUI_BLOG_TIMEOUT": "nan"}, "TUI_BLOG_TIMEOUT must lie between"),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(wrong: Wrong, environment: dict[str, str], words: str) -> None:
    assert words in wrong("", **environment)


def account(**changes: str) -> str:
    rows = {"origin": "https://blog.example", "user": "ada", "password_command": "true"} | changes
    return "[[accounts]]\n" + "\n".join(f'{name} = "{value}"' for name, value in rows.items())


@pytest.mark.parametrize(
    "origin", ["blog.example", "https://", "https://blog.example:port", "ftp://blog.example"]
)
def test_an_account_needs_an_origin(wrong: Wrong, origin: str) -> None:
    assert "scheme and host" in wrong(account(origin=origin))


@pytest.mark.parametrize("origin", ["http://blog.example", "http://192.168.0.7", "http://nas.local"])
def test_no_password_is_meant_for_an_origin_where_it_could_be_read_on_its_way(
    wrong: Wrong, origin: str
) -> None:
    assert "with https" in wrong(account(origin=origin))


def test_the_kind_of_an_account_is_one_that_is_known(wrong: Wrong) -> None:
    said = wrong(account(kind="gopher"))
    assert "must be “wordpress”, “mastodon”, “github”" in said and "not “gopher”" in said


@pytest.mark.parametrize("origin", ["http://localhost:8080", "http://blog.localhost", "http://[::1]:8080"])
def test_this_machine_is_safe_without_https(tmp_path: Path, origin: str) -> None:
    assert loaded(tmp_path, account(origin=origin)).accounts[0].origin == origin


@pytest.mark.parametrize("changes", [{"password": "s3cret"}, {"user": ""}])
def test_a_secret_never_stands_in_the_file(wrong: Wrong, changes: dict[str, str]) -> None:
    sentence = wrong(account(**changes))
    assert "password_command" in sentence and "s3cret" not in sentence
