//! Counts: of the header and the Insights screen, and of what an edit of a criterion's meaning would make stale; what a
//! filter can name.

use super::SuggestionPrecision;
use crate::domain::filter::Known;
use crate::domain::{CheckKey, Name, Untrusted};
use crate::measures::rates::{Group, GroupRate};
use crate::text::{counted, grouped};

/// What the header and the Insights screen count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Records in the workspace.
    pub records: u64,
    /// Records with at least one verdict or tag, by anyone: those that were read.
    pub reviewed: u64,
    /// Of those, the ones that pass: as it was settled, else as all say who judged them. The others likewise.
    pub pass: u64,
    /// Those that fail.
    pub fail: u64,
    /// Those that some pass and some fail, which nobody settled.
    pub disputed: u64,
    /// Those that were only deferred.
    pub defer: u64,
    /// Those that were declined.
    pub declined: u64,
    /// Records that anyone failed and nobody tagged: no rate of a mode counts them.
    pub uncoded_fails: u64,
    /// How many suggested tags were accepted, by mode and source.
    pub suggested_tags: Vec<SuggestionPrecision>,
    /// Verdicts per day (UTC date, count), oldest first.
    pub days: Vec<(String, u64)>,
    /// Per model: name, records judged pass or fail, of those fail.
    pub models: Vec<(Untrusted, u64, u64)>,
    /// Per prompt version: name, records judged pass or fail, of those fail.
    pub prompts: Vec<(Untrusted, u64, u64)>,
    /// Per record in judging order: distinct modes seen so far, for the saturation curve.
    pub curve: Vec<(u64, u64)>,
}

/// Says how many records of a rate count as they were settled, instead of so many answers; `None` where none does.
#[must_use]
pub fn settled_instead(rate: &GroupRate) -> Option<String> {
    let word = if rate.group == Group::Criterion { "grade" } else { "vote" };
    let count = if rate.settled == 1 { "counts" } else { "count" };
    let votes = counted(rate.settled_votes, word);
    (rate.settled > 0).then(|| format!("settled: {} of them {count} instead of {votes}", grouped(rate.settled)))
}

/// What a filter that is typed can name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterWords {
    /// What was logged and judged; the codebook's part is empty.
    pub known: Known,
    /// The filters of the reviewer's earlier sessions, the newest at the end.
    pub used: Vec<String>,
}

/// What an edit of a criterion's meaning makes stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WouldStale {
    /// Grades that hold now, by reviewer, in the order of names.
    pub grades: Vec<(Name, u64)>,
    /// Checks attached to the criterion, and with them its stubs: they were proven on these grades.
    pub checks: Vec<CheckKey>,
}

impl WouldStale {
    /// All grades that would be stale.
    pub fn all_grades(&self) -> u64 {
        self.grades.iter().map(|(_, count)| count).sum()
    }
}

/// Says how many more judged records, of those that are left, make a rate known to five points.
#[must_use]
pub fn more_words(more: u64, left: u64) -> String {
    match more {
        more if more < left => format!("{} more for ± 5 points", grouped(more)),
        1 => "the one that is left would settle it".to_owned(),
        _ => format!("the {} that are left would settle it", grouped(left)),
    }
}
