//! Taking the ids of an older workspace's records by the present rule: the old ids stay as aliases.

use std::collections::HashMap;

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::{IdentityRule, RecordId, RowId};
use crate::error::Result;
use crate::store::connection::schema;
use crate::store::journal::refold;
use crate::store::records::blocks::{Blocks, Place};
use crate::store::records::merge::{follow_in_sessions, merge};
use crate::store::records::row_of;

/// How many records are read at a time.
const PAGE: i64 = 2_000;

/// What an upgrade of the ids did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Upgraded {
    /// Records whose id is another one now.
    pub changed: u64,
    /// Records that are the same as another one by the present rule, and were joined with it.
    pub joined: u64,
}

/// Takes all ids anew, in one transaction; changes nothing where the workspace has the present rule already.
pub(crate) fn upgrade(conn: &mut Connection, blocks: &Blocks) -> Result<Upgraded> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut done = Upgraded::default();
    let rule = IdentityRule::default();
    if schema::identity(&tx)? == rule {
        return Ok(done);
    }
    let mut joined = HashMap::new();
    let mut last = i64::MIN;
    loop {
        let page = page_after(&tx, last)?;
        let Some((end, _, _)) = page.last() else { break };
        last = end.0;
        for (row, old, place) in page {
            let new = RecordId::by(rule, &blocks.content(&tx, place)?);
            if new == old {
                continue;
            }
            if let Some(same) = row_of(&tx, new)? {
                merge(&tx, row, same)?;
                joined.insert(row, same);
                done.joined += 1;
            } else {
                give_id(&tx, row, old, new)?;
                done.changed += 1;
            }
        }
    }
    follow_in_sessions(&tx, &joined)?;
    schema::set_meta(&tx, "identity", rule.number())?;
    refold::rebuild(&tx)?;
    tx.commit()?;
    Ok(done)
}

/// Gives a record a new id; the old one leads to it from now on.
pub(crate) fn give_id(conn: &Connection, row: RowId, old: RecordId, new: RecordId) -> Result<()> {
    conn.prepare_cached("UPDATE record SET key = ?2 WHERE id = ?1")?.execute((row.0, new.0))?;
    for sql in ["UPDATE alias SET now = ?2 WHERE now = ?1", "INSERT OR REPLACE INTO alias (key, now) VALUES (?1, ?2)"] {
        conn.prepare_cached(sql)?.execute((old.0, new.0))?;
    }
    // An id that it had before and has again.
    conn.prepare_cached("DELETE FROM alias WHERE key = ?1")?.execute([new.0])?;
    Ok(())
}

fn page_after(conn: &Connection, last: i64) -> Result<Vec<(RowId, RecordId, Place)>> {
    let mut select =
        conn.prepare_cached("SELECT id, key, block, offset, length FROM record WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let page = select.query_map((last, PAGE), |row| {
        let place = Place { block: row.get(2)?, offset: row.get(3)?, length: row.get(4)? };
        Ok((RowId(row.get(0)?), RecordId(row.get(1)?), place))
    })?;
    Ok(page.collect::<rusqlite::Result<_>>()?)
}
