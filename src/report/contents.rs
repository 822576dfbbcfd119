//! What a report is made of: figures as the screens have them, names and texts as they may leave.

use crate::domain::{RecordId, Time, Untrusted};
use crate::measures::agreement::AgreementFigures;
use crate::measures::alignment::Confusion;
use crate::measures::drift::rubric::{CreatedCount, MeasuredStep};
use crate::measures::rates::GroupRate;
use crate::measures::saturation::Saturation;
use crate::redact::Counts;

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportContents {
    /// When it was made.
    pub made: Time,
    /// The filter that chose its records; `None` for the whole workspace.
    pub filter: Option<Untrusted>,
    /// What was masked in its texts; `None` where nothing was to be.
    pub masked: Option<Counts>,
    /// How many records there are and what was said of them.
    pub counts: RecordCounts,
    /// Who judged, with their verdicts, the busiest first.
    pub reviewers: Vec<(Untrusted, u64)>,
    /// The rates, as `gemba stats` has them.
    pub rates: Vec<RateLine>,
    /// Whether reading on would show anything new.
    pub saturation: Saturation,
    /// New modes and criteria while records were read; empty where a filter chose the records.
    pub created: Vec<CreatedCount>,
    /// The criteria and how they drifted.
    pub drift: Vec<DriftLine>,
    /// How far reviewers agree.
    pub agreement: AgreementContents,
    /// The checks beside what people said.
    pub checks: Vec<CheckTarget>,
    /// The checks that were not run, or not on every record, in words.
    pub not_run: Vec<Untrusted>,
    /// Verdicts per day (UTC date), oldest first.
    pub days: Vec<(String, u64)>,
    /// Examples of failures.
    pub examples: Vec<ExampleGroup>,
}

/// Counts of records, each once: as it was settled, else as all say who judged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordCounts {
    /// Records.
    pub records: u64,
    /// Records with a verdict or a tag.
    pub read: u64,
    /// Those that pass.
    pub passed: u64,
    /// Those that fail.
    pub failed: u64,
    /// Those that some pass and some fail, which nobody settled.
    pub disputed: u64,
    /// Those that were only deferred.
    pub deferred: u64,
    /// Those that were declined.
    pub declined: u64,
}

/// A rate with the name of what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct RateLine {
    /// The name; of everything none.
    pub name: Untrusted,
    /// The rate. Its own value is empty.
    pub rate: GroupRate,
}

/// One criterion's drift.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftLine {
    /// Its name.
    pub name: Untrusted,
    /// The version that holds.
    pub version: u32,
    /// Whether it is no longer asked.
    pub retired: bool,
    /// Standing grades.
    pub grades: u64,
    /// Those of them given under an older meaning.
    pub stale: u64,
    /// The steps between meanings, oldest first.
    pub steps: Vec<MeasuredStep>,
    /// See [`crate::measures::drift::rubric::CriterionDrift::silent_drift_p`].
    pub silent_drift_p: Option<f64>,
}

/// How far reviewers agree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgreementContents {
    /// On the verdict, then on modes and criteria.
    pub questions: Vec<AgreementRow>,
    /// Each two of those who answered most, on the verdict.
    pub pairs: Vec<AgreementRow>,
    /// On the verdict, by day.
    pub days: Vec<AgreementRow>,
}

/// The agreement on one question, of one pair, or of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementRow {
    /// What it is of.
    pub name: Untrusted,
    /// Whether answers are taken as they were settled; else each reviewer's own.
    pub is_settled: bool,
    /// Whose answers.
    pub reviewers: Vec<Untrusted>,
    /// The figures.
    pub figures: AgreementFigures,
    /// The versions of criteria that were made then.
    pub marks: Vec<Untrusted>,
}

/// A mode or criterion with its checks.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckTarget {
    /// Its name.
    pub name: Untrusted,
    /// Each check alone, then all of them as a set where there are several.
    pub lines: Vec<AlignedLine>,
    /// The tolerated share of false failures.
    pub tau: f64,
    /// Records that are not counted, by reason.
    pub left_out: Vec<(u64, &'static str)>,
}

/// A check, or a set of them, against people.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedLine {
    /// Its name.
    pub name: Untrusted,
    /// On all records.
    pub all: Confusion,
    /// On the half that nothing was chosen on.
    pub test: Confusion,
}

/// Examples of one kind of failure.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleGroup {
    /// The mode; `None` for fails without one.
    pub name: Option<Untrusted>,
    /// What the mode means.
    pub definition: Untrusted,
    /// How many records there are in all.
    pub records: u64,
    /// Some of them.
    pub examples: Vec<Example>,
}

/// One record, as far as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its id.
    pub id: RecordId,
    /// The model.
    pub model: Option<Untrusted>,
    /// What was asked.
    pub input: Passage,
    /// What the model said.
    pub output: Passage,
    /// What reviewers noted.
    pub notes: Vec<Untrusted>,
}

/// A text, or the beginning of a long one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// The text.
    pub text: Untrusted,
    /// So many characters of it are not shown.
    pub left_out: u64,
}
