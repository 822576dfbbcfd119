//! Saved filters: stored under a name, and put in the place of `saved:NAME`; what a filter that is typed can name.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::filter::{self, Filter, Known, Term};
use crate::domain::{Name, spelling};
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

/// So many models, prompt versions, judges and used filters are offered at most.
const OFFERED: usize = 200;

/// Returns what was logged and judged that a filter can name. A few steps in an index for each, however many records.
pub(crate) fn known(conn: &Connection) -> Result<Known> {
    let texts = |sql: &str| columns::all(conn, sql, [], |row| Ok(row.get::<_, String>(0)?));
    let is_model = "EXISTS (SELECT 1 FROM record WHERE record.model = term.id)";
    let terms = |of: &str| texts(&format!("SELECT text FROM term WHERE {of} ORDER BY text LIMIT {OFFERED}"));
    let reviewers = "WITH RECURSIVE one (name) AS (
            SELECT min(reviewer) FROM event
            UNION ALL SELECT (SELECT min(reviewer) FROM event WHERE reviewer > name) FROM one WHERE name IS NOT NULL)
        SELECT name FROM one WHERE name IS NOT NULL";
    let judges = format!(
        "WITH RECURSIVE one (of, name) AS (
            SELECT id, (SELECT min(judge) FROM result_answer WHERE run = id) FROM result_run
            UNION ALL SELECT of, (SELECT min(judge) FROM result_answer WHERE run = of AND judge > name)
            FROM one WHERE name IS NOT NULL)
        SELECT DISTINCT name FROM one WHERE name IS NOT NULL ORDER BY name LIMIT {OFFERED}"
    );
    Ok(Known {
        models: terms(is_model)?,
        prompts: terms(&format!("NOT {is_model}"))?,
        sources: texts("SELECT DISTINCT name FROM source ORDER BY name")?,
        reviewers: texts(reviewers)?,
        judges: texts(&judges)?,
        saved: all(conn)?.into_iter().map(|(name, _)| name).collect(),
        ..Known::default()
    })
}

/// Returns the filters of a reviewer's sessions, the one used last at the end.
pub(crate) fn used(conn: &Connection, reviewer: &Name) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT filter FROM (SELECT filter, max(id) AS last FROM session WHERE reviewer = ?1 AND filter <> ''
             GROUP BY filter ORDER BY last DESC LIMIT {OFFERED}) ORDER BY last"
    );
    columns::all(conn, &sql, [reviewer.as_str()], |row| Ok(row.get(0)?))
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
