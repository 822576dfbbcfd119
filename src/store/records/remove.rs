//! Taking sources out again: their records go, unless another source holds them or a person judged them.
//!
//! One transaction, one event of the journal. What came with the import protects nothing and goes with it.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::{Change, Name, RecordId, Removed, Time, UndoGroup, Untrusted};
use crate::error::{Problem, Result};
use crate::store::blind::sets::waiting_rows;
use crate::store::codebook::LazyCodebook;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::project::project;
use crate::store::journal::refold::fold_anew;
use crate::store::journal::removed::JUDGEMENTS;
use crate::store::journal::writer::JournalWriter;

/// What to remove.
pub struct Removal<'a> {
    /// The numbers of the sources.
    pub sources: &'a [i64],
    /// Their name, for the journal.
    pub name: &'a Untrusted,
    /// Whether records go that people judged.
    pub with_judgements: bool,
    /// Only say what would go.
    pub dry_run: bool,
    /// Who removes.
    pub reviewer: &'a Name,
    /// When.
    pub now: Time,
}

/// Removes sources.
pub(crate) fn remove(conn: &mut Connection, removal: &Removal<'_>) -> Result<Removed> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = remove_in(&tx, removal)?;
    if removal.dry_run {
        tx.rollback()?;
    } else {
        tx.commit()?;
    }
    Ok(done)
}

fn remove_in(tx: &Transaction<'_>, removal: &Removal<'_>) -> Result<Removed> {
    let mut done = Removed { imports: removal.sources.len() as u64, ..Removed::default() };
    done.shared = gather(tx, removal.sources)?;
    refuse_blind(tx)?;
    if !removal.with_judgements {
        protect(tx)?;
    }
    let judged = keys(tx, &format!("SELECT key FROM record WHERE id IN ({GONE}) AND id IN ({}) ORDER BY id", said()))?;
    done.kept = keys(tx, "SELECT key FROM record WHERE id IN (SELECT record FROM leaving WHERE stays) ORDER BY id")?;
    done.judged = judged.len() as u64;
    done.records = columns::unsigned(tx.query_row(&format!("SELECT count(*) FROM ({GONE})"), [], |row| row.get(0))?);
    write_event(tx, removal, judged, done.kept.clone())?;
    delete(tx, removal.sources)?;
    schema::set_meta(tx, "records", schema::meta(tx, "records")? - columns::signed(done.records))?;
    // From now on sessions look whether their records are still there.
    schema::set_meta(tx, "removed", 1)?;
    tx.execute_batch("DROP TABLE temp.leaving")?;
    Ok(done)
}

/// Refuses to remove what is judged blind: which of it is judged would be told by what goes and what stays.
fn refuse_blind(tx: &Transaction<'_>) -> Result<()> {
    let waiting = waiting_rows();
    let sql = format!("SELECT 1 FROM ({waiting}) WHERE row IN (SELECT record FROM temp.leaving)");
    if tx.prepare(&sql)?.exists([])? {
        return Err(Problem::usage(
            "Records of this source are in a blind set that is open, so it cannot be removed yet.",
        )
        .hint("`gemba blind close SET` ends the set."));
    }
    Ok(())
}

/// The records that go.
const GONE: &str = "SELECT record FROM temp.leaving WHERE NOT stays";

/// The records that anything is said of.
fn said() -> String {
    JUDGEMENTS.map(|table| format!("SELECT record FROM {table}")).join(" UNION ")
}

/// Gathers the records that only these sources hold; those that others hold too go on as theirs. Returns how many these
/// are.
fn gather(tx: &Transaction<'_>, sources: &[i64]) -> Result<u64> {
    let ids = serde_json::to_string(sources).unwrap_or_default();
    tx.execute_batch("CREATE TEMP TABLE leaving (record INTEGER PRIMARY KEY, stays INTEGER NOT NULL DEFAULT 0)")?;
    let theirs = "(SELECT value FROM json_each(?1))";
    tx.execute(
        &format!(
            "INSERT INTO leaving (record) SELECT id FROM record WHERE source IN {theirs}
             UNION SELECT record FROM record_also WHERE source IN {theirs}"
        ),
        [&ids],
    )?;
    let mut shared = tx.execute(
        &format!("DELETE FROM leaving WHERE record NOT IN (SELECT id FROM record WHERE source IN {theirs})"),
        [&ids],
    )?;
    tx.execute(&format!("DELETE FROM record_also WHERE source IN {theirs}"), [&ids])?;
    shared += tx.execute("DELETE FROM leaving WHERE record IN (SELECT record FROM record_also)", [])?;
    // The next source of theirs becomes their first.
    tx.execute(
        &format!(
            "UPDATE record SET (source, entry) = (SELECT source, entry FROM record_also
                 WHERE record_also.record = record.id ORDER BY source, entry LIMIT 1)
             WHERE source IN {theirs} AND id IN (SELECT record FROM record_also)"
        ),
        [&ids],
    )?;
    tx.execute(
        "DELETE FROM record_also WHERE EXISTS (SELECT 1 FROM record WHERE record.id = record_also.record
             AND record.source = record_also.source AND record.entry = record_also.entry)",
        [],
    )?;
    Ok(shared as u64)
}

/// Keeps the records of which a person said something that did not come with an import, or began to.
fn protect(tx: &Transaction<'_>) -> Result<()> {
    let came = "SELECT event.position FROM source_group JOIN event ON event.id = source_group.grp";
    let by_people = JUDGEMENTS.map(|table| {
        format!(
            "SELECT {table}.record FROM {table} JOIN event ON event.position = {table}.event
             WHERE event.grp NOT IN ({came})"
        )
    });
    let sql = format!(
        "UPDATE leaving SET stays = 1 WHERE record IN ({} UNION SELECT record FROM draft)",
        by_people.join(" UNION ")
    );
    tx.execute(&sql, [])?;
    Ok(())
}

fn keys(tx: &Transaction<'_>, sql: &str) -> Result<Vec<RecordId>> {
    let mut select = tx.prepare(sql)?;
    let keys = select.query_map([], |row| row.get(0).map(RecordId))?;
    Ok(keys.collect::<rusqlite::Result<_>>()?)
}

/// Writes the one event of the removal and brings the tables of judgements up to it.
fn write_event(tx: &Transaction<'_>, removal: &Removal<'_>, records: Vec<RecordId>, kept: Vec<RecordId>) -> Result<()> {
    let ids = serde_json::to_string(removal.sources).unwrap_or_default();
    let mut select =
        tx.prepare("SELECT DISTINCT grp FROM source_group WHERE source IN (SELECT value FROM json_each(?1))")?;
    let groups = select.query_map([&ids], |row| row.get(0).map(columns::uuid_text))?;
    let groups = groups.map(|group| group.map(UndoGroup)).collect::<rusqlite::Result<Vec<_>>>()?;
    // The records that other sources hold lose these judgements as well.
    let kept = if groups.is_empty() { Vec::new() } else { [kept, judged_by_others(tx, &ids)?].concat() };
    let source = removal.name.clone();
    let mut journal = JournalWriter::new(tx, removal.reviewer, None, removal.now)?;
    let line = journal.write(Change::SourceRemove { source, records, kept: kept.clone(), groups })?;
    let mut codebook = LazyCodebook::new(tx);
    project(tx, &mut codebook, &line)?;
    kept.into_iter().try_for_each(|record| fold_anew(tx, &mut codebook, record))
}

/// Returns the records that stay for another source's sake, and of which something was said with one of these.
fn judged_by_others(tx: &Transaction<'_>, ids: &str) -> Result<Vec<RecordId>> {
    let came = "SELECT event.position FROM source_group JOIN event ON event.id = source_group.grp
        WHERE source IN (SELECT value FROM json_each(?1))";
    let said = JUDGEMENTS.map(|table| {
        format!("SELECT record FROM {table} JOIN event ON event.position = {table}.event WHERE event.grp IN ({came})")
    });
    let sql = format!(
        "SELECT key FROM record WHERE id IN ({}) AND id NOT IN (SELECT record FROM temp.leaving) ORDER BY id",
        said.join(" UNION ")
    );
    let mut select = tx.prepare(&sql)?;
    let keys = select.query_map([ids], |row| row.get(0).map(RecordId))?;
    Ok(keys.collect::<rusqlite::Result<_>>()?)
}

/// Deletes the records, what hangs on them, and the sources that are empty now.
fn delete(tx: &Transaction<'_>, sources: &[i64]) -> Result<()> {
    let ids = serde_json::to_string(sources).unwrap_or_default();
    let key = "(SELECT key FROM record WHERE record.id = result_answer.record)";
    let named = "SELECT record FROM result_answer WHERE record IS NOT NULL";
    tx.execute_batch(&format!(
        "INSERT OR IGNORE INTO waiting (key) SELECT key FROM removed;
         INSERT OR IGNORE INTO waiting (key) SELECT key FROM record WHERE id IN ({GONE}) AND id IN ({named});
         UPDATE result_answer SET key = {key}, record = NULL WHERE record IN ({GONE});
         DELETE FROM draft WHERE record IN ({GONE});
         CREATE TEMP TABLE leaving_block AS SELECT DISTINCT block AS id FROM record WHERE id IN ({GONE});
         DELETE FROM record WHERE id IN ({GONE});
         -- The last block stays, for no number of a block is given twice.
         DELETE FROM block WHERE id IN (SELECT id FROM leaving_block) AND id NOT IN (SELECT block FROM record)
             AND id < (SELECT max(id) FROM block);
         DROP TABLE temp.leaving_block;
         UPDATE source SET records = (SELECT count(*) FROM record WHERE record.source = source.id);"
    ))?;
    let theirs = "(SELECT value FROM json_each(?1))";
    for sql in [
        "DELETE FROM source_group WHERE source IN {theirs}",
        "UPDATE source SET state = 'removed' WHERE id IN {theirs}",
        "DELETE FROM source WHERE id IN {theirs} AND records = 0",
    ] {
        tx.execute(&sql.replace("{theirs}", theirs), [&ids])?;
    }
    Ok(())
}
