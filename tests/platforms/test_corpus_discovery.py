"""Pages of the corpus, found as a person would find them: by their feeds, or by their marked posts.

What is expected is the manifest's: the feeds that a page names, its title, no feed for marked posts.
"""

from collections.abc import Mapping

import pytest

from tests.corpus import ABSENT, Case, cases
from tests.platforms.driving import answer, browse
from tui_blog.model.flow import Response
from tui_blog.model.site import Site, SourceRef
from tui_blog.platforms.addresses import absolute
from tui_blog.platforms.detection import detect

HOME = "https://example.org/"
RSS = answer("<rss version='2.0'><channel><title>B</title><item><title>A</title></item></channel></rss>")

FEWEST = 5
"""Cases of discovery that the corpus holds."""


def _found(case: Case) -> Site:
    feeds = [absolute(url, HOME) for url in case.expected["feed_links"]]
    pages: Mapping[str, Response] = {HOME: answer(case.body), **dict.fromkeys(feeds, RSS)}
    return browse(detect(HOME), pages).value


def _is_as_expected(case: Case) -> bool:
    site, feeds = _found(case), [absolute(url, HOME) for url in case.expected["feed_links"]]
    if case.kind == "html-hfeed":
        is_titled = site.title == case.expected["html_title"]
        return is_titled and site.sources == (SourceRef("hfeed", HOME),) and not site.feeds
    named = {feed.url: feed.holds for feed in site.feeds}
    return set(named) == set(feeds) and site.sources == (SourceRef("feed", feeds[0]),)


def test_pages_are_found_as_expected() -> None:
    found = {case.name: _is_as_expected(case) for case in cases("discovery")}
    if not found:
        pytest.skip(ABSENT)
    print(f"discovery cases: passed {sum(found.values())} of {len(found)}")
    assert len(found) >= FEWEST
    assert [name for name, is_good in found.items() if not is_good] == []
