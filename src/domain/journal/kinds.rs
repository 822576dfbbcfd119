//! The names of the kinds of changes, as the journal has them.

use crate::domain::Change;

impl Change {
    /// The kinds that this version knows. A journal may hold others, which a newer gemba wrote: they are kept, and not
    /// folded.
    pub const KINDS: [&str; 32] = [
        "verdict",
        "tag",
        "untag",
        "note",
        "correction",
        "grade",
        "gold",
        "settle",
        "mode_add",
        "mode_edit",
        "mode_merge",
        "mode_split",
        "mode_retire",
        "mode_revive",
        "criterion_add",
        "criterion_revise",
        "criterion_edit",
        "criterion_merge",
        "criterion_split",
        "check_add",
        "check_edit",
        "check_remove",
        "suggestion_answer",
        "tag_suggestion_answer",
        "source_remove",
        "daily_sample",
        "blind_open",
        "blind_reveal",
        "blind_close",
        "unblind",
        "undo",
        "redo",
    ];
}
