//! Mining: finds checks that fail what people tagged and pass what they passed, offline, the same ones every time.
//!
//! Everything that is tried is found without looking at a label (`candidates`). Checks with a name are hypotheses as they are
//! (Fisher's exact test); each family with a free parameter is one, tested by what its whole search finds on shuffled labels
//! (`families`); they share one level (Holm), and of what is left a small set is chosen (`fit`). The figures that are
//! shown are those of the whole procedure on four folds, counted on the fifth (`outer_folds`). Too few tags for a test:
//! `few_tags`. Knows no store and no screen.

mod bits;
mod candidates;
mod cover;
mod families;
mod few_tags;
mod fit;
mod known;
mod limits;
mod outer_folds;
mod sample;
mod shuffle;
mod silence;
mod suggestion;
mod trials;
mod wording;

pub use candidates::Stated;
pub use few_tags::{FEW, UnprovenCheck, from_few_tags, is_broad, quotable, refusing};
pub use known::Known;
pub use limits::{ALPHA, LEAST_COVERAGE, LEAST_LIFT, MOST, TAU};
pub use outer_folds::mine;
pub use sample::Sample;
pub use silence::{Silence, nothing_found, silence};
pub use suggestion::{Fold, MinedCheck, MinedChecks};
pub use wording::{Nouns, remarks, typed, why};
