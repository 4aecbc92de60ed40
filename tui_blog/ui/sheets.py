"""Where the style sheets lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent.parent
_FOLDER = next(
    folder for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles") if (folder / "app.tcss").is_file()
)

STYLE_SHEETS: list[str | PurePath] = [*sorted(_FOLDER.glob("*.tcss"))]
