//! The daily sample as a reviewer sees it.

use std::fmt::Write as _;

use super::figures::more_words;
use crate::domain::{DailySample, Day, Name, RecordId, RowId, Time, Untrusted};
use crate::measures::weights::WeighedRate;
use crate::text::{counted, grouped, percent, percent_between, visible_name};

/// A record that somebody deferred and that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The record's place.
    pub row: RowId,
    /// Its identity.
    pub id: RecordId,
    /// Who deferred it.
    pub by: Name,
    /// When.
    pub time: Time,
    /// Why: the reason and the notes of whoever deferred it.
    pub reason: Option<Untrusted>,
    /// Whether it asks this reviewer by `@name`.
    pub is_addressed: bool,
}

/// On which days a reviewer judged, and how fast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerDays {
    /// Who.
    pub reviewer: Name,
    /// How many records have a verdict of theirs.
    pub judged: u64,
    /// On how many days.
    pub days: u64,
    /// The first and the last of them.
    pub first: Day,
    /// The last of them.
    pub last: Day,
    /// How many days between these two have no verdict of theirs.
    pub gaps: u64,
    /// Verdicts an hour while they judged; `None` while there are too few.
    pub pace: Option<u64>,
}

impl ReviewerDays {
    /// Says it: `ana  12 days, last 2026-11-27; 600 judged, 94 an hour`.
    #[must_use]
    pub fn words(&self) -> String {
        let pace = self.pace.map(|pace| format!(", {} an hour", grouped(pace))).unwrap_or_default();
        let gaps = if self.gaps > 0 { format!(", {} between them without", grouped(self.gaps)) } else { String::new() };
        let days = counted(self.days, "day");
        format!("{days}{gaps}, last {}; {} judged{pace}", self.last, grouped(self.judged))
    }

    /// Says whose it is and what it is.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}: {}", visible_name(&self.reviewer), self.words())
    }
}

/// How far a daily sample was read, by everyone, and what follows for what was logged.
#[derive(Debug, Clone, PartialEq)]
pub struct DailyProgress {
    /// The sample.
    pub sample: DailySample,
    /// How many of its records anybody gave a verdict.
    pub done: u64,
    /// Those of them that were deferred by everyone who looked.
    pub deferred: u64,
    /// Those that were declined.
    pub declined: u64,
    /// Those that reviewers dispute.
    pub disputed: u64,
    /// The rate of what was logged; of what was read, where it was not read in order.
    pub rate: WeighedRate,
    /// The rate of all samples that were read in order, weighted by what was logged on each day.
    pub all_days: WeighedRate,
    /// How many samples these are.
    pub days: u64,
}

impl DailyProgress {
    /// Says the rate: `8 % (3–19) of 1,204 logged, weighted back; 5 deferred: 7 % to 17 % …`.
    #[must_use]
    pub fn rate_words(&self) -> String {
        let Some(rate) = self.rate.rate else { return "nothing of it was judged yet".to_owned() };
        let share = percent_between(rate.rate, Some((rate.low, rate.high)));
        let of = if self.rate.weighted {
            format!("of {} logged, weighted back", grouped(self.sample.population))
        } else {
            "of what was read, which was not in order".to_owned()
        };
        let mut words = format!("{share} {of}; {} of {} fail", grouped(self.rate.hits), grouped(self.rate.n));
        if let Some((low, high)) = self.bounds() {
            let (low, high) = (percent(low), percent(high));
            let deferred = grouped(self.deferred);
            let _ = write!(words, "; {deferred} deferred: {low} to {high} if all pass or all fail");
        }
        let population = self.sample.population;
        if let Some(more) = self.rate.more(population) {
            let left = population.saturating_sub(self.rate.n);
            let _ = write!(words, "; {}", more_words(more, left));
        }
        words
    }

    /// Says the rate of all days.
    #[must_use]
    pub fn all_days_words(&self) -> Option<String> {
        let rate = self.all_days.rate.filter(|_| self.days > 1)?;
        let share = percent_between(rate.rate, Some((rate.low, rate.high)));
        Some(format!("{share} over {} samples; {} of {} fail", self.days, self.all_days.hits, self.all_days.n))
    }

    /// Returns the rate if all that is deferred passed, and if all of it failed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let rate = self.rate.rate?.rate;
        let (n, deferred) = (self.rate.n as f64, self.deferred as f64);
        (self.deferred > 0).then(|| (rate * n / (n + deferred), (rate * n + deferred) / (n + deferred)))
    }
}

/// What `gemba today` tells a reviewer.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// How far the sample was read.
    pub progress: DailyProgress,
    /// Who froze it, and when.
    pub frozen: (Name, Time),
    /// What is left for the reviewer, in reading order.
    pub queue: Vec<RecordId>,
    /// The questions that come first.
    pub questions: Vec<OpenQuestion>,
    /// What the reviewer deferred and nobody decided since.
    pub deferred: Vec<RecordId>,
    /// The newest sample before with records that nobody judged, and how many.
    pub left_before: Option<(Day, u64)>,
    /// On which days people judged.
    pub people: Vec<ReviewerDays>,
}
