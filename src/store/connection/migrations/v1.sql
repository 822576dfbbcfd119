-- Version 1: records, journal, and what belongs to neither. What is folded from the journal stands in folds.sql.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Words that many records share (models, prompt versions), so that a record's row stays narrow.
CREATE TABLE term (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE source (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    origin   TEXT NOT NULL,
    format   TEXT NOT NULL,
    imported INTEGER NOT NULL,
    records  INTEGER NOT NULL
) STRICT;

-- Some 64 KiB of bodies, one behind the other, as one zstd frame. `size` is the length before compression.
CREATE TABLE block (
    id   INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;

-- The writer gives the ids, gapless and never twice (meta.last_row); `key` is the record's identity.
-- `block` has no foreign key: bodies are written behind the rows that name them. Doctor looks after it.
CREATE TABLE record (
    id           INTEGER PRIMARY KEY,
    key          BLOB NOT NULL CHECK (length(key) = 16),
    source       INTEGER NOT NULL REFERENCES source (id),
    ts           INTEGER,
    model        INTEGER REFERENCES term (id),
    prompt       INTEGER REFERENCES term (id),
    conversation TEXT,
    external_id  TEXT,
    input_key    INTEGER NOT NULL,
    latency      REAL,
    tokens_in    INTEGER,
    tokens_out   INTEGER,
    cost         REAL,
    out_len      INTEGER NOT NULL,
    shape        INTEGER NOT NULL,
    has_error    INTEGER NOT NULL,
    preview      TEXT NOT NULL,
    block        INTEGER NOT NULL,
    offset       INTEGER NOT NULL,
    length       INTEGER NOT NULL
) STRICT;
-- In workspaces of an earlier gemba the same rule belongs to the table; a bulk load does without it.
CREATE UNIQUE INDEX record_key ON record (key);
-- Each ends in the row id by itself, so that a page is a range.
CREATE INDEX record_source ON record (source);
CREATE INDEX record_ts ON record (ts);
CREATE INDEX record_model ON record (model) WHERE model IS NOT NULL;
CREATE INDEX record_conversation ON record (conversation) WHERE conversation IS NOT NULL;
CREATE INDEX record_input ON record (input_key);

CREATE TABLE writer (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- The journal. `grp` is the position of the group's first event; `entity` is the one thing that the event changes.
CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    writer   INTEGER NOT NULL REFERENCES writer (id),
    sequence INTEGER NOT NULL,
    time     INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    session  INTEGER,
    grp      INTEGER NOT NULL,
    entity   TEXT,
    payload  TEXT NOT NULL,
    hash     BLOB NOT NULL,
    UNIQUE (writer, sequence)
) STRICT;
CREATE INDEX event_group ON event (grp);
CREATE INDEX event_entity ON event (entity) WHERE entity IS NOT NULL;
CREATE INDEX event_reviewer ON event (reviewer);

-- The modes, criteria and checks that an event names besides its own entity.
CREATE TABLE event_name (
    name  TEXT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (name, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    reviewer   TEXT NOT NULL,
    filter     TEXT NOT NULL,
    plan       TEXT NOT NULL,
    size       INTEGER,
    seed       INTEGER NOT NULL,
    population INTEGER NOT NULL,
    queue      BLOB NOT NULL,
    asks       TEXT NOT NULL DEFAULT '[]',
    position   INTEGER,
    started    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_reviewer ON session (reviewer);

-- The order of the rows tells which text was written last.
CREATE TABLE draft (
    id       INTEGER PRIMARY KEY,
    reviewer TEXT NOT NULL,
    record   INTEGER NOT NULL,
    purpose  TEXT NOT NULL,
    text     TEXT NOT NULL,
    is_aside INTEGER NOT NULL,
    UNIQUE (reviewer, record, purpose)
) STRICT;

CREATE TABLE mapping (
    name   TEXT PRIMARY KEY,
    fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Verdicts of judges and checks that ran elsewhere: imports, like records, and not journalled.
CREATE TABLE result_run (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL UNIQUE,
    origin   TEXT NOT NULL,
    format   TEXT NOT NULL,
    hash     TEXT NOT NULL,
    imported INTEGER NOT NULL
) STRICT;

-- `fails` is null where there was no answer; `is_same` is 0 where another output than the record's was judged.
CREATE TABLE result_answer (
    run         INTEGER NOT NULL REFERENCES result_run (id),
    judge       TEXT NOT NULL,
    target_kind TEXT,
    target      TEXT,
    model       TEXT,
    prompt      TEXT,
    record      INTEGER REFERENCES record (id),
    is_same     INTEGER NOT NULL,
    fails       INTEGER,
    reason      TEXT
) STRICT;
CREATE INDEX result_answer_run ON result_answer (run, judge);
CREATE INDEX result_answer_record ON result_answer (record) WHERE record IS NOT NULL;
