//! Passages of texts as something that a check can look for.

use crate::checks::Kind;
use crate::checks::mining::candidates::offer::spec;
use crate::domain::CheckSpec;

/// The longest passage that is taken as a phrase, in characters and in words.
const LONGEST: (usize, usize) = (60, 8);

/// Returns a passage as a phrase, without what stands around it; nothing for one that says too little or too much.
pub(super) fn phrase(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '"' | '“' | '”'));
    let is_short = text.chars().count() <= LONGEST.0 && text.split_whitespace().count() <= LONGEST.1;
    let tells = text.chars().filter(|c| c.is_alphanumeric()).count() >= 3 || text.chars().any(|c| c as u32 > 0x2000);
    let has_one_line = !text.contains(['\n', '\r']);
    (is_short && tells && has_one_line && !text.is_empty()).then(|| text.to_owned())
}

/// Returns a check of a text in any case.
pub(super) fn text_check(kind: &Kind, text: &str) -> CheckSpec {
    let ignores_case = text.chars().any(char::is_alphabetic);
    spec(kind, [("text", text.into()), ("ignore-case", ignores_case.into())])
}
