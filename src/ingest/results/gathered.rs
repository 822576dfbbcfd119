//! What the reader of a result format gathers, and how entries name records and answers.

use crate::domain::Untrusted;
use crate::domain::result::{Finding, JudgeVerdict, kept_reason};
use crate::error::{Problem, Result};
use crate::ingest::json::{Fields, Value};

/// The most answers of one file.
const MOST_FINDINGS: usize = 5_000_000;
/// How many reasons for entries that were set aside are kept.
const MOST_REASONS: usize = 5;

/// What a format's reader gathers.
pub(super) struct Gathered {
    pub(super) findings: Vec<Finding>,
    pub(super) set_aside: u64,
    pub(super) reasons: Vec<String>,
    /// The score from which on an output passes.
    pass_at: Option<f64>,
}

impl Gathered {
    /// Gathers nothing yet; a score passes from `pass_at` on.
    pub(super) fn new(pass_at: Option<f64>) -> Self {
        Self { findings: Vec::new(), set_aside: 0, reasons: Vec::new(), pass_at }
    }

    /// Adds an answer.
    pub(super) fn take(&mut self, finding: Finding) -> Result<()> {
        if self.findings.len() >= MOST_FINDINGS {
            return Err(Problem::input(format!("The result file holds more than {MOST_FINDINGS} answers."))
                .hint("Split it; each part is a separate run."));
        }
        self.findings.push(finding);
        Ok(())
    }

    /// Counts an entry without an answer about a record, and keeps the first reasons.
    pub(super) fn set_aside(&mut self, reason: impl FnOnce() -> String) {
        self.set_aside += 1;
        if self.reasons.len() < MOST_REASONS {
            self.reasons.push(reason());
        }
    }

    /// Returns the answer of a score.
    pub(super) fn answer_of_score(&self, score: f64) -> Result<JudgeVerdict> {
        if self.pass_at.is_none() && !(0.0..=1.0).contains(&score) {
            return Err(Problem::usage(format!("A score in the result file is {score}, which is not from 0 to 1."))
                .hint("Say from which score on an output passes: --pass-at 4"));
        }
        Ok(if score >= self.pass_at.unwrap_or(0.5) { JudgeVerdict::Pass } else { JudgeVerdict::Fail })
    }
}

/// The keys under which logs and suites keep the id of a case.
const ID_KEYS: [&str; 12] = [
    "gemba_id",
    "record",
    "record_id",
    "case",
    "case_id",
    "id",
    "external_id",
    "example_id",
    "sample_id",
    "trace_id",
    "request_id",
    "run_id",
];

/// Returns the ids in an object of variables or metadata. gemba's own cases are `stub/id`.
pub(super) fn ids(fields: Option<&Fields<'_>>) -> Vec<String> {
    let Some(fields) = fields else { return Vec::new() };
    let found = ID_KEYS.iter().filter_map(|key| fields.get(key)?.scalar());
    found.flat_map(|id| id.rsplit_once('/').map(|(_, tail)| tail.to_owned()).into_iter().chain([id])).collect()
}

/// Returns the members of an object behind a key.
pub(super) fn inner<'a>(fields: &Fields<'a>, key: &str) -> Option<Fields<'a>> {
    fields.get(key)?.members()
}

/// Returns the text behind a key.
pub(super) fn scalar(fields: &Fields<'_>, key: &str) -> Option<String> {
    fields.get(key)?.scalar()
}

/// Returns the reason under the first of these keys that is not empty.
pub(super) fn reason(fields: &Fields<'_>, known: &[&str]) -> Option<Untrusted> {
    known.iter().find_map(|key| kept_reason(&scalar(fields, key)?))
}

/// Reads yes or no, in the words that suites use.
pub(super) fn answer(value: Value<'_>) -> Option<JudgeVerdict> {
    match value.scalar()?.trim().to_lowercase().as_str() {
        "pass" | "passed" | "true" | "yes" | "good" | "ok" | "correct" | "met" | "c" => Some(JudgeVerdict::Pass),
        "fail" | "failed" | "false" | "no" | "bad" | "incorrect" | "not-met" | "not met" | "i" | "n" => {
            Some(JudgeVerdict::Fail)
        }
        _ => None,
    }
}
