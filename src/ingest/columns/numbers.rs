//! Numbers as people write them: with a comma for the point, with a unit, with a currency.

use crate::ingest::json::Value;

/// The unit that stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Millis,
}

/// Reads a number, and its unit where it has one. `has_comma` says that a comma is the point.
pub(super) fn read(value: Value<'_>, has_comma: bool) -> Option<(f64, Option<Unit>)> {
    if let Some(number) = value.number() {
        return Some((number, None));
    }
    let text = value.text()?;
    let text = text.trim().trim_start_matches(['$', '€', '£']).trim_end_matches(['$', '€', '£']).trim();
    let lower = text.to_lowercase();
    let ends = [
        (" ms", Unit::Millis),
        ("ms", Unit::Millis),
        (" s", Unit::Seconds),
        ("sec", Unit::Seconds),
        ("s", Unit::Seconds),
    ];
    let (digits, unit) = match ends.into_iter().find(|(end, _)| lower.ends_with(end)) {
        Some((end, unit)) => (text.get(..text.len() - end.len())?.trim(), Some(unit)),
        None => (text, None),
    };
    let plain = if has_comma { digits.replace('.', "").replace(',', ".") } else { digits.replace(',', "") };
    let is_number = plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = is_number.then(|| plain.parse::<f64>().ok()).flatten()?;
    number.is_finite().then_some((number, unit))
}

/// Returns whether the comma of a number is its point; `None` where it has none, or it may part thousands.
pub(super) fn has_comma(text: &str) -> Option<bool> {
    let number: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let (before, after) = number.rsplit_once(',')?;
    if after.contains('.') {
        return Some(false);
    }
    if before.contains('.') {
        return Some(true);
    }
    (after.len() != 3 || before == "0").then_some(!before.contains(','))
}

#[cfg(test)]
mod tests {
    use super::{Unit, Value, has_comma, read};

    #[test]
    fn numbers_are_read_with_point_comma_and_unit() {
        let number = |text: &str, comma| read(Value::Cell(text), comma);
        assert_eq!(number("0,53", true), Some((0.53, None)));
        assert_eq!(number("1.234,5", true), Some((1234.5, None)));
        assert_eq!(number("1,234.5", false), Some((1234.5, None)));
        assert_eq!(number("812 ms", false), Some((812.0, Some(Unit::Millis))));
        assert_eq!(number("1.2s", false), Some((1.2, Some(Unit::Seconds))));
        assert_eq!(number("$0.002", false), Some((0.002, None)));
        assert_eq!(number("fast", false), None);
        assert_eq!(number("n/a", false), None);
        assert_eq!(
            (has_comma("0,53"), has_comma("1,234"), has_comma("1.5"), has_comma("1,234.5")),
            (Some(true), None, None, Some(false))
        );
    }
}
