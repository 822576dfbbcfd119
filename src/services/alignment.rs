//! Runs all checks of a mode or criterion over the judged records and compares them, alone and as sets, with people.

use crate::checks::{self, Answer, Commands, Evaluator, Prepared};
use crate::domain::codebook::TAU;
use crate::domain::{CheckKey, Record, Target, Untrusted};
use crate::domain::{CodebookView, Judgements};
use crate::error::Result;
use crate::measures::check_sets::{Case, Half, TargetAlignment, align};
use crate::measures::truth::{Truth, truth};
use crate::services::insights::Chosen;
use crate::store::Reader;

/// The alignment of all checks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignments {
    /// The modes and criteria with checks that were run, in the order of their oldest.
    pub targets: Vec<TargetAlignment>,
    /// The checks that are left out, and why.
    pub left_out: Vec<LeftOut>,
}

/// A check that is left out, or not run on every record.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The check.
    pub check: CheckKey,
    /// What it is attached to.
    pub target: Target,
    /// What would evaluate it.
    pub evaluator: Evaluator,
    /// The records on which it could not be run; `None` where it was not run at all.
    pub records: Option<u64>,
    /// Why, as a clause. May quote untrusted text.
    pub why: Untrusted,
}

/// The alignment of every mode and criterion that has checks, in the order of their oldest checks. `alpha` is the
/// coverage that the smallest set must reach. A record on which a check of a target could not be run is left out of that
/// target's figures; a check that is not run at all takes no part in them.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn alignments(reader: &Reader, alpha: f64, commands: &Commands) -> Result<Alignments> {
    alignments_of(reader, alpha, commands, &|_| true)
}

/// The same on those of the judged records that are chosen.
///
/// # Errors
/// As [`alignments`].
pub fn alignments_of(reader: &Reader, alpha: f64, commands: &Commands, chosen: Chosen<'_>) -> Result<Alignments> {
    let codebook = reader.codebook()?;
    let mut columns: Vec<Column> = Vec::new();
    let mut left_out = Vec::new();
    for check in &codebook.checks {
        let target = check.target.clone();
        let prepared = checks::prepare(&check.spec, commands)?;
        let evaluator = Evaluator::for_check(&check.spec);
        if let Some(why) = prepared.not_run() {
            left_out.push(LeftOut { check: check.key.clone(), target, evaluator, records: None, why: why.into() });
            continue;
        }
        let ready = Ready { key: check.key.clone(), evaluator, check: prepared, not_run: 0, trouble: None };
        match columns.iter_mut().find(|column| column.target == target) {
            Some(column) => column.checks.push(ready),
            None => columns.push(Column { target, checks: vec![ready], cases: Vec::new() }),
        }
    }
    if columns.is_empty() {
        return Ok(Alignments { targets: Vec::new(), left_out });
    }
    reader.each_judged(&mut |record, judgements| {
        if !chosen(record.row) {
            return Ok(true);
        }
        for column in &mut columns {
            column.take(&record, &judgements);
        }
        Ok(true)
    })?;
    left_out.extend(columns.iter().flat_map(Column::trouble));
    let targets = columns.into_iter().map(|column| column.aligned(&codebook, alpha)).collect();
    Ok(Alignments { targets, left_out })
}

/// One target while the records are counted.
struct Column {
    target: Target,
    checks: Vec<Ready>,
    cases: Vec<Case>,
}

/// One check while the records are counted.
struct Ready {
    key: CheckKey,
    evaluator: Evaluator,
    check: Prepared,
    not_run: u64,
    trouble: Option<String>,
}

impl Ready {
    /// Whether it fails the record; `None` where it could not be run.
    fn fails(&mut self, record: &Record) -> Option<bool> {
        match self.check.answer(record) {
            Answer::Passes => Some(false),
            Answer::Fails(_) => Some(true),
            Answer::Unknown(why) => {
                self.not_run += 1;
                self.trouble.get_or_insert(why);
                None
            }
        }
    }
}

impl Column {
    fn take(&mut self, record: &Record, judgements: &Judgements) {
        let truth = truth(&self.target, judgements);
        let half = Half::of_input(record.content.input_key());
        let fails = match truth {
            Truth::Positive | Truth::Negative => {
                // Every check is asked, so that the trouble of each is counted.
                let answers: Vec<Option<bool>> = self.checks.iter_mut().map(|check| check.fails(record)).collect();
                let Some(fails) = answers.into_iter().collect() else { return };
                fails
            }
            // Left out of every figure, so not asked.
            Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na => Vec::new(),
            Truth::Silent => return,
        };
        self.cases.push(Case { half, truth, fails });
    }

    fn trouble(&self) -> impl Iterator<Item = LeftOut> + '_ {
        self.checks.iter().filter(|ready| ready.not_run > 0).map(|ready| LeftOut {
            check: ready.key.clone(),
            target: self.target.clone(),
            evaluator: ready.evaluator,
            records: Some(ready.not_run),
            why: ready.trouble.clone().unwrap_or_default().into(),
        })
    }

    fn aligned(self, codebook: &CodebookView, alpha: f64) -> TargetAlignment {
        let tau = match &self.target {
            Target::Criterion(key) => codebook.criterion_of(key).map_or(TAU, |criterion| criterion.tau),
            Target::Mode(_) => TAU,
        };
        let keys: Vec<CheckKey> = self.checks.into_iter().map(|ready| ready.key).collect();
        align(&self.target, &keys, &self.cases, tau, alpha)
    }
}
