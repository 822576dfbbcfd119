//! `random`: a uniform draw, the same for the same seed over the same records.
//!
//! A small workspace is drawn from by hashes of seed and id, a large one by row numbers.

use std::collections::HashSet;

use super::plan::{Draw, Plan, Queue, SamplingPool, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

/// From so many records on, a draw from all of them is one of row numbers instead of a walk.
const LARGE: u64 = 20_000;
/// A draw of row numbers is at most one of so many records.
const SPARSE: u64 = 8;

pub(super) const PLAN: Plan = Plan {
    word: "random",
    help: "A seeded, reproducible draw.",
    needs_seed: true,
    is_random: true,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: false,
    title: |size, seed| Some(format!("{}, seed {seed}", sized("random", size))),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let total = pool.total()?;
    if let Some(size) = draw.size.filter(|_| pool.is_everything() && total >= LARGE) {
        let last = u64::try_from(pool.last_row()?).unwrap_or(0);
        // Where most rows are gone, drawing by number would miss most of the time.
        if (size as u64).saturating_mul(SPARSE) <= total && last <= total.saturating_mul(4) {
            return draw.queue(pool, by_number(pool, draw, size, last)?, total);
        }
    }
    let mut key = [0; 32];
    key[..8].copy_from_slice(&draw.seed.to_le_bytes());
    let mut drawn: Vec<([u8; 16], RowId)> = Vec::new();
    // By hashes of seed and id: the same for the same records, however they came in.
    pool.each(&mut |row, id, _| {
        let mut place = [0; 16];
        place.copy_from_slice(&blake3::keyed_hash(&key, &id.0).as_bytes()[..16]);
        drawn.push((place, row));
    })?;
    let population = drawn.len() as u64;
    if let Some(size) = draw.size.filter(|size| *size < drawn.len()) {
        drawn.select_nth_unstable(size);
        drawn.truncate(size);
    }
    drawn.sort_unstable();
    draw.queue(pool, drawn.into_iter().map(|(_, row)| row).collect(), population)
}

/// Draws row numbers, each with the same probability; a number without a record, or drawn already, is drawn again.
fn by_number(pool: &dyn SamplingPool, draw: &Draw, size: usize, last: u64) -> Result<Vec<RowId>> {
    let mut numbers = draw.numbers();
    let (mut drawn, mut rows) = (HashSet::new(), Vec::with_capacity(size));
    while rows.len() < size {
        let row = RowId(i64::try_from(numbers.below(last) + 1).unwrap_or(i64::MAX));
        if drawn.insert(row) && pool.exists(row)? {
            rows.push(row);
        }
    }
    Ok(rows)
}
