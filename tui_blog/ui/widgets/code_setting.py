"""Sets blocks of code: folded, never cut, coloured where the language is well known."""

from functools import partial

from rich.style import Style
from rich.syntax import Syntax, SyntaxTheme
from rich.text import Text

from tui_blog.ui.widgets.inks import Inks
from tui_blog.ui.widgets.typesetter import Line, Typesetter

# fmt: off
LANGUAGES = frozenset({
    "bash", "c", "clojure", "cpp", "cs", "csharp", "css", "diff", "elixir", "go", "haskell", "html", "ini",
    "java", "javascript", "js", "json", "kotlin", "lua", "makefile", "perl", "php", "py", "python", "rb",
    "ruby", "rust", "sh", "shell", "sql", "swift", "toml", "ts", "typescript", "xml", "yaml", "zsh",
})
# fmt: on
"""What is coloured. Asking pygments for a name that it does not know searches every installed plugin."""

LONGEST_COLOURED = 20_000
"""Characters; longer code is set in one colour."""

BAR, FOLD = "│ ", "┊ "
"""Drawn beside each line of code, and beside what had to be folded under it."""


def set_code(code: str, info: str, typesetter: Typesetter) -> list[Line]:
    """Set code; `info` is what Markdown says of it, its first word the language."""
    lines: list[Line] = []
    for line in _coloured(code.rstrip("\n"), info, typesetter.inks).split("\n", allow_blank=True):
        lines += typesetter.beside(BAR, partial(Typesetter.folded, text=line), after=FOLD)
    return lines


def _coloured(code: str, info: str, inks: Inks) -> Text:
    language = info.split(maxsplit=1)[0].lower() if info.strip() else ""
    if language not in LANGUAGES or len(code) > LONGEST_COLOURED:
        return Text().append(code, inks.code)
    coloured = Syntax(code, language, theme=_CodeTheme(inks)).highlight(code)
    coloured.rstrip()
    return coloured


class _CodeTheme(SyntaxTheme):
    """The few colours that code has here."""

    def __init__(self, inks: Inks) -> None:
        self._inks = inks

    def get_style_for_token(self, token_type: tuple[str, ...]) -> Style:
        """An ink for a pygments token type, which is a path: ("Literal", "String", "Doc")."""
        inks = self._inks
        match token_type:
            case ("Comment", *_):
                return inks.remark
            case ("Keyword", *_) | ("Name", "Tag" | "Builtin", *_):
                return inks.keyword
            case ("Literal", "String", *_) | ("Generic", "Inserted", *_):
                return inks.string
            case ("Literal", "Number", *_) | ("Generic", "Deleted", *_):
                return inks.number
            case _:
                return inks.code

    def get_background_style(self) -> Style:
        """None of its own."""
        return Style.null()
