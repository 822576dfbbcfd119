//! Gathers what a report is made of: the figures of the screens and of `stats`, `drift`, `saturation` and `align`, for all
//! records or those of a filter, and some records that show each failure mode.

mod examples;
mod gather;
mod people;
mod texts;

pub use gather::{ReportOrder, gather};
