//! The charts of the Insights screen.

use crate::domain::words::words;

/// One chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// How many modes were seen, and how many are probably left.
    #[default]
    Saturation,
    /// What moved from version to version.
    Drift,
    /// How often what fails.
    Rates,
    /// How far reviewers agree with each other.
    Agreement,
    /// How far the checks agree with people.
    Checks,
    /// How far judges that ran elsewhere agree with people.
    Judges,
    /// Verdicts by day.
    Days,
}

words!(
    Section: Saturation = "saturation",
    Drift = "drift",
    Rates = "rates",
    Agreement = "agreement",
    Checks = "checks",
    Judges = "judges",
    Days = "days",
);
