//! `newest`: the newest first; records without a time last, and among equals the one imported last first.

use super::plan::{Draw, Plan, Queue, SamplingPool, Takes, sized};
use crate::domain::{RowId, Time};
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "newest",
    help: "The newest first.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: false,
    title: |size, _| Some(sized("newest", size)),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let size = draw.size;
    let total = pool.total()?;
    if let Some(size) = size.filter(|_| pool.is_everything()) {
        return Ok(Queue { rows: pool.newest(size)?, population: total, total, ..Queue::default() });
    }
    let mut found: Vec<(Option<Time>, RowId)> = Vec::new();
    pool.each(&mut |row, _, time| found.push((time, row)))?;
    let population = found.len() as u64;
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(size.unwrap_or(usize::MAX));
    Ok(Queue { rows: found.into_iter().map(|(_, row)| row).collect(), population, total, ..Queue::default() })
}
