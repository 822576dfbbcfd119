//! The queue: its records and the cursor among them (`list`), how it is drawn (`drawing`), what is read for it (`reads`).

mod alike;
mod drawing;
mod list;
mod reads;
mod unjudged;

pub use alike::Alike;
pub use list::{Origin, QueueList};
pub(crate) use reads::{draw_by, list_records, stop_looking};
