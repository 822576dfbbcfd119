//! Values as SQLite's columns keep them, and back.

use rusqlite::{Connection, Params, Row as SqlRow};

use crate::domain::{
    Answer, CheckSpec, Name, Purpose, SettledAnswer, Slug, Span, Target, UndoGroup, Untrusted, Verdict,
};
use crate::error::{Problem, Result};
use crate::store::errors;

/// Runs a query and hands each row to `visit`.
pub(crate) fn each(
    conn: &Connection,
    sql: &str,
    values: impl Params,
    mut visit: impl FnMut(&SqlRow<'_>) -> Result<()>,
) -> Result<()> {
    let mut select = conn.prepare_cached(sql)?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        visit(row)?;
    }
    Ok(())
}

/// Runs a query and returns what `read` makes of each row.
pub(crate) fn all<T>(
    conn: &Connection,
    sql: &str,
    values: impl Params,
    mut read: impl FnMut(&SqlRow<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    each(conn, sql, values, |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Converts a count to the signed integer that SQLite keeps.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Converts a stored count back; it is never negative.
pub(crate) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

/// Returns an event's id as text.
pub(crate) fn uuid_text(bytes: [u8; 16]) -> String {
    uuid::Uuid::from_bytes(bytes).to_string()
}

/// Returns the bytes of a group's id.
pub(crate) fn group_id(group: &UndoGroup) -> Result<Vec<u8>> {
    let id = uuid::Uuid::try_parse(&group.0)
        .map_err(|_| Problem::usage(format!("`{}` is not an undo group of the journal.", group.0)))?;
    Ok(id.as_bytes().to_vec())
}

/// Borrows a text column.
pub(crate) fn text<'a>(row: &'a SqlRow<'_>, column: usize) -> Result<&'a str> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

/// Reads a text that a log or a person wrote.
pub(crate) fn untrusted(row: &SqlRow<'_>, column: usize) -> Result<Untrusted> {
    Ok(Untrusted::new(row.get::<_, String>(column)?))
}

/// Reads a text that a log or a person wrote, or its absence.
pub(crate) fn optional_text(row: &SqlRow<'_>, column: usize) -> Result<Option<Untrusted>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Untrusted::new))
}

/// Reads a column that holds a verdict.
pub(crate) fn verdict(row: &SqlRow<'_>, column: usize) -> Result<Verdict> {
    optional_verdict(row, column)?.ok_or_else(|| errors::damaged("a verdict in it is empty"))
}

/// Reads a column that may hold a verdict.
pub(crate) fn optional_verdict(row: &SqlRow<'_>, column: usize) -> Result<Option<Verdict>> {
    let word = row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let verdict = |word| Verdict::from_word(word).ok_or_else(|| errors::damaged("it holds an unknown verdict"));
    word.map(verdict).transpose()
}

/// Reads a column that holds a reviewer's name.
pub(crate) fn reviewer(row: &SqlRow<'_>, column: usize) -> Result<Name> {
    name(text(row, column)?)
}

/// Reads a stored name of a reviewer, a mode or a criterion.
pub(crate) fn name(text: &str) -> Result<Name> {
    Name::new(text)
        .map_err(|error| errors::damaged("a name in it is empty or has invisible characters").caused_by(error))
}

/// Reads a column that holds a key or a slug.
pub(crate) fn slug(row: &SqlRow<'_>, column: usize) -> Result<Slug> {
    Ok(Slug::of(text(row, column)?))
}

/// Returns a span as the tables keep it: the empty text stands for the whole record.
pub(crate) fn span_text(span: Option<Span>) -> String {
    span.map(|span| span.to_string()).unwrap_or_default()
}

/// Reads a column that holds a span.
pub(crate) fn span(row: &SqlRow<'_>, column: usize) -> Result<Option<Span>> {
    match text(row, column)? {
        "" => Ok(None),
        text => Span::parse(text, |_| None).map(Some).ok_or_else(|| errors::damaged("it holds a broken span")),
    }
}

/// Reads the answer of a grade.
pub(crate) fn answer(word: &str) -> Result<Answer> {
    Answer::from_word(word).ok_or_else(|| errors::damaged("it holds an unknown grade"))
}

/// Reads the word of a purpose.
pub(crate) fn purpose(word: &str) -> Result<Purpose> {
    Purpose::from_word(word).ok_or_else(|| errors::damaged("it holds a grade of an unknown purpose"))
}

/// Reads a settled answer.
pub(crate) fn settled_answer(word: &str) -> Result<SettledAnswer> {
    SettledAnswer::from_word(word).ok_or_else(|| errors::damaged("it holds an unknown settled answer"))
}

/// Reads a list of reviewers.
pub(crate) fn names(json: &str) -> Result<Vec<Name>> {
    serde_json::from_str(json).map_err(|error| errors::damaged("a list of names in it cannot be read").caused_by(error))
}

/// Builds the target from its kind (`mode` or `criterion`) and key.
pub(crate) fn target(kind: &str, key: Slug) -> Target {
    if kind == "mode" { Target::Mode(key) } else { Target::Criterion(key) }
}

/// Returns a check's kind and parameters as JSON.
pub(crate) fn spec_text(spec: &CheckSpec) -> String {
    serde_json::to_string(spec).unwrap_or_default()
}

/// Reads a check's kind and parameters.
pub(crate) fn spec(json: &str) -> Result<CheckSpec> {
    serde_json::from_str(json).map_err(|error| errors::damaged("a check in it cannot be read").caused_by(error))
}
