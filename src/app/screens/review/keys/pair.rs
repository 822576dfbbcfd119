//! Two reviewers at one record: voting blind with a hand each, revealing, going on.

use crate::command::actions;

actions! {
    /// Votes of a pair, and what follows them.
    PairAction:

    /// Both at one terminal, before the reveal.
    HANDS = [
        LeftPass("LeftPass", "a", "pass", "Left hand: pass",
            "The reviewer at the left votes pass; nothing on the screen shows it.").rank(1).judges(),
        LeftFail("LeftFail", "s", "fail", "Left hand: fail",
            "The reviewer at the left votes fail; nothing on the screen shows it.").rank(2).judges(),
        LeftDefer("LeftDefer", "d", "defer", "Left hand: defer",
            "The reviewer at the left defers; nothing on the screen shows it.").rank(3).judges(),
        RightPass("RightPass", "j", "pass", "Right hand: pass",
            "The reviewer at the right votes pass; nothing on the screen shows it.").rank(4).judges(),
        RightFail("RightFail", "k", "fail", "Right hand: fail",
            "The reviewer at the right votes fail; nothing on the screen shows it.").rank(5).judges(),
        RightDefer("RightDefer", "l", "defer", "Right hand: defer",
            "The reviewer at the right defers; nothing on the screen shows it.").rank(6).judges(),
        LineDown("PairDown", "Down", "line", "Line down", "Scrolls the record by a line."),
        LineUp("PairUp", "Up", "line up", "Line up", "Scrolls the record back by a line."),
        PageDown("PairPageDown", "PgDn Space", "page", "Page down", "Scrolls the record by a page.").rank(8),
        PageUp("PairPageUp", "PgUp", "page up", "Page up", "Scrolls the record back by a page."),
        Next("PairNext", "Tab Right", "next", "Next record", "Goes to the next record of the set.").rank(9),
        Previous("PairPrevious", "shift-Tab Left", "back", "Previous record", "Goes to the previous record of the set."),
    ];

    /// Before the reveal.
    BLIND = [
        Reveal("Reveal", "Enter", "reveal", "Reveal",
            "Shows both answers on this record, once both have voted; until then says who has not.").rank(7).judges(),
    ];

    /// After the reveal.
    REVEALED = [
        SettlePass("SettlePass", "p", "settle as pass", "Settle as pass",
            "Both settle on pass; their votes stay as they were given.").rank(1).judges(),
        SettleFail("SettleFail", "f", "settle as fail", "Settle as fail",
            "Both settle on fail; their votes stay as they were given.").rank(2).judges(),
        GoOn("PairGoOn", "Enter", "go on", "Go on",
            "Goes to the next record to reveal, else to the next that is not voted on, else to the next dispute.").rank(3),
    ];
}
