//! Points in time as milliseconds since the Unix epoch, UTC. Says how they are written; reads no clock.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z. Stored as an integer, printed as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// RFC 3339 in UTC, with milliseconds only where they are not zero: `2026-11-23T08:14:00Z`.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).map_or_else(|_| format!("@{}ms", self.0), |at| at.to_string())
    }

    /// `23 Nov 08:14`, in UTC, for headers.
    pub fn short(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| self.rfc3339(), |at| at.strftime("%d %b %H:%M").to_string())
    }

    /// Reads RFC 3339, `YYYY-MM-DD HH:MM:SS[.fff]` (taken as UTC) or `YYYY-MM-DD` (midnight UTC).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Some(Self(at.as_millisecond()));
        }
        let utc = |at: jiff::civil::DateTime| {
            jiff::tz::TimeZone::UTC.to_timestamp(at).ok().map(|stamp| Self(stamp.as_millisecond()))
        };
        if let Ok(at) = text.parse::<jiff::civil::DateTime>() {
            return utc(at);
        }
        text.parse::<jiff::civil::Date>().ok().and_then(|day| utc(day.at(0, 0, 0, 0)))
    }

    /// Unix time given as a number: seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude.
    #[expect(clippy::cast_possible_truncation, reason = "the magnitude is bounded just above")]
    pub fn from_unix_number(number: f64) -> Option<Self> {
        let magnitude = number.abs();
        if !magnitude.is_finite() || magnitude >= 1e20 {
            return None;
        }
        let millis = if magnitude < 1e11 {
            number * 1e3
        } else if magnitude < 1e14 {
            number
        } else if magnitude < 1e17 {
            number / 1e3
        } else {
            number / 1e6
        };
        Some(Self(millis.round() as i64))
    }
}

/// A day of UTC, counted from 1970-01-01. Written `2026-11-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

/// The milliseconds of a day.
const DAY: i64 = 86_400_000;

impl Day {
    /// Returns the day that a time lies in.
    #[must_use]
    pub fn of(time: Time) -> Self {
        Self(i32::try_from(time.0.div_euclid(DAY)).unwrap_or_default())
    }

    /// Returns its first moment.
    #[must_use]
    pub fn start(self) -> Time {
        Time(i64::from(self.0) * DAY)
    }

    /// Returns how many days lie between it and a later one.
    #[must_use]
    pub const fn until(self, later: Self) -> i32 {
        later.0 - self.0
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        Time::parse(text).filter(|_| is_date).map(Self::of)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.start().rfc3339().split('T').next().unwrap_or_default())
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a date such as 2026-11-27"))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}
