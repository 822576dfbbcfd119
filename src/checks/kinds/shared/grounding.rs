//! What the grounding kinds share: the input as one text, and the objection to what is not in it.

use super::portable::char_ranges::slice;
use super::portable::{Content, Message, Objection, case_fold};
use super::wording;

/// Returns all turns before the output, the system's among them, one below the other.
pub(crate) fn input(content: &Content) -> String {
    let turns: Vec<String> = content.before_output().iter().map(Message::plain).collect();
    turns.join("\n")
}

/// Objects to stretches of an output that are not in the input.
pub(crate) fn object_to(text: &[char], places: impl IntoIterator<Item = (usize, usize)>) -> Vec<Objection> {
    let object = |(start, end)| {
        let quoted = wording::quote(&slice(text, start, end));
        Objection::at(format!("{quoted} is not in the input"), start, end)
    };
    places.into_iter().take(case_fold::MOST_PLACES).map(object).collect()
}
