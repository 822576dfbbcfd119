//! Records: stored in compressed blocks at import, and read back one by one.

pub(crate) mod blocks;
pub(crate) mod insert;
pub(crate) mod prepared;
pub(crate) mod read;
pub(crate) mod secondary;
pub(crate) mod shape;

pub(crate) use read::{content, count, find, head, row_of};
