//! The answers to suggested tags, read from the journal itself: no table holds them, as nothing is counted with them.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::domain::{AnsweredTag, Change, Name, RecordId, Time};
use crate::error::Result;
use crate::store::journal::event::{self, LINE, Line};
use crate::store::journal::removed;
use crate::store::query::judgements::Lookup;
use crate::store::reader::Reader;
use crate::store::records::ids_of;

impl Reader {
    /// Returns what a reviewer answered to the tags suggested for a record, ever or since a time, the last answer of each.
    pub fn tag_answers_on(&self, record: RecordId, reviewer: &Name, since: Option<Time>) -> Result<Vec<AnsweredTag>> {
        let mut standing = BTreeMap::new();
        for id in ids_of(&self.conn, record)? {
            let range = (format!("tag-suggestion:{id}:"), format!("tag-suggestion:{id};"));
            fold(&self.conn, range, Some(reviewer), &mut standing)?;
        }
        standing.retain(|_, line| since.is_none_or(|since| line.time >= since));
        answers(&self.conn, standing)
    }

    /// Returns what everyone answered to suggested tags, the last answer of each.
    pub fn tag_answers(&self) -> Result<Vec<AnsweredTag>> {
        let mut standing = BTreeMap::new();
        fold(&self.conn, ("tag-suggestion:".to_owned(), "tag-suggestion;".to_owned()), None, &mut standing)?;
        answers(&self.conn, standing)
    }
}

/// Keeps the last event of each answer between two texts of entities, without what is undone or went with a source.
fn fold(
    conn: &Connection,
    (from, to): (String, String),
    reviewer: Option<&Name>,
    standing: &mut BTreeMap<String, Line>,
) -> Result<()> {
    let sql = format!(
        "SELECT {LINE} FROM event WHERE entity >= ?1 AND entity < ?2 AND (?3 IS NULL OR reviewer = ?3)
         AND grp NOT IN (SELECT grp FROM undone_group) ORDER BY position"
    );
    let mut select = conn.prepare_cached(&sql)?;
    let mut rows = select.query((from, to, reviewer.map(Name::as_str)))?;
    while let Some(row) = rows.next()? {
        let line = event::line(row)?;
        if let Some(entity) = line.entity()
            && !removed::is_out(conn, &line)?
        {
            standing.insert(entity, line);
        }
    }
    Ok(())
}

fn answers(conn: &Connection, standing: BTreeMap<String, Line>) -> Result<Vec<AnsweredTag>> {
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let lookup = Lookup::load(conn)?;
    let answer = |line: Line| match line.change {
        Change::TagSuggestionAnswer { mode, source, answer, .. } => {
            Some(AnsweredTag { mode: lookup.resolve_mode(mode.as_str()), source, answer })
        }
        _ => None,
    };
    Ok(standing.into_values().filter_map(answer).collect())
}
