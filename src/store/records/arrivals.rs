//! What a chunk of an import means for records that are there already: they belong to one more source, gain fields, or are
//! read anew.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::error::Result;
use crate::store::codebook::LazyCodebook;
use crate::store::columns;
use crate::store::journal::refold::fold_anew;
use crate::store::records::arrival::{Arrival, Settled};
use crate::store::records::blocks::Blocks;
use crate::store::records::enrich::{self, RecentBodies};
use crate::store::records::reread;

/// Settles a chunk of the source in row `source`. `twins` are the sources whose file is the same, byte by byte; `recent` is
/// what was stored before.
pub(crate) fn settle(
    conn: &Connection,
    blocks: &Blocks,
    source: i64,
    twins: &[i64],
    arrivals: &mut [Arrival<'_>],
    recent: &mut RecentBodies,
) -> Result<Settled> {
    let mut settled = Settled::default();
    fold_what_waited(conn, arrivals)?;
    if !twins.is_empty() {
        reread::by_entry(conn, source, twins, arrivals, &mut settled)?;
    }
    // A file that is imported again under its name adds nothing to what it holds already.
    let twins_too = serde_json::to_string(&[twins, &[source]].concat()).unwrap_or_default();
    let mut seen = BTreeSet::new();
    for arrival in arrivals.iter().filter(|arrival| arrival.is_new) {
        recent.remember(arrival.row, arrival.body_hash);
    }
    let known = arrivals.iter().filter(|arrival| !arrival.is_new && seen.insert(arrival.row));
    for arrival in known {
        settled.is_touched |= belongs_to(conn, source, &twins_too, arrival)?;
        // What is read anew from the same file may have changed what was stored.
        if !twins.is_empty() || !recent.has(arrival.row, arrival.body_hash) {
            enrich::enrich(conn, blocks, arrival.row, arrival.body, &mut settled)?;
        }
    }
    settled.is_touched |= settled.enriched + settled.replaced > 0;
    Ok(settled)
}

/// Says that a record belongs to a source, unless one of the same file (`twins`, a JSON list) holds it; returns whether
/// that is news.
fn belongs_to(conn: &Connection, source: i64, twins: &str, arrival: &Arrival<'_>) -> Result<bool> {
    let entry = columns::signed(arrival.entry);
    let row = arrival.row.0;
    let first: (i64, Option<i64>) = conn
        .prepare_cached("SELECT source, entry FROM record WHERE id = ?1")?
        .query_row([row], |found| Ok((found.get(0)?, found.get(1)?)))?;
    if first == (source, None) {
        conn.prepare_cached("UPDATE record SET entry = ?2 WHERE id = ?1")?.execute((row, entry))?;
        return Ok(true);
    }
    let is_there = "SELECT 1 FROM json_each(?2) WHERE value = ?3
        UNION ALL SELECT 1 FROM record_also WHERE record = ?1 AND source IN (SELECT value FROM json_each(?2))";
    if conn.prepare_cached(is_there)?.exists((row, twins, first.0))? {
        return Ok(false);
    }
    let sql = "INSERT INTO record_also (source, entry, record) VALUES (?1, ?2, ?3)";
    conn.prepare_cached(sql)?.execute((source, entry, row))?;
    Ok(true)
}

/// Folds what the journal says of new records, and gives them the results that waited for them.
fn fold_what_waited(conn: &Connection, arrivals: &[Arrival<'_>]) -> Result<()> {
    if !conn.prepare_cached("SELECT 1 FROM waiting")?.exists([])? {
        return Ok(());
    }
    let mut codebook = LazyCodebook::new(conn);
    for arrival in arrivals.iter().filter(|arrival| arrival.is_new) {
        let waited = conn.prepare_cached("DELETE FROM waiting WHERE key = ?1")?.execute([arrival.id.0])?;
        if waited > 0 {
            conn.prepare_cached("UPDATE result_answer SET record = ?2, key = NULL WHERE key = ?1")?
                .execute((arrival.id.0, arrival.row.0))?;
            fold_anew(conn, &mut codebook, arrival.id)?;
        }
    }
    Ok(())
}
