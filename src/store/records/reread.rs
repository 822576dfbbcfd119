//! Another reading of an entry that is known: the new one takes the place of the old one, whose id leads to it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::domain::{RecordId, RowId, Span};
use crate::error::Result;
use crate::store::blind::sets::waiting_rows;
use crate::store::codebook::LazyCodebook;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::journal::refold::fold_anew;
use crate::store::journal::removed::JUDGEMENTS;
use crate::store::records::arrival::{Arrival, Settled};
use crate::store::records::blocks::Blocks;
use crate::store::records::content;
use crate::store::records::upgrade::give_id;

/// Lets new records of a chunk take the places of those that the same entry of the same file gave before, where there is
/// one of each.
pub(crate) fn by_entry(
    conn: &Connection,
    source: i64,
    twins: &[i64],
    arrivals: &mut [Arrival<'_>],
    settled: &mut Settled,
) -> Result<()> {
    let twins = serde_json::to_string(twins).unwrap_or_default();
    let mut gone = BTreeMap::new();
    for of_entry in arrivals.chunk_by_mut(|one, other| one.entry == other.entry) {
        // A later entry that is read into the same record.
        for arrival in of_entry.iter_mut() {
            arrival.row = gone.get(&arrival.row).copied().unwrap_or(arrival.row);
        }
        let Some(entry) = of_entry.iter().find(|arrival| arrival.is_new).map(|arrival| arrival.entry) else { continue };
        let given: BTreeSet<RowId> = of_entry.iter().map(|arrival| arrival.row).collect();
        let mut former = former_rows(conn, &twins, entry)?;
        former.retain(|row| !given.contains(row));
        let mut new = of_entry.iter_mut().filter(|arrival| arrival.is_new);
        match (former.as_slice(), new.next(), new.next()) {
            ([], _, _) | (_, None, _) => {}
            ([old], Some(arrival), None) => {
                take_over(conn, *old, arrival.row, source)?;
                gone.insert(arrival.row, *old);
                (arrival.row, arrival.is_new) = (*old, false);
                settled.replaced += 1;
            }
            (_, Some(_), _) => settled.ambiguous += 1,
        }
    }
    Ok(())
}

fn former_rows(conn: &Connection, twins: &str, entry: u64) -> Result<Vec<RowId>> {
    let mut select = conn.prepare_cached(
        "SELECT id FROM record WHERE source IN (SELECT value FROM json_each(?1)) AND entry = ?2
         UNION SELECT record FROM record_also WHERE source IN (SELECT value FROM json_each(?1)) AND entry = ?2",
    )?;
    let rows = select.query_map((twins, columns::signed(entry)), |row| row.get(0).map(RowId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What the end of an import found that was read otherwise before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reread {
    /// Records that took the places of known ones.
    pub replaced: u64,
    /// Records that could take the places of several, and took none.
    pub ambiguous: u64,
}

/// At the end of an import: lets its new records take the places of those that an earlier import of the same name gave,
/// where both have the same id in the log and the same time, and each of the two files holds them once.
/// Unless the user gave the name (`is_named`), the earlier file has to be the same one: names made of file names are alike
/// by chance.
pub(crate) fn by_external_id(conn: &Connection, source: i64, is_named: bool) -> Result<Reread> {
    let with = "
        WITH new AS (
            SELECT external_id, ts, min(id) AS id FROM record
            WHERE source = ?1 AND external_id IS NOT NULL AND ts IS NOT NULL
            GROUP BY external_id, ts HAVING count(*) = 1),
        old AS (
            SELECT record.external_id, record.ts, min(record.id) AS id, count(*) AS several,
                sum(record.id NOT IN (SELECT record FROM record_also WHERE source = ?1)) AS gone FROM record
            WHERE record.ts BETWEEN (SELECT min(ts) FROM new) AND (SELECT max(ts) FROM new)
              AND record.external_id IS NOT NULL
              AND record.source IN (SELECT earlier.id FROM source AS earlier JOIN source AS this ON this.id = ?1
                  WHERE earlier.id <> ?1 AND earlier.name = this.name AND (?2 OR earlier.origin = this.origin))
            GROUP BY record.external_id, record.ts)";
    let has_earlier = "SELECT 1 FROM source WHERE id <> ?1 AND name = (SELECT name FROM source WHERE id = ?1)";
    if !conn.prepare_cached(has_earlier)?.exists([source])? {
        return Ok(Reread::default());
    }
    let pairs = "SELECT old.id, new.id FROM new JOIN old USING (external_id, ts) WHERE several = 1 AND gone = 1";
    let several = "SELECT count(*) FROM new JOIN old USING (external_id, ts) WHERE gone > 1";
    let ambiguous = conn.query_row(&format!("{with} {several}"), (source, is_named), |row| row.get(0))?;
    let mut select = conn.prepare(&format!("{with} {pairs}"))?;
    let pairs = select.query_map((source, is_named), |row| Ok((RowId(row.get(0)?), RowId(row.get(1)?))))?;
    let pairs = pairs.collect::<rusqlite::Result<Vec<_>>>()?;
    for (old, new) in &pairs {
        take_over(conn, *old, *new, source)?;
    }
    Ok(Reread { replaced: pairs.len() as u64, ambiguous: columns::unsigned(ambiguous) })
}

/// Puts what was read into `new` in the place of `old`: its row, sources, sessions and results stay, its id becomes an
/// alias, and what people said of either is said of it.
fn take_over(conn: &Connection, old: RowId, new: RowId, source: i64) -> Result<()> {
    let key = |row: RowId| -> Result<RecordId> {
        Ok(conn
            .prepare_cached("SELECT key FROM record WHERE id = ?1")?
            .query_row([row.0], |found| found.get(0).map(RecordId))?)
    };
    let (old_id, new_id) = (key(old)?, key(new)?);
    for sql in [
        "INSERT OR IGNORE INTO record_also (source, entry, record)
             SELECT source, coalesce(entry, 0), ?1 FROM record WHERE id = ?2
             AND source <> (SELECT source FROM record WHERE id = ?1)",
        "UPDATE record SET (ts, model, prompt, conversation, external_id, input_key, latency, tokens_in, tokens_out,
                 cost, out_len, shape, has_error, preview, block, offset, length) =
             (SELECT ts, model, prompt, conversation, external_id, input_key, latency, tokens_in, tokens_out,
                 cost, out_len, shape, has_error, preview, block, offset, length FROM record WHERE id = ?2)
             WHERE id = ?1",
        "UPDATE result_answer SET record = ?1 WHERE record = ?2",
    ] {
        conn.prepare_cached(sql)?.execute((old.0, new.0))?;
    }
    for table in JUDGEMENTS {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE record = ?1"))?.execute([new.0])?;
    }
    for sql in ["DELETE FROM record_also WHERE record = ?1", "DELETE FROM record WHERE id = ?1"] {
        conn.prepare_cached(sql)?.execute([new.0])?;
    }
    conn.prepare_cached("UPDATE source SET records = records - 1 WHERE id = ?1")?.execute([source])?;
    schema::set_meta(conn, "records", schema::meta(conn, "records")? - 1)?;
    give_id(conn, old, old_id, new_id)?;
    fold_anew(conn, &mut LazyCodebook::new(conn), new_id)
}

/// Returns the spans of tags and notes on a source's records that reach beyond the text as it is read now.
pub(crate) fn misfits(conn: &Connection, blocks: &Blocks, source: i64) -> Result<Vec<(RecordId, Span)>> {
    // Of what is judged blind nobody learns where it is.
    let blind = waiting_rows();
    let sql = format!(
        "SELECT record.key, said.record, said.span FROM
                   (SELECT record, span FROM tag WHERE span <> '' UNION SELECT record, span FROM note WHERE span <> '')
                   AS said JOIN record ON record.id = said.record
               WHERE (record.source = ?1 OR record.id IN (SELECT record FROM record_also WHERE source = ?1))
               AND record.id NOT IN (SELECT row FROM ({blind}) WHERE row IS NOT NULL)
               ORDER BY said.record, said.span"
    );
    let mut misfits = Vec::new();
    columns::each(conn, &sql, [source], |row| {
        let Some(span) = columns::span(row, 2)? else { return Ok(()) };
        let content = content(conn, blocks, RowId(row.get(1)?))?;
        let turn =
            |turn: u32| content.messages.get(usize::try_from(turn).ok()?).map(|turn| turn.plain().chars().count());
        let length = span.turn.map_or(Some(content.output.chars()), turn).unwrap_or_default();
        if u64::from(span.end) > length as u64 {
            misfits.push((RecordId(row.get(0)?), span));
        }
        Ok(())
    })?;
    Ok(misfits)
}
