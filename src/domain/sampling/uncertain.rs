//! `uncertain`: what judges and checks that ran elsewhere answer most differently first.

use std::collections::HashSet;

use super::plan::{Draw, Plan, Queue, SamplingPool, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "uncertain",
    help: "What imported judges and checks answer most differently first; then what none of them answered; no two alike.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: false,
    title: |size, _| Some(sized("uncertain", size)),
    draw,
};

#[expect(clippy::cast_precision_loss, reason = "a handful of judges")]
fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let rows = pool.rows()?;
    let population = rows.len() as u64;
    let held: HashSet<RowId> = rows.iter().copied().collect();
    let answered = pool.answers()?;
    // How far the share of those that fail it is from one half; with one judge nothing differs.
    let mut unsure: Vec<(f64, RowId)> = answered
        .iter()
        .filter(|(row, fails, all)| held.contains(row) && *fails > 0 && fails < all)
        .map(|(row, fails, all)| ((*fails as f64 / *all as f64 - 0.5).abs(), *row))
        .collect();
    unsure.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let known: HashSet<RowId> = answered.iter().map(|(row, _, _)| *row).collect();
    let unanswered = rows.into_iter().filter(|row| !known.contains(row));
    draw.distinct_queue(pool, unsure.into_iter().map(|(_, row)| row).chain(unanswered).collect(), population)
}
