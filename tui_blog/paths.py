"""Where things lie on this machine; platformdirs knows each system's habits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui_blog.errors import ConfigError
from tui_blog.model.text import clean_line

APP = "tui-blog"


@dataclass(frozen=True, slots=True)
class Paths:
    """The places that the program touches."""

    config_file: Path
    data_dir: Path
    """All state: the library, the drafts, the outbox."""
    cache_dir: Path | None = None
    """What can be fetched again; None where it lies with the data, because the person said where that is."""

    @property
    def database(self) -> Path:
        """The library's one file."""
        return self.data_dir / "library.db"

    @property
    def picture_dir(self) -> Path:
        """Pictures of posts; may be deleted at any time."""
        return (self.cache_dir or self.data_dir / "cache") / "pictures"

    @property
    def demo_dir(self) -> Path:
        """The sample blog's own state, apart from the person's library."""
        return self.data_dir / "demo"


def find_paths(
    environment: Mapping[str, str], *, config_file: str | None = None, data_dir: str | None = None
) -> Paths:
    """Settle the paths: a flag beats the environment beats the system's habit."""
    config = config_file or environment.get("TUI_BLOG_CONFIG")
    data = data_dir or environment.get("TUI_BLOG_DATA_DIR")
    return Paths(
        _expanded(config) if config else _user_config(),
        _expanded(data) if data else _user_data(),
        None if data else _user_cache(),
    )


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        shown = clean_line(text, 80)
        raise ConfigError(f"There is no home folder for “{shown}”. Write the path out.") from error


def _user_config() -> Path:
    import platformdirs

    return platformdirs.user_config_path(APP) / "config.toml"


def _user_data() -> Path:
    import platformdirs

    return platformdirs.user_data_path(APP)


def _user_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path(APP)
