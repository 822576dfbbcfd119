//! `random`: a draw by hashes of seed and id, the same for the same records, however they came in.

use super::plan::{Plan, Queue, SamplingPool, sized};
use crate::domain::{RecordId, RowId};
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "random",
    help: "A seeded, reproducible draw.",
    needs_seed: true,
    is_random: true,
    asks_criteria: false,
    title: |size, seed| Some(format!("{}, seed {seed}", sized("random", size))),
    draw,
};

fn draw(pool: &dyn SamplingPool, size: Option<usize>, seed: u64) -> Result<Queue> {
    let total = pool.total()?;
    if let Some(size) = size.filter(|_| pool.is_everything()) {
        // Ids are hashes, so what follows a point that the seed gives is a random draw, and an index answers it.
        let mut start = [0; 16];
        start.copy_from_slice(&blake3::hash(&seed.to_le_bytes()).as_bytes()[..16]);
        return Ok(Queue { rows: pool.after(RecordId(start), size)?, population: total, total, ..Queue::default() });
    }
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut drawn: Vec<([u8; 16], RowId)> = Vec::new();
    pool.each(&mut |row, id, _| {
        let mut place = [0; 16];
        place.copy_from_slice(&blake3::keyed_hash(&key, &id.0).as_bytes()[..16]);
        drawn.push((place, row));
    })?;
    let population = drawn.len() as u64;
    if let Some(size) = size.filter(|size| *size < drawn.len()) {
        drawn.select_nth_unstable(size);
        drawn.truncate(size);
    }
    drawn.sort_unstable();
    Ok(Queue { rows: drawn.into_iter().map(|(_, row)| row).collect(), population, total, ..Queue::default() })
}
