"""Where the style sheets lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent.parent
_FOLDER = next(
    folder for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles") if (folder / "app.tcss").is_file()
)

DIALOGS = _FOLDER / "dialogs.tcss"
"""Read when the first dialogue opens: the first list does not wait for it."""

STYLE_SHEETS: list[str | PurePath] = [
    _FOLDER / f"{name}.tcss" for name in ("app", "library_tree", "line_list", "post_list")
]
"""Those of the first list."""


def sheet_of(widget: str) -> str:
    """The sheet of a widget that comes after the first list, read with its module."""
    return (_FOLDER / f"{widget}.tcss").read_text("utf-8")
