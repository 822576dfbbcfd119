//! What can lie over a screen, one file each: its state, and what its keys do.

pub mod check_editor;
pub mod corrections;
pub mod disputes;
pub mod draft;
pub mod filter_box;
pub mod help;
mod overlay;
pub mod picker;
pub mod regrade_offer;
mod revision;
pub mod stub_preview;
pub mod suggest;
pub mod text_box;
pub mod text_entry;
pub mod writing;

pub use overlay::Overlay;
