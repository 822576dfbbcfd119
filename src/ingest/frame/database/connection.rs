//! A connection to a foreign database: no views, no triggers, no functions from its schema, and limits on length and work.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::error::{Problem, Result};
use crate::ingest::source::PrivateCopy;

/// The longest value, in bytes.
const LONGEST: i32 = 64 * 1024 * 1024;
/// After so many steps of SQLite's machine it is asked whether to go on,
const STEPS: i32 = 1_000_000;
/// and one answer may take so many times as many.
const MOST_STEPS: u32 = 2_000;
/// What marks a database of gemba (`PRAGMA application_id`): the letters `gmba`.
const OWN: i32 = 0x676d_6261;

/// A database with its private copy.
pub(super) struct Database {
    conn: Connection,
    /// The name for sentences.
    pub(super) name: String,
    steps: Arc<AtomicU32>,
    _copy: PrivateCopy,
}

/// A table and its columns, each with the type that the schema gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableInfo {
    pub(super) name: String,
    pub(super) columns: Vec<(String, String)>,
}

impl TableInfo {
    /// Returns whether it has all these columns.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.columns.iter().any(|(column, _)| column.eq_ignore_ascii_case(name)))
    }
}

impl Database {
    /// Opens a private copy.
    ///
    /// # Errors
    /// `Input` where it is no readable database, or one of gemba itself.
    pub(super) fn open(copy: PrivateCopy, name: &str) -> Result<Self> {
        let connect = || -> rusqlite::Result<(Connection, Arc<AtomicU32>)> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut conn = Connection::open_with_flags(copy.path(), flags)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
            conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
            conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
            conn.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
            conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
            conn.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0)?;
            let steps = Arc::new(AtomicU32::new(0));
            let counted = Arc::clone(&steps);
            conn.progress_handler(STEPS, Some(move || counted.fetch_add(1, Ordering::Relaxed) > MOST_STEPS))?;
            conn.execute_batch("PRAGMA cell_size_check=ON; PRAGMA cache_size=-8000; PRAGMA mmap_size=0;")?;
            Ok((conn, steps))
        };
        let (conn, steps) = connect().map_err(|error| unreadable(name, error))?;
        let database = Self { conn, name: name.to_owned(), steps, _copy: copy };
        let id: i32 = database
            .conn
            .query_row("PRAGMA application_id", [], |row| row.get(0))
            .map_err(|error| unreadable(name, error))?;
        if id == OWN {
            return Err(Problem::input(format!("{name} is a database of gemba, not a log.")).hint(
                "`gemba restore FILE` brings a backup back; what a colleague exported comes in by `gemba import`.",
            ));
        }
        Ok(database)
    }

    /// Lists the tables that are really tables, in the order of their names.
    pub(super) fn tables(&self) -> Result<Vec<TableInfo>> {
        let list = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let columns = "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid";
        let names = self.lines(list, &[])?;
        let mut tables = Vec::with_capacity(names.len());
        for name in names.into_iter().filter_map(|mut line| line.drain(..).next()) {
            let mut found = Vec::new();
            self.each(columns, &[&name], &mut |row| {
                found.push((text_at(row, 0).unwrap_or_default(), text_at(row, 1).unwrap_or_default()));
                true
            })?;
            tables.push(TableInfo { name, columns: found });
        }
        Ok(tables)
    }

    /// Gives each row that a statement finds to `take`, until it answers false.
    pub(super) fn each(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        take: &mut dyn FnMut(&rusqlite::Row<'_>) -> bool,
    ) -> Result<()> {
        self.try_each(sql, values, take).map_err(|error| unreadable(&self.name, error))
    }

    /// As [`Self::each`], with SQLite's own error.
    pub(super) fn try_each(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        take: &mut dyn FnMut(&rusqlite::Row<'_>) -> bool,
    ) -> rusqlite::Result<()> {
        self.steps.store(0, Ordering::Relaxed);
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            if !take(row) {
                break;
            }
        }
        Ok(())
    }

    /// Returns what a statement finds as texts.
    fn lines(&self, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<Vec<String>>> {
        let mut lines = Vec::new();
        self.each(sql, values, &mut |row| {
            let count = row.as_ref().column_count();
            lines.push((0..count).map(|at| text_at(row, at).unwrap_or_default()).collect());
            true
        })?;
        Ok(lines)
    }
}

/// Returns a value as text; `None` where it is none.
pub(super) fn text_at(row: &rusqlite::Row<'_>, at: usize) -> Option<String> {
    match row.get_ref(at).ok()? {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// Returns a name as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Returns the problem of a database that SQLite does not read.
pub(super) fn unreadable(name: &str, error: rusqlite::Error) -> Problem {
    Problem::input(format!("{name} cannot be read as an SQLite database: {}.", said(&error))).caused_by(error)
}

/// Returns what SQLite says about an error, without a full stop.
pub(super) fn said(error: &rusqlite::Error) -> String {
    let code = error.sqlite_error_code();
    match code {
        Some(rusqlite::ErrorCode::TooBig) => "a value is longer than 64 MiB".to_owned(),
        Some(rusqlite::ErrorCode::OperationInterrupted) => "it takes too long to search".to_owned(),
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => "it is damaged".to_owned(),
        Some(rusqlite::ErrorCode::NotADatabase) => "it is damaged, or encrypted".to_owned(),
        _ => error.to_string(),
    }
}
