//! Files with a row for each person's answer: which column says whose it is, and which fields belong to the answers
//! instead of the records.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::{Content, RecordId, Time, Untrusted};
use crate::ingest::field_names::is_annotator;

/// Fields of a row that belong to its answer: those of the record are the same in the rows of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowFields {
    /// The id is that of the row.
    pub id: bool,
    /// The time is that of the answer.
    pub time: bool,
}

impl RowFields {
    /// Returns both together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { id: self.id || other.id, time: self.time || other.time }
    }

    /// Takes them out of a record.
    pub(crate) fn take_out(self, content: &mut Content) {
        if self.id {
            content.external_id = None;
        }
        if self.time {
            content.time = None;
        }
    }
}

/// The rows that hold one text. People and ids are known by their hashes.
struct Text {
    first: u64,
    is_shared: bool,
    ids: Vec<(u64, u64)>,
    times: Vec<(Time, u64)>,
}

fn hashed(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Looks at rows, to find out whose answers they hold.
#[derive(Default)]
pub struct Annotators {
    /// The column that the user named, whose names come with the rows.
    is_named: bool,
    column: Option<String>,
    names: HashSet<u64>,
    texts: HashMap<RecordId, Text>,
    id_is_shared: bool,
    time_is_shared: bool,
}

impl Annotators {
    /// Begins to look; `is_named` says whether the user named the column.
    pub fn new(is_named: bool) -> Self {
        Self { is_named, ..Self::default() }
    }

    /// Returns whether such a column was seen.
    pub const fn is_found(&self) -> bool {
        self.is_named || self.column.is_some()
    }

    /// Looks at a row; `by` is whose it is where the user named the column.
    pub fn look(&mut self, mut content: Content, by: Option<&Untrusted>) {
        if self.column.is_none() && !self.is_named {
            let mut keys = content.meta.iter().map(|(key, _)| key.raw());
            self.column = keys.find(|key| is_annotator(key)).map(str::to_owned);
        }
        let of_column = || {
            let (_, value) = content.meta.iter().find(|(key, _)| Some(key.raw()) == self.column.as_deref())?;
            Some(value.plain())
        };
        let by = by.map(|by| by.raw().to_owned()).or_else(of_column).filter(|by| !by.trim().is_empty());
        let Some(by) = by.map(|by| hashed(&by)) else { return };
        let (id, time) = (content.external_id.take(), content.time.take());
        content.conversation = None;
        self.names.insert(by);
        let empty = || Text { first: by, is_shared: false, ids: Vec::new(), times: Vec::new() };
        let text = self.texts.entry(RecordId::of(&content)).or_insert_with(empty);
        text.is_shared |= text.first != by;
        if let Some(id) = id {
            let id = hashed(id.raw());
            self.id_is_shared |= text.ids.iter().any(|(known, other)| *known == id && *other != by);
            text.ids.push((id, by));
        }
        if let Some(time) = time {
            self.time_is_shared |= text.times.iter().any(|(known, other)| *known == time && *other != by);
            text.times.push((time, by));
        }
    }

    /// Returns the column that says who answered, where it was found and names two people or more.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref().filter(|_| self.names.len() > 1)
    }

    /// Returns which fields belong to the answers: where most texts were answered by several people, an id that no two of
    /// them share, and then a time that no two of them share.
    pub fn row_fields(&self) -> RowFields {
        let shared = self.texts.values().filter(|text| text.is_shared).count();
        if shared == 0 || shared * 2 < self.texts.len() {
            return RowFields::default();
        }
        let id = !self.id_is_shared && self.texts.values().any(|text| text.is_shared && !text.ids.is_empty());
        let has_ids = self.texts.values().any(|text| !text.ids.is_empty());
        let has_times = self.texts.values().any(|text| !text.times.is_empty());
        RowFields { id, time: has_times && !self.time_is_shared && (id || !has_ids) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Annotators, RowFields};
    use crate::domain::{Content, RawJson, Time};

    fn row(text: &str, worker: &str, id: &str, time: i64) -> Content {
        Content {
            output: text.into(),
            external_id: (!id.is_empty()).then(|| id.into()),
            time: (time > 0).then_some(Time(time)),
            meta: vec![("Worker_ID".into(), RawJson::parse(&format!("\"{worker}\"")).unwrap())],
            ..Content::default()
        }
    }

    fn found(rows: &[Content]) -> (Option<String>, RowFields) {
        let mut annotators = Annotators::new(false);
        for row in rows {
            annotators.look(row.clone(), None);
        }
        (annotators.column().map(str::to_owned), annotators.row_fields())
    }

    #[test]
    fn ids_and_times_of_rows_are_told_from_those_of_records() {
        let column = Some("Worker_ID".to_owned());
        let of_rows = [row("a", "x", "1", 10), row("a", "y", "2", 20), row("b", "x", "3", 30)];
        assert_eq!(found(&of_rows), (column.clone(), RowFields { id: true, time: true }));
        let of_records = [row("a", "x", "1", 10), row("a", "y", "1", 20), row("b", "x", "2", 30)];
        assert_eq!(found(&of_records), (column.clone(), RowFields::default()));
        let timed = [row("a", "x", "", 10), row("a", "y", "", 20), row("b", "x", "", 30)];
        assert_eq!(found(&timed), (column.clone(), RowFields { id: false, time: true }));
        let logged = [row("a", "x", "", 10), row("a", "y", "", 10)];
        assert_eq!(found(&logged), (column, RowFields::default()));
    }

    #[test]
    fn a_log_with_an_answer_for_each_record_keeps_its_ids() {
        let rows = [row("a", "x", "1", 10), row("a", "y", "2", 20), row("b", "x", "3", 0), row("c", "y", "4", 0)];
        assert_eq!(found(&rows).1, RowFields::default());
        assert_eq!(found(&[row("a", "x", "", 0)]).0, None, "one person");
    }
}
