//! Sources of another workspace, and the records that came with an export.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use serde::{Deserialize, Serialize};

use crate::domain::{Name, RecordId, RowId, Source, SourceDraft, SourceState, Time, UndoGroup, Untrusted};
use crate::error::Result;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::reader::Reader;
use crate::store::records::insert::{SourceId, row_of_source};
use crate::store::records::merge::{follow_in_sessions, merge};
use crate::store::records::{row_of, sources};
use crate::store::union::entry::Hash;
use crate::store::writer::Writer;

/// A source as it leaves a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedSource {
    /// Its number in the export.
    pub number: i64,
    /// Its name.
    pub name: Untrusted,
    /// The file as it was given.
    pub origin: Untrusted,
    /// The log format.
    pub format: String,
    /// Who imported it.
    pub reviewer: Option<Name>,
    /// How a record is read.
    pub mapping: Vec<(String, String)>,
    /// How many bytes the file has.
    pub bytes: Option<u64>,
    /// The hash of the file.
    pub hash: Option<Hash>,
    /// When it was imported, in milliseconds since 1970.
    pub imported: i64,
    /// How far it was read.
    pub state: SourceState,
    /// The import's report as JSON.
    pub report: String,
    /// The groups of the judgements that came with it.
    pub groups: Vec<UndoGroup>,
}

/// How many rows of removed records are left out at most when a workspace is restored: sets of rows are bits.
const MOST_LEFT_OUT: i64 = 1_000_000;

/// What else is known of a record that came with an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// Its row here.
    pub row: RowId,
    /// Other ids that lead to it.
    pub ids: Vec<RecordId>,
    /// Its further sources, each with the line or element that it was read from.
    pub also: Vec<(SourceId, u64)>,
}

impl Reader {
    /// Returns all sources as they leave the workspace.
    pub fn shared_sources(&self) -> Result<Vec<SharedSource>> {
        let mut shared = Vec::new();
        for source in self.sources()? {
            let Source { id, draft, imported, state, report, .. } = source;
            shared.push(SharedSource {
                number: id,
                name: draft.name,
                origin: draft.origin,
                format: draft.format,
                reviewer: draft.reviewer,
                mapping: draft.mapping,
                bytes: draft.bytes,
                hash: draft.hash.map(Hash),
                imported: imported.0,
                state,
                report,
                groups: sources::groups(&self.conn, id)?,
            });
        }
        Ok(shared)
    }
}

impl Writer {
    /// Takes a source of another workspace; it is the same one where name, file, time and reviewer are the same.
    pub fn keep_source(&mut self, shared: &SharedSource) -> Result<SourceId> {
        let conn = &*self.settled()?;
        let hash = shared.hash.map(|hash| hash.0);
        let reviewer = shared.reviewer.as_ref().map(Name::as_str);
        let same = "SELECT id FROM source WHERE name = ?1 AND origin = ?2 AND imported = ?3 AND reviewer IS ?4
                        AND hash IS ?5 LIMIT 1";
        let values = (shared.name.raw(), shared.origin.raw(), shared.imported, reviewer, hash);
        let known: Option<i64> = conn.prepare_cached(same)?.query_row(values, |row| row.get(0)).optional()?;
        let row = if let Some(row) = known {
            row
        } else {
            let mapping = serde_json::to_string(&shared.mapping).unwrap_or_default();
            conn.prepare_cached(
                "INSERT INTO source (name, origin, format, imported, records, reviewer, mapping, bytes, hash, state, report)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .insert((
                shared.name.raw(),
                shared.origin.raw(),
                &shared.format,
                shared.imported,
                reviewer,
                mapping,
                shared.bytes.map(columns::signed),
                hash,
                shared.state.word(),
                &shared.report,
            ))?
        };
        let draft = SourceDraft::new(shared.name.clone(), shared.origin.clone(), &shared.format);
        self.importing.take_up(&draft, Time(shared.imported), row)
    }

    /// Says which groups of judgements came with which sources, all or none; none of those that were written here.
    pub fn keep_source_groups(&mut self, came: &[(SourceId, Vec<UndoGroup>)]) -> Result<()> {
        let rows: Vec<_> = came.iter().map(|(source, _)| row_of_source(&self.importing, *source)).collect();
        let tx = self.settled()?.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let own = "SELECT 1 FROM event JOIN writer ON writer.id = event.writer WHERE event.id = ?1 AND is_own";
        for (row, (_, groups)) in rows.into_iter().zip(came) {
            let Some(row) = row else { continue };
            for group in groups {
                if !tx.prepare_cached(own)?.exists([columns::group_id(group)?])? {
                    sources::join_group(&tx, row, group)?;
                }
            }
        }
        Ok(tx.commit()?)
    }

    /// Says what else is known of records that came with an export, in one transaction: ids that lead to them, and further
    /// sources. Returns how many records of the workspace were joined with one of these, as its id is said to be one of
    /// theirs.
    pub fn keep_records(&mut self, kept: &[KeptRecord]) -> Result<u64> {
        if kept.is_empty() {
            return Ok(0);
        }
        let rows: HashMap<SourceId, i64> = kept
            .iter()
            .flat_map(|record| &record.also)
            .filter_map(|(source, _)| Some((*source, row_of_source(&self.importing, *source)?)))
            .collect();
        let conn = self.settled()?;
        // As with the records themselves: what a power cut takes away comes again with the file.
        conn.execute_batch("PRAGMA synchronous=NORMAL")?;
        let joined = keep(conn, kept, &rows);
        conn.execute_batch("PRAGMA synchronous=FULL")?;
        joined
    }

    /// Leaves rows out, in a workspace that is restored: records had been removed there. Where these are more than
    /// `MOST_LEFT_OUT` in all, the records get the next rows instead.
    pub fn skip_to_row(&mut self, row: RowId) -> Result<()> {
        let conn = &*self.settled()?;
        let is_far = row.0.saturating_sub(schema::meta(conn, "records")?) > MOST_LEFT_OUT;
        if !is_far && schema::meta(conn, "last_row")? < row.0 - 1 {
            schema::set_meta(conn, "last_row", row.0 - 1)?;
        }
        Ok(())
    }
}

fn keep(conn: &mut Connection, kept: &[KeptRecord], sources: &HashMap<SourceId, i64>) -> Result<u64> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut moved = HashMap::new();
    for KeptRecord { row, ids, also } in kept {
        // Two of the export's records may be one here.
        let row = last_of(&moved, *row);
        for (source, entry) in also {
            let Some(source) = sources.get(source) else { continue };
            tx.prepare_cached(
                "INSERT OR IGNORE INTO record_also (source, entry, record) SELECT ?1, ?2, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = ?3 AND source = ?1)
                 AND NOT EXISTS (SELECT 1 FROM record_also WHERE record = ?3 AND source = ?1)",
            )?
            .execute((source, columns::signed(*entry), row.0))?;
        }
        for id in ids {
            match row_of(&tx, *id)? {
                Some(known) if known == row => {}
                // What was a record of its own here is another reading of this one.
                Some(other) => {
                    merge(&tx, other, row)?;
                    moved.insert(other, row);
                }
                None => {
                    let sql = "INSERT OR REPLACE INTO alias (key, now) SELECT ?1, key FROM record WHERE id = ?2";
                    tx.prepare_cached(sql)?.execute((id.0, row.0))?;
                }
            }
        }
    }
    let last: HashMap<RowId, RowId> = moved.keys().map(|row| (*row, last_of(&moved, *row))).collect();
    follow_in_sessions(&tx, &last)?;
    tx.commit()?;
    Ok(last.len() as u64)
}

/// Follows a row through those that it was joined with.
fn last_of(moved: &HashMap<RowId, RowId>, mut row: RowId) -> RowId {
    // A row that was joined with another is gone, so that there is no way back to it.
    while let Some(next) = moved.get(&row) {
        row = *next;
    }
    row
}
