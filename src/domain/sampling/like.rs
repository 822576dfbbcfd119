//! `like`: what is nearest to a record first, by the words they share.

use std::collections::HashSet;

use super::plan::{Draw, DrawnBy, Plan, Queue, SamplingPool, Takes, sized};
use crate::domain::RowId;
use crate::error::{Problem, Result};

pub(super) const PLAN: Plan = Plan {
    word: "like",
    help: "What is nearest to a record first, by the words they share: like:ID.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Record,
    asks_criteria: false,
    asks_people: false,
    title: |size, _| Some(sized("like", size)),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let Some(DrawnBy::Record(id)) = draw.by else {
        return Err(Problem::usage("The plan `like` needs a record.").hint("Write its id behind it: like:4f2a."));
    };
    let nearest = pool.nearest(id)?;
    if pool.is_everything() {
        return draw.queue(pool, nearest, pool.total()?);
    }
    let held: HashSet<RowId> = pool.rows()?.into_iter().collect();
    let rows = nearest.into_iter().filter(|row| held.contains(row)).collect();
    draw.queue(pool, rows, held.len() as u64)
}
