"""How well and how fast articles are found in pages, beside trafilatura and readability-lxml in the same run.

Run with `pytest -m benchmark -n 0 -s tests/benchmarks/test_articles.py`.
"""

import logging
from time import process_time

import pytest
import trafilatura
from readability import Document

from tests import corpus
from tests.convert.article_marks import Finder, Sheet, examine, ours, pages, text_of

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not corpus.ROOT.is_dir(), reason=corpus.ABSENT),
]


def by_trafilatura(body: bytes, url: str) -> tuple[str, str]:
    found = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    return (getattr(found, "title", None) or "", getattr(found, "text", None) or "")


def by_readability(body: bytes, url: str) -> tuple[str, str]:
    document = Document(body.decode("utf-8", "replace"), url=url)
    return document.short_title(), text_of(document.summary())


FINDERS: dict[str, Finder] = {
    "ours": ours,
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
}


def test_neither_peer_finds_articles_or_titles_better() -> None:
    logging.disable(logging.WARNING)
    sheets = {name: examine(finder) for name, finder in FINDERS.items()}
    logging.disable(logging.NOTSET)
    for name, sheet in sheets.items():
        print(f"\n{name:>18}: {told(sheet)}", end="")
    print()
    assert sheets["ours"].mean_f1 == max(sheet.mean_f1 for sheet in sheets.values())
    assert sum(sheets["ours"].titles) == max(sum(sheet.titles) for sheet in sheets.values())


def told(sheet: Sheet) -> str:
    titles = f"titles {sum(sheet.titles)} of {len(sheet.titles)}"
    return f"word F1 {sheet.mean_f1:.4f}, {titles}, phrases {sum(sheet.phrases)} of {len(sheet.phrases)}"


def test_finding_an_article_costs_no_more_than_both_peers_together() -> None:
    bodies = [case.body for case in pages()]
    spent = dict.fromkeys(FINDERS, 0.0)
    for body in bodies:
        for name, finder in FINDERS.items():
            spent[name] += min(cost(finder, body) for _ in range(3))
    for name, seconds in spent.items():
        print(f"\n{name:>18}: {seconds * 1_000 / len(bodies):6.1f} ms a page", end="")
    print()
    assert spent["ours"] <= spent["trafilatura"] + spent["readability-lxml"]


def cost(finder: Finder, body: bytes) -> float:
    began = process_time()
    finder(body, "https://blog.example/post")
    return process_time() - began
