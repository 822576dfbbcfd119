//! `stale`: a round of re-grading over the reviewer's own stale grades.

use super::plan::{Plan, Takes, sized};

pub(super) const PLAN: Plan = Plan {
    word: "stale",
    help: "Your grades that a criterion's new meaning made stale, asked again; some of them twice, for your own noise.",
    needs_seed: true,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: true,
    asks_people: true,
    title: |size, _| Some(sized("stale", size)),
    draw: |pool, draw| pool.regrading_round(draw.size, draw.seed),
};
