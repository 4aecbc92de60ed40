"""The corpus's pages with the article that people, or the peers' own tests, say is in them."""

import pytest

from tests import corpus
from tests.convert.article_marks import examine, ours

pytestmark = pytest.mark.skipif(not corpus.ROOT.is_dir(), reason=corpus.ABSENT)


def test_the_article_of_nearly_every_page_is_found_with_its_title() -> None:
    sheet = examine(ours)
    print(f"F1 {sheet.mean_f1:.4f}, worst {min(sheet.f1):.3f}, {len(sheet.f1)} pages with a reference")
    print(f"titles {sum(sheet.titles)} of {len(sheet.titles)}")
    print(f"phrases {sum(sheet.phrases)} of {len(sheet.phrases)}")
    assert sheet.mean_f1 >= 0.99 and min(sheet.f1) >= 0.8
    assert sum(sheet.titles) >= 58 and sum(sheet.phrases) >= 160
