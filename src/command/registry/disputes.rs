//! Settling what reviewers answered differently.

use super::row::actions;

actions! {
    /// Settles what is shown, or moves in it.
    DisputeAction:

    /// While the answers are shown side by side.
    KEYS = [
        Bad("SettleBad", "f", "settle: bad", "Settle as bad",
            "Settles the question: fail, shows the mode, not met.").rank(1).judges(),
        Good("SettleGood", "p", "settle: good", "Settle as good",
            "Settles the question: pass, does not show the mode, met.").rank(2).judges(),
        Neither("SettleNeither", "-", "neither", "Settle as neither",
            "Settles the question: declined, n/a.").rank(3).judges(),
        Alone("SettleAlone", "o", "as owner", "Alone, as the owner",
            "What is settled next is decided by you alone, as the owner of the criterion; again, together.").rank(5),
        Clearer("SettleClearer", "c", "clearer criterion", "Make the criterion clearer",
            "Edits the criterion's statement, or writes a new one; this record is remembered as the reason.")
            .rank(4).judges(),
        Next("SettleNext", "j Down", "question", "Next question", "Chooses the next question.").rank(7),
        Previous("SettlePrevious", "k Up", "question before", "Question before", "Chooses the question before."),
        NextRecord("SettleNextRecord", "Enter n", "next record", "Next record",
            "Shows the answers on the next record.").rank(6),
        PreviousRecord("SettlePreviousRecord", "N", "record before", "Record before",
            "Shows the answers on the record before."),
        Undo("SettleUndo", "u", "undo", "Undo", "Takes your newest settlement back, and no vote.").rank(8).judges(),
    ];
}
