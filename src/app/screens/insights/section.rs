//! The charts of the Insights screen.

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
    /// How far the checks agree with people.
    Checks,
    /// How far judges that ran elsewhere agree with people.
    Judges,
    /// Verdicts by day.
    Days,
}

impl Section {
    /// All charts, in the order of the tabs.
    pub const ALL: [Self; 6] = [Self::Saturation, Self::Drift, Self::Rates, Self::Checks, Self::Judges, Self::Days];

    /// Returns its name in the tabs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Saturation => "saturation",
            Self::Drift => "drift",
            Self::Rates => "rates",
            Self::Checks => "checks",
            Self::Judges => "judges",
            Self::Days => "days",
        }
    }
}
