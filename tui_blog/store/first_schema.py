"""The tables as the first release made them; what came since stands in `migrations`.

Never changed: a library of any version began with these. The SQL keeps to what SQLite 3.34 (RHEL 9)
understands.
"""

_BLOGS = """
CREATE TABLE blogs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,                     -- as the blog calls itself
    own_title TEXT NOT NULL DEFAULT '',      -- as the person calls it
    url TEXT NOT NULL,
    address TEXT NOT NULL,                   -- of url, comparable
    feed_url TEXT NOT NULL,
    feed_address TEXT NOT NULL UNIQUE,       -- of feed_url, comparable
    source TEXT NOT NULL,
    platform TEXT NOT NULL,
    subscribed INTEGER NOT NULL,
    refreshed TEXT,
    error TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    archive_cursor TEXT,
    archive_done INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX blogs_address ON blogs (address);

CREATE TABLE blog_tags (
    blog_id INTEGER NOT NULL REFERENCES blogs (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (blog_id, tag)
) WITHOUT ROWID;
"""

# posts.blog_id is no foreign key: its check would want an index of its own on the biggest table. That a
# post's blog exists is checked for its guid, which every post has.
_POSTS = """
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    blog_id INTEGER NOT NULL,
    sorted_at INTEGER NOT NULL,
    guid TEXT NOT NULL,
    url TEXT NOT NULL,
    address TEXT NOT NULL,                   -- of url, comparable
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    author TEXT NOT NULL,
    published TEXT,
    updated TEXT,
    labels TEXT NOT NULL,                    -- one a line
    comment_count INTEGER,
    comments_open INTEGER,
    remote_id TEXT NOT NULL,
    digest BLOB NOT NULL                     -- of title and body
);
CREATE INDEX posts_address ON posts (address, blog_id) WHERE address <> '';

CREATE TABLE bodies (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    html BLOB NOT NULL                       -- packed
);
CREATE TABLE markdown (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,                -- of the converter
    text BLOB NOT NULL                       -- packed
);
CREATE TRIGGER body_changed AFTER UPDATE OF html ON bodies BEGIN
    DELETE FROM markdown WHERE post_id = old.post_id;
END;

-- Every name by which a post is or was known in its blog.
CREATE TABLE guids (
    blog_id INTEGER NOT NULL REFERENCES blogs (id),
    guid TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,       -- several posts bear it, so it names none of them
    PRIMARY KEY (blog_id, guid)
) WITHOUT ROWID;
"""

# A shelf is a list of posts: of all followed blogs (1), of one blog, of one tag. `listing` says which post
# stands where on which shelf, with a copy of its state, so that every list of the program is a stretch of one
# index, and every count is kept on its shelf.
_LISTS = """
CREATE TABLE post_state (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0,
    position REAL NOT NULL DEFAULT 0         -- 0 to 1
);
CREATE TABLE shelves (
    id INTEGER PRIMARY KEY,
    blog_id INTEGER UNIQUE REFERENCES blogs (id),
    tag TEXT UNIQUE,
    posts INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0
);
INSERT INTO shelves (id) VALUES (1);
CREATE TABLE blog_shelves (
    blog_id INTEGER NOT NULL REFERENCES blogs (id),
    shelf_id INTEGER NOT NULL,
    PRIMARY KEY (blog_id, shelf_id)
) WITHOUT ROWID;
CREATE TABLE listing (
    shelf_id INTEGER NOT NULL,
    sorted_at INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    PRIMARY KEY (shelf_id, sorted_at, post_id)
) WITHOUT ROWID;
CREATE INDEX listing_unread ON listing (shelf_id, sorted_at, post_id) WHERE read = 0;
CREATE INDEX listing_starred ON listing (shelf_id, sorted_at, post_id) WHERE starred = 1;
CREATE INDEX listing_starred_unread ON listing (shelf_id, sorted_at, post_id) WHERE starred = 1 AND read = 0;

CREATE TRIGGER listed AFTER INSERT ON listing BEGIN
    UPDATE shelves SET posts = posts + 1, unread = unread + 1 - new.read, starred = starred + new.starred
     WHERE id = new.shelf_id;
END;
CREATE TRIGGER unlisted AFTER DELETE ON listing BEGIN
    UPDATE shelves SET posts = posts - 1, unread = unread - 1 + old.read, starred = starred - old.starred
     WHERE id = old.shelf_id;
END;
CREATE TRIGGER relisted AFTER UPDATE OF read, starred ON listing BEGIN
    UPDATE shelves SET unread = unread + old.read - new.read, starred = starred + new.starred - old.starred
     WHERE id = new.shelf_id;
END;
CREATE TRIGGER post_arrived AFTER INSERT ON post_state BEGIN
    INSERT INTO listing (shelf_id, sorted_at, post_id, read, starred)
    SELECT blog_shelves.shelf_id, posts.sorted_at, posts.id, new.read, new.starred
      FROM posts CROSS JOIN blog_shelves ON blog_shelves.blog_id = posts.blog_id
     WHERE posts.id = new.post_id;
END;
CREATE TRIGGER state_changed AFTER UPDATE OF read, starred ON post_state
WHEN old.read <> new.read OR old.starred <> new.starred BEGIN
    UPDATE listing SET read = new.read, starred = new.starred
     WHERE post_id = new.post_id
       AND sorted_at = (SELECT sorted_at FROM posts WHERE id = new.post_id)
       AND shelf_id IN (SELECT shelf_id FROM blog_shelves
                         WHERE blog_id = (SELECT blog_id FROM posts WHERE id = new.post_id));
END;
CREATE TRIGGER post_moved AFTER UPDATE OF sorted_at ON posts WHEN old.sorted_at <> new.sorted_at BEGIN
    UPDATE listing SET sorted_at = new.sorted_at
     WHERE post_id = new.id
       AND sorted_at = old.sorted_at
       AND shelf_id IN (SELECT shelf_id FROM blog_shelves WHERE blog_id = new.blog_id);
END;
"""

_COMMENTS = """
CREATE TABLE threads (
    post_id INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    total INTEGER,                           -- NULL until the thread was fetched
    visited INTEGER NOT NULL DEFAULT 0,
    checked INTEGER NOT NULL DEFAULT 0,      -- a channel was looked for
    system TEXT,                             -- of the channel, NULL without one
    endpoint TEXT,
    key TEXT,
    form TEXT                                -- JSON
);
CREATE TABLE comments (
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    place INTEGER NOT NULL,                  -- in the order in which the blog sent them
    parent TEXT,
    author TEXT NOT NULL,
    html BLOB NOT NULL,                      -- packed
    published TEXT,
    website TEXT NOT NULL,
    status TEXT NOT NULL,
    url TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    is_new INTEGER NOT NULL,                 -- first seen after the last visit
    PRIMARY KEY (post_id, id)
);
"""

# None of these refers to a blog or a post: what a person wrote outlives both.
_WRITING = """
CREATE TABLE drafts (
    token TEXT PRIMARY KEY,
    post_url TEXT NOT NULL,
    parent TEXT NOT NULL,                    -- '' for a comment on the post itself
    post_title TEXT NOT NULL,
    blog_title TEXT NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    attempted INTEGER NOT NULL DEFAULT 0,    -- as in outbox, for a draft that came back from there
    saved TEXT NOT NULL
);
CREATE INDEX drafts_place ON drafts (post_url, parent);
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    post_url TEXT NOT NULL,
    parent TEXT NOT NULL,
    post_title TEXT NOT NULL,
    blog_title TEXT NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    attempted INTEGER NOT NULL,              -- an earlier attempt may have reached the blog
    state TEXT NOT NULL,
    sender TEXT NOT NULL DEFAULT '',         -- the instance that sends, or sent last
    reason TEXT NOT NULL DEFAULT '',
    comment_id TEXT,
    comment_url TEXT NOT NULL DEFAULT '',
    updated TEXT NOT NULL,
    post BLOB NOT NULL,                      -- packed JSON
    system TEXT NOT NULL,                    -- of the channel
    endpoint TEXT NOT NULL,
    key TEXT NOT NULL,
    typed_url TEXT NOT NULL                  -- what the person's word vouched for, for the guard
);
CREATE INDEX outbox_unfinished ON outbox (state) WHERE state <> 'published';
CREATE INDEX outbox_arrived ON outbox (post_url, comment_id) WHERE comment_id IS NOT NULL;
CREATE TABLE identities (
    origin TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    used INTEGER NOT NULL                    -- grows with each use
);
"""

FIRST_SCHEMA = _BLOGS + _POSTS + _LISTS + _COMMENTS + _WRITING
