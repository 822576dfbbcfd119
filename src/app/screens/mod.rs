//! The screens, one folder each. Beside Review each is a list with a cursor and a filter.

pub mod checks;
pub mod compare;
pub mod criteria;
pub mod detail;
pub mod drift;
pub mod insights;
pub mod list;
pub mod modes;
pub mod review;
mod set;

pub use detail::{DetailLine, Tone};
pub use list::ListState;
pub use set::Screens;
