"""Marks for whoever finds the article in a page: its words, its title, phrases in and out of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import html as lxml_html

from tests import corpus
from tui_blog.convert.article import extract

URL = "https://blog.example/post"
PAGES = {"page", "blogger-page", "wordpress-page"}
FOLDERS = ("pages", "blogger/pages", "wordpress/pages")

Finder = Callable[[bytes, str], tuple[str, str]]
"""A page and its address in; the title and the text of its article out, "" for what was not found."""

# A word; of scripts that write none, a letter.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


@dataclass
class Sheet:
    """The marks of one finder."""

    f1: list[float] = field(default_factory=list)
    """Of the words, for each page that has a reference."""
    titles: list[bool] = field(default_factory=list)
    phrases: list[bool] = field(default_factory=list)
    """Each phrase that belongs to an article is in it, each of the furniture is not."""

    @property
    def mean_f1(self) -> float:
        return sum(self.f1) / len(self.f1)


def examine(finder: Finder) -> Sheet:
    """Let a finder read every page of the corpus."""
    sheet = Sheet()
    for case in pages():
        title, text = finder(case.body, case.expected.get("url", URL))
        if reference := case.expected.get("reference"):
            wanted = text_of((case.path.parent / reference).read_text(encoding="utf-8"))
            sheet.f1.append(f1(words(text), words(wanted)))
        if told := case.expected.get("title"):
            sheet.titles.append(words(title) == words(told))
        found = " ".join(_in_order(text))
        for key, belongs in (("with", True), ("without", False)):
            phrases = (" ".join(_in_order(phrase)) for phrase in case.expected.get(key, []))
            sheet.phrases += [(phrase in found) is belongs for phrase in phrases]
    return sheet


def pages() -> Iterator[corpus.Case]:
    for folder in FOLDERS:
        yield from (case for case in corpus.cases(folder) if case.kind in PAGES)


def ours(body: bytes, url: str) -> tuple[str, str]:
    article = extract(body.decode("utf-8", "replace"), url)
    return (article.title, text_of(article.html)) if article else ("", "")


def text_of(markup: str) -> str:
    return " ".join(lxml_html.fromstring(markup).itertext()) if markup.strip() else ""


def words(text: str) -> Counter[str]:
    return Counter(_in_order(text))


def _in_order(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    """The harmonic mean of precision and recall over the words of two texts, each as often as it occurs."""
    return 2 * (found & wanted).total() / max(1, found.total() + wanted.total())
