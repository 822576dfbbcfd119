//! What each key of an object is read as, found once for all entries with the same keys.

use std::cmp::Reverse;

use crate::ingest::field_names::{Field, ends_as, is_called, normalized};
use crate::ingest::json::Fields;
use crate::ingest::record::judged::may_judge;
use crate::ingest::record::names::{ENDS, PARAMETERS, meaning_within};

/// What is done with the value of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Turns,
    Input,
    Output,
    /// A text of one slot.
    Text(Field),
    /// A time or a number of one slot.
    Measured(Field),
    /// The counts of tokens.
    Usage,
    /// An object whose members are fields of the record.
    Open,
    /// A field without a place of its own.
    Keep,
}

/// The keys of an entry in their order, and what is done with each.
pub(super) struct Shape {
    keys: Vec<String>,
    /// `None` where what a key means depends on more than itself.
    pub(super) steps: Option<Vec<Step>>,
}

/// Normalized names whose meaning depends on the value, or on others beside them, as that of the end of a call does.
const DEPENDING: [&str; 4] = ["conversation", "answer", "target", "instruction"];

impl Shape {
    pub(super) fn of(fields: &Fields<'_>) -> Self {
        Self { keys: fields.keys(), steps: steps(fields) }
    }

    /// Returns whether an entry has these keys.
    pub(super) fn fits(&self, fields: &Fields<'_>) -> bool {
        self.keys.len() == fields.len() && self.keys.iter().zip(fields.iter()).all(|(known, (key, _))| known == key)
    }
}

fn steps(fields: &Fields<'_>) -> Option<Vec<Step>> {
    let mut found: Vec<(Field, usize, Reverse<usize>)> = Vec::new();
    for (place, (key, _)) in fields.iter().enumerate() {
        let name = normalized(key);
        let depends = || DEPENDING.contains(&&*name) || ENDS.contains(&&*name);
        if may_judge(key) || PARAMETERS.contains(&key) || is_called(key, "task_hash") || depends() {
            return None;
        }
        let Some((field, rank)) = meaning_within(key, None) else { continue };
        // A list of turns by its name.
        if field == Field::Output && ends_as(key, "messages") {
            return None;
        }
        found.push((field, rank, Reverse(place)));
    }
    found.sort_unstable_by_key(|(_, rank, place)| (*rank, *place));
    let count = |field: Field| found.iter().filter(|(known, ..)| *known == field).count();
    let asks = [Field::Messages, Field::Input].map(count);
    let has_tokens = count(Field::TokensIn) + count(Field::TokensOut) > 0;
    let is_plain = matches!(asks, [1, 0] | [0, 1]) && count(Field::Output) == 1;
    if !is_plain || count(Field::Usage) > usize::from(!has_tokens) {
        return None;
    }
    let mut steps = vec![Step::Keep; fields.len()];
    let mut done = Vec::new();
    for (field, _, Reverse(place)) in found {
        let step = match field {
            Field::Messages => Step::Turns,
            Field::Input => Step::Input,
            Field::Output => Step::Output,
            Field::Id | Field::Conversation | Field::Model | Field::Prompt | Field::FinishReason => Step::Text(field),
            Field::Time | Field::Latency | Field::TokensIn | Field::TokensOut | Field::Cost => Step::Measured(field),
            Field::Usage => Step::Usage,
            Field::Meta => Step::Open,
            Field::System | Field::Expected | Field::PromptName | Field::Error | Field::Note | Field::Tools => {
                return None;
            }
        };
        // Of several keys for one field the likeliest is it, and the others stay fields of their own.
        let is_first = step == Step::Open || !done.contains(&field);
        done.push(field);
        if let Some(slot) = steps.get_mut(place).filter(|_| is_first) {
            *slot = step;
        }
    }
    Some(steps)
}
