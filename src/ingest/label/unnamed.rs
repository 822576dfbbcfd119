//! Records that come several times with different labels while nobody said whose they are: taken as one person's, all but the
//! first would be lost.

use std::collections::{HashMap, HashSet};

use super::judged::LabelValue;
use crate::domain::{Content, RecordId, Untrusted};

/// So many columns are looked at.
const COLUMNS: usize = 64;

/// One record: its first labels, whether others came, and what its rows have in each column.
struct Text {
    labels: Vec<LabelValue>,
    rows: u64,
    differs: bool,
}

/// What the rows have in a column.
#[derive(Default)]
struct Column {
    values: HashSet<String>,
    of_text: HashSet<(RecordId, String)>,
    rows: u64,
    is_told: bool,
}

/// Looks at rows whose labels nobody claims.
#[derive(Default)]
pub struct Unnamed {
    texts: HashMap<RecordId, Text>,
    columns: HashMap<String, Column>,
}

impl Unnamed {
    /// Looks at a row.
    pub fn look(&mut self, content: &Content, labels: &[LabelValue]) {
        let id = RecordId::of(content);
        let empty = || Text { labels: labels.to_vec(), rows: 0, differs: false };
        let text = self.texts.entry(id).or_insert_with(empty);
        text.rows += 1;
        text.differs |= text.labels != labels;
        for (key, value) in &content.meta {
            if self.columns.len() >= COLUMNS && !self.columns.contains_key(key.raw()) {
                continue;
            }
            let column = self.columns.entry(key.raw().to_owned()).or_default();
            let value = value.plain();
            column.rows += 1;
            // Of two rows of a record with one value the column does not say which is whose.
            column.is_told |= !column.of_text.insert((id, value.clone()));
            column.values.insert(value);
        }
    }

    /// Returns how many records have different labels, of how many; `None` where there is none, or so few among many that they
    /// are chance.
    pub fn conflicts(&self) -> Option<(u64, u64)> {
        let (all, differing) = (self.texts.len(), self.texts.values().filter(|text| text.differs).count());
        (differing > 0 && differing * 20 >= all).then_some((differing as u64, all as u64))
    }

    /// Returns the columns that could say whose the labels are: they have another value in each row of a record, and the same
    /// values again in others.
    pub fn candidates(&self) -> Vec<Untrusted> {
        let could =
            |column: &Column| !column.is_told && column.values.len() > 1 && (column.values.len() as u64) < column.rows;
        let mut found: Vec<&String> =
            self.columns.iter().filter(|(_, column)| could(column)).map(|(key, _)| key).collect();
        found.sort();
        found.into_iter().map(|key| Untrusted::from(key.as_str())).collect()
    }
}
