//! Asking the index: which rows hold all of some words, and which rows it can tell of.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::RowId;
use crate::error::Result;
use crate::store::columns;
use crate::store::connection::schema;
use crate::store::text_index::row_set::RowSet;

/// The rows that the index can tell of, and all that there are.
#[derive(Debug)]
pub(crate) struct Coverage {
    high: i64,
    stale: RowSet,
    all: RowSet,
}

/// What the index says of one term.
#[derive(Debug)]
pub(crate) struct Hits {
    /// The rows that may hold the term, of those that the index can tell of.
    pub(crate) may: RowSet,
    /// Whether each of them does.
    pub(crate) is_exact: bool,
    /// The rows that the index can tell of.
    pub(crate) coverage: Arc<Coverage>,
}

/// A table of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The user's own words.
    User,
    /// The outputs.
    Output,
}

impl Coverage {
    /// Reads how far the index is; `None` where it was not begun.
    pub(crate) fn read(conn: &Connection) -> Result<Option<Arc<Self>>> {
        let Some(high) = indexed(conn)?.filter(|high| *high > 0) else { return Ok(None) };
        let mut stale = RowSet::default();
        columns::each(conn, "SELECT record FROM text_stale", [], |row| {
            stale.insert(RowId(row.get(0)?));
            Ok(())
        })?;
        let all = RowSet::range(1, schema::meta(conn, "last_row")?);
        Ok(Some(Arc::new(Self { high, stale, all })))
    }

    /// Returns whether the index can tell of a row.
    pub(crate) fn covers(&self, row: RowId) -> bool {
        row.0 <= self.high && !self.stale.contains(row)
    }

    /// Returns every row, up to the last one given.
    pub(crate) const fn all(&self) -> &RowSet {
        &self.all
    }

    /// Returns the rows that the index cannot tell of.
    pub(crate) fn uncovered(&self) -> RowSet {
        let mut rows = self.all.clone();
        rows.remove(&RowSet::range(1, self.high));
        rows.add(&self.stale);
        rows
    }
}

/// Returns the last row that is in the index; `None` where its tables were not made yet.
pub(crate) fn indexed(conn: &Connection) -> Result<Option<i64>> {
    let mut select = conn.prepare_cached("SELECT value FROM meta WHERE name = 'text_indexed'")?;
    Ok(select.query_row([], |row| row.get(0)).optional()?)
}

/// Returns the rows that the expression of the index holds in one of these fields.
pub(crate) fn rows(conn: &Connection, fields: &[Field], expression: &str) -> Result<RowSet> {
    let mut rows = RowSet::default();
    for field in fields {
        let sql = match field {
            Field::User => "SELECT rowid FROM fts_user WHERE fts_user MATCH ?1",
            Field::Output => "SELECT rowid FROM fts_output WHERE fts_output MATCH ?1",
        };
        columns::each(conn, sql, [expression], |row| {
            rows.insert(RowId(row.get(0)?));
            Ok(())
        })?;
    }
    Ok(rows)
}
