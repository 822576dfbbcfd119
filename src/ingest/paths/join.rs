//! `--join answers.jsonl --on question_id`: a second file whose entries belong to those of the first. It is held in
//! memory, up to a limit.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::field_path::FieldPath;
use super::made::{Held, Made};
use crate::error::{Problem, Result};
use crate::ingest::doubt::{Doubt, DoubtKind};
use crate::ingest::frame::{Body, Entries};
use crate::ingest::json::{Fields, without_not_finite};

/// The most bytes of the second file that are held.
const LARGEST: usize = 1024 * 1024 * 1024;

/// The entries of a second file by their key.
pub(crate) struct Join {
    on: FieldPath,
    entries: HashMap<String, Joined>,
    /// Entries of the second file without the key.
    without_key: u64,
    /// Entries of the second file that could not be read.
    unreadable: u64,
    /// Entries of the first file without a partner, and those whose key was met before.
    unmatched: AtomicU64,
    repeated: AtomicU64,
}

/// What the second file has under one key.
#[derive(Default)]
struct Joined {
    entries: Vec<Made>,
    is_met: AtomicBool,
}

/// What helps where entries do not match.
const OTHER_FIELD: &str = "--on FIELD names another field that both have";

impl Join {
    /// Reads the second file.
    pub(crate) fn new(mut entries: Entries, path: &Path, on: &str) -> Result<Self> {
        let mut join = Self {
            on: FieldPath::parse(on.trim())?,
            entries: HashMap::new(),
            without_key: 0,
            unreadable: 0,
            unmatched: AtomicU64::new(0),
            repeated: AtomicU64::new(0),
        };
        let mut bytes = 0;
        while let Some(entry) = entries.next()? {
            let made = match &entry.body {
                Body::Json { bytes: text, .. } => {
                    let text = String::from_utf8_lossy(text).into_owned();
                    let is_object = Fields::parse(&text).is_ok();
                    Made::Element(if is_object { text } else { without_not_finite(&text).unwrap_or(text) })
                }
                Body::Row { headers, cells, .. } => Made::of(&Fields::from_row(headers, cells)),
                Body::Cut(_) | Body::Broken { .. } => {
                    join.unreadable += 1;
                    continue;
                }
            };
            bytes += entry.size();
            if bytes > LARGEST {
                return Err(Problem::input(format!(
                    "{} is larger than 1 GiB, too large to be joined.",
                    path.display()
                ))
                .hint("Give the larger file as the log and the smaller one with --join."));
            }
            let Ok(fields) = made.fields() else {
                join.unreadable += 1;
                continue;
            };
            match join.on.find(&fields).and_then(|found| found.value().scalar()) {
                Some(key) => join.entries.entry(key).or_default().entries.push(made),
                None => join.without_key += 1,
            }
        }
        if join.entries.is_empty() {
            return Err(Problem::input(format!("No entry of {} has `{}` to join on.", path.display(), join.on.typed)));
        }
        Ok(join)
    }

    /// Returns the entry with the fields of its partner, once for each partner; without one, the entry as it is. A field
    /// that both have with different values is kept as `joined.NAME`.
    pub(crate) fn joined(&self, entry: Made) -> Vec<Made> {
        let Ok(fields) = entry.fields() else { return vec![entry] };
        let key = self.on.find(&fields).and_then(|found| found.value().scalar());
        let Some(partners) = key.and_then(|key| self.entries.get(&key)) else {
            self.unmatched.fetch_add(1, Ordering::Relaxed);
            return vec![entry];
        };
        if partners.is_met.swap(true, Ordering::Relaxed) {
            self.repeated.fetch_add(1, Ordering::Relaxed);
        }
        let merged = |partner: &Made| {
            let mut members: Vec<(String, Held)> =
                fields.iter().map(|(key, value)| (key.to_owned(), Held::of(value))).collect();
            for (key, value) in partner.fields().unwrap_or_default().iter() {
                match fields.get(key) {
                    Some(own) if own.plain() == value.plain() => {}
                    Some(_) => members.push((format!("joined.{key}"), Held::of(value))),
                    None => members.push((key.to_owned(), Held::of(value))),
                }
            }
            Made::Members(members)
        };
        partners.entries.iter().map(merged).collect()
    }

    /// Forgets what matched so far, after the first entries were only looked at.
    pub(crate) fn start_again(&self) {
        self.unmatched.store(0, Ordering::Relaxed);
        self.repeated.store(0, Ordering::Relaxed);
        self.entries.values().for_each(|joined| joined.is_met.store(false, Ordering::Relaxed));
    }

    /// Returns what did not match, on both sides.
    pub(crate) fn doubts(&self) -> Vec<Doubt> {
        let left = self.entries.values().filter(|joined| !joined.is_met.load(Ordering::Relaxed));
        let unmet = left.map(|joined| joined.entries.len() as u64).sum::<u64>();
        let doubled = self.entries.values().filter(|joined| joined.entries.len() > 1);
        let doubled = doubled.map(|joined| joined.entries.len() as u64 - 1).sum::<u64>();
        let all = self.entries.values().map(|joined| joined.entries.len() as u64).sum::<u64>()
            + self.without_key
            + self.unreadable;
        let facts = [
            (
                self.unmatched.load(Ordering::Relaxed),
                0,
                "no partner in the joined file for {entries} of the log (`{field}`)",
                OTHER_FIELD,
            ),
            (
                self.repeated.load(Ordering::Relaxed),
                0,
                "the same `{field}` as an earlier one in {entries} of the log",
                OTHER_FIELD,
            ),
            (unmet, all, "no partner in the log for {entries} of the joined file (`{field}`)", OTHER_FIELD),
            (
                doubled,
                all,
                "the same `{field}` as an earlier one in {entries} of the joined file: one record each",
                OTHER_FIELD,
            ),
            (self.without_key, all, "no `{field}` in {entries} of the joined file", OTHER_FIELD),
            (
                self.unreadable,
                all,
                "{entries} of the joined file could not be read",
                "import that file alone to see why",
            ),
        ];
        let facts = facts.into_iter().filter(|(count, ..)| *count > 0);
        facts
            .map(|(count, of, what, hint)| Doubt {
                kind: DoubtKind::Unmatched,
                field: self.on.typed.clone(),
                count,
                of,
                what,
                example: None,
                hint: hint.to_owned(),
            })
            .collect()
    }
}
