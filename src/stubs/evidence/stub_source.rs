//! What is known of one mode or criterion: its checks, the records that people judged for it, and how far its stub can
//! be trusted.

use crate::domain::words::words;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{Check, CheckKey, Name, Record, Target, Untrusted};

/// One mode or criterion with its checks and the records that people judged for it.
#[derive(Debug, Clone)]
pub struct StubSource {
    /// The mode or criterion.
    pub target: Target,
    /// The name of its files: its slug, with a suffix where a mode and a criterion share one.
    pub stem: String,
    /// Its name.
    pub name: Name,
    /// What it means, or the criterion's text.
    pub definition: Untrusted,
    /// The criterion's version that holds now; `None` for a mode.
    pub version: Option<u32>,
    /// The share of good records that its checks may reject and still be `proven` (τ), 0 to 1.
    pub tau: f64,
    /// Records that were graded under an older meaning only: they prove nothing and are no cases.
    pub stale: u64,
    /// Its checks, in order of creation.
    pub checks: Vec<Check>,
    /// Those of its checks that were mined from the tags: these same records do not prove them.
    pub mined: Vec<CheckKey>,
    /// The records, in import order.
    pub cases: Vec<Case>,
}

impl StubSource {
    /// Returns what its bad records are called.
    pub(crate) const fn known_bad(&self) -> &'static str {
        match self.target {
            Target::Mode(_) => "tagged outputs",
            Target::Criterion(_) => "outputs graded not met",
        }
    }

    /// Returns the remark on records whose grades went stale.
    pub(super) fn stale_words(&self) -> String {
        let were = if self.stale == 1 { "1 record was".to_owned() } else { format!("{} records were", self.stale) };
        format!(
            "{were} graded under an older meaning only and prove nothing here; `gemba review --by stale` asks again."
        )
    }
}

/// One judged record.
#[derive(Debug, Clone)]
pub struct Case {
    /// The record.
    pub record: Arc<Record>,
    /// Known to be bad (else: known to be good).
    pub is_bad: bool,
    /// What people wrote about it.
    pub notes: Vec<Untrusted>,
    /// The stretch of the output that people marked for it.
    pub evidence: Option<Untrusted>,
    /// Whether anything in it is masked.
    pub is_masked: bool,
}

/// Returns the file name stem of a target. `shared` is whether a mode has the same slug as this criterion.
pub fn stem(target: &Target, shared: bool) -> String {
    match target {
        Target::Criterion(key) if shared => format!("{key}--criterion"),
        Target::Mode(key) | Target::Criterion(key) => key.to_string(),
    }
}

/// How far a stub can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StubState {
    /// Enough evidence, fails every known-bad record, false failures within the tolerated share (τ).
    Proven,
    /// Too few records to decide.
    Thin,
    /// Misses known-bad records, or rejects too many good ones.
    Weak,
    /// A rubric and no check that a suite could run: it needs a model, and is asked only on demand.
    Judge,
    /// No check that this suite could run: skipped, never green by itself.
    Todo,
    /// Its criterion changed meaning since it was written.
    Outdated,
}

words!(StubState: Proven = "proven", Thin = "thin", Weak = "weak", Judge = "judge", Todo = "todo", Outdated = "outdated");

#[cfg(test)]
mod tests {
    use super::StubState;

    #[test]
    fn the_manifest_holds_the_word_that_lists_show() {
        for state in [
            StubState::Proven,
            StubState::Thin,
            StubState::Weak,
            StubState::Judge,
            StubState::Todo,
            StubState::Outdated,
        ] {
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.word()));
        }
    }
}
