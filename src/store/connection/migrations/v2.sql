-- Version 2: sources that can be shown and taken back, a record that belongs to several, ids that lead on.

-- `reviewer`: who imported. `mapping`, `report`: JSON, as `gemba sources show` prints them. `bytes` and `hash`: of the
-- file as it was read, null where it could be read only once. `state`: `reading`, `whole` or `removed`.
ALTER TABLE source ADD COLUMN reviewer TEXT;
ALTER TABLE source ADD COLUMN mapping TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source ADD COLUMN report TEXT NOT NULL DEFAULT '{}';
ALTER TABLE source ADD COLUMN bytes INTEGER;
ALTER TABLE source ADD COLUMN hash BLOB;
ALTER TABLE source ADD COLUMN state TEXT NOT NULL DEFAULT 'whole';

-- The undo groups of the judgements that came with a source.
CREATE TABLE source_group (
    source INTEGER NOT NULL REFERENCES source (id),
    grp    BLOB NOT NULL,
    PRIMARY KEY (source, grp)
) STRICT, WITHOUT ROWID;

-- `entry` is the line or element of the source that the record was read from; null in what an older gemba imported.
ALTER TABLE record ADD COLUMN entry INTEGER;
DROP INDEX record_source;
CREATE INDEX record_source ON record (source, entry);

-- The further sources of a record: `record.source` is its first.
CREATE TABLE record_also (
    source INTEGER NOT NULL REFERENCES source (id),
    entry  INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record (id),
    PRIMARY KEY (source, entry, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_also_record ON record_also (record);

-- The ids that a record had before: each leads to `now`, its present one, for good, also while the record is removed.
CREATE TABLE alias (
    key BLOB PRIMARY KEY CHECK (length(key) = 16),
    now BLOB NOT NULL CHECK (length(now) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_now ON alias (now);

-- Results of a record that was removed wait for it under its id.
ALTER TABLE result_answer ADD COLUMN key BLOB;
CREATE INDEX result_answer_key ON result_answer (key) WHERE key IS NOT NULL;
