//! Summarizes a session for the next reviewer: what was judged, what is new, what is open.

mod gather;
mod written;

pub use gather::{Judged, SessionSummary, counts, of_session};
pub use written::{json, markdown};
