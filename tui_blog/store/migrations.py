"""The tables, as an append-only list of scripts: the file's `user_version` is how many of them it has seen.

A script is never changed once it was released. The SQL keeps to what SQLite 3.34 (RHEL 9) understands.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from tui_blog.store.first_schema import FIRST_SCHEMA
from tui_blog.store.marks_schema import MARKS
from tui_blog.store.search_schema import PIECES, SEARCH

_WISHES = """
CREATE TABLE wishes (
    blog_id INTEGER PRIMARY KEY REFERENCES blogs (id) ON DELETE CASCADE,
    wait_until TEXT,
    gone INTEGER NOT NULL DEFAULT 0,
    moving_to TEXT                           -- where the last answer said that the blog has moved to
);
"""

_RHYTHM = """
ALTER TABLE wishes ADD COLUMN fresh_for REAL NOT NULL DEFAULT 0;       -- seconds
ALTER TABLE wishes ADD COLUMN quiet_hours TEXT NOT NULL DEFAULT '';    -- in UTC, between spaces
ALTER TABLE wishes ADD COLUMN quiet_days TEXT NOT NULL DEFAULT '';     -- Monday is 0
ALTER TABLE wishes ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;     -- one after the other
ALTER TABLE wishes ADD COLUMN failing_since TEXT;
ALTER TABLE wishes ADD COLUMN retry_at TEXT;
"""

# Whoever has a post marked read has read it, for all that a library of before can tell.
_EARLIER = """
ALTER TABLE post_state ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;  -- on the screen, as it is stored
UPDATE post_state SET seen = 1 WHERE read = 1;
CREATE TABLE earlier_bodies (
    place INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they were replaced
    post_id INTEGER NOT NULL UNIQUE REFERENCES posts (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    html BLOB NOT NULL,                      -- packed
    replaced TEXT NOT NULL
);
"""

_LANGUAGE = """
ALTER TABLE blogs ADD COLUMN language TEXT NOT NULL DEFAULT '';       -- a tag of BCP 47
"""

# Which of two bodies is read is decided by their lengths, so a new article unsettles the Markdown.
_ARTICLES = """
ALTER TABLE blogs ADD COLUMN full_text INTEGER NOT NULL DEFAULT 0;    -- stubs are filled when they are opened
CREATE TABLE articles (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    html BLOB NOT NULL,                      -- packed; from the post's page
    letters INTEGER NOT NULL,                -- characters of its text
    shown INTEGER NOT NULL                   -- 0 where the person wants to read the feed's own body
);
CREATE TRIGGER article_arrived AFTER INSERT ON articles BEGIN
    DELETE FROM markdown WHERE post_id = new.post_id;
END;
CREATE TRIGGER article_changed AFTER UPDATE ON articles BEGIN
    DELETE FROM markdown WHERE post_id = new.post_id;
END;
"""

# Answers that the library holds already were seen, unless it marks them as new.
_REPLIES = """
ALTER TABLE outbox ADD COLUMN looked TEXT;       -- when its blog was last asked about it
ALTER TABLE outbox ADD COLUMN handed_off TEXT;   -- when it first was
CREATE TABLE replies (
    row_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    comment_id TEXT NOT NULL,                -- of the answer
    seen INTEGER NOT NULL,
    PRIMARY KEY (row_id, comment_id)
) WITHOUT ROWID;
CREATE INDEX replies_unseen ON replies (row_id) WHERE seen = 0;
INSERT INTO replies (row_id, comment_id, seen)
SELECT outbox.id, comments.id, 1 - comments.is_new
  FROM comments
  JOIN posts ON posts.id = comments.post_id
  JOIN outbox ON outbox.post_url = posts.url AND outbox.comment_id = comments.parent;
"""

_ACCOUNTS = """
CREATE TABLE accounts (
    origin TEXT PRIMARY KEY,                 -- scheme, host and port
    user TEXT NOT NULL,
    kind TEXT NOT NULL,
    password_command TEXT NOT NULL           -- prints the secret; empty: the system's keyring keeps it
) WITHOUT ROWID;
"""

_FORM_AGES = """
ALTER TABLE threads ADD COLUMN form_asked TEXT;  -- when the blog was last asked for its form
"""

_SENT = """
ALTER TABLE outbox ADD COLUMN sent TEXT;         -- when the attempt began that may have arrived
ALTER TABLE drafts ADD COLUMN sent TEXT;         -- as in outbox
"""

_COMMENT_TEXTS = """
ALTER TABLE comments ADD COLUMN markdown BLOB;       -- packed; of that HTML, once it was read
ALTER TABLE comments ADD COLUMN converter INTEGER;   -- the version that made it
"""

_SAVED_SEARCHES = """
CREATE TABLE searches (
    id INTEGER PRIMARY KEY,
    query TEXT NOT NULL UNIQUE,              -- as it was typed
    title TEXT NOT NULL,
    unread INTEGER NOT NULL DEFAULT 0        -- when they were last counted
);
"""

_CHANGES = """
ALTER TABLE outbox ADD COLUMN edit_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN edit_until TEXT;
CREATE TABLE changes (
    row_id INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                      -- edit or delete
    body TEXT NOT NULL,                      -- the new text
    state TEXT NOT NULL,                     -- draft, sending or unknown
    sender TEXT NOT NULL,                    -- the instance that sends, or sent last
    updated TEXT NOT NULL
);
"""

_RULES = """
CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL,                     -- as it was typed
    read INTEGER NOT NULL,                   -- what a post that fits is born with
    starred INTEGER NOT NULL,
    tags TEXT NOT NULL                       -- one a line
);
"""

_THREAD_VIEW = """
ALTER TABLE comments ADD COLUMN by_author INTEGER NOT NULL DEFAULT 0;
CREATE TABLE choices (                       -- of the person's, made by keys and remembered
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
"""

_RETENTION = """
ALTER TABLE blogs ADD COLUMN keep TEXT NOT NULL DEFAULT 'all';        -- as in model.retention
"""

_FORMER = """
ALTER TABLE undo ADD COLUMN former TEXT NOT NULL DEFAULT '';          -- JSON of a row before it was changed
"""

MIGRATIONS: tuple[str, ...] = (
    FIRST_SCHEMA,
    _WISHES,
    _RHYTHM,
    _EARLIER,
    _LANGUAGE,
    _ARTICLES,
    _REPLIES,
    _ACCOUNTS,
    SEARCH,
    _FORM_AGES,
    _SENT,
    MARKS,
    _COMMENT_TEXTS,
    _SAVED_SEARCHES,
    _CHANGES,
    _RULES,
    _THREAD_VIEW,
    _RETENTION,
    _FORMER,
    PIECES,
)


def version_of(connection: sqlite3.Connection) -> int:
    """How many of the scripts a file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, scripts: Sequence[str]) -> None:
    """Run the scripts that the file has not seen, within the transaction of the caller."""
    version = version_of(connection)
    for number, script in enumerate(scripts[version:], version + 1):
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    """Cut a script into its statements: `executescript` would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
