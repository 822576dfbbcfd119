//! What stands before the tables on the connection of a viewer from whom something is hidden: TEMP views of the judgements and
//! the journal, and TEMP tables of the codebook as far as it is seen. All reads name the tables as ever and find these.

use rusqlite::Connection;

use crate::domain::{Change, Entity, Name, Slug};
use crate::error::Result;
use crate::store::blind::hidden::Hidden;
use crate::store::blind::sets;
use crate::store::connection::schema;
use crate::store::journal::event::Line;
use crate::store::journal::project::keep_answer;
use crate::store::{codebook, columns};

/// The tables of the codebook, which are folded anew of what is seen.
const CODEBOOK: [&str; 8] = [
    "mode",
    "mode_lineage",
    "criterion",
    "criterion_lineage",
    "criterion_version",
    "criterion_mode",
    "check_def",
    "suggestion_answer",
];

/// What the views look up.
const LOOKUPS: [&str; 7] =
    ["blind_hidden", "blind_id", "blind_author", "blind_seen", "blind_open", "blind_name", "blind_unseen"];

/// The tables that a viewer reads through views, and the views.
const VIEWS: [(&str, &str); 13] = [
    ("verdict", "SELECT * FROM main.verdict AS one WHERE {said}"),
    ("note", "SELECT * FROM main.note AS one WHERE {said}"),
    ("correction", "SELECT * FROM main.correction AS one WHERE {said}"),
    (
        "tag",
        "SELECT * FROM main.tag AS one WHERE {said} AND NOT EXISTS (SELECT 1 FROM temp.blind_name AS name
             WHERE name.text = 'mode:' || one.mode AND name.reviewer = one.reviewer)",
    ),
    (
        "grade",
        "SELECT record, criterion, reviewer, {version} AS version, answer, purpose, time, event FROM main.grade AS one
         WHERE {said} AND NOT EXISTS (SELECT 1 FROM temp.blind_name AS name
             WHERE name.text = 'criterion:' || one.criterion AND name.reviewer = one.reviewer)",
    ),
    (
        "grade_history",
        "SELECT event, record, criterion, reviewer, session, {version} AS version, answer, purpose, time
         FROM main.grade_history AS one WHERE {said}
         AND NOT EXISTS (SELECT 1 FROM temp.blind_name AS name
             WHERE name.text = 'criterion:' || one.criterion AND name.reviewer = one.reviewer)",
    ),
    (
        "settled",
        "SELECT record, target, answer, iif(target GLOB 'criterion:*', {settled_version}, version) AS version, people, how,
             reviewer, time, event FROM main.settled AS one
         WHERE {said} AND NOT EXISTS (SELECT 1 FROM temp.blind_name AS name
             WHERE name.text = one.target AND name.reviewer = one.reviewer)",
    ),
    (
        "event",
        "SELECT position, id, writer, sequence, time, reviewer, session, grp, entity, payload, hash, lamport, previous,
             coalesce(group_id, (SELECT first.id FROM main.event AS first WHERE first.position = one.grp)) AS group_id, context
         FROM main.event AS one WHERE iif(entity IS NOT NULL, {seen},
             NOT EXISTS (SELECT 1 FROM temp.blind_author AS author WHERE author.reviewer = one.reviewer
                 AND one.position > author.since)
             OR NOT (payload LIKE '{\"kind\":\"undo\"%' OR payload LIKE '{\"kind\":\"redo\"%')
             OR NOT EXISTS (SELECT 1 FROM main.event AS two WHERE {target})
             OR EXISTS (SELECT 1 FROM main.event AS two WHERE {target} AND two.entity IS NOT NULL AND {seen_two}))",
    ),
    (
        "event_name",
        "SELECT name, event FROM main.event_name AS one
         WHERE EXISTS (SELECT 1 FROM temp.event AS seen WHERE seen.position = one.event)",
    ),
    (
        "undone_group",
        "SELECT grp, event FROM main.undone_group AS one
         WHERE EXISTS (SELECT 1 FROM temp.event AS seen WHERE seen.position = one.event)",
    ),
    (
        "undo_not_taken",
        "SELECT event, grp FROM main.undo_not_taken AS one
         WHERE EXISTS (SELECT 1 FROM temp.event AS seen WHERE seen.position = one.event)",
    ),
    (
        "session",
        "SELECT id, reviewer, filter, plan, size, seed, population, queue, asks, iif({author}, NULL, position) AS position,
             started, origin, iif({author}, 0, line) AS line, iif({author}, '', place) AS place FROM main.session AS one
         WHERE NOT ({author} AND EXISTS (SELECT 1 FROM temp.blind_unseen AS unseen WHERE instr(one.filter, unseen.text) > 0))",
    ),
    ("draft", "SELECT * FROM main.draft AS one WHERE NOT {author}"),
];

/// Tables that are not in every workspace, and their views.
const LATER: [(&str, &str); 2] = [
    (
        "saved_filter",
        "SELECT name, filter FROM main.saved_filter AS one
         WHERE NOT EXISTS (SELECT 1 FROM temp.blind_unseen AS unseen WHERE instr(one.filter, unseen.text) > 0)",
    ),
    (
        "stub_written",
        "SELECT id, time, stub, state FROM main.stub_written AS one WHERE NOT EXISTS (SELECT 1 FROM temp.blind_unseen AS unseen
             WHERE substr(one.stub, instr(one.stub, '/') + 1) = substr(unseen.text, instr(unseen.text, ':') + 1))",
    ),
];

/// Holds for a row of a judgement that is not hidden.
const SAID: &str = "NOT EXISTS (SELECT 1 FROM temp.blind_hidden AS hidden
    WHERE hidden.record = one.record AND hidden.reviewer = one.reviewer)";

/// The number that a version has in the codebook that is seen; 0 where it is not seen.
const VERSION: &str = "coalesce((SELECT known.version FROM main.criterion_version AS whole
    JOIN temp.criterion_version AS known ON known.criterion = whole.criterion AND known.event = whole.event
    WHERE whole.criterion = one.criterion AND whole.version = one.version), 0)";

const AUTHOR: &str = "EXISTS (SELECT 1 FROM temp.blind_author AS author WHERE author.reviewer = one.reviewer)";

/// Holds for an event, not of undo or the like, that is seen: no hidden judgement, no hidden change of the codebook, and of
/// nothing that only these have.
const SEEN: &str = "(NOT EXISTS (SELECT 1 FROM temp.blind_id AS hidden WHERE hidden.reviewer = one.reviewer
        AND hidden.id = substr(one.entity, instr(one.entity, ':') + 1, 32))
    AND NOT EXISTS (SELECT 1 FROM temp.blind_author AS author WHERE author.reviewer = one.reviewer
        AND one.position > author.since AND NOT EXISTS (SELECT 1 FROM temp.blind_open AS open WHERE open.position = one.position)
        AND (
            (substr(one.entity, 1, instr(one.entity, ':')) IN ('mode:', 'criterion:', 'check:', 'suggestion:')
             AND NOT EXISTS (SELECT 1 FROM temp.blind_seen AS seen
                             WHERE seen.entity = one.entity AND seen.reviewer = one.reviewer))
            OR EXISTS (SELECT 1 FROM main.event_name AS names JOIN temp.blind_name AS name
                           ON name.text = names.name AND name.reviewer = one.reviewer
                       WHERE names.event = one.position)
            OR EXISTS (SELECT 1 FROM temp.blind_name AS name WHERE one.entity GLOB 'tag*' AND name.text GLOB 'mode:*'
                       AND name.reviewer = one.reviewer
                       AND instr(one.entity, substr(name.text, 5) || ':') > 0))))";

/// Holds for an event of the group that an undo or a redo is of.
const TARGET: &str = "two.grp = (SELECT first.grp FROM main.event AS first
    WHERE first.id = unhex(replace(json_extract(one.payload, '$.group'), '-', ''))
       OR first.group_id = unhex(replace(json_extract(one.payload, '$.group'), '-', '')) LIMIT 1)";

/// Returns whether reads of this table are only for the views.
pub(super) fn is_behind_views(table: &str) -> bool {
    CODEBOOK.contains(&table) || VIEWS.iter().chain(&LATER).any(|(view, _)| *view == table)
}

/// Returns whether something of this name may read the tables.
pub(super) fn is_view(name: &str) -> bool {
    name == "blind_vote" || is_behind_views(name)
}

/// Puts the views before the tables, in place of those that are there.
pub(super) fn install(conn: &Connection, hidden: &Hidden) -> Result<()> {
    remove(conn)?;
    conn.execute_batch(
        "CREATE TEMP TABLE blind_hidden (record INTEGER NOT NULL, reviewer TEXT NOT NULL, PRIMARY KEY (record, reviewer))
             WITHOUT ROWID;
         CREATE TEMP TABLE blind_id (id TEXT NOT NULL, reviewer TEXT NOT NULL, PRIMARY KEY (id, reviewer)) WITHOUT ROWID;
         CREATE TEMP TABLE blind_author (reviewer TEXT PRIMARY KEY, since INTEGER NOT NULL, time INTEGER NOT NULL)
             WITHOUT ROWID;
         CREATE TEMP TABLE blind_seen (entity TEXT NOT NULL, reviewer TEXT NOT NULL, PRIMARY KEY (entity, reviewer))
             WITHOUT ROWID;
         CREATE TEMP TABLE blind_open (position INTEGER PRIMARY KEY);
         CREATE TEMP TABLE blind_name (text TEXT NOT NULL, reviewer TEXT NOT NULL, PRIMARY KEY (text, reviewer)) WITHOUT ROWID;
         CREATE TEMP TABLE blind_unseen (text TEXT PRIMARY KEY) WITHOUT ROWID;",
    )?;
    for (reviewer, since) in &hidden.authors {
        conn.prepare_cached("INSERT INTO temp.blind_author (reviewer, since, time) VALUES (?1, ?2, ?3)")?.execute((
            reviewer.as_str(),
            since.position,
            since.time.0,
        ))?;
    }
    for (entity, reviewer) in &hidden.seen {
        conn.prepare_cached("INSERT INTO temp.blind_seen (entity, reviewer) VALUES (?1, ?2)")?
            .execute((entity, reviewer.as_str()))?;
    }
    for position in &hidden.open {
        conn.prepare_cached("INSERT INTO temp.blind_open (position) VALUES (?1)")?.execute([position])?;
    }
    for (set, reviewer) in &hidden.judgements {
        hide(conn, set, reviewer)?;
    }
    let (codebook, answers) = hidden.codebook(conn)?;
    for (text, reviewer) in &hidden.made {
        conn.prepare_cached("INSERT INTO temp.blind_name (text, reviewer) VALUES (?1, ?2)")?
            .execute((text, reviewer.as_str()))?;
        let is_seen = match text.split_once(':') {
            Some(("mode", key)) => codebook.mode_of(&Slug::of(key)).is_some(),
            Some(("criterion", key)) => codebook.criterion_of(&Slug::of(key)).is_some(),
            _ => codebook.checks.iter().any(|check| text.ends_with(&format!(":{}", check.key))),
        };
        if !is_seen {
            conn.prepare_cached("INSERT OR IGNORE INTO temp.blind_unseen (text) VALUES (?1)")?.execute([text])?;
        }
    }
    for statement in schema::PROJECTIONS.split(';') {
        let is_of_codebook = |table: &&str| statement.contains(&format!("CREATE TABLE {table} ("));
        if CODEBOOK.iter().any(is_of_codebook) {
            conn.execute_batch(&statement.replace("CREATE TABLE ", "CREATE TEMP TABLE "))?;
        }
    }
    let seen_two = SEEN.replace("one.", "two.");
    let later = LATER.iter().filter(|(table, _)| is_there(conn, table));
    for (name, select) in VIEWS.iter().chain(later) {
        let select = select
            .replace("{said}", SAID)
            .replace("{version}", VERSION)
            .replace("{settled_version}", &VERSION.replace("one.criterion", "substr(one.target, 11)"))
            .replace("{author}", AUTHOR)
            .replace("{target}", TARGET)
            .replace("{seen_two}", &seen_two)
            .replace("{seen}", SEEN);
        conn.execute_batch(&format!("CREATE TEMP VIEW {name} AS {select}"))?;
    }
    fill(conn, &codebook, &answers)
}

/// Writes the codebook that is seen into the TEMP tables, which stand before those of the database.
fn fill(conn: &Connection, codebook: &crate::domain::Codebook, answers: &[Line]) -> Result<()> {
    use std::borrow::Cow;
    for mode in &codebook.modes {
        codebook::write(conn, codebook, &Entity::Mode(Cow::Borrowed(&mode.identity.key)))?;
    }
    for criterion in &codebook.criteria {
        codebook::write(conn, codebook, &Entity::Criterion(Cow::Borrowed(&criterion.identity.key)))?;
    }
    for check in &codebook.checks {
        codebook::write(conn, codebook, &Entity::Check(&check.key))?;
    }
    for line in answers {
        if let Change::SuggestionAnswer { target, spec, accepted } = &line.change {
            keep_answer(conn, (target, spec, *accepted), line.position)?;
        }
    }
    Ok(())
}

/// Hides what a reviewer said of the records of a set that are not revealed.
fn hide(conn: &Connection, set: &str, reviewer: &Name) -> Result<()> {
    let row = sets::ROW;
    let waiting = "main.blind_record AS one WHERE set_id = ?1 AND revealed IS NULL";
    let values = (set, reviewer.as_str());
    let sql = format!(
        "INSERT OR IGNORE INTO temp.blind_hidden (record, reviewer)
         SELECT record, ?2 FROM (SELECT {row} AS record FROM {waiting}) WHERE record IS NOT NULL"
    );
    conn.prepare_cached(&sql)?.execute(values)?;
    // Under every id that the record had or has.
    let sql = format!(
        "INSERT OR IGNORE INTO temp.blind_id (id, reviewer)
         WITH now AS (SELECT coalesce((SELECT now FROM main.alias WHERE alias.key = one.key), one.key) AS key FROM {waiting})
         SELECT lower(hex(key)), ?2 FROM now
         UNION SELECT lower(hex(alias.key)), ?2 FROM main.alias JOIN now ON alias.now = now.key"
    );
    conn.prepare_cached(&sql)?.execute(values)?;
    Ok(())
}

/// Takes the views away.
pub(super) fn remove(conn: &Connection) -> Result<()> {
    let views = VIEWS.iter().chain(&LATER).map(|(view, _)| format!("DROP VIEW IF EXISTS temp.{view};"));
    let tables = CODEBOOK.iter().chain(&LOOKUPS).map(|table| format!("DROP TABLE IF EXISTS temp.{table};"));
    Ok(conn.execute_batch(&views.chain(tables).collect::<String>())?)
}

fn is_there(conn: &Connection, table: &str) -> bool {
    let sql = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1";
    columns::all(conn, sql, [table], |_| Ok(())).is_ok_and(|found| !found.is_empty())
}
