//! Choosing a span of evidence from the keyboard.

mod actions;
mod selection;
mod text_motion;

pub use selection::Selection;
