-- Made before the first slice of the index (build.rs); not a migration: without them everything is found by reading.
-- The full-text index: of the user's own words and of the outputs. Only which record holds a word is kept, no text.
-- gemba splits words itself and writes them with spaces between; `ascii` takes every other character for a letter.
CREATE VIRTUAL TABLE fts_user USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE fts_output USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- Words of more records are kept in memory before they are sorted into a segment, and segments are merged in larger
-- steps: measured, a third less work.
INSERT INTO fts_user (fts_user, rank) VALUES ('hashsize', 16000000);
INSERT INTO fts_output (fts_output, rank) VALUES ('hashsize', 16000000);
INSERT INTO fts_user (fts_user, rank) VALUES ('automerge', 8);
INSERT INTO fts_output (fts_output, rank) VALUES ('automerge', 8);

-- Rows whose words in the index are not those of the record any more: its body was replaced, or it is gone.
CREATE TABLE text_stale (
    record INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER text_replaced AFTER UPDATE OF block, offset, length ON record BEGIN
    INSERT OR IGNORE INTO text_stale (record) VALUES (new.id);
END;

CREATE TRIGGER text_removed AFTER DELETE ON record BEGIN
    INSERT OR IGNORE INTO text_stale (record) VALUES (old.id);
END;

-- Every row up to this one is in the index.
INSERT INTO meta (name, value) VALUES ('text_indexed', 0);
