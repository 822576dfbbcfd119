//! The codebook: failure modes, criteria and checks.
//!
//! [`Codebook`] is what is stored, [`CodebookView`] adds what is counted. `apply` is the one place that says what a
//! change does to it: the store's tables, a rebuild of them, and what the screen shows at once all come from there.

mod apply;
mod consistency;
mod entries;
mod lookup;
mod view;

pub use entries::{CheckEntry, CriterionEntry, Identity, LineageEntry, Merge, ModeEntry, Split};
pub use lookup::Codebook;
pub use view::{CodebookView, Counts};
