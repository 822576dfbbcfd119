//! What is decided for the columns of a file from its first entries, and how a value is read by it.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use super::numbers::{self, Unit};
use super::times;
use crate::domain::Time;
use crate::error::{Problem, Result};
use crate::ingest::doubt::DoubtKind;
use crate::ingest::field_names::{Field, ends_as, normalized};
use crate::ingest::json::Value;

/// What the user says about times.
#[derive(Debug, Clone, Default)]
pub(crate) struct TimeRules {
    format: Option<String>,
    zone: Option<TimeZone>,
}

impl TimeRules {
    /// Reads `--time-format` and `--timezone`.
    pub(crate) fn new(format: Option<&str>, zone: Option<&str>) -> Result<Self> {
        let known = |name: &str| {
            TimeZone::get(name).map_err(|error| {
                Problem::usage(format!("There is no time zone `{name}`."))
                    .hint("Write it as Europe/Berlin, America/New_York or UTC.")
                    .caused_by(error)
            })
        };
        if let Some(format) = format.filter(|format| !format.contains('%')) {
            return Err(Problem::usage(format!("`{format}` is not the format of a time."))
                .hint("Write it as --time-format '%d.%m.%Y %H:%M'."));
        }
        Ok(Self { format: format.map(str::to_owned), zone: zone.map(known).transpose()? })
    }

    fn parse(&self, format: &str, text: &str) -> Option<times::Read> {
        let broken = jiff::fmt::strtime::parse(format, text.trim()).ok()?;
        if let Ok(at) = broken.to_timestamp() {
            return Some(times::Read { time: Time(at.as_millisecond()), has_no_zone: false, can_be_swapped: false });
        }
        let at = broken.to_datetime().or_else(|_| broken.to_date().map(|day| day.at(0, 0, 0, 0))).ok()?;
        let stamp = self.zone.as_ref().unwrap_or(&TimeZone::UTC).to_timestamp(at).ok()?;
        Some(times::Read { time: Time(stamp.as_millisecond()), has_no_zone: true, can_be_swapped: false })
    }
}

/// A value that a column of the first entries has.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) field: Field,
    pub(crate) key: String,
    pub(crate) text: String,
}

/// Something to say about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) kind: DoubtKind,
    pub(crate) key: String,
    pub(crate) what: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) text: String,
}

/// What is decided.
#[derive(Debug, Default)]
pub(crate) struct Conventions {
    rules: TimeRules,
    columns: Vec<Column>,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
struct Column {
    field: Field,
    key: String,
    is_day_first: Option<bool>,
    /// No value says whether the day stands first.
    is_guess: bool,
    is_prompt: bool,
    /// How many milliseconds, as a power of ten, a unit of a number is.
    epoch: Option<i32>,
    has_comma: bool,
    is_seconds: bool,
    /// Whether all of them are whole numbers too low for milliseconds of a call.
    is_low: bool,
}

const ZONE: (&str, &str) = ("no zone in `{field}` of {records}: read as UTC", "--timezone NAME names the zone");

impl Conventions {
    /// Decides from what the first entries have.
    pub(crate) fn of(rules: TimeRules, seen: &[Seen]) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        for one in seen {
            if columns.iter().any(|column| column.field == one.field && column.key == one.key) {
                continue;
            }
            let texts: Vec<&str> = seen
                .iter()
                .filter(|other| other.field == one.field && other.key == one.key)
                .map(|one| &*one.text)
                .collect();
            columns.push(Column::of(one, &texts));
        }
        Self { rules, columns }
    }

    fn column(&self, field: Field, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field && column.key == key)
    }

    /// Reads a time.
    pub(crate) fn time(&self, key: &str, value: Value<'_>, noted: &mut Vec<Noted>) -> Option<Time> {
        let column = self.column(Field::Time, key);
        let text = value.text();
        let read = match (&self.rules.format, text.as_deref(), value.number()) {
            (Some(format), Some(text), _) => self.rules.parse(format, text),
            // Years and days of the month are no times.
            (_, _, Some(number)) if number.abs() >= 1e8 => {
                let scale = column.and_then(|column| column.epoch).unwrap_or_else(|| epoch(number));
                return from_epoch(number, scale);
            }
            (_, Some(text), None) => {
                times::read(text, column.and_then(|column| column.is_day_first), self.rules.zone.as_ref())
            }
            (_, _, _) => None,
        };
        let note =
            |kind, (what, hint), text: &str| Noted { kind, key: key.to_owned(), what, hint, text: text.to_owned() };
        let shown = || value.plain().chars().take(60).collect::<String>();
        match read {
            None if is_said(value) && value.number().is_none() => {
                let about = (
                    "`{field}` could not be read as a time in {records}",
                    "--time-format '%d.%m.%Y %H:%M' says how it is written",
                );
                noted.push(note(DoubtKind::NotUnderstood, about, &shown()));
            }
            None => {}
            Some(read) => {
                if read.can_be_swapped && column.is_none_or(|column| column.is_guess) {
                    let about = (
                        "day and month can be swapped in `{field}` of {records}",
                        "--time-format '%d/%m/%Y %H:%M' says which is which",
                    );
                    noted.push(note(DoubtKind::Ambiguous, about, &shown()));
                }
                if read.has_no_zone && self.rules.zone.is_none() {
                    noted.push(note(DoubtKind::Ambiguous, ZONE, &shown()));
                }
            }
        }
        read.map(|read| read.time)
    }

    /// Returns whether a column called `system` holds system prompts: it reads like one and differs little.
    pub(crate) fn is_prompt(&self, key: &str) -> bool {
        self.column(Field::System, key).is_none_or(|column| column.is_prompt)
    }

    /// Reads a number: a cost, a count.
    pub(crate) fn number(&self, field: Field, key: &str, value: Value<'_>, noted: &mut Vec<Noted>) -> Option<f64> {
        self.measured(field, key, value, noted).map(|(number, _)| number)
    }

    /// Reads a latency in milliseconds: the unit is that of the value, of the name, or the column's.
    pub(crate) fn latency(&self, key: &str, value: Value<'_>, noted: &mut Vec<Noted>) -> Option<f64> {
        let (number, unit) = self.measured(Field::Latency, key, value, noted)?;
        if number < 0.0 {
            return None;
        }
        let is_seconds = if let Some(unit) = unit.or_else(|| unit_of(key)) {
            unit == Unit::Seconds
        } else {
            let column = self.column(Field::Latency, key);
            let is_seconds = column.map_or(number < 100.0 && number.fract() != 0.0, |column| column.is_seconds);
            let is_low = column.map_or(number < 100.0, |column| column.is_low) && number > 0.0;
            if is_seconds || is_low {
                let what = if is_seconds {
                    "no unit in `{field}` of {records}: read as seconds"
                } else {
                    "no unit in `{field}` of {records}: read as milliseconds, which are few"
                };
                let hint = "a column called latency_ms or latency_s names its unit";
                noted.push(Noted { kind: DoubtKind::Ambiguous, key: key.to_owned(), what, hint, text: value.plain() });
            }
            is_seconds
        };
        Some(if is_seconds { number * 1000.0 } else { number })
    }

    fn measured(
        &self,
        field: Field,
        key: &str,
        value: Value<'_>,
        noted: &mut Vec<Noted>,
    ) -> Option<(f64, Option<Unit>)> {
        let read = numbers::read(value, self.column(field, key).is_some_and(|column| column.has_comma));
        if read.is_none() && is_said(value) {
            let text = value.plain().chars().take(60).collect();
            let what = "`{field}` could not be read as a number in {records}";
            let hint = if field == Field::Latency { "write it as 812, 812 ms or 0.8 s" } else { "write it as 1234.5" };
            noted.push(Noted { kind: DoubtKind::NotUnderstood, key: key.to_owned(), what, hint, text });
        }
        read
    }
}

impl Column {
    fn of(first: &Seen, texts: &[&str]) -> Self {
        let days: Vec<bool> = texts.iter().filter_map(|text| times::is_day_first(text)).collect();
        let has_comma = texts.iter().any(|text| numbers::has_comma(text) == Some(true));
        let days_first = days.iter().filter(|first| **first).count();
        let numbers: Vec<f64> =
            texts.iter().filter_map(|text| numbers::read(Value::Cell(text), has_comma)).map(|(n, _)| n).collect();
        let mut epochs: Vec<i32> =
            numbers.iter().filter(|number| number.abs() >= 1e8).map(|number| epoch(*number)).collect();
        epochs.sort_unstable();
        let swapped = texts.iter().find(|text| times::read(text, None, None).is_some_and(|read| read.can_be_swapped));
        let decided = (!days.is_empty()).then_some(days_first * 2 >= days.len());
        let distinct: HashSet<&&str> = texts.iter().collect();
        let is_named = texts.len() > 1 && !texts.iter().any(|text| text.trim().contains(char::is_whitespace));
        let differs = texts.len() > 7 && distinct.len() * 2 > texts.len();
        Self {
            field: first.field,
            key: first.key.clone(),
            // Slashes are written where the month comes first, dots and hyphens where the day does.
            is_day_first: decided.or_else(|| swapped.map(|text| !text.contains('/'))),
            is_guess: decided.is_none(),
            is_prompt: !is_named && !differs,
            epoch: epochs.get(epochs.len() / 2).copied(),
            has_comma,
            is_low: numbers.iter().all(|number| *number < 100.0 && number.fract() == 0.0),
            is_seconds: numbers.iter().any(|number| number.fract() != 0.0)
                && numbers.iter().all(|number| *number < 1000.0)
                && numbers.iter().filter(|number| **number < 100.0).count() * 2 > numbers.len(),
        }
    }
}

/// Returns how many milliseconds, as a power of ten, the unit of a time in numbers is.
fn epoch(number: f64) -> i32 {
    match number.abs() {
        size if size < 1e11 => 3,
        size if size < 1e14 => 0,
        size if size < 1e17 => -3,
        _ => -6,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the magnitude is bounded")]
fn from_epoch(number: f64, scale: i32) -> Option<Time> {
    let millis = if scale < 0 { number / 10_f64.powi(-scale) } else { number * 10_f64.powi(scale) };
    (millis.is_finite() && millis.abs() < 1e17).then(|| Time(millis.round() as i64))
}

/// Returns whether a value says something: it is no null in words.
fn is_said(value: Value<'_>) -> bool {
    let text = value.scalar().map(|text| text.trim().to_lowercase());
    text.is_some_and(|text| !matches!(&*text, "-" | "?" | "na" | "n/a" | "nan" | "none" | "null" | "nil" | "unknown"))
}

fn unit_of(key: &str) -> Option<Unit> {
    let last = key.rsplit('.').next().unwrap_or(key);
    if ends_as(last, "ms") {
        return Some(Unit::Millis);
    }
    let name = normalized(last);
    if name.contains("milli") {
        return Some(Unit::Millis);
    }
    let is_seconds =
        ["seconds", "sec", "secs", "latencys", "durations", "elapseds"].iter().any(|end| name.ends_with(end));
    is_seconds.then_some(Unit::Seconds)
}
