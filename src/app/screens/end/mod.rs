//! The end of a session, and its hand-off: what was judged, how often it fails, what is new, what is open.
//!
//! It comes by itself once, when the last record of the session got a verdict; a key shows it at any time.

mod actions;
pub(crate) mod draw;
pub(crate) mod keys;
mod lines;
mod state;

pub use state::End;
