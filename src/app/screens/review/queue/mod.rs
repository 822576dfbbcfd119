//! The queue: its records and the cursor among them (`list`), how it is drawn (`drawing`), what is read for it (`reads`),
//! and what lies over it (`stack`).

mod alike;
mod drawing;
mod jumps;
mod known;
mod list;
mod own_verdicts;
mod progress;
mod reads;
mod resuming;
mod stack;
mod unjudged;

pub use alike::Alike;
pub(crate) use jumps::Jumps;
pub(crate) use list::{KeptQueue, SessionBefore};
pub use list::{Origin, QueueList};
pub(crate) use own_verdicts::OwnVerdicts;
pub use own_verdicts::Progress;
pub(crate) use reads::{draw_by, list_records, stop_looking};
