//! Gathers what the Insights screen and its reports measure: how grades drifted, whether reading on would show anything
//! new, and the rates of everything that was judged.

pub mod agreement;

use crate::domain::{CriterionKey, JudgedFact, ModeKey, RowId};
use crate::error::{Problem, Result};
use crate::measures::drift::rubric::{CriterionDrift, RubricDrift, created};
use crate::measures::rates::{self, Group, GroupRate, Outcome, outcome};
use crate::measures::saturation::{Saturation, count};
use crate::measures::truth::shown_modes;
use crate::measures::weights::inclusion;
use crate::store::Reader;

/// Returns the drift of every criterion that was ever asked, in order of creation, and when modes and criteria were
/// created.
///
/// # Errors
/// Store problems as they are.
pub fn rubric_drift(reader: &Reader) -> Result<RubricDrift> {
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
    let facts = reader.judged_facts()?;
    let records: Vec<Vec<&ModeKey>> =
        facts.iter().map(|fact| shown_modes(&fact.judgements).into_iter().collect()).collect();
    let failed = |fact: &JudgedFact| matches!(outcome(&fact.judgements), Outcome::Fails(true) | Outcome::Disputed);
    let modeless = facts.iter().zip(&records).filter(|(fact, modes)| modes.is_empty() && failed(fact)).count() as u64;
    Ok(Saturation { modeless, ..count(records.iter().map(Vec::as_slice)) })
}

/// Returns the rates per mode, criterion, model, prompt version, source and day; the first is that of everything.
///
/// # Errors
/// Store problems as they are.
pub fn rates(reader: &Reader) -> Result<Vec<GroupRate>> {
    let facts = reader.judged_facts()?;
    let rows: Vec<RowId> = facts.iter().map(|fact| fact.row).collect();
    let total = reader.count()?;
    let mut rates = rates::rates(&facts, &inclusion(&rows, &reader.pools()?), &reader.codebook()?);
    for rate in &mut rates {
        rate.population = match rate.group {
            Group::All | Group::Mode | Group::Criterion => Some(total),
            Group::Model | Group::Prompt | Group::Source | Group::Day => None,
        };
    }
    Ok(rates)
}
