"""Settings: a TOML file that the person writes, and `TUI_BLOG_*` variables that beat it.

theme = "textual-dark"
text_width = 80              # columns of the reader's text
space_opens_next_unread = true
pictures = "auto"            # "on", "off"; auto: where there are 256 colours, and not over SSH
timeout = 20                 # seconds that a silent server is waited for
offline = false
send_when_online = false     # what waits in the outbox goes out after a refresh that had answers

[keys]                       # binding ids are listed by `tui-blog config keys`
"posts.refresh" = "f5"

[[accounts]]                 # comments signed by an account; the secret never stands here
origin = "https://blog.example"
user = "ada"
password_command = "pass show blog.example"
kind = "wordpress"           # "mastodon", "github": an access token
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_blog.errors import ConfigError

if TYPE_CHECKING:
    from tui_blog.model.account import Account, AccountKind


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default."""

    theme: str = "textual-dark"
    text_width: int = 80
    """Columns of the reader's text, 20 to 200."""
    space_opens_next_unread: bool = True
    """At the end of a post Space goes on to the next unread one."""
    pictures: str = "auto"
    """Pictures in the text: "on", "off", or "auto": on where there are 256 colours, and not over SSH."""
    timeout: float = 20.0
    """Seconds that a silent server is waited for, 0.1 to 600; it has half of that to be reached."""
    offline: bool = False
    send_when_online: bool = False
    """What could not be sent goes out by itself after a refresh that had answers."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id -> keys, comma-separated."""
    accounts: tuple["Account", ...] = ()


SETTINGS: dict[str, type] = {
    "theme": str,
    "text_width": int,
    "space_opens_next_unread": bool,
    "pictures": str,
    "timeout": float,
    "offline": bool,
    "send_when_online": bool,
}
"""The plain settings with their types; each may also be given as TUI_BLOG_<NAME>."""


_MEND = "Mend it, or move it away."


def load_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Read the settings; a missing file means the defaults, a wrong one a sentence (ConfigError)."""
    config = _from_file(path, _read(path))
    for name, kind in SETTINGS.items():
        text = environment.get(_variable(name))
        if text is not None:
            config = replace(config, **{name: _from_text(name, kind, text)})
    return _checked(config, path, environment)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows begin with a mark
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path} is not UTF-8 text (line {line}). {_MEND}") from error
    except OSError as error:
        raise ConfigError(
            f"{path} could not be read: {error.strerror}. Mend that, or name another file with --config."
        ) from error
    return _table(path, text)


def _table(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # What the parser finds only at the end it gives no line.
        end = f"at line {text.rstrip().count(chr(10)) + 1}, the end of the file"
        what = str(error).replace("at end of document", end)
        raise ConfigError(f"{path} is not valid TOML: {what}. {_MEND}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} holds a number or a nesting beyond all measure. {_MEND}") from error


def _from_file(path: Path, table: dict[str, Any]) -> Config:
    known = {setting.name for setting in fields(Config)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise ConfigError(f"{path}: unknown setting “{unknown[0]}”. Known are: {', '.join(sorted(known))}.")
    for name, kind in SETTINGS.items():
        # 20 is as good as 20.0, but true is not as good as 1.
        if name in table and type(table[name]) not in ({int, float} if kind is float else {kind}):
            raise ConfigError(f"{path}: {name} must be {_NAMES[kind]}, not {_shown(table[name])}.")
    plain = {name: table[name] for name in SETTINGS if name in table}
    return Config(**plain, keys=_keys(path, table.get("keys", {})), accounts=_accounts(path, table))


def _shown(value: Any) -> str:
    """A value as the file says it (what JSON has no word for stays as Python says it)."""
    import json

    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


_NAMES: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _keys(path: Path, table: Any) -> Mapping[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise ConfigError(f'{path}: [keys] takes lines like "posts.refresh" = "f5".')
    return dict(table)


def _accounts(path: Path, table: dict[str, Any]) -> tuple["Account", ...]:
    rows = table.get("accounts", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{path}: accounts are written as [[accounts]] tables.")
    return tuple(_account(path, row) for row in rows)


def _account(path: Path, row: dict[str, Any]) -> "Account":
    from tui_blog.model.account import Account, is_confidential, is_origin

    wanted = {"origin", "user", "password_command"}
    if set(row) - {"kind"} != wanted or not all(isinstance(value, str) and value for value in row.values()):
        raise ConfigError(f"{path}: an [[accounts]] table holds origin, user and password_command, all text.")
    if not is_origin(row["origin"]):
        raise ConfigError(
            f"{path}: the origin of an account is scheme and host, like https://blog.example, "
            f"not “{row['origin']}”."
        )
    if not is_confidential(row["origin"]):
        raise ConfigError(
            f"{path}: a password sent to {row['origin']} could be read on its way. "
            "Write the origin of the account with https."
        )
    return Account(row["origin"].rstrip("/"), row["user"], row["password_command"], _account_kind(path, row))


def _account_kind(path: Path, row: dict[str, str]) -> "AccountKind":
    from tui_blog.model.account import AccountKind

    kind = row.get("kind", AccountKind.WORDPRESS)
    if kind not in set(AccountKind):
        raise ConfigError(
            f"{path}: the kind of an account must be {_either(tuple(AccountKind))}, not “{kind[:40]}”."
        )
    return AccountKind(kind)


_TRUTHS = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)


def _from_text(name: str, kind: type, text: str) -> Any:
    """A setting as an environment variable says it."""
    try:
        return _TRUTHS[text.strip().lower()] if kind is bool else kind(text.strip())
    except (KeyError, ValueError) as error:
        raise ConfigError(f"{_variable(name)} must be {_NAMES[kind]}, not “{text}”.") from error


def _checked(config: Config, path: Path, environment: Mapping[str, str]) -> Config:
    for name, (least, most) in _RANGES.items():
        value = getattr(config, name)
        if not least <= value <= most:
            where = f"{path}: {name}" if _variable(name) not in environment else _variable(name)
            raise ConfigError(f"{where} must lie between {least:g} and {most:g}, not {_number(value)}.")
    for name, choices in _CHOICES.items():
        value = getattr(config, name)
        if value not in choices:
            where = f"{path}: {name}" if _variable(name) not in environment else _variable(name)
            raise ConfigError(f"{where} must be {_either(choices)}, not “{value[:40]}”.")
    return config


def _either(choices: tuple[str, ...]) -> str:
    *others, last = (f"“{choice}”" for choice in choices)
    return f"{', '.join(others)} or {last}"


def _number(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)[:40]


_CHOICES = {"pictures": ("auto", "on", "off")}
_RANGES = {"text_width": (20, 200), "timeout": (0.1, 600)}


def _variable(name: str) -> str:
    return f"TUI_BLOG_{name.upper()}"
