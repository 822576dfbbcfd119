//! `all`: every record, in import order.

use super::plan::{Draw, Plan, Queue, SamplingPool, Takes};
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "all",
    help: "Every record, in import order.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: false,
    title: |size, _| size.map(|size| format!("first {size}")),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let size = draw.size;
    let total = pool.total()?;
    if pool.is_everything() {
        return Ok(Queue { rows: pool.first(size)?, population: total, total, ..Queue::default() });
    }
    let mut rows = pool.rows()?;
    let population = rows.len() as u64;
    rows.truncate(size.unwrap_or(usize::MAX));
    Ok(Queue { rows, population, total, ..Queue::default() })
}
