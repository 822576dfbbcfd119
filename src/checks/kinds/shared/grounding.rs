//! What the grounding kinds share: the input as one text, and the sentence for what does not stand in it.

use super::portable::char_ranges::slice;
use super::portable::{Content, Message, Objection, case_fold};
use super::wording;

/// All turns before the output, the system's among them, one below the other.
pub(crate) fn input(content: &Content) -> String {
    let turns: Vec<String> = content.messages.iter().map(Message::plain).collect();
    turns.join("\n")
}

/// Objects to stretches of an output that stand nowhere in the input.
pub(crate) fn object_to(text: &[char], places: impl IntoIterator<Item = (usize, usize)>) -> Vec<Objection> {
    let object = |(start, end)| {
        let quoted = wording::quote(&slice(text, start, end));
        Objection::at(format!("{quoted} stands nowhere in the context"), start, end)
    };
    places.into_iter().take(case_fold::MOST_PLACES).map(object).collect()
}
