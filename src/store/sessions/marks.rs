//! What happened in a session beside judgements: that its end was shown, and which stubs were written meanwhile.
//!
//! Like sessions they are plain rows, not journalled.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::Time;
use crate::error::Result;
use crate::store::columns;
use crate::store::reader::Reader;
use crate::store::writer::Writer;

/// Made with the first row, in a workspace of any version.
const ENDS: &str = "CREATE TABLE IF NOT EXISTS session_end (session INTEGER PRIMARY KEY, time INTEGER NOT NULL) STRICT";

/// Made with the first row, in a workspace of any version.
const STUBS: &str = "CREATE TABLE IF NOT EXISTS stub_written (
    id    INTEGER PRIMARY KEY,
    time  INTEGER NOT NULL,
    stub  TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT";

/// A stub that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenStub {
    /// Its suite and name: `pytest/invented-policy`.
    pub stub: String,
    /// What it was then: `proven`, `thin`, `weak`, …
    pub state: String,
}

impl Writer {
    /// Notes that the end of a session was shown.
    pub fn keep_end(&mut self, session: i64, now: Time) -> Result<()> {
        self.conn.execute_batch(ENDS)?;
        self.conn.execute("INSERT OR IGNORE INTO session_end (session, time) VALUES (?1, ?2)", (session, now.0))?;
        Ok(())
    }

    /// Notes stubs that were written.
    pub fn keep_written_stubs(&mut self, stubs: &[WrittenStub], now: Time) -> Result<()> {
        self.conn.execute_batch(STUBS)?;
        let tx = self.conn.transaction()?;
        for WrittenStub { stub, state } in stubs {
            let sql = "INSERT INTO stub_written (time, stub, state) VALUES (?1, ?2, ?3)";
            tx.prepare_cached(sql)?.execute((now.0, stub, state))?;
        }
        Ok(tx.commit()?)
    }
}

impl Reader {
    /// Returns whether the end of a session was shown.
    pub fn has_ended(&self, session: i64) -> Result<bool> {
        if !is_there(&self.conn, "session_end")? {
            return Ok(false);
        }
        Ok(self.conn.prepare_cached("SELECT 1 FROM session_end WHERE session = ?1")?.exists([session])?)
    }

    /// Returns the stubs that were written from one time to another, each once, as it was written last.
    pub fn stubs_written(&self, from: Time, until: Option<Time>) -> Result<Vec<WrittenStub>> {
        if !is_there(&self.conn, "stub_written")? {
            return Ok(Vec::new());
        }
        let sql = "SELECT stub, state FROM stub_written WHERE id IN (
                SELECT max(id) FROM stub_written WHERE time >= ?1 AND time < ?2 GROUP BY stub) ORDER BY stub";
        columns::all(&self.conn, sql, (from.0, until.map_or(i64::MAX, |until| until.0)), |row| {
            Ok(WrittenStub { stub: row.get(0)?, state: row.get(1)? })
        })
    }
}

fn is_there(conn: &Connection, table: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([table], |_| Ok(())).optional()?.is_some())
}
