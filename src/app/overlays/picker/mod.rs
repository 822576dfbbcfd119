//! A list to choose from by typing: failure modes, criteria, commands.

mod open;
pub mod rows;

pub use open::Picker;
pub use rows::{Choice, PickFor, PickRow};
