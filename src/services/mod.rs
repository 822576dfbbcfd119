//! Jobs: each gathers from the store, calls a floor below, and answers with a plain struct. Called by `cli` and the
//! worker alike; prints nothing.

pub mod align;
pub mod checks;
pub mod drift;
pub mod import;
pub mod outdated;
pub mod preview;
pub mod propose;
pub mod result_pairs;
pub mod results;
pub mod saturation;
pub mod stats;
pub mod stubs;
pub mod suggest;
pub mod trial;
