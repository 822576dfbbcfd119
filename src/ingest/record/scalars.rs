//! Numbers that count something.

use crate::ingest::json::Value;

/// Returns a number that counts something.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
pub(super) fn count(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}

/// Returns whether a value has neither members nor elements.
pub(super) fn is_hollow(value: Value<'_>) -> bool {
    value.members().is_some_and(|members| members.is_empty()) || value.elements().is_some_and(|list| list.is_empty())
}
