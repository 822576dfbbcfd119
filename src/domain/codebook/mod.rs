//! The codebook: failure modes, criteria and checks.
//!
//! [`Codebook`] is what is stored, [`CodebookView`] adds what is counted. What a change does to it is said in
//! `journal::apply` alone: the store's tables, a rebuild of them, and what the screen shows at once come from there.

mod check;
mod consistency;
mod criterion;
mod entries;
mod failure_mode;
mod hotkeys;
mod lookup;
mod stub_cases;
mod view;

pub use check::{Check, CheckKey, CheckSpec, SuggestionAnswer, Target};
pub use criterion::{Criterion, CriterionKey, CriterionSettings, CriterionVersion, Edit, TAU};
pub use entries::{CriterionEntry, Identity, LineageEntry, Merge, ModeEntry, Split};
pub use failure_mode::{FailureMode, ModeKey, ModeStatus};
pub use hotkeys::{NO_REASON, free_letter};
pub use lookup::Codebook;
pub use stub_cases::StubCases;
pub use view::{CodebookView, Counts};
