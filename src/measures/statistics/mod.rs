//! Textbook statistics, each with its source: shares, intervals, quantiles, the bootstrap, exact tests.

pub mod bootstrap;
pub mod intervals;
pub mod significance;

pub use intervals::quantile;
pub(super) use intervals::share;
