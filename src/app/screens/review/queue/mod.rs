//! The queue: its records and the cursor among them (`list`), how it is drawn (`drawing`), what is read for it (`reads`).

mod alike;
mod drawing;
mod list;
mod own_verdicts;
mod progress;
mod reads;
mod unjudged;

pub use alike::Alike;
pub use list::{Origin, QueueList};
pub(crate) use own_verdicts::OwnVerdicts;
pub use own_verdicts::Progress;
pub(crate) use reads::{draw_by, list_records, stop_looking};
