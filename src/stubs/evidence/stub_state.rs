//! How far a stub can be trusted, as one word that the manifest holds and lists show.

use serde::{Deserialize, Serialize};

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

impl StubState {
    /// Returns the word of this state.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Thin => "thin",
            Self::Weak => "weak",
            Self::Judge => "judge",
            Self::Todo => "todo",
            Self::Outdated => "outdated",
        }
    }
}

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
