//! The settings that connections get.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::limits::Limit;

use crate::domain::filter::Glob;
use crate::error::Result;
use crate::store::text_index::words::Words;

const BUSY: Duration = Duration::from_secs(5);

/// Applies the settings of every connection.
pub(crate) fn configure(conn: &Connection) -> Result<()> {
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1_000_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 1_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.execute_batch("PRAGMA cache_size=-16000; PRAGMA temp_store=FILE;")?;
    conn.set_prepared_statement_cache_capacity(64);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("gemba_glob", 2, flags, |context| {
        let pattern = Glob(context.get(0)?);
        let text: Option<String> = context.get(1)?;
        Ok(text.is_some_and(|text| pattern.matches(&text)))
    })?;
    conn.create_scalar_function("gemba_words", 3, flags, |context| {
        let words = context.get_or_create_aux(0, |text| -> rusqlite::Result<Words> {
            let words = Words::new(text.as_str()?, context.get::<bool>(1)?);
            words.map_err(|problem| rusqlite::Error::UserFunctionError(problem.sentence.into()))
        })?;
        Ok(words.are_in(&context.get::<String>(2)?))
    })?;
    Ok(())
}

/// Applies the settings of the writing connection: what is acknowledged is on the disk.
pub(crate) fn make_durable(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
    // 1,000 pages of 16 KiB: a checkpoint is worth its time, and the log stays below 16 MiB between imports.
    // The writer looks up each record that it is told of, and the index of a million of them takes 24 MB.
    conn.execute_batch("PRAGMA cache_size=-32000;")?;
    conn.execute_batch("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864;")
}
