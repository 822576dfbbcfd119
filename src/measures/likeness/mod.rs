//! How alike texts are: vectors of their words and character n-grams, weighted by how rare those are, and groups of texts
//! that are alike. Offline, and for every script.

mod groups;
mod pieces;
mod vectors;

pub use groups::{ALIKE, COMPARED, GROUPS_ALIKE, LARGE, TextGroup, groups};
pub use pieces::{CommonWords, Grain, Pieces, pieces};
pub use vectors::{Vector, Weights};
