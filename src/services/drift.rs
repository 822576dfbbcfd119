//! Gathers the grades of every criterion and measures how they drifted.

use crate::domain::CriterionKey;
use crate::error::{Problem, Result};
use crate::measures::drift::rubric::{CriterionDrift, RubricDrift, created};
use crate::store::Reader;

/// Returns the drift of every criterion that was ever asked, in order of creation, and when modes and criteria were
/// created.
///
/// # Errors
/// Store problems as they are.
pub fn rubric(reader: &Reader) -> Result<RubricDrift> {
    let mut drift = RubricDrift::default();
    for criterion in &reader.codebook()?.criteria {
        drift.criteria.push(CriterionDrift::measure(criterion, &reader.grade_history(&criterion.key)?));
    }
    drift.created = created(&reader.judged_facts()?, &reader.created()?);
    Ok(drift)
}

/// Returns the drift of one criterion.
///
/// # Errors
/// Store problems as they are; a `Usage` problem for an unknown key.
pub fn criterion(reader: &Reader, key: &CriterionKey) -> Result<CriterionDrift> {
    let codebook = reader.codebook()?;
    let criterion = codebook.criterion_of(key).ok_or_else(|| {
        Problem::usage(format!("There is no criterion `{key}`.")).hint("`gemba criteria list` shows them.")
    })?;
    Ok(CriterionDrift::measure(criterion, &reader.grade_history(key)?))
}
