//! app
pub mod message;
