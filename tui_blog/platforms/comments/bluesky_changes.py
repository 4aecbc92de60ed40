"""Deleting one's own answer on Bluesky; to change a post is not possible there.

Source: the lexicon `com.atproto.repo.deleteRecord`, and Bluesky's apps, which show a post as it was first
written, whatever its record says later.
"""

import re

from tui_blog.model.comment import Draft, Refused
from tui_blog.model.flow import Flow, fetch
from tui_blog.model.own_comment import ChangeOutcome, OwnComment, Removed
from tui_blog.model.post import Post
from tui_blog.model.text import CleanText
from tui_blog.platforms.comments.bluesky_record import COLLECTION
from tui_blog.platforms.comments.bluesky_session import Session, sign_in
from tui_blog.platforms.comments.network_comments import NetworkComments
from tui_blog.platforms.comments.posting import prepared
from tui_blog.platforms.comments.signed import sending

_UNCHANGEABLE = CleanText("Posts on Bluesky cannot be changed: delete it and write it anew.")
_NOT_YOURS = CleanText("This comment was written by another account than the one that signs now.")
_RECORD = re.compile(rf"at://([^/]+)/{re.escape(COLLECTION)}/([\w.~:-]+)", re.ASCII)


class BlueskyChanges(NetworkComments):
    """What the writer of a post may do with it."""

    def written(self, post: Post, own: OwnComment) -> Flow[str | ChangeOutcome]:
        """Nothing that could be changed."""
        yield from ()
        return Refused(_UNCHANGEABLE)

    def edit(self, post: Post, own: OwnComment, draft: Draft) -> Flow[ChangeOutcome]:
        """Change nothing; not even a request is made."""
        yield from ()
        return Refused(_UNCHANGEABLE)

    def remove(self, post: Post, own: OwnComment) -> Flow[ChangeOutcome]:
        """Delete the record from the person's own; one that is not there any more is no fault."""
        session = yield from prepared(sign_in(self.home))
        if not isinstance(session, Session):
            return session
        named = _RECORD.fullmatch(own.id)
        if named is None or named[1] != session.did:
            return Refused(_NOT_YOURS)
        body = {"repo": session.did, "collection": COLLECTION, "rkey": named[2]}
        address = f"{self.home.origin}/xrpc/com.atproto.repo.deleteRecord"
        answer = yield from fetch(sending(address, body, session.signature))
        return Removed() if answer.status == 200 else self.outcome(answer, post)
