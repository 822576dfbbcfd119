//! The keys of the Checks screen.

use crate::command::actions;

actions! {
    /// Changes the selected check, or shows its records.
    ChecksAction:

    /// On the screen.
    KEYS = [
        Missed("CheckMissed", "Enter", "missed", "What it misses",
            "Queues the bad records that the check passes.").rank(1),
        Caught("CheckCaught", "c", "caught", "What it catches", "Queues the bad records that the check fails.").rank(2),
        Rejected("CheckRejected", "w", "wrongly rejected", "What it wrongly rejects",
            "Queues the good records that the check fails.").rank(3),
        Add("CheckAdd", "a", "add", "Add a check", "Writes a check and shows what it would catch.").rank(4).judges(),
        Edit("CheckEdit", "e", "edit", "Edit", "Adds a changed form of the check; the old one stays.").rank(5).judges(),
        Remove("CheckRemove", "x", "remove", "Remove", "Removes the check; an undo brings it back.").rank(7).judges(),
        Stub("CheckStub", "S", "stub", "Stub", "Shows check and proof; Enter writes the stub.").rank(6).judges(),
    ];
}
