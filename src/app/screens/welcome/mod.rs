//! The Welcome screen: an empty workspace, and the one key that fills it.

mod actions;
pub(crate) mod draw;
pub(crate) mod keys;

pub use actions::Welcome;
