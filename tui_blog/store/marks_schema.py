"""The tables of what a person does to posts and blogs besides reading: own tags, removals, the journal."""

# A post stands on the shelves of its blog and on those of its own tags.
MARKS = """
ALTER TABLE blogs ADD COLUMN removed TEXT;       -- when the person took it out of the library
CREATE TABLE post_tags (
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (post_id, tag)
) WITHOUT ROWID;
CREATE INDEX post_tags_tag ON post_tags (tag);
CREATE TABLE undo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,                     -- what was done at once has one number
    kind TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    tag TEXT NOT NULL,
    ids BLOB NOT NULL                            -- packed; of posts, or of blogs
);
CREATE INDEX undo_change ON undo (change);
DROP TRIGGER state_changed;
CREATE TRIGGER state_changed AFTER UPDATE OF read, starred ON post_state
WHEN old.read <> new.read OR old.starred <> new.starred BEGIN
    UPDATE listing SET read = new.read, starred = new.starred
     WHERE post_id = new.post_id
       AND sorted_at = (SELECT sorted_at FROM posts WHERE id = new.post_id)
       AND shelf_id IN (SELECT shelf_id FROM blog_shelves
                         WHERE blog_id = (SELECT blog_id FROM posts WHERE id = new.post_id)
                         UNION ALL
                        SELECT shelves.id FROM post_tags CROSS JOIN shelves ON shelves.tag = post_tags.tag
                         WHERE post_tags.post_id = new.post_id);
END;
DROP TRIGGER post_moved;
CREATE TRIGGER post_moved AFTER UPDATE OF sorted_at ON posts WHEN old.sorted_at <> new.sorted_at BEGIN
    UPDATE listing SET sorted_at = new.sorted_at
     WHERE post_id = new.id
       AND sorted_at = old.sorted_at
       AND shelf_id IN (SELECT shelf_id FROM blog_shelves WHERE blog_id = new.blog_id
                         UNION ALL
                        SELECT shelves.id FROM post_tags CROSS JOIN shelves ON shelves.tag = post_tags.tag
                         WHERE post_tags.post_id = new.id);
END;
CREATE TRIGGER post_unlisted BEFORE DELETE ON posts BEGIN
    DELETE FROM listing
     WHERE post_id = old.id
       AND sorted_at = old.sorted_at
       AND shelf_id IN (SELECT shelf_id FROM blog_shelves WHERE blog_id = old.blog_id
                         UNION ALL
                        SELECT shelves.id FROM post_tags CROSS JOIN shelves ON shelves.tag = post_tags.tag
                         WHERE post_tags.post_id = old.id);
END;
"""
