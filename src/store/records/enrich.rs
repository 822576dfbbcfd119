//! Fields that a log holds now and did not when its record was imported: they are added, nothing is changed.

use rusqlite::Connection;

use crate::domain::{Content, RowId};
use crate::error::Result;
use crate::store::columns;
use crate::store::records::arrival::Settled;
use crate::store::records::blocks::{self, Blocks};
use crate::store::records::prepared::BodyHash;
use crate::store::records::read;

/// So many bodies are remembered, each in the slot of its row: in less than 2 MB.
const SLOTS: usize = 65_536;

/// The bodies that an import stored last. A log often repeats one of its last records, and nothing has to be read to see
/// that it says nothing new.
#[derive(Default)]
pub(crate) struct RecentBodies {
    slots: Vec<Option<(RowId, BodyHash)>>,
}

impl RecentBodies {
    /// Remembers the body that was stored in a row.
    pub(crate) fn remember(&mut self, row: RowId, body: BodyHash) {
        self.slots.resize(SLOTS, None);
        if let Some(slot) = self.slots.get_mut(slot_of(row)) {
            *slot = Some((row, body));
        }
    }

    /// Returns whether a row was given this very body lately.
    pub(crate) fn has(&self, row: RowId, body: BodyHash) -> bool {
        self.slots.get(slot_of(row)) == Some(&Some((row, body)))
    }
}

fn slot_of(row: RowId) -> usize {
    usize::try_from(row.0).unwrap_or_default() % SLOTS
}

/// Adds the fields of `new`, a body, that the record in `row` lacks.
pub(crate) fn enrich(conn: &Connection, blocks: &Blocks, row: RowId, new: &[u8], settled: &mut Settled) -> Result<()> {
    let place = read::place(conn, row)?;
    let stored = blocks.block(conn, place.block)?;
    let stored = blocks::body(&stored, place)?;
    // The same body is the common case: compared without being read.
    if new == stored {
        return Ok(());
    }
    let mut content = blocks::decode(stored)?;
    let (gains, differs) = add_fields(&mut content, &blocks::decode(new)?);
    settled.differing += u64::from(differs);
    if !gains {
        return Ok(());
    }
    settled.enriched += 1;
    let place = blocks::store_alone(conn, &content)?;
    conn.prepare_cached(
        "UPDATE record SET latency = ?2, tokens_in = ?3, tokens_out = ?4, cost = ?5, has_error = ?6, block = ?7,
             offset = ?8, length = ?9 WHERE id = ?1",
    )?
    .execute(rusqlite::params![
        row.0,
        content.latency_ms,
        content.tokens_in.map(columns::signed),
        content.tokens_out.map(columns::signed),
        content.cost,
        content.error.is_some(),
        place.block,
        place.offset,
        place.length,
    ])?;
    Ok(())
}

/// Adds to `old` what it lacks and `new` has, of what is no part of a record's identity. Returns whether there was any
/// such thing, and whether a field that both have differs.
fn add_fields(old: &mut Content, new: &Content) -> (bool, bool) {
    let mut found = Found::default();
    found.field(&mut old.expected, new.expected.as_ref());
    found.field(&mut old.finish_reason, new.finish_reason.as_ref());
    found.field(&mut old.latency_ms, new.latency_ms.as_ref());
    found.field(&mut old.tokens_in, new.tokens_in.as_ref());
    found.field(&mut old.tokens_out, new.tokens_out.as_ref());
    found.field(&mut old.cost, new.cost.as_ref());
    found.field(&mut old.error, new.error.as_ref());
    for (key, value) in &new.meta {
        if let Some((_, known)) = old.meta.iter().find(|(known, _)| known == key) {
            found.differs |= known != value;
        } else {
            old.meta.push((key.clone(), value.clone()));
            found.gains = true;
        }
    }
    (found.gains, found.differs)
}

#[derive(Default)]
struct Found {
    gains: bool,
    differs: bool,
}

impl Found {
    fn field<T: Clone + PartialEq>(&mut self, old: &mut Option<T>, new: Option<&T>) {
        match (&old, new) {
            (None, Some(value)) => {
                *old = Some(value.clone());
                self.gains = true;
            }
            (Some(known), Some(value)) => self.differs |= known != value,
            (_, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::add_fields;
    use crate::domain::{Content, RawJson};

    fn with(meta: &[(&str, &str)]) -> Content {
        let meta = meta.iter().map(|(key, value)| ((*key).into(), RawJson::parse(value).unwrap()));
        Content { meta: meta.collect(), ..Content::default() }
    }

    #[test]
    fn what_is_missing_is_added_and_what_is_there_stays() {
        let mut old = Content { cost: Some(1.0), ..with(&[("team", "\"a\"")]) };
        let new = Content { cost: Some(2.0), latency_ms: Some(5.0), ..with(&[("team", "\"a\""), ("score", "1")]) };
        assert_eq!(add_fields(&mut old, &new), (true, true));
        assert_eq!((old.cost, old.latency_ms, old.meta.len()), (Some(1.0), Some(5.0), 2));
        let same = old.clone();
        assert_eq!(add_fields(&mut old, &with(&[])), (false, false));
        assert_eq!(old, same);
    }
}
