//! The hand-off of a session: what was done in it, for whoever goes on with it.

mod gather;
mod written;

pub use gather::{Judged, SessionSummary, counts, of_session};
pub use written::{json, markdown};
