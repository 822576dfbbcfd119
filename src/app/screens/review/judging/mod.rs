//! Judging the record on screen, or all marked ones; tags that checks suggest.

mod bulk;
mod judge;
mod tag_suggestions;

pub use tag_suggestions::TagSuggestion;
