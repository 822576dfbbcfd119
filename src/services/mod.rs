//! Services: each gathers from the store, calls a floor below, and returns plain data. The command line and the worker
//! call the same ones; they print nothing and know no screen.

pub mod align;
pub mod checks;
pub mod drift;
#[expect(clippy::disallowed_methods, reason = "files that are read and set aside, and how long that took")]
pub mod import;
mod objections;
#[expect(clippy::disallowed_methods, reason = "looks for stubs on the disk")]
pub mod outdated;
pub mod preview;
pub mod propose;
pub mod read;
pub mod record_json;
pub mod result_pairs;
pub mod results;
pub mod saturation;
pub mod stats;
#[expect(clippy::disallowed_methods, reason = "reads what stands in the stub folder")]
pub mod stubs;
pub mod suggest;
#[expect(clippy::disallowed_methods, reason = "reports after a stretch of time")]
pub mod trial;
