//! What is alike: outputs that say nearly the same, judged records that speak for a tag, and notes on the same failure.

pub mod alike;
mod common_words;
pub mod neighbours;
pub mod open_notes;
