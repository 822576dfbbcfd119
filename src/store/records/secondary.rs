//! Indexes of the records that a bulk load does without: taken away before it, made again in sorted order after it. Those
//! whose keys come in order anyway stay: they are kept up while other threads read on.

use rusqlite::Connection;

use crate::error::Result;

/// Indexes by the source with the entry, by the time, and by the model: a log's entries and times come in order, and models
/// are few.
const KEPT: &str = "'record_source', 'record_ts', 'record_model'";

/// Takes the other indexes of `record` away that hold no rule, and returns the statements that make them again.
pub(crate) fn take_away(conn: &Connection) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record'
         AND sql NOT LIKE 'CREATE UNIQUE%' AND name NOT IN ({KEPT}) ORDER BY name"
    );
    let mut select = conn.prepare(&sql)?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found = found.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    for (name, _) in &found {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// Makes them again.
pub(crate) fn make_again(conn: &Connection, statements: &[String]) -> Result<()> {
    statements.iter().try_for_each(|sql| Ok(conn.execute_batch(sql)?))
}
