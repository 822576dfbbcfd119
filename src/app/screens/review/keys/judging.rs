//! Judging the record that is shown: verdicts, tags, suggested tags.

use crate::command::actions;

actions! {
    /// Gives a verdict or a tag to the record that is shown.
    JudgingAction:

    /// On Review: verdicts and tags.
    VERDICTS = [
        Pass("Pass", "p", "pass", "Pass", "The output is good; moves on to the next record without your verdict.").rank(10).judges(),
        => FailWith("FailWith", "f F", "fail", "Fail, and why",
            "The output is bad; asks why, then moves on.").rank(11).judges(),
        Defer("Defer", "d", "defer", "Defer", "Decides later; moves on to the next record without your verdict.").rank(12).judges(),
        Decline("Decline", "C", "declined", "Declined",
            "Cannot be answered, for a reason that you write; in no rate. Moves on.").rank(26).judges(),
        => Tag("Tag", "t", "tag", "Tag", "Toggles the tag whose hotkey follows; stays.").rank(13).judges(),
        PickTag("PickTag", "T", "find tag", "Find or create a tag",
            "Opens the picker of failure modes.").rank(25).judges(),
    ];

    /// On Review, without a key where failing asks why.
    AT_ONCE = [
        Fail("Fail", "", "fail", "Fail without asking why", "The output is bad; moves on at once.").rank(11).judges(),
    ];

    /// On Review: the last judgement once more, suggested tags, the stub of the last tag.
    AGAIN = [
        Repeat("Repeat", ".", "repeat", "Repeat", "Repeats the last judgement on this record.").rank(33).judges(),
        AcceptSuggestion("AcceptSuggestion", "a", "accept", "Accept the first suggestion",
            "Tags with the first suggested mode: its check objects, or a similar record has the tag.").judges(),
        DismissSuggestion("DismissSuggestion", "A", "dismiss", "Dismiss the first suggestion",
            "Sets the first suggested mode aside for this record; it does not come back.").judges(),
        Stub("Stub", "S", "stub", "Stub for the last tag",
            "Suggests a check for the last tag's mode, or shows those it has, with proof; Enter writes the stub.")
            .rank(34).judges(),
    ];

    /// After the key that tags.
    TAG = [
        TagHotkey("TagHotkey", "a-z", "tag", "Toggle this tag",
            "Tags with the mode of this hotkey, or takes the tag back.").rank(1).judges(),
        TagPicker("TagPicker", "/", "find or create", "Find or create",
            "Opens the picker of failure modes.").rank(2).judges(),
    ];

    /// After the key that fails: why.
    FAIL_WITH = [
        FailHotkey("FailHotkey", "a-z", "mode", "Failed with this mode",
            "Tags with the mode of this hotkey and moves on; `f` gives no reason.").rank(1).judges(),
        FailPicker("FailPicker", "/", "find or create", "Failed with a mode, by name",
            "Opens the picker; the record fails with what you choose.").rank(2).judges(),
        FailNote("FailNote", "Space", "note", "A note as the reason",
            "Writes a note on why it failed; moves on.").rank(4).judges(),
        FailPlain("FailPlain", "Enter F", "no reason", "No reason", "Leaves the fail as it is and moves on.").rank(3)
            .judges(),
        FailStay("FailStay", "Tab", "stay", "Do not move on",
            "Stays on the record once the reason is given.").rank(5),
    ];
}
