//! What columns of labels said, counted; too many values that nobody named are refused.

use crate::domain::Verdict;
use crate::error::{Problem, Result};
use crate::ingest::{Judged, LabelOptions, LabelValue};

/// The most different values of a column that are kept where none of them is understood.
const UNKNOWN_VALUES: usize = 6;
/// With more different values than this, nobody can have meant that all of them are the opposite of what was named.
const MOST_OTHERS: usize = 8;

/// What one column of labels said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelCount {
    /// The column.
    pub field: String,
    /// Labels that mean pass, met or absent.
    pub pass: u64,
    /// Labels that mean fail, not met or present.
    pub fail: u64,
    /// Labels that say that nobody decided.
    pub nothing: u64,
    /// Labels that map to no verdict.
    pub unmapped: u64,
    /// Values that were not named and so mean the opposite of those that were, with how often.
    pub others: Vec<(String, u64)>,
    /// The first few values that map to no verdict.
    pub unknown: Vec<String>,
}

impl LabelCount {
    /// Counts a label.
    ///
    /// # Errors
    /// `Input` where the column holds too many different values that were not named.
    fn add(&mut self, value: &LabelValue) -> Result<()> {
        match value {
            LabelValue::Absent => {}
            LabelValue::Nothing => self.nothing += 1,
            LabelValue::Verdict(verdict) => self.verdict(*verdict),
            LabelValue::Opposite(verdict, text) => {
                self.verdict(*verdict);
                match self.others.iter_mut().find(|(known, _)| known.to_lowercase() == text.to_lowercase()) {
                    Some((_, count)) => *count += 1,
                    None => self.others.push((text.clone(), 1)),
                }
                if self.others.len() > MOST_OTHERS {
                    return Err(self.too_many(*verdict));
                }
            }
            LabelValue::Unknown(text) => {
                self.unmapped += 1;
                if self.unknown.len() < UNKNOWN_VALUES && !self.unknown.contains(text) {
                    self.unknown.push(text.clone());
                }
            }
        }
        Ok(())
    }

    fn verdict(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => self.fail += 1,
            Verdict::Defer | Verdict::Declined => {}
        }
    }

    fn too_many(&self, verdict: Verdict) -> Problem {
        let values: Vec<String> = self.others.iter().map(|(value, _)| format!("`{value}`")).collect();
        let (given, other) = match verdict {
            Verdict::Pass => ("--fail-when", "--pass-when"),
            Verdict::Fail | Verdict::Defer | Verdict::Declined => ("--pass-when", "--fail-when"),
        };
        Problem::input(format!(
            "`{}` holds more than {MOST_OTHERS} values besides those of {given}: {}, …",
            self.field,
            values.join(", ")
        ))
        .hint(format!("Name also what {other} is, or a comparison such as {given} '<0.5'; others are then no verdict."))
    }
}

/// Counts the labels of one record.
///
/// # Errors
/// As [`LabelCount::add`].
pub(super) fn count(counts: &mut Vec<LabelCount>, labels: &[LabelOptions], judged: Option<&Judged>) -> Result<()> {
    if counts.is_empty() {
        counts.extend(labels.iter().map(|label| LabelCount { field: label.field.clone(), ..LabelCount::default() }));
    }
    let Some(judged) = judged else { return Ok(()) };
    counts.iter_mut().zip(&judged.labels).try_for_each(|(count, value)| count.add(value))?;
    judged
        .by_people
        .iter()
        .try_for_each(|said| counts.get_mut(said.label).map_or(Ok(()), |count| count.add(&said.value)))
}
