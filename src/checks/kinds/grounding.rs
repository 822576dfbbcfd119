//! What the grounding kinds share: the input as one text, and the sentence for what does not stand in it.

use super::wording;
use crate::checks::letters::slice;
use crate::checks::{Objection, fold};
use crate::domain::{Content, Message};

/// All turns before the output, the system's among them, one below the other.
pub(super) fn input(content: &Content) -> String {
    let turns: Vec<String> = content.messages.iter().map(Message::plain).collect();
    turns.join("\n")
}

/// Objects to stretches of an output that stand nowhere in the input.
pub(super) fn object_to(text: &[char], places: impl IntoIterator<Item = (usize, usize)>) -> Vec<Objection> {
    let object = |(start, end)| {
        let quoted = wording::quote(&slice(text, start, end));
        Objection::at(format!("{quoted} stands nowhere in the context"), start, end)
    };
    places.into_iter().take(fold::MOST_PLACES).map(object).collect()
}
