//! Runs all checks of a mode or criterion over the judged records and holds them, alone and as sets, against people.

use crate::checks::{self, Compiled, Subject};
use crate::domain::criterion::TAU;
use crate::domain::view::{Codebook, Judgements};
use crate::domain::{CheckKey, Record, Target};
use crate::error::Result;
use crate::measures::check_sets::{Case, Half, TargetAlignment, align};
use crate::measures::truth::{Truth, truth};
use crate::store::Reader;

/// The alignment of every mode and criterion that has checks, in the order of their oldest checks. `alpha` is the
/// coverage that the smallest set must reach.
///
/// # Errors
/// Store problems as they are; a check that this version cannot prepare.
pub fn alignments(reader: &Reader, alpha: f64) -> Result<Vec<TargetAlignment>> {
    let codebook = reader.codebook()?;
    let mut columns: Vec<Column> = Vec::new();
    for check in &codebook.checks {
        let target = super::checks::standing(&codebook, &check.target);
        let prepared = checks::compile(&check.spec)?;
        match columns.iter_mut().find(|column| column.target == target) {
            Some(column) => column.checks.push((check.key.clone(), prepared)),
            None => columns.push(Column { target, checks: vec![(check.key.clone(), prepared)], cases: Vec::new() }),
        }
    }
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    reader.each_judged(&mut |record, judgements| {
        for column in &mut columns {
            column.take(&record, &judgements);
        }
        Ok(true)
    })?;
    Ok(columns.into_iter().map(|column| column.aligned(&codebook, alpha)).collect())
}

/// One target on its way over the records.
struct Column {
    target: Target,
    checks: Vec<(CheckKey, Box<dyn Compiled>)>,
    cases: Vec<Case>,
}

impl Column {
    fn take(&mut self, record: &Record, judgements: &Judgements) {
        let truth = truth(&self.target, judgements);
        let half = Half::of(record.content.input_key());
        let fails = match truth {
            Truth::Positive | Truth::Negative => {
                let subject = Subject { output: record.content.output.raw(), content: &record.content };
                self.checks.iter().map(|(_, check)| !check.objections(&subject).is_empty()).collect()
            }
            // Left out of every figure, so not asked.
            Truth::NotComparable | Truth::Disputed | Truth::Stale | Truth::Na => Vec::new(),
            Truth::Silent => return,
        };
        self.cases.push(Case { half, truth, fails });
    }

    fn aligned(self, codebook: &Codebook, alpha: f64) -> TargetAlignment {
        let tau = match &self.target {
            Target::Criterion(key) => codebook.criterion_of(key).map_or(TAU, |criterion| criterion.tau),
            Target::Mode(_) => TAU,
        };
        let keys: Vec<CheckKey> = self.checks.into_iter().map(|(key, _)| key).collect();
        align(&self.target, &keys, &self.cases, tau, alpha)
    }
}
