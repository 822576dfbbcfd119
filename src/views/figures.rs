//! The counts of the header and of the Insights screen.

use crate::domain::Untrusted;

/// What the header and the Insights screen count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Records in the workspace.
    pub records: u64,
    /// Records with at least one verdict or tag, by anyone: those that were read.
    pub reviewed: u64,
    /// Of those, current pass verdicts.
    pub pass: u64,
    /// Current fail verdicts.
    pub fail: u64,
    /// Current deferrals.
    pub defer: u64,
    /// Verdicts per day (UTC date, count), oldest first.
    pub days: Vec<(String, u64)>,
    /// Per model: name, records judged pass or fail, of those fail.
    pub models: Vec<(Untrusted, u64, u64)>,
    /// Per prompt version: name, records judged pass or fail, of those fail.
    pub prompts: Vec<(Untrusted, u64, u64)>,
    /// Per record in judging order: distinct modes seen so far, for the saturation curve.
    pub curve: Vec<(u64, u64)>,
}
