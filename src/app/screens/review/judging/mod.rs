//! Judging the record on screen, or all marked ones; tags that checks suggest.

mod bulk;
mod judge;
mod tag_suggestions;
mod words;

pub use tag_suggestions::TagSuggestion;
pub use words::glyph;
pub(crate) use words::{answer_glyph, answer_words};
