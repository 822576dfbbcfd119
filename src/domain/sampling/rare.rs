//! `rare`: what is unlike the others first, by the output's length, shape and words.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::plan::{Draw, Fact, Plan, Queue, SamplingPool, Stratum, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

/// The words of at most so many records are compared: those that are unlike by length and shape, and a draw of others.
const READ: usize = 600;

pub(super) const PLAN: Plan = Plan {
    word: "rare",
    help: "What is unlike the others first, by the output's length, shape and words, no two alike.",
    needs_seed: false,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: false,
    title: |size, _| Some(sized("rare", size)),
    draw,
};

#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let mut facts: Vec<Fact> = Vec::new();
    pool.facts(Stratum::Format, &mut |fact| facts.push(fact))?;
    let population = facts.len();
    if population == 0 {
        return draw.queue(pool, Vec::new(), 0);
    }
    let mut shapes: HashMap<u8, usize> = HashMap::new();
    for fact in &facts {
        *shapes.entry(fact.shape).or_default() += 1;
    }
    let lengths: Vec<f64> = facts.iter().map(size_of).collect();
    let middle = median(lengths.clone());
    let spread = median(lengths.iter().map(|length| (length - middle).abs()).collect()).max(0.1);
    let mut scored: Vec<(f64, RowId)> = facts
        .iter()
        .zip(&lengths)
        .map(|(fact, length)| {
            let share = shapes.get(&fact.shape).copied().unwrap_or(1) as f64 / population as f64;
            ((length - middle).abs() / spread - share.ln(), fact.row)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    add_words(pool, draw, &mut scored)?;
    draw.distinct_queue(pool, scored.into_iter().map(|(_, row)| row).collect(), population as u64)
}

/// Adds how seldom a record's words are, to those that come first and to a draw of the others, and sorts them anew.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
fn add_words(pool: &dyn SamplingPool, draw: &Draw, scored: &mut Vec<(f64, RowId)>) -> Result<()> {
    let mut rest = scored.split_off(scored.len().min(READ / 2));
    let mut others: Vec<usize> = (0..rest.len()).collect();
    draw.numbers().shuffle(&mut others, READ / 2);
    others.sort_by_key(|at| Reverse(*at));
    scored.extend(others.into_iter().map(|at| rest.remove(at)));
    let mut read = Vec::with_capacity(scored.len());
    let mut holders: HashMap<String, usize> = HashMap::new();
    for (_, row) in scored.iter() {
        let words = pool.words(*row)?;
        for word in &words {
            *holders.entry(word.clone()).or_default() += 1;
        }
        read.push(words);
    }
    let all = scored.len() as f64;
    for ((score, _), words) in scored.iter_mut().zip(&read) {
        let rarity = words.iter().map(|word| (all / holders.get(word).copied().unwrap_or(1) as f64).ln());
        *score += rarity.sum::<f64>() / words.len().max(1) as f64;
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.extend(rest);
    Ok(())
}

/// Lengths differ by factors, not by amounts.
#[expect(clippy::cast_precision_loss, reason = "a length in characters is far below 2^52")]
fn size_of(fact: &Fact) -> f64 {
    (fact.length as f64 + 1.0).ln()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}
