//! Gathers what the Insights screen and its reports measure: how grades drifted, whether reading on would show anything
//! new, and the rates of everything that was judged.

pub mod agreement;
mod assisted;

use crate::domain::{Criterion, CriterionKey, JudgedFact, Judgements, ModeKey, RowId};
use crate::error::{Problem, Result};
use crate::measures::drift::rubric::{CriterionDrift, RubricDrift, created, mark_among};
use crate::measures::rates::{self, Group, GroupRate, fails_without_mode, is_disputed};
use crate::measures::saturation::{Saturation, count};
use crate::measures::truth::agreed_modes;
use crate::measures::weights::inclusion;
use crate::store::Reader;

pub use assisted::{AssistBy, AssistedRate, assisted_rates};

/// Which judged records figures are made of.
pub type Chosen<'a> = &'a dyn Fn(RowId) -> bool;

/// Returns the drift of every criterion that was ever asked, in order of creation, and when modes and criteria were
/// created.
///
/// # Errors
/// Store problems as they are.
pub fn rubric_drift(reader: &Reader) -> Result<RubricDrift> {
    let mut drift = RubricDrift { criteria: drift_of(reader, &|_| true)?, ..RubricDrift::default() };
    mark_among(&mut drift.criteria);
    drift.created = created(&reader.judged_facts()?, &reader.created()?);
    Ok(drift)
}

/// Returns the drift of every criterion that was ever asked, in order of creation, by the grades on these records.
///
/// # Errors
/// Store problems as they are.
pub fn drift_of(reader: &Reader, chosen: Chosen<'_>) -> Result<Vec<CriterionDrift>> {
    let measured = |criterion: &Criterion| {
        let mut history = reader.grade_history(&criterion.key)?;
        history.retain(|grade| chosen(grade.row));
        Ok(CriterionDrift::measure(criterion, &history))
    };
    reader.codebook()?.criteria.iter().map(measured).collect()
}

/// Returns the drift of one criterion.
///
/// # Errors
/// Store problems as they are; a `Usage` problem for an unknown key.
pub fn criterion_drift(reader: &Reader, key: &CriterionKey) -> Result<CriterionDrift> {
    let codebook = reader.codebook()?;
    let criterion = codebook.criterion_of(key).ok_or_else(|| {
        Problem::usage(format!("There is no criterion `{key}`.")).hint("`gemba criteria list` shows them.")
    })?;
    Ok(CriterionDrift::measure(criterion, &reader.grade_history(key)?))
}

/// Returns the saturation of what was read so far, by anyone. A merged mode counts as the one that it is merged into.
///
/// # Errors
/// Store problems as they are.
pub fn saturation(reader: &Reader) -> Result<Saturation> {
    Ok(saturation_of(&reader.judged_facts()?))
}

/// Returns the saturation of these records, which stand in reading order. Modes count as they do in the rates: those that
/// reviewers dispute do not.
#[must_use]
pub fn saturation_of(facts: &[JudgedFact]) -> Saturation {
    let records: Vec<Vec<&ModeKey>> =
        facts.iter().map(|fact| agreed_modes(&fact.judgements).into_iter().collect()).collect();
    let count_of = |holds: fn(&Judgements) -> bool| facts.iter().filter(|fact| holds(&fact.judgements)).count() as u64;
    Saturation {
        modeless: count_of(fails_without_mode),
        disputed: count_of(is_disputed),
        ..count(records.iter().map(Vec::as_slice))
    }
}

/// Returns the rates per mode, criterion, model, prompt version, source, day and reviewer; the first is that of everything.
///
/// # Errors
/// Store problems as they are.
pub fn rates(reader: &Reader) -> Result<Vec<GroupRate>> {
    rates_of(reader, &reader.judged_facts()?, reader.count()?, &|_| true)
}

/// Returns the same of those of the judged records that are chosen, out of so many records, judged or not. All `facts`
/// are needed: how likely a record was to be read depends on everything that was drawn and judged.
///
/// # Errors
/// Store problems as they are.
pub fn rates_of(reader: &Reader, facts: &[JudgedFact], total: u64, chosen: Chosen<'_>) -> Result<Vec<GroupRate>> {
    let rows: Vec<RowId> = facts.iter().map(|fact| fact.row).collect();
    let likely = inclusion(&rows, &reader.pools()?);
    let weighed: Vec<(&JudgedFact, Option<f64>)> =
        facts.iter().zip(likely).filter(|(fact, _)| chosen(fact.row)).collect();
    let mut rates = rates::rates(&weighed, &reader.codebook()?);
    for rate in &mut rates {
        rate.population = match rate.group {
            Group::All | Group::Mode | Group::Criterion => Some(total),
            Group::Model | Group::Prompt | Group::Source | Group::Day | Group::Reviewer => None,
        };
    }
    Ok(rates)
}
