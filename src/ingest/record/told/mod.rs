//! What the user's `--map` says of a record.

mod last_word;

use crate::domain::{Content, Message, Part};
use crate::ingest::field_names::Field;

/// The fields that the user mapped, and what was found for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Those that were found.
    pub(super) found: Vec<Field>,
    pub(super) content: Content,
    pub(super) prompt_name: Option<String>,
    pub(super) system: Vec<Part>,
    pub(super) turns: Vec<Message>,
    pub(super) input: Vec<Message>,
    pub(super) output: Option<(String, Vec<Part>)>,
}
