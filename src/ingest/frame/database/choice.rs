//! Which table of a database is the log.

use super::connection::{Database, TableInfo, quoted};
use crate::error::{Problem, Result};
use crate::ingest::field_names::are_of_log;
use crate::ingest::frame::parts;

/// Returns the table to read: the one that was asked for, the only one that has the columns that were mapped, or the only
/// one whose columns say what was asked and answered.
///
/// # Errors
/// `Input` with the tables, where it is none of them or several.
pub(super) fn table<'t>(
    database: &Database,
    tables: &'t [TableInfo],
    asked: Option<&str>,
    mapped: &[String],
) -> Result<&'t TableInfo> {
    let name = &database.name;
    if let Some(asked) = asked {
        return tables
            .iter()
            .find(|table| table.name.eq_ignore_ascii_case(asked))
            .ok_or_else(|| Problem::input(format!("{name} has no table `{asked}`.")).hint(listed(tables)));
    }
    // `a.b[0]` stands in the column `a`.
    let column = |path: &'_ String| path.split(['.', '[']).next().map(str::to_owned).unwrap_or_default();
    let mapped: Vec<String> = mapped.iter().map(column).collect();
    let mapped: Vec<&str> = mapped.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for table in tables {
        let fits = if mapped.is_empty() { is_log(table) } else { table.has(&mapped) };
        if fits && has_rows(database, table)? {
            found.push(table);
        }
    }
    match found.as_slice() {
        [only] => Ok(only),
        [] if tables.is_empty() => Err(Problem::input(format!("{name} has no tables."))),
        [] => Err(Problem::input(format!("{name} is an SQLite database, and none of its tables is plainly a log."))
            .hint("`--records TABLE` says which it is; `--map input=COLUMN --map output=COLUMN` names its columns.")
            .hint(listed(tables))),
        [..] => {
            Err(Problem::input(format!("{name} is an SQLite database with {} tables that may be logs.", found.len()))
                .hint("`--records TABLE` says which of them to import.")
                .hint(listed(found)))
        }
    }
}

fn has_rows(database: &Database, table: &TableInfo) -> Result<bool> {
    let mut has = false;
    database.each(&format!("SELECT 1 FROM {} LIMIT 1", quoted(&table.name)), &[], &mut |_| {
        has = true;
        false
    })?;
    Ok(has)
}

fn is_log(table: &TableInfo) -> bool {
    are_of_log(table.columns.iter().map(|(name, _)| name.as_str()))
}

fn listed<'t>(tables: impl IntoIterator<Item = &'t TableInfo>) -> String {
    let columns = |table: &'t TableInfo| table.columns.iter().map(|(column, _)| column.as_str()).collect();
    let tables = tables.into_iter().map(|table| (table.name.as_str(), columns(table)));
    format!("Its tables: {}.", parts::with_columns(tables))
}
