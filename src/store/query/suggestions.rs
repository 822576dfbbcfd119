//! What people answered to suggested checks.

use rusqlite::Connection;

use crate::domain::SuggestionAnswer;
use crate::error::Result;
use crate::store::columns;

/// Returns the last answer to each suggested check, oldest first.
pub(crate) fn answers(conn: &Connection) -> Result<Vec<SuggestionAnswer>> {
    let mut select = conn.prepare_cached(
        "SELECT kind, target, spec, accepted FROM suggestion_answer ORDER BY event, kind, target, spec",
    )?;
    let mut rows = select.query([])?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next()? {
        let target = columns::target(columns::text(row, 0)?, columns::slug(row, 1)?);
        answers.push(SuggestionAnswer { target, spec: columns::spec(columns::text(row, 2)?)?, accepted: row.get(3)? });
    }
    Ok(answers)
}
