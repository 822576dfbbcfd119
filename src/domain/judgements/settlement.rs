//! What reviewers who disagreed settled on, together or by whom the criterion belongs to. A settled answer stands above
//! every other one (`docs/contracts.md`); the single answers stay as they were given.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::words::words;
use crate::domain::{Answer, CriterionKey, ModeKey, Name, Slug, Target, Time, Verdict};

/// The question that is settled on a record. Its text is `verdict`, `mode:SLUG` or `criterion:SLUG`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettleTarget {
    /// Whether the output is good.
    Verdict,
    /// Whether it shows a failure mode.
    Mode(ModeKey),
    /// Whether it meets a criterion.
    Criterion(CriterionKey),
}

impl SettleTarget {
    /// Reads `verdict`, `mode:SLUG` or `criterion:SLUG`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, key) = match text.split_once(':') {
            Some((kind, key)) if !key.is_empty() => (kind, Slug::of(key)),
            Some(_) => return None,
            None => return (text == "verdict").then_some(Self::Verdict),
        };
        match kind {
            "mode" => Some(Self::Mode(key)),
            "criterion" => Some(Self::Criterion(key)),
            _ => None,
        }
    }

    /// Returns the mode or criterion that it names.
    #[must_use]
    pub fn names(&self) -> Option<Target> {
        match self {
            Self::Verdict => None,
            Self::Mode(key) => Some(Target::Mode(key.clone())),
            Self::Criterion(key) => Some(Target::Criterion(key.clone())),
        }
    }

    /// Returns the answers that settle it, the bad one first.
    #[must_use]
    pub const fn answers(&self) -> &'static [SettledAnswer] {
        match self {
            Self::Verdict => &[SettledAnswer::Fail, SettledAnswer::Pass, SettledAnswer::Declined],
            Self::Mode(_) => &[SettledAnswer::Yes, SettledAnswer::No],
            Self::Criterion(_) => &[SettledAnswer::NotMet, SettledAnswer::Met, SettledAnswer::Na],
        }
    }
}

impl From<Target> for SettleTarget {
    fn from(target: Target) -> Self {
        match target {
            Target::Mode(key) => Self::Mode(key),
            Target::Criterion(key) => Self::Criterion(key),
        }
    }
}

impl fmt::Display for SettleTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict => f.write_str("verdict"),
            Self::Mode(key) => write!(f, "mode:{key}"),
            Self::Criterion(key) => write!(f, "criterion:{key}"),
        }
    }
}

impl Serialize for SettleTarget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SettleTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("expected `verdict`, `mode:SLUG` or `criterion:SLUG`"))
    }
}

/// The answer that was settled on: each belongs to one kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettledAnswer {
    /// The output is good.
    Pass,
    /// The output is bad.
    Fail,
    /// It cannot be answered.
    Declined,
    /// It shows the mode.
    Yes,
    /// It does not show the mode.
    No,
    /// It meets the criterion.
    Met,
    /// It does not.
    NotMet,
    /// The criterion does not apply.
    Na,
}

words!(
    SettledAnswer: Pass = "pass",
    Fail = "fail",
    Declined = "declined",
    Yes = "yes",
    No = "no",
    Met = "met",
    NotMet = "not-met",
    Na = "na",
);

impl SettledAnswer {
    /// Returns the verdict that it is.
    #[must_use]
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Pass => Some(Verdict::Pass),
            Self::Fail => Some(Verdict::Fail),
            Self::Declined => Some(Verdict::Declined),
            Self::Yes | Self::No | Self::Met | Self::NotMet | Self::Na => None,
        }
    }

    /// Returns the grade that it is.
    #[must_use]
    pub const fn grade(self) -> Option<Answer> {
        match self {
            Self::Met => Some(Answer::Met),
            Self::NotMet => Some(Answer::NotMet),
            Self::Na => Some(Answer::Na),
            Self::Pass | Self::Fail | Self::Declined | Self::Yes | Self::No => None,
        }
    }
}

impl From<Answer> for SettledAnswer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Met => Self::Met,
            Answer::NotMet => Self::NotMet,
            Answer::Na => Self::Na,
        }
    }
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettledBy {
    /// Those who answered, after they talked about it.
    #[default]
    Agreement,
    /// Whom the criterion belongs to.
    Owner,
}

words!(SettledBy: Agreement = "agreement", Owner = "owner");

/// A settled answer that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledView {
    /// What was settled; of a merged mode the one that counts now.
    pub target: SettleTarget,
    /// The answer.
    pub answer: SettledAnswer,
    /// Who settled it.
    pub by: Vec<Name>,
    /// How.
    pub how: SettledBy,
    /// Who wrote it down.
    pub reviewer: Name,
    /// The version of the criterion that it was settled under; 0 for a verdict or a mode.
    pub version: u32,
    /// Whether the criterion has changed its meaning since: then it settles nothing any more.
    pub stale: bool,
    /// When.
    pub time: Time,
}
