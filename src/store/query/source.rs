//! What a walk over records reads from.

use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use crate::store::records::blocks::Blocks;

/// What a walk reads from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub conn: &'a Connection,
    pub blocks: &'a Blocks,
    /// Set when the walk is to end.
    pub stop: &'a AtomicBool,
}
