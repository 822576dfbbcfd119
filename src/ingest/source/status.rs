//! How far a file was read, and what was wrong with it.

use std::cell::{Cell, RefCell};

/// What the layers of one stream share.
#[derive(Default)]
pub(crate) struct StreamStatus {
    /// Bytes of the file that were read, compressed as they are.
    pub(crate) read: Cell<u64>,
    /// Bytes that came of them.
    pub(crate) given: Cell<u64>,
    /// Why the compressed data ended early, if they did.
    pub(crate) fault: RefCell<Option<String>>,
}
