//! `--where type=sampling`: which entries are taken.

use super::field_path::FieldPath;
use crate::error::{Problem, Result};
use crate::ingest::json::Fields;

/// Which entries are taken: for each path, those with one of its values.
#[derive(Default)]
pub(crate) struct EntryFilter {
    wanted: Vec<(FieldPath, Vec<String>)>,
}

impl EntryFilter {
    /// Returns whether it takes every entry.
    pub(crate) const fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Reads `path=value` pairs; several values for one path are alternatives.
    pub(crate) fn new(pairs: &[(String, String)]) -> Result<Self> {
        let mut wanted: Vec<(FieldPath, Vec<String>)> = Vec::new();
        for (path, value) in pairs {
            let path = path.trim();
            if path.is_empty() {
                return Err(Problem::usage(format!("`={value}` names no field to choose entries by."))
                    .hint("Write it as --where FIELD=VALUE."));
            }
            match wanted.iter_mut().find(|(known, _)| known.typed == path) {
                Some((_, values)) => values.push(value.trim().to_owned()),
                None => wanted.push((FieldPath::parse(path)?, vec![value.trim().to_owned()])),
            }
        }
        Ok(Self { wanted })
    }

    /// Returns whether an entry is taken.
    pub(crate) fn takes(&self, fields: &Fields<'_>) -> bool {
        self.wanted.iter().all(|(path, values)| {
            let Some(found) = path.find(fields) else { return false };
            let (text, number) = (found.value().plain(), found.value().number());
            values
                .iter()
                .any(|wanted| wanted == text.trim() || (number.is_some() && wanted.parse::<f64>().ok() == number))
        })
    }

    /// Returns the conditions as they were typed, for messages.
    pub(crate) fn typed(&self) -> String {
        let one = |(path, values): &(FieldPath, Vec<String>)| format!("{}={}", path.typed, values.join("|"));
        self.wanted.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}
