//! The screens, one folder each: its keys (`keys`, of the layer `command`), its state, what its keys do (`actions`), its
//! lines (`rows`), how it looks (`draw`, of the layer `ui`). Their table is in `command`.

pub mod checks;
pub mod compare;
pub mod criteria;
pub mod detail;
pub mod end;
pub mod insights;
pub mod judgement_words;
pub mod list;
pub mod modes;
pub mod review;
mod screen_state;
mod set;
pub mod welcome;

pub use detail::{DetailLine, Tone};
pub use list::ListState;
pub use set::Screens;
