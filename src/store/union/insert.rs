//! Uniting journals: new events are put in, every event gets its place in the common order, and the tables are folded anew.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::domain::Name;
use crate::error::Result;
use crate::store::columns;
use crate::store::journal::refold;
use crate::store::journal::writer::write_names;
use crate::store::union::conflicts;
use crate::store::union::entry::JournalEntry;
use crate::store::writer::Writer;

/// What a union did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct United {
    /// Events that are new here.
    pub events: u64,
    /// What two did at odds with each other, and what holds of it; a sentence each.
    pub conflicts: Vec<String>,
}

impl Writer {
    /// Puts in the events that are not here yet, all or none. Events that [`UnionCheck`](super::UnionCheck) refuses must
    /// not come here.
    ///
    /// # Errors
    /// What `next` returns; store problems as they are.
    pub fn unite(&mut self, next: &mut dyn FnMut() -> Result<Option<JournalEntry>>) -> Result<United> {
        let tx = self.settled()?.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before: BTreeSet<String> = conflicts::all(&tx)?.into_iter().collect();
        let mut position: i64 = tx.query_row("SELECT coalesce(max(position), 0) FROM event", [], |row| row.get(0))?;
        let mut events = 0;
        while let Some(entry) = next()? {
            let id = uuid::Uuid::try_parse(&entry.event).unwrap_or_default();
            if tx.prepare_cached("SELECT 1 FROM event WHERE id = ?1")?.exists([id.as_bytes()])? {
                continue;
            }
            position += 1;
            insert(&tx, &entry, position)?;
            events += 1;
        }
        if events > 0 {
            put_in_order(&tx)?;
        }
        // Also where no event is new: records that came with the file may have taken others' places.
        refold::rebuild(&tx)?;
        let conflicts = conflicts::all(&tx)?.into_iter().filter(|said| !before.contains(said)).collect();
        tx.commit()?;
        Ok(United { events, conflicts })
    }
}

fn insert(conn: &Connection, entry: &JournalEntry, position: i64) -> Result<()> {
    let writer = writer_row(conn, &entry.writer)?;
    let change = entry.change();
    let reviewer: Name = columns::name(&entry.reviewer)?;
    let entity = change.as_ref().and_then(|change| Some(change.entity()?.text(&reviewer)));
    let id = |text: &str| uuid::Uuid::try_parse(text).unwrap_or_default().into_bytes();
    conn.prepare_cached(
        "INSERT INTO event (position, id, writer, sequence, lamport, time, reviewer, session, grp, group_id, entity,
             payload, context, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(rusqlite::params![
        position,
        id(&entry.event),
        writer,
        entry.sequence,
        entry.lamport,
        entry.time,
        entry.reviewer,
        entry.session,
        id(&entry.group),
        entity,
        entry.payload,
        entry.context(),
        entry.previous.map(|previous| previous.0),
        entry.hash.0,
    ])?;
    change.map_or(Ok(()), |change| write_names(conn, &change, position))
}

fn writer_row(conn: &Connection, name: &str) -> Result<i64> {
    let known = "SELECT id FROM writer WHERE name = ?1";
    if let Some(id) = conn.prepare_cached(known)?.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    Ok(conn.prepare_cached("INSERT INTO writer (name, is_own) VALUES (?1, 0)")?.insert([name])?)
}

/// Gives every event its place in the order (Lamport time, writer, sequence), and every group the place of its first event
/// that is here.
fn put_in_order(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "CREATE TEMP TABLE place (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
         INSERT INTO place SELECT position, row_number() OVER (ORDER BY lamport, name, sequence)
             FROM event JOIN writer ON writer.id = event.writer;
         -- Over negative numbers, for no two may have one place at any time.
         UPDATE event SET position = -(SELECT new FROM place WHERE old = position),
             grp = coalesce((SELECT new FROM place WHERE old = grp), 0);
         UPDATE event SET position = -position;
         UPDATE event_name SET event = -(SELECT new FROM place WHERE old = event);
         UPDATE event_name SET event = -event;
         UPDATE event SET grp = first.position, group_id = NULL FROM event AS first
             WHERE event.group_id IS NOT NULL AND first.id = event.group_id;
         UPDATE event SET grp = (SELECT min(other.position) FROM event AS other WHERE other.group_id = event.group_id)
             WHERE group_id IS NOT NULL;
         DROP TABLE temp.place;",
    )?;
    Ok(())
}
