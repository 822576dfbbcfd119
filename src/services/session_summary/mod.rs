//! Summarizes a session for the next reviewer: what was judged, what is new, what is open.

mod counts;
mod gather;
mod hand_off;
mod known;
mod masked;
mod today;
mod written;

pub use counts::{counts, worked};
pub use gather::of_session;
pub use hand_off::{for_others, hand_off};
pub use known::{known_counts, known_json};
pub use masked::mask;
pub use today::{daily_session, freeze, people, progress, sample_to_freeze, today};
pub use written::{daily_json, json, markdown, person_json};
