//! The keys of the Criteria screen.

use crate::command::actions;

actions! {
    /// Changes the selected criterion.
    CriteriaAction:

    /// On the screen.
    KEYS = [
        Add("CriterionAdd", "a", "add", "Add a criterion", "Writes a new criterion.").rank(2).judges(),
        Revise("CriterionRevise", "e", "edit", "Edit the statement", "Writes a new version.").rank(3).judges(),
        Regrade("CriterionRegrade", "r", "re-grade", "Re-grade what is stale",
            "Asks your stale grades of this criterion again; says what it costs first.").rank(4).judges(),
        Rename("CriterionRename", "n", "rename", "Rename", "Gives the criterion another name.").rank(5).judges(),
        Link("CriterionLink", "l", "link", "Link a mode",
            "Links a failure mode, or takes the link away.").rank(8).judges(),
        UseWhen("CriterionUseWhen", "w", "use when", "Use when",
            "Writes when the criterion is asked.").rank(9).judges(),
        AvoidWhen("CriterionAvoidWhen", "W", "avoid when", "Avoid when",
            "Writes when the criterion is not asked.").rank(10).judges(),
        MustPass("CriterionMustPass", "p", "must pass", "Must pass",
            "Says that an output must meet it whatever else is good, or no longer.").rank(11).judges(),
        Tolerance("CriterionTau", "t", "tolerance", "Tolerance τ",
            "Writes the share of good outputs that its checks may reject.").rank(12).judges(),
        Owner("CriterionOwner", "o", "owner", "Owner", "Writes who decides on the criterion.").rank(13).judges(),
        Merge("CriterionMerge", "m", "merge", "Merge into another",
            "Picks the criterion that its name leads to; its grades stay its own.").rank(14).judges(),
        Split("CriterionSplit", "s", "split", "Split",
            "Writes the parts, one a line; the criterion itself is no longer asked.").rank(15).judges(),
        Retire("CriterionRetire", "x", "retire", "Retire or revive",
            "No longer asks the criterion, or asks it again.").rank(7).judges(),
        Record("CriterionRecord", "Enter", "its record", "The record behind it",
            "Goes to the record that provoked the chosen version.").rank(1),
        Stub("CriterionStub", "S", "stub", "Stub",
            "Shows check and proof, or suggests checks; Enter writes the stub.").rank(10).judges(),
        OlderVersion("VersionOlder", "]", "older", "Older version", "Chooses the version before.").rank(6),
        NewerVersion("VersionNewer", "[", "newer", "Newer version", "Chooses the version after."),
        LineDown("DetailDown", "J", "line", "Line down", "Scrolls the versions by a line."),
        LineUp("DetailUp", "K", "line up", "Line up", "Scrolls the versions back by a line."),
    ];
}
