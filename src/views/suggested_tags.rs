//! Tags suggested by judged records that are alike, and how often suggested tags were accepted.

use crate::domain::{AnsweredTag, CheckKey, ModeKey, RecordId, TagAnswer, TagSource, Untrusted};

/// A mode that a judged record with an output alike is tagged with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarTag {
    /// The mode.
    pub mode: ModeKey,
    /// The record.
    pub record: RecordId,
    /// How its output begins.
    pub words: Untrusted,
}

/// How many tags that one source suggested for a mode were accepted. Similar records are one source together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionPrecision {
    /// The mode that counts now.
    pub mode: ModeKey,
    /// The check; `None` for similar records.
    pub check: Option<CheckKey>,
    /// Tags that were accepted.
    pub accepted: u64,
    /// Suggestions that were set aside.
    pub dismissed: u64,
    /// Those beside which another tag was given.
    pub changed: u64,
}

impl SuggestionPrecision {
    /// Returns how many were answered.
    pub const fn answered(&self) -> u64 {
        self.accepted + self.dismissed + self.changed
    }

    /// Counts answers by mode and source, checks before similar records.
    pub fn count(answers: &[AnsweredTag]) -> Vec<Self> {
        let mut counted: Vec<Self> = Vec::new();
        for AnsweredTag { mode, source, answer } in answers {
            let check = match source {
                TagSource::Check(check) => Some(check.clone()),
                TagSource::Similar(_) => None,
            };
            let at = counted.iter().position(|own| own.mode == *mode && own.check == check).unwrap_or(counted.len());
            if at == counted.len() {
                counted.push(Self { mode: mode.clone(), check, accepted: 0, dismissed: 0, changed: 0 });
            }
            let Some(own) = counted.get_mut(at) else { continue };
            match answer {
                TagAnswer::Accepted => own.accepted += 1,
                TagAnswer::Dismissed => own.dismissed += 1,
                TagAnswer::Changed => own.changed += 1,
            }
        }
        counted.sort_by(|one, two| {
            (one.check.is_none(), &one.check, &one.mode).cmp(&(two.check.is_none(), &two.check, &two.mode))
        });
        counted
    }

    /// Says `check too-long 8 of 10 accepted · similar records 3 of 9`, over all modes that are counted; `None` where
    /// nothing was answered.
    pub fn words<'a>(all: impl IntoIterator<Item = &'a Self>) -> Option<String> {
        let mut sources: Vec<(Option<&CheckKey>, u64, u64)> = Vec::new();
        for own in all {
            match sources.iter_mut().find(|(check, ..)| *check == own.check.as_ref()) {
                Some((_, accepted, answered)) => {
                    *accepted += own.accepted;
                    *answered += own.answered();
                }
                None => sources.push((own.check.as_ref(), own.accepted, own.answered())),
            }
        }
        let source = |(check, accepted, answered): &(Option<&CheckKey>, u64, u64)| {
            let name = check.map_or_else(|| "similar records".to_owned(), |check| format!("check {check}"));
            format!("{name} {accepted} of {answered}")
        };
        let (first, others) = sources.split_first()?;
        let mut words = format!("{} accepted", source(first));
        for own in others {
            words.push_str(" · ");
            words.push_str(&source(own));
        }
        Some(words)
    }
}
