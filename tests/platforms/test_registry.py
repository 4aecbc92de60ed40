import pytest

from tui_blog.errors import TuiBlogError
from tui_blog.model.site import ChannelRef, SourceRef
from tui_blog.platforms import registry
from tui_blog.platforms.comments.isso import IssoComments
from tui_blog.platforms.feed import FeedSource
from tui_blog.platforms.wordpress.comments import WordPressComments
from tui_blog.platforms.wordpress.posts import WordPressPosts


@pytest.mark.parametrize(("kind", "adapter"), [("feed", FeedSource), ("wordpress", WordPressPosts)])
def test_each_kind_of_source_has_its_adapter(kind: str, adapter: type) -> None:
    assert type(registry.source(SourceRef(kind, "https://blog.example/"))) is adapter


@pytest.mark.parametrize(("system", "adapter"), [("wordpress", WordPressComments), ("isso", IssoComments)])
def test_each_comment_system_has_its_adapter(system: str, adapter: type) -> None:
    assert type(registry.channel(ChannelRef(system, "https://blog.example/", "/bread/"))) is adapter


def test_an_adapter_asks_where_the_reference_points() -> None:
    posts = registry.source(SourceRef("wordpress", "https://blog.example/wp-json/"))
    assert next(posts.page())[0].url.startswith("https://blog.example/wp-json/wp/v2/posts?")
    comments = registry.channel(ChannelRef("isso", "https://c.example", "/bread/"))
    assert comments.markup == "markdown"


def test_an_account_signs_where_the_system_knows_accounts() -> None:
    channel = registry.channel(ChannelRef("wordpress", "https://blog.example/wp-json/"), signed_in_as="sam")
    assert isinstance(channel, WordPressComments)
    assert channel.signed_in_as == "sam"


def test_an_unknown_kind_is_a_sentence() -> None:
    with pytest.raises(TuiBlogError, match=r"cannot speak to “gopher”; it knows wordpress, blogger, .*feed"):
        registry.source(SourceRef("gopher\x1b[2J", ""))
    with pytest.raises(TuiBlogError, match=r"cannot speak to “usenet”; it knows isso, .*wordpress"):
        registry.channel(ChannelRef("usenet", ""))
