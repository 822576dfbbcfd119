//! What is alike: outputs that say nearly the same, and notes that say of the same failure that it is there.

pub mod alike;
mod common_words;
pub mod open_notes;
