//! `daily`: what is left for a reviewer of a day's sample, as `gemba today` froze it.

use super::plan::{Draw, DrawnBy, Plan, Queue, SamplingPool, Takes};
use crate::error::{Problem, Result};

pub(super) const PLAN: Plan = Plan {
    word: "daily",
    help: "What is left for you of the sample that `gemba today` froze on that day.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Day,
    asks_criteria: false,
    asks_people: true,
    title: |_, _| Some("daily".to_owned()),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let Some(DrawnBy::Day(day)) = draw.by else {
        return Err(Problem::usage("The plan `daily` needs a day, as in daily:2026-11-27."));
    };
    let (rows, population) = pool.daily(day)?;
    draw.queue(pool, rows, population)
}
