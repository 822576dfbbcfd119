//! Journals of others: read for an export, held against this one, and united with it.
//!
//! An event is known by its id. The state is what is folded from all events in the order (Lamport time, writer, sequence),
//! so it does not matter who got which export first, or how often.

mod check;
mod conflicts;
mod entry;
mod insert;
mod read;
mod sessions;
mod sources;

pub use check::{UnionCheck, UnionSummary};
pub use entry::{Hash, JournalEntry};
pub use insert::United;
pub use read::WriterHead;
pub use sessions::{KeptSession, SharedAsk, SharedSession};
pub use sources::{KeptRecord, SharedSource};
