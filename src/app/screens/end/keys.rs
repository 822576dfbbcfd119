//! The keys of the end of a session.

use crate::command::actions;

actions! {
    /// Hands a session over, or goes on with another.
    EndAction:

    /// On the screen.
    KEYS = [
        Back("EndBack", "k", "back", "Back to the record", "Goes back to the record that was judged last.").rank(1),
        Copy("EndCopy", "y", "copy summary", "Copy the summary",
            "Copies the summary as Markdown, for a chat or a ticket.").rank(2),
        Write("EndWrite", "w", "write it", "Write the summary",
            "Writes the summary as Markdown into the workspace's folder `exports`.").rank(3),
        NextSample("EndNextSample", "n", "next sample", "Next sample",
            "Begins a session with the next sample of the same filter and plan.").rank(4),
        Stub("EndStub", "S", "stub", "Stub for a mode of the session",
            "Suggests a check for the commonest mode without one, new ones first, or shows its stub.").rank(5),
        Deferred("EndDeferred", "d", "deferred", "The deferred records",
            "Shows the records of the session that you deferred.").rank(6),
        LineDown("EndDown", "J Down", "line", "Line down", "Scrolls by a line."),
        LineUp("EndUp", "K Up", "line up", "Line up", "Scrolls back by a line."),
        PageDown("EndPageDown", "ctrl-d PgDn", "page", "Page down", "Scrolls by a page."),
        PageUp("EndPageUp", "ctrl-u PgUp", "page up", "Page up", "Scrolls back by a page."),
    ];
}
