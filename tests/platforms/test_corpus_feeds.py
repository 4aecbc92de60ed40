"""Every feed of the corpus is read as the corpus expects it, and no attack among them costs much time."""

from time import process_time

import pytest

from tests import corpus
from tests.platforms.feed_marks import COLUMNS, Sheet, examine, feed_cases, ours

pytestmark = pytest.mark.skipif(not corpus.ROOT.is_dir(), reason=corpus.ABSENT)

SECONDS = 2
"""Of work for one document; the largest that is read at all has five megabytes."""


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return examine(ours, feed_cases())


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_is_read_without_a_miss(sheet: Sheet, column: str) -> None:
    met, expected = sheet.score(column)
    assert expected, "the corpus expects nothing here any more"
    told = [f"{m.case} {m.key}: {m.wanted!r} became {m.got!r}"[:300] for m in sheet.missed(column)]
    assert met == expected, "\n".join(told)


def test_no_document_costs_much_time() -> None:
    for case in feed_cases():
        began = process_time()
        ours(case.body, None)
        assert process_time() - began < SECONDS, case.name
