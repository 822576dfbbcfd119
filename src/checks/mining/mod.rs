//! Mining: finds checks that fail what people tagged and pass what they passed, offline, the same ones every time.
//!
//! The labelled records are split in two by their *input* ([`half`]). On the training half [`choose`] tries phrases
//! (`phrases`), patterns (`patterns`), lengths and figures (`sizes`) and shapes (`shapes`), and picks a few. On the
//! held-out half [`OutOfSample`] counts what those few catch: a suggestion is one whose split is not chance there.
//! Too few tags for halves: `few_tags`. Knows no store and no screen.

mod choose;
mod few_tags;
mod limits;
mod out_of_sample;
mod patterns;
mod phrases;
mod sample;
mod shapes;
mod sizes;
mod suggestion;
mod train;
mod wording;

pub use crate::measures::check_sets::Half;
pub use choose::{Chosen, Known, choose};
pub use few_tags::{FEW, UnprovenCheck, from_few_tags, is_broad, quotable, refusing};
pub use limits::{ALPHA, LEAST_COVERAGE, LEAST_LIFT, MOST, TAU};
pub use out_of_sample::OutOfSample;
pub use sample::{Sample, half};
pub use suggestion::{MinedCheck, MinedChecks};
pub use wording::{Nouns, nothing_found, typed, why};
