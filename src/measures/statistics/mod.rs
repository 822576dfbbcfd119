//! Textbook statistics, each with its source: shares, intervals, quantiles, exact tests, agreement of raters.

pub mod agreement;
pub mod intervals;
pub mod significance;

pub use intervals::quantile;
pub(super) use intervals::share;
