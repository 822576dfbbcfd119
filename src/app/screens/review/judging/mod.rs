//! Judging the record on screen, or all marked ones; marks; tags that checks suggest.

mod alike;
mod bulk;
mod judge;
mod marks;
mod tag_suggestions;

pub use tag_suggestions::TagSuggestion;
