"""Where the style sheets lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent.parent
_FOLDER = next(
    folder for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles") if (folder / "app.tcss").is_file()
)

DIALOGS = _FOLDER / "dialogs.tcss"
"""Read when the first dialogue opens: the first list does not wait for it."""

READER = _FOLDER / "document_view.tcss"
"""Read with the reader's module, for the same reason."""

STYLE_SHEETS: list[str | PurePath] = [*sorted(set(_FOLDER.glob("*.tcss")) - {DIALOGS, READER})]
