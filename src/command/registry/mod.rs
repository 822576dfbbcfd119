//! The registry: one file for each part of the program with its actions beside their rows, and the table of them all.
//!
//! To add a key: a row here, and the arm that the compiler then asks for in the part that acts.

mod action;
mod checks;
mod compare;
mod criteria;
mod global;
mod grading;
mod insights;
mod judging;
mod modes;
mod notes;
mod reading;
mod regrade;
mod review;
mod revision;
mod row;
mod select;
mod table;
mod text;
mod welcome;

pub use action::Action;
pub use checks::{CheckEditorAction, ChecksAction};
pub use compare::CompareAction;
pub use criteria::CriteriaAction;
pub use global::{GlobalAction, GotoAction, ListAction};
pub use grading::GradingAction;
pub use insights::InsightsAction;
pub use judging::JudgingAction;
pub use modes::ModesAction;
pub use notes::NotesAction;
pub use reading::{ReaderAction, StubPreviewAction, SuggestAction};
pub use regrade::{RegradeAction, RegradeOfferAction};
pub use review::{CopyAction, ReviewAction, SearchAction};
pub use revision::RevisionAction;
pub use select::{SpanAction, SpanMotion};
pub use table::{Entry, LAYERS, LayerKeys, REGISTRY, entry_of, opener, root_of, title_of};
pub use text::{PickerAction, TextAction};
pub use welcome::WelcomeAction;
