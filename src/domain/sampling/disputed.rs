//! `disputed`: what reviewers judged differently.

use std::collections::HashSet;

use super::plan::{Draw, Plan, Queue, SamplingPool, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "disputed",
    help: "What reviewers judged differently, in import order.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: true,
    title: |size, _| Some(sized("disputed", size)),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let rows = pool.rows()?;
    let population = rows.len() as u64;
    let disputed: HashSet<RowId> = pool.disputed()?.into_iter().collect();
    draw.queue(pool, rows.into_iter().filter(|row| disputed.contains(row)).collect(), population)
}
