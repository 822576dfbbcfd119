//! Search in the record.

mod actions;
mod places;

pub use places::Search;
