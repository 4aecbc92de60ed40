"""How a WordPress blog may be set up: each profile is a whole set of options."""

from collections.abc import Mapping

DEFAULT: Mapping[str, str] = {
    "comment_moderation": "0",
    "comment_previously_approved": "1",
    "comment_registration": "0",
    "require_name_email": "1",
    "thread_comments": "1",
    "thread_comments_depth": "5",
    "close_comments_for_old_posts": "0",
    "close_comments_days_old": "14",
    "comments_notify": "0",
    "moderation_notify": "0",
    "permalink_structure": "/%year%/%monthnum%/%day%/%postname%/",
    "tui_anonymous_rest": "0",
    "tui_rest_locked": "0",
    "tui_early_login": "0",
    "tui_hidden_users": "0",
    "tui_flood": "1",
    "tui_token": "",
    "tui_token_now": "",
}
"""As WordPress comes: strangers write by the form alone, a first comment is held, one in 15 seconds."""

OPEN: Mapping[str, str] = {
    **DEFAULT,
    "comment_previously_approved": "0",
    "tui_anonymous_rest": "1",
    "tui_flood": "0",
}
"""Every comment is shown at once."""

PROFILES: Mapping[str, Mapping[str, str]] = {
    "default": DEFAULT,
    "open": OPEN,
    "moderated": {**OPEN, "comment_moderation": "1"},
    "members": {**OPEN, "comment_registration": "1"},
    "old-closed": {**OPEN, "close_comments_for_old_posts": "1"},
    "locked": {**OPEN, "tui_rest_locked": "1", "tui_anonymous_rest": "0"},
}
