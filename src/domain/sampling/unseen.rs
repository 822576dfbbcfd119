//! `unseen`: first the records whose conversation and model have no judged record yet.

use std::collections::HashSet;

use super::plan::{Draw, Plan, Queue, SamplingPool, Stratum, Takes, sized};
use crate::domain::RowId;
use crate::error::Result;

pub(super) const PLAN: Plan = Plan {
    word: "unseen",
    help: "Models and conversations without a judged record first, one record of each before the next, no two alike.",
    needs_seed: true,
    is_random: false,
    takes: Takes::Nothing,
    asks_criteria: false,
    asks_people: true,
    title: |size, seed| Some(format!("{}, seed {seed}", sized("unseen", size))),
    draw,
};

fn draw(pool: &dyn SamplingPool, draw: &Draw) -> Result<Queue> {
    let judged: HashSet<RowId> = pool.judged()?.into_iter().collect();
    let mut models: Vec<(RowId, Option<String>)> = Vec::new();
    pool.facts(Stratum::Model, &mut |fact| models.push((fact.row, fact.value)))?;
    let mut conversations: Vec<Option<String>> = Vec::with_capacity(models.len());
    pool.facts(Stratum::Conversation, &mut |fact| conversations.push(fact.value))?;
    let population = models.len() as u64;
    let mut seen = Seen::default();
    for ((row, model), conversation) in models.iter().zip(&conversations) {
        if judged.contains(row) {
            seen.note(model.as_ref(), conversation.as_ref());
        }
    }
    let mut unread: Vec<usize> = (0..models.len()).collect();
    unread.retain(|at| models.get(*at).is_some_and(|(row, _)| !judged.contains(row)));
    draw.numbers().shuffle(&mut unread, usize::MAX);
    // Records of a new model come first, then those of a new conversation, then the others.
    let mut by_novelty: [Vec<RowId>; 3] = Default::default();
    for at in unread {
        let Some(((row, model), conversation)) = models.get(at).zip(conversations.get(at)) else { continue };
        let novelty = seen.note(model.as_ref(), conversation.as_ref());
        if let Some(rows) = by_novelty.get_mut(novelty) {
            rows.push(*row);
        }
    }
    draw.distinct_queue(pool, by_novelty.concat(), population)
}

/// What was looked at.
#[derive(Default)]
struct Seen<'a> {
    models: HashSet<Option<&'a String>>,
    conversations: HashSet<&'a String>,
}

impl<'a> Seen<'a> {
    /// Notes a record; returns 0 where its model is new, 1 where its conversation is, else 2.
    fn note(&mut self, model: Option<&'a String>, conversation: Option<&'a String>) -> usize {
        let is_new_conversation = conversation.is_some_and(|conversation| self.conversations.insert(conversation));
        match self.models.insert(model) {
            true => 0,
            false if is_new_conversation => 1,
            false => 2,
        }
    }
}
