//! The box in which the queue's filter is typed.

use super::row::actions;

actions! {
    /// Helps with the filter that is typed.
    FilterBoxAction:

    /// While it is typed.
    KEYS = [
        NewSession("FilterSession", "ctrl-a", "new session", "A session of its own",
            "Makes a session of the filter, or goes on with yours, instead of a view; or a view again.").rank(6),
        Complete("FilterComplete", "Tab", "complete", "Complete",
            "Completes the field or the value that is being typed.").rank(3),
        Earlier("FilterEarlier", "Up ctrl-p", "earlier", "Earlier filter", "Takes the filter used before.").rank(4),
        Later("FilterLater", "Down ctrl-n", "later", "Later filter", "Takes the filter used after it.").rank(5),
    ];
}
