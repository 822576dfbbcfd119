//! Textbook statistics, each with its source: shares, intervals, quantiles, exact tests, agreement of raters.

pub mod agreement;
pub mod intervals;
mod quantile;
mod share;
pub mod significance;

pub use quantile::quantile;
pub(super) use share::share;
