//! Checks that people's words ask for: rules, remarks, marked passages and corrections are read before any label is.
//!
//! They join the menu: none has a free parameter that the labels could choose. A check that was read off a record's own words is
//! tested without that record, since it was bound to separate it.

mod amounts;
mod clauses;
mod objects;
mod phrase;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use phrase::{phrase, text_check};

use super::offer::portable;
use crate::checks::kinds::{contains, not_contains};
use crate::domain::{CheckSpec, RecordId, Untrusted};
use crate::text::{WordChange, word_diff};

/// How many checks are tried: each more makes the test of all others stricter.
const MOST: usize = 30;
/// How many are read off one text.
const MOST_OF_ONE: usize = 12;
/// How many characters of a text are read.
const READ: usize = 4_000;

/// A check that words ask for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StatedCheck {
    pub(crate) spec: CheckSpec,
    /// The records that it was read off; empty for what is asked of every output.
    pub(crate) said_of: HashSet<RecordId>,
    /// How many texts ask for it.
    said: usize,
}

/// What people wrote, read for what it asks of an output.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    found: Vec<StatedCheck>,
    /// Where each is; `None` for one that no engine could run.
    places: HashMap<String, Option<usize>>,
    read: HashSet<String>,
}

impl Stated {
    /// Reads a text that asks something of every output: a criterion, an instruction to the model.
    pub fn rule(&mut self, text: &str) {
        self.read(text, false, None);
    }

    /// Reads a text that says what is wrong with outputs: the name of a failure mode, its meaning.
    pub fn failure(&mut self, text: &str) {
        self.read(text, true, None);
    }

    /// Reads a text that says what is wrong with the output of one record.
    pub fn remark(&mut self, text: &str, record: RecordId) {
        self.read(text, true, Some(record));
    }

    /// Reads a passage of the output that was marked as wrong.
    pub fn marked(&mut self, text: &str, record: RecordId) {
        if let Some(phrase) = phrase(text) {
            self.take(&text_check(&not_contains::KIND, &phrase), Some(record));
        }
    }

    /// Reads what a correction took out and put in.
    pub fn corrected(&mut self, output: &Untrusted, correction: &Untrusted, record: RecordId) {
        let pieces = word_diff(output, correction).into_iter().take(MOST_OF_ONE);
        for (change, text) in pieces {
            let kind = match change {
                WordChange::Removed => &not_contains::KIND,
                WordChange::Added => &contains::KIND,
                WordChange::Kept => continue,
            };
            if let Some(phrase) = phrase(text.raw()) {
                self.take(&text_check(kind, &phrase), Some(record));
            }
        }
    }

    fn read(&mut self, text: &str, is_remark: bool, record: Option<RecordId>) {
        let text: String = text.chars().take(READ).collect();
        if record.is_none() && !self.read.insert(text.clone()) {
            return;
        }
        let asked = clauses::clauses(&text).into_iter().flat_map(|clause| clauses::checks(clause, is_remark));
        for spec in asked.take(MOST_OF_ONE) {
            self.take(&spec, record);
        }
    }

    fn take(&mut self, spec: &CheckSpec, record: Option<RecordId>) {
        let key = format!("{} {}", spec.kind, Value::Object(spec.params.clone()));
        let at = *self.places.entry(key).or_insert_with(|| {
            let found = &mut self.found;
            portable(spec).map(|spec| {
                found.push(StatedCheck { spec, said_of: record.into_iter().collect(), said: 0 });
                found.len() - 1
            })
        });
        let Some(own) = at.and_then(|at| self.found.get_mut(at)) else { return };
        own.said += 1;
        match record {
            // What is asked of every output was not read off a record, even if one says so, too.
            Some(record) if !own.said_of.is_empty() => drop(own.said_of.insert(record)),
            Some(_) => {}
            None => own.said_of.clear(),
        }
    }

    /// Returns what is tried: what is asked of every output first, then what was said most often.
    pub(crate) fn checks(&self) -> Vec<&StatedCheck> {
        let mut checks: Vec<&StatedCheck> = self.found.iter().collect();
        checks.sort_by_key(|check| (!check.said_of.is_empty(), std::cmp::Reverse(check.said)));
        checks.truncate(MOST);
        checks
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Stated;
    use crate::checks::mining::typed;
    use crate::domain::{Content, RecordId};

    fn rule(text: &str) -> Vec<String> {
        let mut stated = Stated::default();
        stated.rule(text);
        stated.checks().into_iter().map(|check| typed(&check.spec)).collect()
    }

    fn remark(text: &str) -> Vec<String> {
        let mut stated = Stated::default();
        stated.remark(text, RecordId::of(&Content::default()));
        stated.checks().into_iter().map(|check| typed(&check.spec)).collect()
    }

    #[test]
    fn rules_are_read_as_the_checks_that_they_ask_for() {
        for (text, check) in [
            ("Keep it to at most 50 words.", "max-length --words 50"),
            ("Write no more than three sentences.", "max-length --sentences 3"),
            ("The answer has at least 2 sentences", "min-length --sentences 2"),
            ("Answer in fewer than 280 characters.", "max-length 279"),
            ("Answer in JSON.", "is-json"),
            ("Please answer in French.", "language fr"),
            ("Never say \"as an AI\".", "not-contains 'as an AI' --ignore-case"),
            ("Do not mention competitors", "not-contains competitors --ignore-case"),
            ("It must mention \"refund window\"", "contains 'refund window' --ignore-case"),
            ("must name the refund window", "contains 'refund window' --ignore-case"),
            ("Start with \"Dear customer\"", "starts-with 'Dear customer'"),
            ("End your answer with “Kind regards”", "ends-with 'Kind regards'"),
        ] {
            let found = rule(text);
            assert!(found.contains(&check.to_owned()), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_remark_says_what_is_wrong_so_that_its_opposite_is_asked() {
        for (text, check) in [
            ("more than 50 words", "max-length --words 50"),
            ("only 2 sentences", "min-length --sentences 3"),
            ("did not mention the deadline", "contains deadline --ignore-case"),
            ("missing disclaimer", "contains disclaimer --ignore-case"),
            ("says ‘per our policy’ again", "not-contains 'per our policy' --ignore-case"),
            ("not in German", "language de"),
            ("this is not valid JSON", "is-json"),
        ] {
            let found = remark(text);
            assert!(found.contains(&check.to_owned()), "{text}: {found:?}");
        }
    }

    #[test]
    fn words_that_ask_for_nothing_give_nothing() {
        for text in ["", "Wrong.", "I like this one", "the 3 of us went home in 2 cars", "It is kind."] {
            assert!(rule(text).is_empty(), "{text}: {:?}", rule(text));
        }
    }

    #[test]
    fn what_was_marked_or_corrected_is_a_phrase() {
        let record = RecordId::of(&Content::default());
        let mut stated = Stated::default();
        stated.marked(" within 24 hours. ", record);
        stated.marked(&"far too long ".repeat(20), record);
        stated.corrected(&"We ship it tomorrow.".into(), &"We ship it as soon as we can.".into(), record);
        let found: Vec<String> = stated.checks().into_iter().map(|check| typed(&check.spec)).collect();
        assert_eq!(
            found,
            [
                "not-contains 'within 24 hours' --ignore-case",
                "not-contains tomorrow --ignore-case",
                "contains 'as soon as we can' --ignore-case"
            ]
        );
        assert!(stated.checks().iter().all(|check| check.said_of == HashSet::from([record])));
    }

    #[test]
    fn what_every_output_is_asked_is_not_read_off_a_record() {
        let record = RecordId::of(&Content::default());
        let mut stated = Stated::default();
        stated.remark("not valid JSON", record);
        stated.rule("Answer in JSON.");
        let checks = stated.checks();
        assert!(checks.iter().any(|check| check.spec.kind == "is-json" && check.said_of.is_empty()));
    }
}
