"""How well and how fast feeds are read, beside lxml, feedparser, and fastfeedparser where it is installed.

Run with `pytest -m benchmark -n 0 -s tests/benchmarks/test_feeds.py`.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time

import feedparser
import pytest
from lxml import etree

from tests import corpus
from tests.benchmarks.feed_peers import fastfeedparser, peers
from tests.platforms.feed_marks import COLUMNS, URL, Sheet, examine, feed_cases, ours
from tui_blog.platforms.feed import parse

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not corpus.ROOT.is_dir(), reason=corpus.ABSENT),
]

LARGE = range(250_000, 400_000)
"""Bytes of the feeds whose speed is told, as for one of 350 KB."""
SIZE = 350_000

TIMES_LXML = 3
TIMES_FASTER_THAN_FEEDPARSER = 20


def test_no_peer_reads_any_column_better() -> None:
    documents = feed_cases()
    sheets = {"ours": examine(ours, documents)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheets |= {name: examine(reader, documents) for name, reader in peers().items()}
    print("\n" + table(sheets))
    for column in COLUMNS:
        scores = {name: share(sheet, column) for name, sheet in sheets.items()}
        assert scores["ours"] == max(scores.values()), column


def share(sheet: Sheet, column: str) -> float:
    met, expected = sheet.score(column)
    return met / expected


def table(sheets: dict[str, Sheet]) -> str:
    lines = ["".join(f"{cell:>16}" for cell in ("", *sheets))]
    for column in COLUMNS:
        cells = ("{} of {}".format(*sheet.score(column)) for sheet in sheets.values())
        lines.append("".join(f"{cell:>16}" for cell in (column, *cells)))
    return "\n".join(lines)


def test_reading_costs_little_more_than_the_parsing_of_its_xml() -> None:
    bodies = large_feeds()
    readers: dict[str, Callable[[bytes], object]] = {
        "lxml alone": etree.fromstring,
        "ours": lambda body: parse(body, URL, None),
        "feedparser": feedparser.parse,
    }
    if fastfeedparser is not None:
        readers["fastfeedparser"] = fastfeedparser.parse
    spent = cost(readers, bodies)
    for name, milliseconds in spent.items():
        print(
            f"\n{name:>16}: {milliseconds:7.2f} ms, {milliseconds / spent['lxml alone']:6.1f} x lxml", end=""
        )
    print(f"\n{spent['feedparser'] / spent['ours']:.0f} x faster than feedparser, {len(bodies)} feeds")
    assert spent["ours"] <= TIMES_LXML * spent["lxml alone"]
    assert spent["ours"] * TIMES_FASTER_THAN_FEEDPARSER <= spent["feedparser"]


def large_feeds() -> list[bytes]:
    """The feeds of that size which are well-formed XML; each is some blog's own."""
    files: list[Path] = [case.path for case in feed_cases() if not case.name.startswith("hostile/")]
    bodies = [path.read_bytes() for path in files if path.stat().st_size in LARGE]
    return [body for body in bodies if not body.lstrip().startswith(b"{")]


def cost(readers: dict[str, Callable[[bytes], object]], bodies: list[bytes]) -> dict[str, float]:
    """The processor's milliseconds for 350 KB; readers take turns, so that all meet the same machine."""
    best = {(name, at): float("inf") for name in readers for at in range(len(bodies))}
    for turn in range(20):
        for at, body in enumerate(bodies):
            for name, reader in readers.items():
                if name == "feedparser" and turn >= 3:
                    continue
                began = process_time()
                reader(body)
                best[name, at] = min(best[name, at], process_time() - began)
    size = sum(map(len, bodies))
    return {name: sum(best[name, at] for at in range(len(bodies))) * 1_000 * SIZE / size for name in readers}
