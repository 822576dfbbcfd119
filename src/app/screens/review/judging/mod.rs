//! Judging the record on screen, or all marked ones; marks, notes, tags that checks suggest, what judges said.

mod alike;
mod asking;
mod bulk;
mod contradictions;
mod disputes;
mod judge;
mod judge_answers;
mod marks;
mod notes;
mod reason;
mod tag_suggestions;
mod words;

pub(crate) use asking::Asking;
pub use tag_suggestions::{Reason, TagSuggestion};
pub(crate) use words::words_of;
