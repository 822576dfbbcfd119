//! Reads one record as the screen shows it, with the objections of all checks, which stay compiled between records.

use std::sync::Arc;

use crate::checks::{self, Compiled, Subject};
use crate::domain::{Check, CodebookView, Judgements, Record, RowId, Span, Target};
use crate::error::Result;
use crate::layout::{Document, Rendering};
use crate::store::Reader;
use crate::views::{RecordView, Remark};

/// The checks that are asked, each compiled, or `None` where this version cannot compile it.
#[derive(Default)]
pub(super) struct CompiledChecks(Vec<(Check, Option<Box<dyn Compiled>>)>);

impl CompiledChecks {
    /// Reads a record with its judgements and objections, and lays its text out as that of one read after `before`;
    /// what was answered to suggested tags is not part of it. Where it is `said` what holds of it, nothing else is read.
    pub(super) fn record_view(
        &mut self,
        reader: &Reader,
        (row, said): (RowId, Option<Judgements>),
        before: Option<RowId>,
        rendering: Rendering,
    ) -> Result<RecordView> {
        let record = reader.record(row)?;
        let judgements = said.map_or_else(|| reader.judgements(row), Ok)?;
        self.recompile(&reader.codebook()?);
        let objections = match judgements.correction() {
            Some(_) => self.objections(&judgements.as_expected(record.clone())),
            None => self.objections(&record),
        };
        // Where the one before cannot be read, all is shown.
        let earlier = before.and_then(|before| reader.record(before).ok());
        let document = Arc::new(Document::read_after(&record, earlier.as_ref(), rendering));
        let answers = reader.answers_on(row)?;
        let answered = Vec::new();
        Ok(RecordView {
            record: Arc::new(record),
            judgements,
            document,
            rendering,
            before,
            objections,
            answered,
            answers,
        })
    }

    /// Compiles what is new in the codebook and forgets what is gone or no longer asked.
    fn recompile(&mut self, codebook: &CodebookView) {
        let asked: Vec<&Check> = codebook.checks.iter().filter(|check| is_asked(check, codebook)).collect();
        if asked.iter().copied().eq(self.0.iter().map(|(check, _)| check)) {
            return;
        }
        let mut old = std::mem::take(&mut self.0);
        for check in asked {
            let known = old.iter().position(|(other, _)| other == check).map(|at| old.swap_remove(at).1);
            let compiled = known.unwrap_or_else(|| checks::compile(&check.spec).ok());
            self.0.push((check.clone(), compiled));
        }
    }

    fn objections(&self, record: &Record) -> Vec<Remark> {
        let subject = Subject::from(record);
        let mut found = Vec::new();
        for (check, compiled) in &self.0 {
            let Some(compiled) = compiled else { continue };
            for objection in compiled.objections(&subject) {
                let place = objection.place.map(|(start, end)| Span { turn: objection.turn, start, end });
                found.push((check.key.clone(), objection.reason, place));
            }
        }
        found
    }
}

/// Whether what the check is attached to is still in use.
fn is_asked(check: &Check, codebook: &CodebookView) -> bool {
    match &check.target {
        Target::Mode(key) => codebook.mode_of(key).is_some_and(|mode| mode.status.is_open()),
        Target::Criterion(key) => codebook.criterion_of(key).is_some_and(|criterion| !criterion.retired),
    }
}
