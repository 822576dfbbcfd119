//! The keys of the Compare screen.

use crate::command::actions;

actions! {
    /// Shows other records side by side.
    CompareAction:

    /// On the screen.
    KEYS = [
        Open("CompareOpen", "Enter", "open", "Open", "Goes to the record on the right in Review.").rank(1),
        OtherLeft("CompareLeft", "h Left", "other left", "Other left", "Shows another record on the left.").rank(2),
        OtherRight("CompareRight", "l Right", "other right", "Other right",
            "Shows another record on the right.").rank(3),
        LineDown("CompareDown", "J", "line", "Line down", "Scrolls both answers by a line.").rank(4),
        LineUp("CompareUp", "K", "line up", "Line up", "Scrolls both answers back by a line."),
        PageDown("ComparePageDown", "ctrl-d PgDn", "page", "Page down", "Scrolls both answers by a page.").rank(5),
        PageUp("ComparePageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls both answers back by a page."),
    ];
}
