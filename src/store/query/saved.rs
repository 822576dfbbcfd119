//! Saved filters: stored under a name, and put in the place of `saved:NAME`.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::filter::{self, Filter, Term};
use crate::domain::spelling;
use crate::error::{Problem, Result};
use crate::store::columns;

/// Saved filters may name others, so deep.
const DEEPEST: usize = 8;

/// Made with the first filter that is saved, in a workspace of any version.
pub(crate) const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS saved_filter (name TEXT PRIMARY KEY, filter TEXT NOT NULL) STRICT, WITHOUT ROWID";

/// Returns all saved filters by name.
pub(crate) fn all(conn: &Connection) -> Result<Vec<(String, String)>> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'saved_filter'";
    if conn.prepare_cached(sql)?.query_row([], |_| Ok(())).optional()?.is_none() {
        return Ok(Vec::new());
    }
    columns::all(conn, "SELECT name, filter FROM saved_filter ORDER BY name", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Puts what was saved in the place of every `saved:NAME`.
///
/// # Errors
/// `Usage` for a name that is not known, or for filters that name each other in a circle.
pub(crate) fn expand(conn: &Connection, filter: &Filter) -> Result<Filter> {
    if !filter.any(&|term| matches!(term, Term::Saved(_))) {
        return Ok(filter.clone());
    }
    expanded(&all(conn)?, filter, 0)
}

fn expanded(saved: &[(String, String)], filter: &Filter, depth: usize) -> Result<Filter> {
    if depth > DEEPEST {
        return Err(Problem::usage("Saved filters name each other in a circle.").hint("`gemba filters` lists them."));
    }
    let several = |parts: &[Filter]| parts.iter().map(|part| expanded(saved, part, depth)).collect::<Result<Vec<_>>>();
    Ok(match filter {
        Filter::Term(Term::Saved(name)) => {
            let Some((_, text)) = saved.iter().find(|(known, _)| known == name) else {
                let names: Vec<&str> = saved.iter().map(|(known, _)| known.as_str()).collect();
                return Err(Problem::usage(format!("There is no saved filter `{name}`."))
                    .hint(spelling::hint(name, &names))
                    .hint("`gemba filters save NAME FILTER` saves one."));
            };
            expanded(saved, &filter::parse(text)?, depth + 1)?
        }
        Filter::All | Filter::Term(_) | Filter::Body(_) => filter.clone(),
        Filter::Not(inner) => Filter::Not(Box::new(expanded(saved, inner, depth)?)),
        Filter::And(parts) => Filter::And(several(parts)?),
        Filter::Or(parts) => Filter::Or(several(parts)?),
    })
}
