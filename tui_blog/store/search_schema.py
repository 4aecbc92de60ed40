"""The tables of the search; see `search_index`, which fills them.

`words` keeps no text and no places of words: of a post, which terms it has, and nothing else. Its rows are in
the order of the posts' dates, so the newest that fit are found without looking at the others. A row is never
changed: FTS5 could only take it out if it were told every term that it has. What a post said before stays
behind, without a post, and is passed over.
"""

# A place is free or taken for good; that of a post that went, or was indexed anew, has no post.
# The triggers see to it that whatever changes a text puts its post in line for being indexed again.
SEARCH = """
CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE TABLE indexed (
    place INTEGER PRIMARY KEY,               -- rowid in words
    post_id INTEGER UNIQUE,
    checksum INTEGER NOT NULL                -- of what was indexed
);
CREATE TABLE unindexed (post_id INTEGER PRIMARY KEY);
CREATE TABLE search_state (
    farthest INTEGER NOT NULL                -- places between a post's own and the one that was free for it
);
INSERT INTO search_state (farthest) VALUES (0);
INSERT INTO unindexed (post_id) SELECT id FROM posts;

CREATE TRIGGER index_body AFTER INSERT ON bodies BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_new_body AFTER UPDATE OF html ON bodies BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_head AFTER UPDATE ON posts
WHEN old.title <> new.title OR old.author <> new.author OR old.labels <> new.labels
  OR old.sorted_at <> new.sorted_at OR old.blog_id <> new.blog_id BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_article AFTER INSERT ON articles BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_new_article AFTER UPDATE OF html ON articles BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_comment AFTER INSERT ON comments BEGIN
    INSERT INTO unindexed (post_id) VALUES (new.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER index_gone_comment AFTER DELETE ON comments BEGIN
    INSERT INTO unindexed (post_id) VALUES (old.post_id) ON CONFLICT (post_id) DO NOTHING;
END;
CREATE TRIGGER post_gone AFTER DELETE ON posts BEGIN
    UPDATE indexed SET post_id = NULL WHERE post_id = old.id;
    DELETE FROM unindexed WHERE post_id = old.id;
END;
"""

# Pieces of the index are left as they were made, each in one go (`hashsize`, in bytes), until somebody has
# time to merge them (`SearchIndex.settle`). FTS5 would merge with every fourth transaction, which is nearly
# half of what indexing costs; beyond a thousand pieces it still does, all of them at once.
PIECES = """
INSERT INTO words (words, rank) VALUES ('automerge', 0);
INSERT INTO words (words, rank) VALUES ('crisismerge', 1000);
INSERT INTO words (words, rank) VALUES ('hashsize', 8000000);
"""
