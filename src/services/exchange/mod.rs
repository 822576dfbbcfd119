//! gemba's own export: everything of a workspace as JSON Lines, written, looked at, and united with another workspace.
//!
//! The first line is a header; then come sources, records, sessions, events as they are, and a line that says that all of
//! it is there. A line of a record is what `gemba list --json` prints, with the ids it had before and its sources.

mod export;
mod line;
mod look;
mod reading;
mod restore;
mod take;

pub use export::{Exported, export};
pub use line::{Header, Line};
pub use look::{Look, look};
pub use reading::is_export;
pub use restore::restore;
pub use take::{Taken, take};
