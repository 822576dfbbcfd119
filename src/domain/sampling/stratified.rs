//! `stratified`: as many records of each value of a field, in turn.

use std::collections::{BTreeMap, HashSet};

use super::plan::{Draw, DrawnBy, Plan, Queue, SamplingPool, Stratum, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

/// So many rows are drawn for each place; of a value that does not come up often enough by then all rows are read.
const DRAWS_A_PLACE: usize = 20;
/// The fewest and the most rows that are drawn.
const DRAWS: std::ops::RangeInclusive<usize> = 1_000..=20_000;

pub(super) const PLAN: Plan = Plan {
    word: "stratified",
    help: "As many of each value of a field, in turn: stratified:model.",
    needs_seed: true,
    is_random: false,
    takes: Takes::Field,
    asks_criteria: false,
    asks_people: false,
    title: |size, seed| Some(format!("{}, seed {seed}", sized("stratified", size))),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let field = match draw.by {
        Some(DrawnBy::Field(field)) => field,
        Some(DrawnBy::Record(_) | DrawnBy::Day(_)) | None => Stratum::Model,
    };
    let size = draw.size.unwrap_or(usize::MAX);
    let (mut strata, population) = match pool.values(field)? {
        Some(values) if draw.size.is_some() => (drawn_strata(pool, draw, field, values, size)?, pool.total()?),
        Some(_) | None => walked_strata(pool, field)?,
    };
    let mut numbers = draw.numbers();
    // Where there are more values than places, chance says which come first.
    numbers.shuffle(&mut strata, usize::MAX);
    for rows in &mut strata {
        numbers.shuffle(rows, size);
    }
    let most = strata.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..most).flat_map(|at| strata.iter().filter_map(move |rows| rows.get(at).copied()));
    draw.queue(pool, in_turn.take(size).collect(), population)
}

/// Returns the rows of each value, in order of the values, and how many there are in all.
fn walked_strata(pool: &dyn SamplingPool, field: Stratum) -> Result<(Vec<Vec<RowId>>, u64)> {
    let mut strata: BTreeMap<Option<String>, Vec<RowId>> = BTreeMap::new();
    pool.facts(field, &mut |fact| match strata.get_mut(&fact.value) {
        Some(rows) => rows.push(fact.row),
        None => drop(strata.insert(fact.value, vec![fact.row])),
    })?;
    let population = strata.values().map(|rows| rows.len() as u64).sum();
    Ok((strata.into_values().collect(), population))
}

/// Draws from the whole of a large workspace without a walk: of a rare value all rows are at hand; the others come up
/// soon enough among rows drawn by number.
fn drawn_strata(
    pool: &dyn SamplingPool,
    draw: &Draw,
    field: Stratum,
    values: Vec<(Option<String>, Option<Vec<RowId>>)>,
    size: usize,
) -> Result<Vec<Vec<RowId>>> {
    let quota = size.div_ceil(values.len().max(1)).saturating_mul(2).min(size);
    let mut strata: BTreeMap<Option<String>, Vec<RowId>> = BTreeMap::new();
    let mut common: BTreeMap<Option<String>, Vec<RowId>> = BTreeMap::new();
    for (value, rows) in values {
        match rows {
            // Several sources may have one name.
            Some(rows) => strata.entry(value).or_default().extend(rows),
            None => drop(common.insert(value, Vec::new())),
        }
    }
    let last = u64::try_from(pool.last_row()?).unwrap_or(0);
    let (mut numbers, mut drawn) = (draw.numbers(), HashSet::new());
    let most = size.saturating_mul(DRAWS_A_PLACE).clamp(*DRAWS.start(), *DRAWS.end());
    let mut tries = 0;
    while tries < most && common.values().any(|rows| rows.len() < quota) {
        tries += 1;
        let row = RowId(i64::try_from(numbers.below(last) + 1).unwrap_or(i64::MAX));
        if drawn.insert(row)
            && let Some(fact) = pool.fact(row, field)?
            && let Some(rows) = common.get_mut(&fact.value)
        {
            rows.push(row);
        }
    }
    for (value, rows) in &mut common {
        if rows.len() < quota {
            *rows = pool.rows_of(field, value.as_deref())?;
        }
    }
    strata.extend(common);
    Ok(strata.into_values().filter(|rows| !rows.is_empty()).collect())
}
