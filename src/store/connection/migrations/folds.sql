-- What is folded from the journal, as it stands now. Doctor makes the same tables a second time (as TEMP) and compares:
-- hence no foreign keys here. `event` is the position of the event that a row comes from.

CREATE TABLE undone_group (
    grp   INTEGER PRIMARY KEY,
    event INTEGER NOT NULL
) STRICT;

-- Undos of what another writer used meanwhile.
CREATE TABLE undo_not_taken (
    event INTEGER PRIMARY KEY,
    grp   INTEGER NOT NULL
) STRICT;

-- Records that went with a source: what was said of them before `event` counts no more, all of it where `grp` is 0, else
-- what came with that group.
CREATE TABLE removed (
    key    BLOB NOT NULL,
    event  INTEGER NOT NULL,
    grp    INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (key, event, grp)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_source ON removed (source);

-- Records that the journal names and that are not here: when one is imported, what was said of it is folded. May name
-- more than there are, and is not compared.
CREATE TABLE waiting (
    key BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The samples of days, all that were frozen: the first of a day is the one that is read.
CREATE TABLE daily_sample (
    event    INTEGER PRIMARY KEY,
    day      TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    time     INTEGER NOT NULL,
    sample   TEXT NOT NULL
) STRICT;

-- Blind sets. `reviewers`: JSON, a list of names. `closed`: the event that revealed the last of it, or closed it.
CREATE TABLE blind_set (
    id        TEXT PRIMARY KEY,
    reviewers TEXT NOT NULL,
    opener    TEXT NOT NULL,
    time      INTEGER NOT NULL,
    event     INTEGER NOT NULL,
    closed    INTEGER
) STRICT, WITHOUT ROWID;

-- `key` is an id that the record had when the set was opened. `revealed`: the event that revealed it by itself.
CREATE TABLE blind_record (
    set_id   TEXT NOT NULL,
    ordinal  INTEGER NOT NULL,
    key      BLOB NOT NULL,
    revealed INTEGER,
    PRIMARY KEY (set_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX blind_record_key ON blind_record (key);

-- Who asked to see a blind set that was open.
CREATE TABLE unblinded (
    set_id   TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (set_id, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
    record   INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    reason   TEXT,
    -- The pass or fail of the same reviewer that it stands over.
    replaced TEXT,
    time     INTEGER NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (record, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    record   INTEGER NOT NULL,
    mode     TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    span     TEXT NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (record, mode, reviewer, span)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_mode ON tag (mode, record);

CREATE TABLE note (
    record   INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    span     TEXT NOT NULL,
    text     TEXT NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (record, reviewer, span)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    record   INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    text     TEXT NOT NULL,
    time     INTEGER NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (record, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TABLE grade (
    record    INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    reviewer  TEXT NOT NULL,
    version   INTEGER NOT NULL,
    answer    TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    time      INTEGER NOT NULL,
    event     INTEGER NOT NULL,
    PRIMARY KEY (record, criterion, reviewer)
) STRICT, WITHOUT ROWID;
CREATE INDEX grade_criterion ON grade (criterion, record);
-- What an edit of a criterion's meaning leaves behind is a range of this one.
CREATE INDEX grade_version ON grade (criterion, reviewer, version);

-- Every grade that was given, taken back (no answer) or asked again, and is not undone.
CREATE TABLE grade_history (
    event     INTEGER PRIMARY KEY,
    record    INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    reviewer  TEXT NOT NULL,
    session   INTEGER,
    version   INTEGER NOT NULL,
    answer    TEXT,
    purpose   TEXT NOT NULL,
    time      INTEGER NOT NULL
) STRICT;
CREATE INDEX grade_history_entity ON grade_history (criterion, record, reviewer);

-- What was settled on a record: `target` is `verdict`, `mode:KEY` or `criterion:KEY`, `people` a JSON list of names.
CREATE TABLE settled (
    record   INTEGER NOT NULL,
    target   TEXT NOT NULL,
    answer   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    people   TEXT NOT NULL,
    how      TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    time     INTEGER NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (record, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE mode (
    key        TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    slug       TEXT NOT NULL,
    definition TEXT NOT NULL,
    severity   INTEGER NOT NULL,
    hotkey     TEXT,
    retired    INTEGER NOT NULL,
    heir       TEXT,
    merged     INTEGER,
    parts      TEXT,
    split      INTEGER,
    event      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `slug` is a slug that the mode no longer has.
CREATE TABLE mode_lineage (
    mode  TEXT NOT NULL,
    event INTEGER NOT NULL,
    words TEXT NOT NULL,
    slug  TEXT,
    PRIMARY KEY (mode, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE criterion (
    key        TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    slug       TEXT NOT NULL,
    number     INTEGER,
    use_when   TEXT NOT NULL DEFAULT '',
    avoid_when TEXT NOT NULL DEFAULT '',
    must_pass  INTEGER NOT NULL DEFAULT 0,
    tau        REAL NOT NULL,
    owner      TEXT,
    retired    INTEGER NOT NULL,
    heir       TEXT,
    merged     INTEGER,
    parts      TEXT,
    split      INTEGER,
    event      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `slug` is a slug that the criterion no longer has.
CREATE TABLE criterion_lineage (
    criterion TEXT NOT NULL,
    event     INTEGER NOT NULL,
    words     TEXT NOT NULL,
    slug      TEXT,
    PRIMARY KEY (criterion, event, words)
) STRICT, WITHOUT ROWID;

CREATE TABLE criterion_version (
    criterion TEXT NOT NULL,
    version   INTEGER NOT NULL,
    text      TEXT NOT NULL,
    edit      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    record    TEXT,
    reviewer  TEXT NOT NULL,
    time      INTEGER NOT NULL,
    event     INTEGER NOT NULL,
    PRIMARY KEY (criterion, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE criterion_mode (
    criterion TEXT NOT NULL,
    ordinal   INTEGER NOT NULL,
    mode      TEXT NOT NULL,
    PRIMARY KEY (criterion, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_def (
    key    TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    target TEXT NOT NULL,
    spec   TEXT NOT NULL,
    event  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion_answer (
    kind     TEXT NOT NULL,
    target   TEXT NOT NULL,
    spec     TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    event    INTEGER NOT NULL,
    PRIMARY KEY (kind, target, spec)
) STRICT, WITHOUT ROWID;
