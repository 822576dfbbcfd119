//! Counts how known answers that were mixed into sessions were given.

use serde_json::{Value, json};

use crate::domain::Verdict;
use crate::store::GoldAnswer;
use crate::views::{KnownCounts, Share};

/// Counts answers to known records: a deferral, and an answer to what is no longer known, is none of them.
pub fn known_counts<'a>(answers: impl Iterator<Item = &'a GoldAnswer>) -> KnownCounts {
    let mut counts = KnownCounts::default();
    let is_decided = |verdict: &Verdict| matches!(verdict, Verdict::Pass | Verdict::Fail);
    for answer in answers.filter(|answer| is_decided(&answer.verdict)) {
        if let Some(known) = answer.known.filter(is_decided) {
            counts.known += 1;
            counts.as_known += u64::from(known == answer.verdict);
        }
        if let Some(own) = answer.own.filter(is_decided) {
            counts.before += 1;
            counts.as_before += u64::from(own == answer.verdict);
        }
    }
    counts
}

/// Returns how known answers were given, for programs.
#[must_use]
pub fn known_json(counts: &KnownCounts) -> Value {
    let share = |share: Share| json!({"hits": share.hits, "n": share.n, "rate": share.value(), "low": share.low, "high": share.high});
    json!({"as_known": counts.share().map(share), "as_before": counts.repeats().map(share)})
}
