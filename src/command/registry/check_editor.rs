//! The editor in which a check is typed.

use super::row::actions;

actions! {
    /// Helps with the check that is typed.
    CheckEditorAction:

    /// While it is typed.
    KEYS = [
        Complete("CheckComplete", "Tab", "complete", "Complete",
            "Completes the kind or the option that is being typed.").rank(3),
        => CheckRecords("CheckFound", "ctrl-g", "go to records", "Its records",
            "Goes to records of the check as typed so far; Esc returns to it.").rank(2),
    ];

    /// After the key for its records.
    RECORDS = [
        Caught("FoundCaught", "c", "caught", "Caught", "Queues the bad records that it fails.").rank(1),
        Missed("FoundMissed", "m", "missed", "Missed", "Queues the bad records that it passes.").rank(2),
        Rejected("FoundRejected", "w", "wrongly rejected", "Wrongly rejected",
            "Queues the good records that it fails.").rank(3),
    ];
}
