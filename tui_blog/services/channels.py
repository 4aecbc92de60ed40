"""Ways to comments, as services take them: the adapter for each, signed where an account may sign."""

from tui_blog.model.flow import Flow, Request, fetch
from tui_blog.model.post import Post
from tui_blog.model.site import ChannelRef
from tui_blog.model.stored_post import StoredPost
from tui_blog.model.text import EMPTY
from tui_blog.model.ways import CommentChannel
from tui_blog.services.accounts import Accounts
from tui_blog.services.running import Run
from tui_blog.services.sources import own_source


def channel_of(ref: ChannelRef, post: Post, accounts: Accounts) -> CommentChannel:
    """The adapter for the comments under a post. Raises TuiBlogError for a system that is not known here.

    An account signs only where the channel is on the post's own host: any page may name any blog's API as its
    own, and would have the person's comments signed and sent to a blog that they do not see. An account of a
    network signs wherever the thread stands, for it speaks to the person's own server alone.
    """
    from tui_blog.platforms import registry
    from tui_blog.platforms.addresses import host_of

    if kind := registry.account_kind(ref.system):
        account = accounts.of_kind(kind, ref.endpoint)
        return registry.channel_of_account(ref, account) if account else registry.channel(ref)
    at_home = host_of(ref.endpoint) == host_of(post.url)
    return registry.channel(ref, signed_in_as=accounts.user_for(ref.endpoint) if at_home else EMPTY)


async def find_channel(run: Run, stored: StoredPost) -> ChannelRef | None:
    """The way to the comments under a post: the blog's own, or what the post's page embeds."""
    from tui_blog.platforms import registry

    blog = stored.blog
    if blog.source == "wordpress":
        return ChannelRef("wordpress", blog.feed_url)
    if blog.source == "blogger" and stored.post.comments_open is not False:
        from tui_blog.platforms.blogger.site import own_channel

        return own_channel(blog.feed_url)
    own = registry.own_channel(own_source(blog))
    if own is not None or not stored.post.url:
        return own
    return await run(detect_channel_at(stored.post.url), typed_url=blog.feed_url)


def detect_channel_at(post_url: str) -> Flow[ChannelRef | None]:
    """Look into a post's page for its comment system."""
    from tui_blog.platforms.detection import detect_channel

    page = yield from fetch(Request("GET", post_url))
    return detect_channel(page, post_url)
