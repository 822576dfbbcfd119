//! The question after a new statement of a criterion.

use super::row::actions;

actions! {
    /// Answers whether an edit changed the meaning or the wording.
    RevisionAction:

    /// While that is asked.
    KEYS = [
        Meaning("EditMeaning", "m", "meaning: grades become stale", "Meaning",
            "The line between good and bad moved; earlier grades become stale.").rank(1).judges(),
        Wording("EditWording", "w", "wording: grades stay", "Wording",
            "The same line, said better; grades stay.").rank(2).judges(),
    ];
}
