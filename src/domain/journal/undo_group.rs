//! The unit of undo.

use serde::{Deserialize, Serialize};

/// What one command or one key press did, as one unit of undo: the UUIDv7 of its first event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UndoGroup(pub String);
