//! Rates assisted by the checks of the workspace: each check runs over all records, and what people judged since it was
//! attached says how far its answers can be believed.

use std::collections::HashMap;

use crate::checks::{self, Answer, Commands, Prepared};
use crate::domain::{Check, CheckKey, Filter, JudgedFact, RowId, Target, Time};
use crate::error::Result;
use crate::measures::prevalence::Rate;
use crate::measures::rates::assisted::{Answers, Case, Ppi, assisted, ppi};
use crate::measures::rates::counts_as;
use crate::measures::weights::inclusion;
use crate::store::Reader;

/// Which checks assist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssistBy {
    /// Of each mode and criterion the one with the most earlier labels; never the one that gives the narrowest interval.
    Auto,
    /// This one.
    Check(CheckKey),
}

/// The rate of one mode or criterion, assisted by a check.
#[derive(Debug, Clone, PartialEq)]
pub struct AssistedRate {
    /// The mode or criterion.
    pub target: Target,
    /// The check.
    pub check: CheckKey,
    /// How many judged records it rests on.
    pub n: u64,
    /// What the check makes of all records; `None` where it was not run.
    pub answers: Option<Answers>,
    /// The rate; `None` where there is a reason why not.
    pub rate: Option<Rate>,
    /// The rate by PPI++, where each record was as likely to be read.
    pub ppi: Option<Ppi>,
    /// Why there is no rate, as a clause. May quote untrusted text.
    pub why: Option<String>,
}

/// Returns the assisted rates of the modes and criteria that have checks, in the order of their oldest. A check assists only
/// with what was judged after it was attached. Starts no program.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn assisted_rates(reader: &Reader, by: &AssistBy, now: Time) -> Result<Vec<AssistedRate>> {
    let codebook = reader.codebook()?;
    let facts = reader.judged_facts()?;
    let mut chosen: Vec<&Check> = Vec::new();
    for check in &codebook.checks {
        let is_one = match by {
            AssistBy::Check(key) => check.key == *key,
            AssistBy::Auto => chosen.iter().all(|other| other.target != check.target),
        };
        if is_one {
            chosen.push(match by {
                AssistBy::Check(_) => check,
                AssistBy::Auto => best_known(&check.target, &codebook.checks, &facts).unwrap_or(check),
            });
        }
    }
    let pools = reader.pools()?;
    let mut asked = Vec::new();
    for check in chosen {
        let later: Vec<&JudgedFact> = facts.iter().filter(|fact| is_later(fact, check)).collect();
        let rows: Vec<RowId> = later.iter().map(|fact| fact.row).collect();
        let likely = inclusion(&rows, &pools);
        let known = later
            .iter()
            .zip(likely)
            .filter_map(|(fact, q)| counts_as(&check.target, &fact.judgements).map(|hit| (fact.row, (hit, q))));
        let prepared = checks::prepare(&check.spec, &Commands::not_on_screen())?;
        asked.push(Asked { check, prepared, judged: known.collect(), cases: Vec::new(), failing: 0, unknown: 0 });
    }
    let mut all = 0;
    if asked.iter().any(Asked::is_worth_running) {
        reader.each(&Filter::All, now, &mut |record| {
            all += 1;
            for one in asked.iter_mut().filter(|one| one.is_worth_running()) {
                match one.prepared.answer(&record) {
                    Answer::Unknown(_) => one.unknown += 1,
                    answer => one.take(record.row, answer != Answer::Passes),
                }
            }
            Ok(true)
        })?;
    }
    Ok(asked.into_iter().map(|one| one.rated(all, facts.len())).collect())
}

/// Whether a record was judged after the check was attached, all of it.
fn is_later(fact: &JudgedFact, check: &Check) -> bool {
    i64::try_from(fact.order).is_ok_and(|order| order > check.created)
}

/// Returns the check of a mode or criterion with the most labels from before it was attached, of those that something was
/// judged after; the oldest of equals.
fn best_known<'a>(target: &Target, checks: &'a [Check], facts: &[JudgedFact]) -> Option<&'a Check> {
    let labelled = || facts.iter().filter(|fact| counts_as(target, &fact.judgements).is_some());
    let usable = checks.iter().filter(|check| check.target == *target && labelled().any(|fact| is_later(fact, check)));
    usable.rev().max_by_key(|check| labelled().filter(|fact| !is_later(fact, check)).count())
}

/// One check while it is run over all records.
struct Asked<'a> {
    check: &'a Check,
    prepared: Prepared,
    /// The judged records: whether each is a hit, and how likely it was to be read.
    judged: HashMap<RowId, (bool, Option<f64>)>,
    cases: Vec<Case>,
    failing: u64,
    unknown: u64,
}

impl Asked<'_> {
    fn is_worth_running(&self) -> bool {
        self.refusal().is_none()
    }

    fn take(&mut self, row: RowId, fails: bool) {
        self.failing += u64::from(fails);
        if let Some((hit, Some(q))) = self.judged.get(&row) {
            self.cases.push(Case { hit: *hit, fails, q: *q });
        }
    }

    /// Returns why the check can assist nothing, before it is run.
    fn refusal(&self) -> Option<String> {
        if let Some(why) = self.prepared.not_run() {
            return Some(why.to_owned());
        }
        if self.judged.is_empty() {
            return Some(
                "nothing was judged since it was attached, and what it was made from cannot prove it".to_owned(),
            );
        }
        self.judged.values().any(|(_, q)| q.is_none()).then(|| {
            "not all that was judged since it was attached was drawn at random from all records: what was read says nothing of \
             the others"
                .to_owned()
        })
    }

    fn rated(self, all: u64, judged: usize) -> AssistedRate {
        let answers = Answers { failing: self.failing, all };
        let mut rated = AssistedRate {
            target: self.check.target.clone(),
            check: self.check.key.clone(),
            n: self.judged.len() as u64,
            answers: None,
            rate: None,
            ppi: None,
            why: self.refusal(),
        };
        if rated.why.is_some() {
            if judged == 0 {
                rated.why = Some("nothing was judged yet".to_owned());
            }
            return rated;
        }
        if self.unknown > 0 {
            rated.why = Some(format!("it gave no answer on {} of {all} records", self.unknown));
            return rated;
        }
        rated.answers = Some(answers);
        rated.rate = assisted(&self.cases, answers);
        let equal = self.cases.windows(2).all(|two| matches!(two, [one, other] if (one.q - other.q).abs() < 1e-12));
        rated.ppi = if equal { ppi(&self.cases, answers) } else { None };
        if rated.rate.is_none() {
            let side = if self.cases.iter().any(|case| case.fails) { "passes" } else { "fails" };
            rated.why = Some(format!("none of the judged records is among those that it {side}"));
        }
        rated
    }
}
