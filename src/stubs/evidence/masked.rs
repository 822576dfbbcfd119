//! The evidence of a stub with secrets and personal data masked, and which cases the checks answer otherwise then.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::stub_source::{Case, StubSource};
use crate::checks::{self, Compiled, Evaluator, Subject};
use crate::domain::{Check, CheckSpec, Content, Name, RecordId, Untrusted};
use crate::error::Result;
use crate::measures::alignment::Confusion;
use crate::redact::{Counts, Redactor};
use crate::text::listed;

/// A source as it is written: cases and checks stand at the same places as in the source itself.
#[derive(Debug, Clone)]
pub struct MaskedSource {
    /// The source with placeholders.
    pub source: StubSource,
    /// What was masked.
    pub found: Counts,
    /// The places of the cases on which a check answers otherwise once they are masked.
    pub changed: BTreeSet<usize>,
}

/// What a proof says of masked cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaskedProof {
    /// The figures over the cases that can be written masked, of the same half as the others.
    pub figures: Confusion,
    /// The records that only hold unmasked.
    pub left_out: Vec<RecordId>,
    /// What was masked.
    pub found: Counts,
}

impl MaskedProof {
    /// Returns the figures in words, to be added to those of the text itself.
    pub(crate) fn words(&self) -> String {
        let Confusion { tp, fp, .. } = self.figures;
        let (bad, good) = (self.figures.positives(), self.figures.negatives());
        format!("; masked: catches {tp} of {bad}, rejects {fp} of {good} good")
    }

    /// Says which cases are left out.
    pub(super) fn remark(&self) -> Option<String> {
        let ids: Vec<String> = self.left_out.iter().map(|record| record.short()).collect();
        let holds = match ids.len() {
            0 => return None,
            1 => "1 case only holds".to_owned(),
            count => format!("{count} cases only hold"),
        };
        Some(format!("{holds} unmasked and not written: --redact off ({}).", listed(ids, MOST_NAMED, " ")))
    }
}

/// Records that are named with a remark, at most.
const MOST_NAMED: usize = 12;

/// Masks a source, and runs each of its checks on each case as it is and masked.
///
/// # Errors
/// A check that this version cannot prepare.
pub fn mask_source(source: &StubSource, redactor: &Redactor) -> Result<MaskedSource> {
    let mut found = Counts::default();
    let cases: Vec<Case> = source.cases.iter().map(|case| masked_case(case, redactor, &mut found)).collect();
    let checks: Vec<Check> = source.checks.iter().map(|check| masked_check(check, redactor, &mut found)).collect();
    let name = redactor.masked(source.name.as_str(), &mut found);
    let masked = StubSource {
        name: Name::cleaned(&name).unwrap_or_else(|| source.name.clone()),
        definition: redactor.masked(source.definition.raw(), &mut found).into(),
        checks,
        cases,
        ..source.clone()
    };
    let mut pairs: Vec<[Box<dyn Compiled>; 2]> = Vec::new();
    for (check, masked) in source.checks.iter().zip(&masked.checks) {
        if Evaluator::for_check(&check.spec) == Evaluator::Native {
            pairs.push([checks::compile(&check.spec)?, checks::compile(&masked.spec)?]);
        }
    }
    let fails = |compiled: &dyn Compiled, content: &Content| {
        !compiled.objections(&Subject { output: content.output.raw(), content }).is_empty()
    };
    let is_changed = |at: &usize| {
        let contents = source.cases.get(*at).zip(masked.cases.get(*at));
        contents.is_some_and(|(case, masked)| {
            let (plain, masked) = (&case.record.content, &masked.record.content);
            pairs
                .iter()
                .any(|[on_plain, on_masked]| fails(on_plain.as_ref(), plain) != fails(on_masked.as_ref(), masked))
        })
    };
    let changed = (0..source.cases.len()).filter(is_changed).collect();
    Ok(MaskedSource { source: masked, found, changed })
}

fn masked_case(case: &Case, redactor: &Redactor, found: &mut Counts) -> Case {
    let mut in_case = Counts::default();
    let mut record = case.record.as_ref().clone();
    let evidence = case
        .evidence
        .as_ref()
        .map(|evidence| masked_part(record.content.output.raw(), evidence.raw(), redactor).into());
    record.content = redactor.mask_content(&record.content, &mut in_case);
    let note = |note: &Untrusted| redactor.masked(note.raw(), &mut in_case).into();
    let notes = case.notes.iter().map(note).collect();
    found.merge(&in_case);
    Case { record: Arc::new(record), is_bad: case.is_bad, notes, evidence, is_masked: !in_case.is_empty() }
}

/// Masks a part of a text.
fn masked_part(whole: &str, part: &str, redactor: &Redactor) -> String {
    match whole.find(part) {
        Some(start) => redactor.mask_span(whole, start..start + part.len()).text,
        None => redactor.mask(part).text,
    }
}

fn masked_check(check: &Check, redactor: &Redactor, found: &mut Counts) -> Check {
    let CheckSpec { kind, params } = &check.spec;
    let is_expression = matches!(kind.as_str(), "regex" | "not-regex");
    let mut params: Map<String, Value> = params.clone();
    params.values_mut().for_each(|value| mask_value(value, is_expression, redactor, found));
    let masked = CheckSpec { kind: kind.clone(), params };
    // A parameter that cannot be masked would say what the cases do not; then it stays as people wrote it.
    let spec = if checks::compile(&masked).is_ok() || Evaluator::for_check(&masked) != Evaluator::Native {
        masked
    } else {
        check.spec.clone()
    };
    Check { spec, ..check.clone() }
}

fn mask_value(value: &mut Value, is_expression: bool, redactor: &Redactor, found: &mut Counts) {
    match value {
        Value::String(text) => {
            let masked = redactor.masked(text, found);
            if masked != *text {
                *text = if is_expression { expression(text, redactor) } else { masked };
            }
        }
        Value::Array(values) => {
            for value in values {
                mask_value(value, is_expression, redactor, found);
            }
        }
        Value::Object(members) => {
            for value in members.values_mut() {
                mask_value(value, is_expression, redactor, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Masks a regular expression: brackets of a placeholder mean themselves in it.
fn expression(pattern: &str, redactor: &Redactor) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for found in redactor.find(pattern) {
        out.push_str(pattern.get(from..found.range.start).unwrap_or_default());
        out.push_str(&regex_syntax::escape(&found.placeholder()));
        from = found.range.end;
    }
    out.push_str(pattern.get(from..).unwrap_or_default());
    out
}
