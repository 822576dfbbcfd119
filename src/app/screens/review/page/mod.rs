//! The record on screen: what is kept of it, and how it is laid out and scrolled.

mod covering;
#[expect(clippy::module_inception, reason = "the page, beside what scrolls it")]
mod page;
mod scrolling;

pub use page::{Page, TextForm};
