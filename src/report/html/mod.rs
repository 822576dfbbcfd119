//! A report as one page of HTML that needs nothing else: no script, no link, no image, one style sheet inside.

mod element;
mod page;
mod style;

pub(super) use element::{Value, Writer};
pub use page::html;
