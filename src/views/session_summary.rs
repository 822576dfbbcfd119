//! What a reviewer did in one session, as the end screen shows it and the hand-off writes it.

use super::figures::{KnownCounts, Share, more_words};
use super::today::{DailyProgress, ReviewerDays};
use crate::domain::{Edit, ModeKey, Name, RecordId, Session, Time, Untrusted, Verdict};
use crate::redact::Counts;
use crate::text::{counted, grouped, percent, visible_words};

/// What a reviewer did in one session.
#[derive(Debug, Clone)]
pub struct SessionSummary {
    /// The session.
    pub session: Session,
    /// How many records it has: those drawn, or all that its filter holds.
    pub records: u64,
    /// Those without a verdict, but for those alike to one that has one.
    pub left: u64,
    /// Those of a sample that have no verdict and are alike to one that has one: the screen shows them once.
    pub alike: u64,
    /// What was judged in it.
    pub judged: VerdictCounts,
    /// The same of the session before over the same filter and plan, with its number and day, where there is one.
    pub before: Option<(i64, Time, VerdictCounts)>,
    /// How far the daily sample was read that the session is of.
    pub daily: Option<DailyProgress>,
    /// Where it is of a daily sample: on which days people judged.
    pub people: Vec<ReviewerDays>,
    /// The modes that its records show, the commonest first.
    pub modes: Vec<ModeSummary>,
    /// The failed records without a mode.
    pub failed_without_mode: u64,
    /// The first of them.
    pub failed_records: Vec<NamedRecord>,
    /// The deferred records, with the reviewer's notes on each.
    pub deferred: Vec<(NamedRecord, Vec<Untrusted>)>,
    /// The declined records, with the reason of each.
    pub declined: Vec<(NamedRecord, Option<Untrusted>)>,
    /// Criteria that are new since it began, and new versions.
    pub criteria: Vec<CriterionSummary>,
    /// How the known answers that were mixed in are answered so far.
    pub known: KnownCounts,
    /// The stubs that were written meanwhile, by whomever, with what they were then: `pytest/invented-policy`, `thin`.
    pub stubs: Vec<(String, String)>,
}

/// A session's summary with what is handed to others.
#[derive(Debug, Clone)]
pub struct HandOff {
    /// What was done.
    pub summary: SessionSummary,
    /// The same as Markdown, for a chat or a ticket, masked.
    pub markdown: String,
    /// What was masked in it.
    pub masked: Counts,
}

/// How a reviewer's verdicts fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    /// Passed records.
    pub passed: u64,
    /// Failed records.
    pub failed: u64,
    /// Deferred records.
    pub deferred: u64,
    /// Declined records.
    pub declined: u64,
}

impl VerdictCounts {
    /// Counts a verdict.
    pub const fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Pass => self.passed += 1,
            Verdict::Fail => self.failed += 1,
            Verdict::Defer => self.deferred += 1,
            Verdict::Declined => self.declined += 1,
        }
    }

    /// Returns all records with a verdict.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.decided() + self.deferred + self.declined
    }

    /// Returns the records that passed or failed.
    #[must_use]
    pub const fn decided(&self) -> u64 {
        self.passed + self.failed
    }

    /// Returns the share that failed.
    #[must_use]
    pub fn failing(&self) -> Option<Share> {
        Share::of(self.failed, self.decided())
    }

    /// Returns the failing share with what stands behind it: bounds, and how many more of so many records make it known to
    /// five points.
    #[must_use]
    pub fn rate_words(&self, population: u64) -> String {
        let mut words = self.failing().map(|share| share.words()).unwrap_or_default();
        for more in [self.bounds_words(), self.more_words(population)].iter().filter(|more| !more.is_empty()) {
            words.push_str("; ");
            words.push_str(more);
        }
        words
    }

    fn more_words(&self, population: u64) -> String {
        let more = self.failing().and_then(|share| share.more(population));
        let left = population.saturating_sub(self.decided());
        more.map_or_else(String::new, |more| more_words(more, left))
    }

    /// Returns the bounds in words; nothing where nothing is deferred.
    #[must_use]
    pub fn bounds_words(&self) -> String {
        self.bounds().map_or_else(String::new, |(low, high)| {
            format!("{} to {} if all that is deferred passes or fails", percent(low), percent(high))
        })
    }

    /// Returns the share that would have failed if all that is deferred passed, and if all of it failed; `None` where
    /// nothing is deferred.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let all = (self.decided() + self.deferred) as f64;
        (self.deferred > 0).then(|| (self.failed as f64 / all, (self.failed + self.deferred) as f64 / all))
    }
}

/// A record that is named to others, without anything of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRecord {
    /// Its id.
    pub id: RecordId,
    /// The link to its trace, where the settings say where traces are.
    pub link: Option<String>,
}

/// One mode in a session.
#[derive(Debug, Clone)]
pub struct ModeSummary {
    /// The mode.
    pub key: ModeKey,
    /// Its name now.
    pub name: Name,
    /// Whether it is new since the session began.
    pub is_new: bool,
    /// Whether it has a check.
    pub has_check: bool,
    /// The share of the decided records that show it.
    pub share: Share,
    /// The first of them.
    pub exemplars: Vec<NamedRecord>,
}

/// A new criterion, or a new version of one.
#[derive(Debug, Clone)]
pub struct CriterionSummary {
    /// Its name now.
    pub name: Name,
    /// The version.
    pub version: u32,
    /// What changed against the version before.
    pub edit: Edit,
    /// Why.
    pub reason: Untrusted,
    /// The statement.
    pub text: Untrusted,
}

impl SessionSummary {
    /// Returns of how many records its rates can be taken: those that it was drawn from, or that it holds, without what
    /// cannot be answered.
    #[must_use]
    pub fn population(&self) -> u64 {
        self.session.population.max(self.records).saturating_sub(self.judged.declined)
    }

    /// Returns how far it is in words; what was typed goes through `words`.
    #[must_use]
    pub fn progress_words(&self, words: &dyn Fn(&str) -> String) -> String {
        let Self { session, judged, records, .. } = self;
        let drawn = self.drawn_words(words);
        let drawn = if session.sampling.title().is_some() { format!(" ({drawn})") } else { drawn };
        let mut parts = vec![
            format!("{} judged of {}{drawn}", grouped(judged.decided()), counted(*records, "record")),
            format!("{} passed, {} failed", grouped(judged.passed), grouped(judged.failed)),
        ];
        if judged.deferred > 0 {
            parts.push(format!("{} deferred", grouped(judged.deferred)));
        }
        if judged.declined > 0 {
            parts.push(format!("{} declined", grouped(judged.declined)));
        }
        if self.alike > 0 {
            parts.push(format!("{} alike to judged ones", grouped(self.alike)));
        }
        parts.push(format!("{} left", grouped(self.left)));
        format!("{}.", parts.join("; "))
    }

    /// Returns which records they are in words: `random 5, seed 1, drawn from 40 of model:m`, ` of model:m`.
    fn drawn_words(&self, words: &dyn Fn(&str) -> String) -> String {
        let session = &self.session;
        let of_filter = match session.filter.trim() {
            "" => String::new(),
            filter => format!(" of {}", words(filter)),
        };
        match session.sampling.title() {
            Some(title) => {
                let title = words(visible_words(&title).as_str());
                format!("{title}, drawn from {}{of_filter}", grouped(session.population))
            }
            None => of_filter,
        }
    }

    /// Returns the command that goes on with it.
    #[must_use]
    pub fn resume_words(&self) -> String {
        match self.session.sampling.day() {
            Some(day) => format!("gemba today --day {day}"),
            None => format!("gemba review --session {}", self.session.id),
        }
    }
}
