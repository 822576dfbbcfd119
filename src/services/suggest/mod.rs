//! Checks suggested for one mode or criterion: mined from labelled records, else made of the evidence of a few tags.

mod mined;
mod suggestions;

pub use mined::{MinedForTarget, mine};
pub use suggestions::suggest;
