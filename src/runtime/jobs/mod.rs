//! Jobs: each gathers from the store, calls a floor below, and answers with a plain struct. Called by `cli` and the
//! worker alike; prints nothing.

pub mod checks;
pub mod import;
pub mod stubs;
