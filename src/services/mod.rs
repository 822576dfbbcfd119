//! Services: each gathers from the store, calls a layer below, and returns plain data. The command line and the worker
//! call the same ones; they print nothing and know no screen.

pub mod alignment;
#[expect(clippy::disallowed_methods, reason = "looks at the beginning of files")]
pub mod exchange;
#[expect(clippy::disallowed_methods, reason = "files that are read and set aside, threads, how long that took")]
pub mod import;
pub mod insights;
pub mod likeness;
pub mod read;
pub mod record_json;
pub mod report;
pub mod results;
pub mod session_summary;
#[expect(clippy::disallowed_methods, reason = "reads what is in the stub folder")]
pub mod stubs;
pub mod suggest;
pub mod tallies;
#[expect(clippy::disallowed_methods, reason = "reports after a stretch of time")]
pub mod trial;
#[expect(clippy::disallowed_methods, reason = "the user's file of what is allowed, and files that a command names")]
pub mod trust;
