//! What agreement is computed from: records with the answers that they were given, counted.

/// Why a coefficient cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// There are no records that two reviewers answered.
    NoOverlap,
    /// Everyone gave the same label, so chance agreement is total.
    OneLabel,
}

impl Undefined {
    /// Returns the reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoOverlap => "no overlap",
            Self::OneLabel => "undefined: everyone gave the same label",
        }
    }
}

/// A coefficient, or why there is none.
pub type Figure = Result<f64, Undefined>;

/// Records that were answered alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCounts {
    /// How many reviewers gave each label.
    pub labels: Vec<u64>,
    /// How many such records there are.
    pub records: u64,
}

impl AnswerCounts {
    /// Counts the labels of one record, each from 0 up to below `labels`; others are left out.
    pub fn of(given: &[usize], labels: usize) -> Self {
        let mut counts = vec![0; labels];
        for label in given {
            if let Some(count) = counts.get_mut(*label) {
                *count += 1;
            }
        }
        Self { labels: counts, records: 1 }
    }

    /// Returns how many reviewers answered each of these records.
    pub fn answers(&self) -> u64 {
        self.labels.iter().sum()
    }

    /// Returns the share of the pairs of answers that agree, `Σ c(c − 1) / (r(r − 1))`; `None` below two answers.
    #[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
    pub fn agreeing(&self) -> Option<f64> {
        let answers = self.answers();
        let pairs: u64 = self.labels.iter().map(|count| count * count.saturating_sub(1)).sum();
        (answers > 1).then(|| pairs as f64 / (answers * (answers - 1)) as f64)
    }

    /// Returns whether two reviewers gave different labels.
    pub fn is_disputed(&self) -> bool {
        self.labels.iter().filter(|count| **count > 0).count() > 1
    }
}

/// Returns the records that two or more reviewers answered: what agreement is about.
#[expect(clippy::cast_precision_loss, reason = "counts of judgements stay far below 2^52")]
pub(super) fn paired(records: &[AnswerCounts]) -> impl Iterator<Item = (&AnswerCounts, f64)> {
    records.iter().filter(|counts| counts.answers() > 1).map(|counts| (counts, counts.records as f64))
}

/// Returns `(observed − chance) / (1 − chance)`.
pub(super) fn beyond_chance(observed: f64, chance: f64) -> Figure {
    if 1.0 - chance < 1e-12 { Err(Undefined::OneLabel) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// Two raters' yes/no answers over the same records. Positive means fail, as everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TwoWay {
    /// Both fail it.
    pub both: u64,
    /// Only the first fails it.
    pub first_only: u64,
    /// Only the second fails it.
    pub second_only: u64,
    /// Neither does.
    pub neither: u64,
}

impl TwoWay {
    /// Returns the same answers without who gave which: label 0 is fail, 1 is pass.
    pub fn counts(&self) -> [AnswerCounts; 3] {
        let counts = |fails, passes, records| AnswerCounts { labels: vec![fails, passes], records };
        [counts(2, 0, self.both), counts(1, 1, self.first_only + self.second_only), counts(0, 2, self.neither)]
    }
}
