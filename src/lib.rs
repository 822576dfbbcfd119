//! gemba: look at what your model really said.
pub mod domain;
pub mod error;
