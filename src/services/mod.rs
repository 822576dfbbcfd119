//! Services: each gathers from the store, calls a floor below, and returns plain data. The command line and the worker
//! call the same ones; they print nothing and know no screen.

pub mod align;
pub mod checks;
pub mod drift;
pub mod import;
mod objections;
pub mod outdated;
pub mod preview;
pub mod propose;
pub mod read;
pub mod record_json;
pub mod result_pairs;
pub mod results;
pub mod saturation;
pub mod stats;
pub mod stubs;
pub mod suggest;
pub mod trial;
