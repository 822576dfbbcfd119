//! Rates per mode, criterion, model, prompt version, source, day and reviewer, from judged records.
//!
//! Positive is FAIL. What reviewers dispute, what is deferred, declined, stale or n/a is left out and counted.

pub mod assisted;

use crate::domain::words::words;
use std::collections::BTreeMap;

use crate::domain::{CodebookView, Judgements};
use crate::domain::{JudgedFact, Name, SettleTarget, Target, Untrusted, Verdict};
use crate::measures::truth::{Truth, agreed_modes, shown_modes, truth};
use crate::measures::weights::{WeighedRate, rate};

/// What records are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All judged records: the share that fails.
    All,
    /// A failure mode: the share of judged records that show it.
    Mode,
    /// A criterion: the share of graded records that do not meet it.
    Criterion,
    /// A model: the share of its records that fail. The others likewise.
    Model,
    /// A prompt version.
    Prompt,
    /// A source.
    Source,
    /// A day of logging, in UTC.
    Day,
    /// A reviewer: of what this one judged the share that this one fails, before anything was settled.
    Reviewer,
}

words!(
    Group: All = "all",
    Mode = "mode",
    Criterion = "criterion",
    Model = "model",
    Prompt = "prompt",
    Source = "source",
    Day = "day",
    Reviewer = "reviewer",
);

impl Group {
    /// Returns what is grouped, for the help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::All => "Everything judged.",
            Self::Mode => "Failure modes: the share of read records that show it.",
            Self::Criterion => "Criteria: the share of graded records that do not meet it.",
            Self::Model => "Models.",
            Self::Prompt => "Prompt versions.",
            Self::Source => "Sources.",
            Self::Day => "Days of logging, in UTC.",
            Self::Reviewer => "Reviewers: of what each judged, the share that each fails, before anything was settled.",
        }
    }
}

/// One rate, and what was left out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRate {
    /// What it is grouped by.
    pub group: Group,
    /// Which of them: a slug, a model's name, a date. Empty for all.
    pub value: Untrusted,
    /// The rate.
    pub rate: WeighedRate,
    /// How many records it could be taken of, where that is known.
    pub population: Option<u64>,
    /// Records that reviewers dispute.
    pub excluded_disputed: u64,
    /// Records that were only deferred.
    pub excluded_deferred: u64,
    /// Records that were declined: they cannot be answered.
    pub excluded_declined: u64,
    /// Records with stale grades only.
    pub excluded_stale: u64,
    /// Records graded n/a.
    pub excluded_na: u64,
    /// Records of these for which an answer counts that was settled.
    pub settled: u64,
    /// What reviewers answered on those, each for themselves, which does not count.
    pub settled_votes: u64,
}

impl GroupRate {
    /// Returns whose rate it is; `None` where it is no reviewer's.
    #[must_use]
    pub fn reviewer(&self) -> Option<Name> {
        (self.group == Group::Reviewer).then(|| Name::cleaned(self.value.raw())).flatten()
    }

    /// Returns how many more judged records make it known to five points, and how many are left; `None` where it is.
    #[must_use]
    pub fn more(&self) -> Option<(u64, u64)> {
        let population = self.population?.saturating_sub(self.excluded_declined);
        Some((self.rate.more(population)?, population.saturating_sub(self.rate.n)))
    }
}

#[derive(Default)]
struct Counted {
    records: Vec<(bool, Option<f64>)>,
    disputed: u64,
    deferred: u64,
    declined: u64,
    stale: u64,
    na: u64,
    settled: u64,
    votes: u64,
}

impl Counted {
    /// Counts a record that fails or does not; `answered` are those who answered on it before it was settled.
    fn push(&mut self, fails: bool, q: Option<f64>, answered: Option<usize>) {
        self.records.push((fails, q));
        if let Some(votes) = answered {
            self.settled += 1;
            self.votes += votes as u64;
        }
    }

    fn rated(self, group: Group, value: Untrusted) -> GroupRate {
        GroupRate {
            group,
            value,
            rate: rate(&self.records),
            population: None,
            excluded_disputed: self.disputed,
            excluded_deferred: self.deferred,
            excluded_declined: self.declined,
            excluded_stale: self.stale,
            excluded_na: self.na,
            settled: self.settled,
            settled_votes: self.votes,
        }
    }
}

/// What the verdicts of everyone make of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It fails, or passes.
    Fails(bool),
    /// Reviewers differ.
    Disputed,
    /// It was only deferred.
    Deferred,
    /// It was declined.
    Declined,
    /// It has no verdict.
    Unjudged,
}

/// Returns the outcome of the verdicts; a deferral or a refusal to answer beside a pass or a fail does not count. What was
/// settled stands above every single verdict.
#[must_use]
pub fn outcome(judgements: &Judgements) -> Outcome {
    match judgements.settled_verdict() {
        Some(Verdict::Fail) => return Outcome::Fails(true),
        Some(Verdict::Pass) => return Outcome::Fails(false),
        Some(Verdict::Defer) => return Outcome::Deferred,
        Some(Verdict::Declined) => return Outcome::Declined,
        None => {}
    }
    let has = |verdict: Verdict| judgements.verdicts.iter().any(|view| view.verdict == verdict);
    match (has(Verdict::Pass), has(Verdict::Fail)) {
        (true, true) => Outcome::Disputed,
        (false, true) => Outcome::Fails(true),
        (true, false) => Outcome::Fails(false),
        (false, false) if has(Verdict::Defer) => Outcome::Deferred,
        (false, false) if has(Verdict::Declined) => Outcome::Declined,
        (false, false) => Outcome::Unjudged,
    }
}

/// Returns whether a record counts as a hit in the rate of a mode or criterion; `None` where it is not in that rate. A record
/// that fails for something else was read, and this mode was not seen in it.
#[must_use]
pub fn counts_as(target: &Target, judgements: &Judgements) -> Option<bool> {
    match truth(target, judgements) {
        Truth::Positive => Some(true),
        Truth::Negative | Truth::NotComparable => Some(false),
        Truth::Disputed | Truth::Stale | Truth::Na | Truth::Silent => None,
    }
}

/// Returns whether a record fails and shows no mode. What reviewers dispute does not fail, as in every rate.
#[must_use]
pub fn fails_without_mode(judgements: &Judgements) -> bool {
    outcome(judgements) == Outcome::Fails(true) && agreed_modes(judgements).is_empty()
}

/// Returns whether reviewers dispute a record's verdict, or a mode that one of them tagged it with: what it shows is in no
/// figure of modes.
#[must_use]
pub fn is_disputed(judgements: &Judgements) -> bool {
    outcome(judgements) == Outcome::Disputed || shown_modes(judgements).len() > agreed_modes(judgements).len()
}

/// Returns how many answered on a record what was settled on it; `None` where each one's own answer counts. A settled
/// verdict says something of modes too.
fn votes_settled(said: &Judgements, target: &SettleTarget) -> Option<usize> {
    let by_verdict = matches!(target, SettleTarget::Mode(_)) && said.settled_verdict().is_some();
    (said.settled_on(target).is_some() || by_verdict).then(|| said.answered(target).len())
}

/// Returns all rates: of everything, then by mode and criterion in order of creation, then by model, prompt version,
/// source, day and reviewer in order of name. Each fact comes with its chance to be read (see `weights::inclusion`).
pub fn rates(facts: &[(&JudgedFact, Option<f64>)], codebook: &CodebookView) -> Vec<GroupRate> {
    let weighed = || facts.iter().copied();
    let mut all = Counted::default();
    let mut parts: BTreeMap<(Group, &str), Counted> = BTreeMap::new();
    for (fact, q) in weighed() {
        let logged = [
            (Group::Model, fact.model.as_ref().map(Untrusted::raw)),
            (Group::Prompt, fact.prompt.as_ref().map(Untrusted::raw)),
            (Group::Source, Some(fact.source.raw())),
            (Group::Day, fact.day.as_deref()),
        ];
        let keys = logged.into_iter().filter_map(|(group, value)| Some((group, value?)));
        let outcome = outcome(&fact.judgements);
        let votes = votes_settled(&fact.judgements, &SettleTarget::Verdict);
        let count = |counted: &mut Counted| match outcome {
            Outcome::Fails(fails) => counted.push(fails, q, votes),
            Outcome::Disputed => counted.disputed += 1,
            Outcome::Deferred => counted.deferred += 1,
            Outcome::Declined => counted.declined += 1,
            Outcome::Unjudged => {}
        };
        count(&mut all);
        for key in keys {
            count(parts.entry(key).or_default());
        }
        // Each one's own share of the records that were drawn is no draw of its own: it is never weighted back.
        for view in &fact.judgements.verdicts {
            let own = parts.entry((Group::Reviewer, view.reviewer.as_str())).or_default();
            match view.verdict {
                Verdict::Pass => own.push(false, None, None),
                Verdict::Fail => own.push(true, None, None),
                Verdict::Defer => own.deferred += 1,
                Verdict::Declined => own.declined += 1,
            }
        }
    }
    let mut rates = vec![all.rated(Group::All, Untrusted::default())];
    let modes = codebook.modes.iter().filter(|mode| mode.status.is_open());
    let modes = modes.map(|mode| (Group::Mode, &mode.slug, Target::Mode(mode.key.clone())));
    let criteria = codebook.criteria.iter().filter(|criterion| !criterion.retired);
    let criteria =
        criteria.map(|criterion| (Group::Criterion, &criterion.slug, Target::Criterion(criterion.key.clone())));
    for (group, slug, target) in modes.chain(criteria) {
        let mut counted = Counted::default();
        let settles = SettleTarget::from(target.clone());
        for (fact, q) in weighed() {
            let votes = || votes_settled(&fact.judgements, &settles);
            if let Some(hit) = counts_as(&target, &fact.judgements) {
                counted.push(hit, q, votes());
                continue;
            }
            match truth(&target, &fact.judgements) {
                Truth::Disputed => counted.disputed += 1,
                Truth::Stale => counted.stale += 1,
                Truth::Na => counted.na += 1,
                // Grades are not deferred: an open question is simply not answered.
                Truth::Silent if group == Group::Mode => match outcome(&fact.judgements) {
                    Outcome::Deferred => counted.deferred += 1,
                    Outcome::Declined => counted.declined += 1,
                    Outcome::Fails(_) | Outcome::Disputed | Outcome::Unjudged => {}
                },
                Truth::Silent | Truth::Positive | Truth::Negative | Truth::NotComparable => {}
            }
        }
        rates.push(counted.rated(group, Untrusted::from(slug.as_str())));
    }
    rates.extend(parts.into_iter().map(|((group, value), counted)| counted.rated(group, Untrusted::from(value))));
    rates
}
