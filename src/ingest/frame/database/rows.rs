//! The rows of one table as entries, a few at a time.

use std::collections::VecDeque;
use std::io;

use rusqlite::ToSql;

use super::cells::Object;
use super::connection::{Database, TableInfo, quoted, said};
use crate::error::Result;
use crate::ingest::frame::entry::{Body, Entry, Frame};

/// The most rows that are held,
const ROWS: usize = 256;
/// and the most bytes of them, the last row apart.
const BYTES: usize = 1024 * 1024;

/// Reads the rows of a table in the order in which they were written.
pub(super) struct Rows {
    database: Database,
    /// The statement that finds the rows behind a place.
    sql: String,
    /// The statement that finds the place of the next row.
    next: String,
    /// The names of what it finds, each with the type that the schema gives it.
    columns: Vec<(String, String)>,
    /// Whether places are row numbers; else they count the rows.
    has_numbers: bool,
    last: i64,
    given: u64,
    /// The rows that were read; those that are too long as the reason.
    ready: VecDeque<Result<Vec<u8>>>,
    /// Whether the rows behind the last one are to be read one by one, because one of them cannot be read.
    is_careful: bool,
    is_over: bool,
}

impl Rows {
    /// `others` are the other tables, one of which may hold what belongs to the rows of this one.
    pub(super) fn new(database: Database, table: &TableInfo, others: &[TableInfo]) -> Self {
        let name = quoted(&table.name);
        let is_free = |word: &&str| !table.has(&[word]);
        let number = ["_rowid_", "rowid", "oid"].into_iter().find(is_free);
        let number = number.filter(|word| {
            database.try_each(&format!("SELECT {word} FROM {name} LIMIT 1"), &[], &mut |_| false).is_ok()
        });
        let mut columns: Vec<String> = table.columns.iter().map(|(column, _)| quoted(column)).collect();
        let mut names = table.columns.clone();
        for (what, name) in of_spans(table, others) {
            columns.push(what.to_owned());
            names.push((name.to_owned(), "JSON".to_owned()));
        }
        let columns = columns.join(", ");
        let (sql, next) = match number {
            Some(word) => (
                format!("SELECT {word}, {columns} FROM {name} WHERE {word} > ?1 ORDER BY {word} LIMIT ?2"),
                format!("SELECT {word} FROM {name} WHERE {word} > ?1 ORDER BY {word} LIMIT 1"),
            ),
            None => (
                format!("SELECT 0, {columns} FROM {name} LIMIT ?2 OFFSET ?1"),
                format!("SELECT 0 FROM {name} LIMIT 1 OFFSET ?1"),
            ),
        };
        Self {
            database,
            sql,
            next,
            columns: names,
            has_numbers: number.is_some(),
            last: if number.is_some() { i64::MIN } else { 0 },
            given: 0,
            ready: VecDeque::new(),
            is_careful: false,
            is_over: false,
        }
    }

    /// Reads the next rows. Returns why the row behind them cannot be read, if that is so.
    fn fill(&mut self) -> Option<String> {
        let Self { database, sql, columns, has_numbers, last, ready, .. } = self;
        let count = if self.is_careful { 1 } else { ROWS };
        let (mut bytes, limit) = (0, i64::try_from(count).unwrap_or(1));
        let from = *last;
        let values: [&dyn ToSql; 2] = [&from, &limit];
        let read = database.try_each(sql, &values, &mut |row| {
            let mut object = Object::new();
            for (at, (name, declared)) in columns.iter().enumerate() {
                if let Ok(value) = row.get_ref(at + 1) {
                    object.cell(name, declared, value);
                }
            }
            *last = if *has_numbers { row.get(0).unwrap_or(i64::MAX) } else { *last + 1 };
            let json = object.finish();
            bytes += json.as_ref().map_or(0, Vec::len);
            ready.push_back(json);
            bytes < BYTES
        });
        read.err().map(|error| said(&error))
    }

    /// Passes over a row that cannot be read; `None` where what lies behind it cannot be found either.
    fn pass_over(&mut self) -> Option<()> {
        let mut place = None;
        let found = self.database.try_each(&self.next, &[&self.last], &mut |row| {
            place = Some(row.get(0).unwrap_or(i64::MAX));
            false
        });
        found.ok()?;
        self.last = if self.has_numbers { place? } else { self.last + 1 };
        Some(())
    }
}

impl Frame for Rows {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        if self.ready.is_empty() && !self.is_over {
            let failed = self.fill();
            let is_broken = failed.is_some() && self.ready.is_empty();
            self.is_careful = failed.is_some() && (self.is_careful || !is_broken);
            if let Some(reason) = failed.filter(|_| is_broken) {
                self.given += 1;
                let reason = if self.pass_over().is_some() {
                    format!("the row cannot be read: {reason}")
                } else {
                    self.is_over = true;
                    format!("from here on the table cannot be read: {reason}")
                };
                return Ok(Some(broken(self.given, reason)));
            }
        }
        let Some(row) = self.ready.pop_front() else {
            self.is_over = true;
            return Ok(None);
        };
        self.given += 1;
        Ok(Some(match row {
            Ok(bytes) => {
                Entry { line: self.given, offset: 0, body: Body::Json { bytes: bytes.into(), is_unfinished: false } }
            }
            Err(problem) => broken(self.given, problem.sentence),
        }))
    }
}

/// Returns what Phoenix keeps of its spans in other tables, as SQL with the name that it gets.
fn of_spans(table: &TableInfo, others: &[TableInfo]) -> Vec<(&'static str, &'static str)> {
    let has = |name: &str, columns: &[&str]| others.iter().any(|one| one.name == name && one.has(columns));
    let mut found = Vec::new();
    if table.name != "spans" || !table.has(&["id", "trace_rowid", "span_id", "attributes"]) {
        return found;
    }
    if has("traces", &["id", "trace_id"]) {
        found.push(("(SELECT trace_id FROM traces WHERE traces.id = spans.trace_rowid)", "trace_id"));
    }
    if has("span_annotations", &["span_rowid", "name", "label", "score", "explanation", "annotator_kind"]) {
        let said = "(SELECT json_group_array(json_object('name', name, 'label', label, 'score', score, 'explanation', \
                    explanation, 'annotator_kind', annotator_kind)) FROM span_annotations WHERE span_rowid = spans.id)";
        found.push((said, "span_annotations"));
    }
    found
}

/// Returns an entry that cannot be read, and why.
pub(super) fn broken(line: u64, reason: String) -> Entry {
    Entry { line, offset: 0, body: Body::Broken { reason, text: String::new() } }
}
