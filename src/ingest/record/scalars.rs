//! Numbers and times as logs write them.

use crate::domain::Time;
use crate::ingest::field_names::normalized;
use crate::ingest::json::Value;

/// Returns the time that a number or a text means; years and days of the month are no times.
pub(super) fn time(value: Value<'_>) -> Option<Time> {
    match value.number() {
        Some(number) if number.abs() >= 1e8 => Time::from_unix_number(number),
        Some(_) => None,
        None => Time::parse(&value.text()?),
    }
}

/// Milliseconds: by the name's unit, else a small number with a fraction is taken as seconds.
pub(super) fn latency(key: &str, value: Value<'_>) -> Option<f64> {
    let number = value.number().filter(|number| *number >= 0.0)?;
    let name = normalized(key.rsplit('.').next().unwrap_or(key));
    let is_millis = name.ends_with("ms") || name.contains("milli");
    let is_seconds =
        name.ends_with("seconds") || name.ends_with("sec") || name.ends_with("latencys") || name.ends_with("durations");
    let looks_like_seconds = number < 100.0 && number.fract() != 0.0;
    Some(if !is_millis && (is_seconds || looks_like_seconds) { number * 1000.0 } else { number })
}

/// Returns a count: a whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
pub(super) fn count(value: Value<'_>) -> Option<u64> {
    let number = value.number()?;
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}
