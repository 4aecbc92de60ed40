"""Where things lie: a flag beats the environment beats the system's habit."""

from pathlib import Path

import platformdirs
import pytest

from tui_blog.errors import ConfigError
from tui_blog.paths import find_paths


def test_the_system_s_habit_holds_where_nothing_is_said() -> None:
    paths = find_paths({})
    assert paths.config_file == platformdirs.user_config_path("tui-blog") / "config.toml"
    assert paths.data_dir == platformdirs.user_data_path("tui-blog")


def test_a_variable_beats_the_habit_and_a_flag_beats_the_variable(tmp_path: Path) -> None:
    environment = {"TUI_BLOG_CONFIG": "/etc/blog.toml", "TUI_BLOG_DATA_DIR": "/var/blog"}
    paths = find_paths(environment)
    assert (paths.config_file, paths.data_dir) == (Path("/etc/blog.toml"), Path("/var/blog"))
    paths = find_paths(environment, config_file=str(tmp_path / "c"), data_dir=str(tmp_path))
    assert (paths.config_file, paths.data_dir) == (tmp_path / "c", tmp_path)


def test_an_empty_variable_says_nothing() -> None:
    assert find_paths({"TUI_BLOG_CONFIG": "", "TUI_BLOG_DATA_DIR": ""}) == find_paths({})


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_paths({"TUI_BLOG_DATA_DIR": "~/blog"}).data_dir == tmp_path / "blog"


def test_the_home_of_nobody_is_told() -> None:
    with pytest.raises(ConfigError, match="~nobody-of-that-name"):
        find_paths({"TUI_BLOG_DATA_DIR": "~nobody-of-that-name/blog"})


def test_the_sample_blog_keeps_apart_from_the_library(tmp_path: Path) -> None:
    paths = find_paths({}, data_dir=str(tmp_path))
    assert paths.database == tmp_path / "library.db"
    assert paths.demo_dir == tmp_path / "demo"
