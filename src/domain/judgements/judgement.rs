//! What a reviewer says of a record: verdicts, grades, and the evidence of tags.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::words::words;

/// A reviewer's word on one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The output is good.
    Pass,
    /// The output is bad.
    Fail,
    /// To be decided later.
    Defer,
    /// Cannot be answered, for a reason that is said: in no rate.
    Declined,
}

words!(Verdict: Pass = "pass", Fail = "fail", Defer = "defer", Declined = "declined");

impl Verdict {
    /// Returns whether a reason belongs to it; why a record passes or fails is said by notes and tags.
    #[must_use]
    pub const fn takes_reason(self) -> bool {
        match self {
            Self::Defer | Self::Declined => true,
            Self::Pass | Self::Fail => false,
        }
    }

    /// Returns whether it says if the output is good.
    #[must_use]
    pub const fn decides(self) -> bool {
        match self {
            Self::Pass | Self::Fail => true,
            Self::Defer | Self::Declined => false,
        }
    }

    /// Returns which pass or fail this verdict stands over, given the reviewer's verdict before it and what that stood
    /// over.
    #[must_use]
    pub fn replaces(self, before: Self, replaced: Option<Self>) -> Option<Self> {
        if before.decides() && before != self { Some(before) } else { replaced.filter(|earlier| *earlier != self) }
    }
}

/// A reviewer's answer for one record against one version of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The output meets the criterion.
    Met,
    /// It does not.
    NotMet,
    /// The criterion does not apply.
    Na,
}

impl Answer {
    /// The word of this answer, as on the command line: `met`, `not-met`, `na`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Na => "na",
        }
    }

    /// Reads an answer word; `n/a` and `not met` are understood too.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().replace([' ', '_'], "-").as_str() {
            "met" => Some(Self::Met),
            "not-met" => Some(Self::NotMet),
            "na" | "n/a" => Some(Self::Na),
            _ => None,
        }
    }
}

/// Why a grade was asked for. A noise answer never replaces the standing grade and never counts in rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// The first grade, or a plain change of mind.
    #[default]
    First,
    /// A stale grade asked again after the criterion changed its meaning.
    Regrade,
    /// The same question under the same version, asked again unmarked to measure the reviewer's own noise.
    Noise,
}

words!(Purpose: First = "first", Regrade = "regrade", Noise = "noise");

/// A stretch of text as evidence, in Unicode scalar values, half-open, like a Python slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The turn of the transcript (index into the record's messages), or `None` for the output.
    pub turn: Option<u32>,
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl Span {
    /// Reads `A:B`, `TURN@A:B` or `TURN@` (the whole turn, whose length in characters `turn_length` tells).
    pub fn parse(text: &str, turn_length: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        let (turn, range) = match text.split_once('@') {
            Some((turn, range)) => (Some(turn.parse().ok()?), range),
            None => (None, text),
        };
        if let (Some(turn), "") = (turn, range) {
            return Some(Self { turn: Some(turn), start: 0, end: turn_length(turn)? });
        }
        let (start, end) = range.split_once(':')?;
        let span = Self { turn, start: start.parse().ok()?, end: end.parse().ok()? };
        (span.start < span.end).then_some(span)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(turn) = self.turn {
            write!(f, "{turn}@")?;
        }
        write!(f, "{}:{}", self.start, self.end)
    }
}
