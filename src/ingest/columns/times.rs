//! Times as people and programs write them.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use crate::domain::Time;

/// A time that was read, and what was taken for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) time: Time,
    /// It says no zone.
    pub(super) has_no_zone: bool,
    /// Day and month can be swapped.
    pub(super) can_be_swapped: bool,
}

/// `10:05`, `10:05:30.5`, `10:05 PM`.
static CLOCK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?").ok());
/// `+02:00`, `-0500`, at the end and behind a clock.
static OFFSET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([+-])(\d{2}):?(\d{2})?\s*$").ok());

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a time. `is_day_first` says what `3/4/2026` means; without a zone it is taken in `zone`.
pub(super) fn read(text: &str, is_day_first: Option<bool>, zone: Option<&TimeZone>) -> Option<Read> {
    let text = text.trim();
    let plain = |time| Read { time, has_no_zone: false, can_be_swapped: false };
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(plain(Time(at.as_millisecond())));
    }
    if text.len() > 80 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Ok(at) = rfc2822::parse(text) {
        return Some(plain(Time(at.timestamp().as_millisecond())));
    }
    let local = |at: DateTime, can_be_swapped| {
        let stamp = zone.unwrap_or(&TimeZone::UTC).to_timestamp(at).ok()?;
        Some(Read { time: Time(stamp.as_millisecond()), has_no_zone: true, can_be_swapped })
    };
    if let Ok(at) = text.parse::<DateTime>() {
        return local(at, false);
    }
    let (rest, offset) = zone_before_year(text).unwrap_or_else(|| offset(text));
    let (day, clock) = clock(&rest)?;
    let (date, can_be_swapped) = date(&day, is_day_first)?;
    let at = date.to_datetime(clock);
    match offset {
        Some(offset) => {
            let stamp = offset.to_timestamp(at).ok()?;
            Some(Read { time: Time(stamp.as_millisecond()), has_no_zone: false, can_be_swapped })
        }
        None => local(at, can_be_swapped),
    }
}

/// Returns whether the day stands first in a date of numbers, where it can only be so.
pub(super) fn is_day_first(text: &str) -> Option<bool> {
    let (rest, _) = offset(text.trim());
    let (day, _) = clock(&rest)?;
    let numbers = numbers(&day);
    match numbers.as_slice() {
        [(first, length), (second, _), _] if *length < 3 => match (*first > 12, *second > 12) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            (true, true) | (false, false) => None,
        },
        _ => None,
    }
}

/// Takes the zone out of `Tue Aug 07 09:40:11 PDT 2012`, as `date` prints it.
fn zone_before_year(text: &str) -> Option<(String, Option<Offset>)> {
    const ZONES: [(&str, i8); 10] = [
        ("UTC", 0),
        ("GMT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
    ];
    let (before, year) = text.rsplit_once(' ')?;
    let (before, zone) = before.trim_end().rsplit_once(' ')?;
    let hours = ZONES.iter().find(|(name, _)| *name == zone).map(|(_, hours)| *hours)?;
    (year.len() == 4 && before.contains(':')).then(|| (format!("{before} {year}"), Some(Offset::constant(hours))))
}

/// Takes the zone off the end: `Z`, `UTC`, `GMT`, `+02:00`.
fn offset(text: &str) -> (String, Option<Offset>) {
    let upper = text.to_uppercase();
    for name in [" UTC", " GMT", "UTC", "GMT", "Z"] {
        if upper.ends_with(name) {
            return (text.get(..text.len() - name.len()).unwrap_or_default().trim().to_owned(), Some(Offset::UTC));
        }
    }
    let Some(found) = OFFSET.as_ref().and_then(|offset| offset.captures(text)).filter(|_| text.contains(':')) else {
        return (text.to_owned(), None);
    };
    let number = |at: usize| found.get(at).and_then(|digits| digits.as_str().parse::<i32>().ok()).unwrap_or_default();
    let sign = if found.get(1).is_some_and(|sign| sign.as_str() == "-") { -1 } else { 1 };
    let begin = found.get(0).map_or(text.len(), |whole| whole.start());
    let before = text.get(..begin).unwrap_or_default();
    // `2026-03-01` ends like an offset, but no clock stands before it.
    if !before.contains(':') {
        return (text.to_owned(), None);
    }
    let offset = Offset::from_seconds(sign * (number(2) * 3600 + number(3) * 60)).ok();
    (before.trim().to_owned(), offset)
}

/// Splits a text into its day and its clock; without one it is midnight.
fn clock(text: &str) -> Option<(String, jiff::civil::Time)> {
    let Some(found) = CLOCK.as_ref()?.captures(text) else {
        return Some((text.to_owned(), jiff::civil::Time::midnight()));
    };
    let number = |at: usize| found.get(at).map_or(Some(0), |digits| digits.as_str().parse::<i8>().ok());
    let mut hour = number(1)?;
    match found.get(5).map(|half| half.as_str().to_lowercase()) {
        Some(half) if half.starts_with('p') && hour < 12 => hour += 12,
        Some(half) if half.starts_with('a') && hour == 12 => hour = 0,
        Some(_) | None => {}
    }
    let fraction = found.get(4).map_or(Some(0), |digits| format!("{:0<9}", digits.as_str()).parse::<i32>().ok())?;
    let clock = jiff::civil::Time::new(hour, number(2)?, number(3)?, fraction).ok()?;
    let whole = found.get(0)?;
    let (before, after) = (text.get(..whole.start())?, text.get(whole.end()..)?);
    Some((format!("{} {}", before.trim_end_matches(['T', 't']), after), clock))
}

/// The numbers of a text, with how many digits each has.
fn numbers(text: &str) -> Vec<(i32, usize)> {
    let pieces = text.split(|c: char| !c.is_ascii_digit()).filter(|piece| !piece.is_empty());
    pieces.filter_map(|piece| Some((piece.parse().ok()?, piece.len()))).collect()
}

fn date(text: &str, is_day_first: Option<bool>) -> Option<(jiff::civil::Date, bool)> {
    let month = text.split(|c: char| !c.is_alphabetic()).find_map(|word| {
        let word = word.to_lowercase();
        let place = MONTHS.iter().position(|month| word.len() > 2 && word.starts_with(month))?;
        i32::try_from(place + 1).ok()
    });
    let has_other_words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).count() > 2;
    let numbers = numbers(text);
    let full = |(year, digits): (i32, usize)| if digits == 2 { 2000 + year } else { year };
    let (year, month, day, can_be_swapped) = match (month, numbers.as_slice()) {
        _ if has_other_words => return None,
        (Some(month), [year @ (_, 4), (day, 1..=2)] | [(day, 1..=2), year @ (_, 2 | 4)]) => {
            (full(*year), month, *day, false)
        }
        (None, [(year, 4), (month, 1..=2), (day, 1..=2)]) => (*year, *month, *day, false),
        (None, [(first, 1..=2), (second, 1..=2), year @ (_, 2 | 4)]) => {
            let must = match (*first > 12, *second > 12) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                (false, false) => None,
            };
            // Slashes are written where the month comes first, dots and hyphens where the day does.
            let is_day = is_day_first.or(must).unwrap_or(!text.contains('/'));
            let (day, month) = if is_day { (*first, *second) } else { (*second, *first) };
            (full(*year), month, day, must.is_none() && first != second)
        }
        _ => return None,
    };
    let narrow = |number: i32| i8::try_from(number).ok();
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, narrow(month)?, narrow(day)?).ok()?;
    Some((date, can_be_swapped))
}

#[cfg(test)]
mod tests {
    use super::{is_day_first, read};

    fn at(text: &str, day_first: Option<bool>) -> Option<String> {
        read(text, day_first, None).map(|read| read.time.rfc3339())
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, time) in [
            ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
            ("2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00Z"),
            ("2026-03-01 10:00:00.5 UTC", "2026-03-01T10:00:00.5Z"),
            ("Sun, 01 Mar 2026 10:00:00 GMT", "2026-03-01T10:00:00Z"),
            ("Sun, 01 Mar 2026 10:00:00 +0100", "2026-03-01T09:00:00Z"),
            ("2026-03-01 10:00", "2026-03-01T10:00:00Z"),
            ("2026-03-01 10:00:00 +0200", "2026-03-01T08:00:00Z"),
            ("2026-03-01 10:00:00+02", "2026-03-01T08:00:00Z"),
            ("2026-03-01T10:00:00.123456", "2026-03-01T10:00:00.123Z"),
            ("2026-03-01T10:00:00,123", "2026-03-01T10:00:00.123Z"),
            ("2026/03/01 10:00", "2026-03-01T10:00:00Z"),
            ("2026-03-01", "2026-03-01T00:00:00Z"),
            ("14.08.2024 10:05", "2024-08-14T10:05:00Z"),
            ("14.8.24, 10:05", "2024-08-14T10:05:00Z"),
            ("11/24/2025 07:00", "2025-11-24T07:00:00Z"),
            ("11/24/2025 07:00:30 PM", "2025-11-24T19:00:30Z"),
            ("11/24/2025, 12:05 a.m.", "2025-11-24T00:05:00Z"),
            ("Mar 1, 2026, 10:00 AM", "2026-03-01T10:00:00Z"),
            ("1 March 2026 10:00", "2026-03-01T10:00:00Z"),
            ("01-Mar-2026 10:00:00", "2026-03-01T10:00:00Z"),
            ("March 1, 2026", "2026-03-01T00:00:00Z"),
            ("Sun Mar 1 10:00:00 2026", "2026-03-01T10:00:00Z"),
        ] {
            assert_eq!(at(text, None).as_deref(), Some(time), "{text}");
        }
        for text in [
            "",
            "soon",
            "12",
            "yesterday 10:00",
            "2026",
            "32.01.2026",
            "10:00",
            "version 1.2.2026 of the thing",
            "1.2.3",
        ] {
            assert_eq!(at(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_the_columns() {
        assert_eq!(at("03/04/2026 10:00", Some(true)).as_deref(), Some("2026-04-03T10:00:00Z"));
        assert_eq!(at("03/04/2026 10:00", Some(false)).as_deref(), Some("2026-03-04T10:00:00Z"));
        assert_eq!(at("13/04/2026 10:00", Some(false)), None, "no value changes it");
        assert_eq!(is_day_first("13/04/2026 10:00"), Some(true));
        assert_eq!(is_day_first("03/14/2026 10:00"), Some(false));
        assert_eq!(is_day_first("03/04/2026 10:00"), None);
        assert!(read("03/04/2026 10:00", None, None).unwrap().can_be_swapped);
    }
}
