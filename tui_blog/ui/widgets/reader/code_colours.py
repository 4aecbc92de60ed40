"""Colours code with one small scanner whose work grows only with the length of the code.

A full lexer knows more, but code in a post is foreign text: pygments needs
seconds for a page of plain words that calls itself C, and holds the whole
program meanwhile. Remarks, strings, numbers and the words that most languages
share are what helps reading.
"""

import re

from rich.text import Text

from tui_blog.ui.widgets.reader.inks import Inks

# What is not closed goes on to the end: to look for an end that is not there, again from each beginning,
# would take forever.
_DOUBLE = r'"(?:[^"\\\n]|\\[^\n]?)*"?'
_STRINGS = rf"(?P<string>{_DOUBLE}|'(?:[^'\\\n]|\\[^\n]?)*'?|`[^`]*`?)"
_STRINGS_OF_LISP = f"(?P<string>{_DOUBLE})"  # There and in TeX single quotes are none.
_REST = r"|(?P<number>\b\d[\w.]*)|(?P<word>\w+)"


def _scanner(remark: str, strings: str = _STRINGS) -> re.Pattern[str]:
    return re.compile(f"(?P<remark>{remark})|{strings}{_REST}", re.DOTALL)


_HASH = _scanner(r"\#[^\n]*")
_SLASHES = _scanner(r"//[^\n]*|/\*.*?(?:\*/|\Z)")
_DASHES = _scanner(r"--[^\n]*|/\*.*?(?:\*/|\Z)")
_SEMICOLONS = _scanner(r";[^\n]*", _STRINGS_OF_LISP)
_PERCENTS = _scanner(r"(?<!\\)%[^\n]*", _STRINGS_OF_LISP)
_TAGS = _scanner(r"<!--.*?(?:-->|\Z)")
_DIFF = re.compile(r"^(?:(?P<keyword>@@[^\n]*)|(?P<string>\+[^\n]*)|(?P<number>-[^\n]*))", re.MULTILINE)

_OF_HASH = """
    awk bash cmake coffeescript crystal dockerfile elixir fish gherkin graphql hcl ini julia make makefile
    nginx nim nix perl powershell ps1 py python python3 r rb ruby sh shell tcl terraform toml yaml yml zsh
"""
_OF_SLASHES = """
    c cpp cs csharp css cuda d dart fsharp glsl go groovy java javascript js json json5 jsx kotlin less
    objc objectivec php protobuf rs rust sass scala scss solidity swift ts tsx typescript verilog zig
"""
_SCANNERS = {
    language: scanner
    for scanner, languages in (
        (_HASH, _OF_HASH),
        (_SLASHES, _OF_SLASHES),
        (_DASHES, "ada elm haskell lua purescript sql vhdl"),
        (_SEMICOLONS, "asm clojure elisp lisp racket scheme"),
        (_PERCENTS, "bibtex erlang latex matlab octave prolog tex"),
        (_TAGS, "html svelte svg vue xml"),
        (_DIFF, "diff patch"),
    )
    for language in languages.split()
}

_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        abstract and as assert async await begin bool boolean break case catch char class const
        continue create def default defer del delete do double drop echo elif else elseif elsif end
        enum except export extends extern false final finally float fn for foreach from func
        function global go goto group if impl implements import in include insert instanceof int
        interface into is join lambda left let local long loop match mod module mut namespace new
        nil none not null on or order package pass private protected pub public raise require return
        select self set short static string struct super switch table then this throw throws trait
        true try type typedef typeof union unless unsafe unsigned until update use using val values
        var void volatile when where while with yield
        """,
    )
)
"""In lower case, as SQL and Python's True are compared."""


def coloured(code: str, language: str, inks: Inks) -> Text:
    """Code as a text in the inks of its parts; in one ink where the language is not known."""
    text = Text().append(code, inks.code)
    scanner = _SCANNERS.get(language)
    for part in scanner.finditer(code) if scanner else ():
        kind = part.lastgroup
        if kind == "word":
            kind = "keyword" if part[0].lower() in _KEYWORDS else None
        if kind is not None:
            text.stylize(getattr(inks, kind), part.start(), part.end())
    return text
