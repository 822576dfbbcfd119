//! Placeholders in a text that was masked before: they are left alone.

use std::ops::Range;

use super::rules::{OWN, RULES};

/// Digits of a number.
const DIGITS: usize = 6;

/// Answers whether this part of a text lies in a placeholder, like the digits of `[phone 483920]`.
pub(super) fn holds(text: &str, part: &Range<usize>) -> bool {
    let until = text.get(..part.start + 1).unwrap_or_default();
    let Some(start) = until.rfind('[') else { return false };
    let Some(inner) = text.get(start + 1..).and_then(|rest| rest.split(']').next()) else { return false };
    let is_ours = inner.split_once(' ').is_some_and(|(word, number)| {
        number.len() == DIGITS
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && RULES.iter().chain(OWN).any(|rule| rule.word == word)
    });
    is_ours && part.end <= start + inner.len() + 2
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn only_what_lies_in_a_placeholder_is_left_alone() {
        let text = "Call [phone 483920] or [phone 4839201], [shop 483920] 030 [x";
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            start..start + part.len()
        };
        assert!(holds(text, &at("phone 483920")) && holds(text, &at("[phone 483920]")) && holds(text, &at("483920")));
        for part in ["[phone 483920] or", "4839201", "[shop 483920]", "030", "x"] {
            assert!(!holds(text, &at(part)), "{part}");
        }
    }
}
