//! Records: stored in compressed blocks at import, and read back one by one.

pub(crate) mod arrival;
pub(crate) mod arrivals;
pub(crate) mod blocks;
pub(crate) mod enrich;
pub(crate) mod find;
pub(crate) mod insert;
pub(crate) mod merge;
pub(crate) mod prepared;
pub(crate) mod read;
pub(crate) mod remove;
pub(crate) mod reread;
pub(crate) mod secondary;
pub(crate) mod shape;
pub(crate) mod sources;
pub(crate) mod upgrade;

pub(crate) use find::find;
pub(crate) use read::{content, count, head, ids_of, row_of};
