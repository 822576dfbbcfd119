//! Hints for a mistyped word: the known one it was probably meant to be.

use crate::domain::spelling;

/// The shortest known word that begins with `typed`, else the one that a slip of the finger made `typed` of.
#[must_use]
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = typed.to_lowercase();
    let begins = |word: &&&str| lower.chars().count() > 1 && word.to_lowercase().starts_with(&lower);
    let begun = known.iter().filter(begins).min_by_key(|word| word.len()).copied();
    begun.or_else(|| spelling::nearest(typed, known.iter().copied()))
}

/// A hint for a mistyped word: the nearest one, and all of them where they are few.
#[must_use]
pub fn hint(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known) {
        Some(word) if known.len() > 12 => format!("Did you mean `{word}`?"),
        Some(word) => format!("Did you mean `{word}`? Known: {}.", known.join(", ")),
        None => format!("Known: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_beginning_or_a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("verdcit", &["verdict", "mode"]), Some("verdict"));
        assert_eq!(nearest("Too-shrot", &["too-short", "made-up"]), Some("too-short"));
        assert_eq!(nearest("hallu", &["hallucination", "made-up"]), Some("hallucination"));
        assert_eq!(nearest("xyzzy", &["hallucination"]), None);
    }
}
