//! The Checks screen, and the editor in which a check is typed.

use super::row::{Row, key, opens};
use crate::command::layer::Layer;

/// Changes the selected check, or shows its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum ChecksAction {
    Missed,
    Caught,
    Rejected,
    Add,
    Edit,
    Remove,
    Stub,
}

impl ChecksAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(
            Self::Missed,
            "CheckMissed",
            "Enter",
            "missed",
            "What it misses",
            "Queues the bad records that the check passes.",
        )
        .rank(1),
        key(
            Self::Caught,
            "CheckCaught",
            "c",
            "caught",
            "What it catches",
            "Queues the bad records that the check fails.",
        )
        .rank(2),
        key(
            Self::Rejected,
            "CheckRejected",
            "w",
            "wrongly rejected",
            "What it wrongly rejects",
            "Queues the good records that the check fails.",
        )
        .rank(3),
        key(Self::Add, "CheckAdd", "a", "add", "Add a check", "Writes a check and shows what it would catch.")
            .rank(4)
            .judges(),
        key(Self::Edit, "CheckEdit", "e", "edit", "Edit", "Adds a changed form of the check; the old one stays.")
            .rank(5)
            .judges(),
        key(Self::Remove, "CheckRemove", "x", "remove", "Remove", "Removes the check; `u` brings it back.")
            .rank(7)
            .judges(),
        key(Self::Stub, "CheckStub", "S", "stub", "Stub", "Shows check and proof; Enter writes the stub.")
            .rank(6)
            .judges(),
    ];
}

/// Helps with the check that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum CheckEditorAction {
    Complete,
    Caught,
    Missed,
    Rejected,
}

impl CheckEditorAction {
    /// While it is typed.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(
            Self::Complete,
            "CheckComplete",
            "Tab",
            "complete",
            "Complete",
            "Completes the kind or the option that is being typed.",
        )
        .rank(3),
        opens(
            Layer::CheckRecords,
            "CheckFound",
            "ctrl-g",
            "go to records",
            "Its records",
            "Goes to records of the check as typed so far; Esc returns to it.",
        )
        .rank(2),
    ];

    /// After the key for its records.
    pub(super) const RECORDS: &[Row<Self>] = &[
        key(Self::Caught, "FoundCaught", "c", "caught", "Caught", "Queues the bad records that it fails.").rank(1),
        key(Self::Missed, "FoundMissed", "m", "missed", "Missed", "Queues the bad records that it passes.").rank(2),
        key(
            Self::Rejected,
            "FoundRejected",
            "w",
            "wrongly rejected",
            "Wrongly rejected",
            "Queues the good records that it fails.",
        )
        .rank(3),
    ];
}
