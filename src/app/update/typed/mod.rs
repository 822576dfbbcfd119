//! Typed lines as keys: what a line of words means where the screen is, for scripts and for whoever types without a
//! terminal. Every word ends as keys, so that nothing can be done here that a key cannot do.

mod choice;
mod line;
mod words;

pub use line::{TypedLine, choice_by_number};
