//! The registry: one file for each part of the program with its actions beside their rows, and the table of them all.
//!
//! To add a key: a row here, and the arm that the compiler then asks for in the part that acts.

mod action;
mod check_editor;
mod disputes;
mod filter_box;
mod global;
mod reading;
mod regrade_offer;
mod revision;
mod row;
mod table;
mod text;

pub use action::*;
pub use check_editor::CheckEditorAction;
pub use disputes::DisputeAction;
pub use filter_box::FilterBoxAction;
pub use global::{GlobalAction, GotoAction, ListAction};
pub use reading::{HelpAction, ReaderAction, StubPreviewAction, SuggestAction};
pub use regrade_offer::RegradeOfferAction;
pub use revision::RevisionAction;
pub(crate) use row::{Does, Row, actions};
pub use table::{Entry, LAYERS, LayerKeys, REGISTRY, entry_of, opener, root_of, title_of};
pub use text::{PickerAction, TextAction};
