//! The Criteria screen.

use super::row::{Row, key};

/// Changes the selected criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum CriteriaAction {
    Add,
    Revise,
    Regrade,
    Rename,
    Link,
    UseWhen,
    AvoidWhen,
    MustPass,
    Tolerance,
    Owner,
    Merge,
    Split,
    Retire,
    Record,
    Stub,
    OlderVersion,
    NewerVersion,
    LineDown,
    LineUp,
}

impl CriteriaAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Add, "CriterionAdd", "a", "add", "Add a criterion", "Writes a new criterion.").rank(2).judges(),
        key(Self::Revise, "CriterionRevise", "e", "edit", "Edit the statement", "Writes a new version.")
            .rank(3)
            .judges(),
        key(
            Self::Regrade,
            "CriterionRegrade",
            "r",
            "re-grade",
            "Re-grade what is stale",
            "Asks your stale grades of this criterion again; says what it costs first.",
        )
        .rank(4)
        .judges(),
        key(Self::Rename, "CriterionRename", "n", "rename", "Rename", "Gives the criterion another name.")
            .rank(5)
            .judges(),
        key(Self::Link, "CriterionLink", "l", "link", "Link a mode", "Links a failure mode, or takes the link away.")
            .rank(8)
            .judges(),
        key(Self::UseWhen, "CriterionUseWhen", "w", "use when", "Use when", "Writes when the criterion is asked.")
            .rank(9)
            .judges(),
        key(
            Self::AvoidWhen,
            "CriterionAvoidWhen",
            "W",
            "avoid when",
            "Avoid when",
            "Writes when the criterion is not asked.",
        )
        .rank(10)
        .judges(),
        key(
            Self::MustPass,
            "CriterionMustPass",
            "p",
            "must pass",
            "Must pass",
            "Says that an output must meet it whatever else is good, or no longer.",
        )
        .rank(11)
        .judges(),
        key(
            Self::Tolerance,
            "CriterionTau",
            "t",
            "tolerance",
            "Tolerance τ",
            "Writes the share of good outputs that its checks may reject.",
        )
        .rank(12)
        .judges(),
        key(Self::Owner, "CriterionOwner", "o", "owner", "Owner", "Writes who decides on the criterion.")
            .rank(13)
            .judges(),
        key(
            Self::Merge,
            "CriterionMerge",
            "m",
            "merge",
            "Merge into another",
            "Picks the criterion that its name leads to; its grades stay its own.",
        )
        .rank(14)
        .judges(),
        key(
            Self::Split,
            "CriterionSplit",
            "s",
            "split",
            "Split",
            "Writes the parts, one a line; the criterion itself is no longer asked.",
        )
        .rank(15)
        .judges(),
        key(
            Self::Retire,
            "CriterionRetire",
            "x",
            "retire",
            "Retire or revive",
            "No longer asks the criterion, or asks it again.",
        )
        .rank(7)
        .judges(),
        key(
            Self::Record,
            "CriterionRecord",
            "Enter",
            "its record",
            "The record behind it",
            "Goes to the record that provoked the chosen version.",
        )
        .rank(1),
        key(
            Self::Stub,
            "CriterionStub",
            "S",
            "stub",
            "Stub",
            "Shows check and proof, or suggests checks; Enter writes the stub.",
        )
        .rank(10)
        .judges(),
        key(Self::OlderVersion, "VersionOlder", "]", "older", "Older version", "Chooses the version before.").rank(6),
        key(Self::NewerVersion, "VersionNewer", "[", "newer", "Newer version", "Chooses the version after."),
        key(Self::LineDown, "DetailDown", "J", "line", "Line down", "Scrolls the versions by a line."),
        key(Self::LineUp, "DetailUp", "K", "line up", "Line up", "Scrolls the versions back by a line."),
    ];
}
