//! Judging the record on screen, or all marked ones; marks, notes, tags that checks suggest, what judges said.

mod alike;
mod bulk;
mod judge;
mod judge_answers;
mod marks;
mod notes;
mod tag_suggestions;

pub use tag_suggestions::TagSuggestion;
