//! A regression set: known-bad and known-good outputs, one line each.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{CodebookView, Judgements, Record, RecordId, Slug, Target, Untrusted};
use crate::measures::truth::{Truth, shown_modes, truth, verdict_truth};
use crate::services::record_json::Turns;

/// The fields of an example, in the order in which they are written.
pub(super) const EXAMPLE: &[&str] = &[
    "id",
    "source",
    "external_id",
    "input",
    "messages",
    "output",
    "expected",
    "verdict",
    "mode",
    "criterion",
    "version",
    "note",
    "model",
    "prompt_version",
];

/// Returns the examples that one record gives; disputed ones are only counted.
pub(super) fn examples<'a>(
    record: &'a Record,
    judgements: &'a Judgements,
    book: &'a CodebookView,
    disputed: &mut u64,
) -> Vec<Example<'a>> {
    let mut found = Vec::new();
    let mut modes: Vec<&crate::domain::ModeKey> = Vec::new();
    let shown = shown_modes(judgements);
    for mode in judgements.tags.iter().map(|tag| &tag.mode).chain(shown.iter().copied()) {
        if shown.contains(mode) && !modes.contains(&mode) {
            modes.push(mode);
        }
    }
    for mode in &modes {
        match truth(&Target::Mode((*mode).clone()), judgements) {
            Truth::Positive => {
                let slug = book.mode_of(mode).map_or(*mode, |mode| &mode.slug);
                found.push(Example { mode: Some(slug), ..Example::new(record, judgements, "fail") });
            }
            Truth::Disputed => *disputed += 1,
            Truth::Negative | Truth::NotComparable | Truth::Stale | Truth::Na | Truth::Silent => {}
        }
    }
    if modes.is_empty() {
        match verdict_truth(judgements) {
            Truth::Disputed => *disputed += 1,
            Truth::Negative => found.push(Example::new(record, judgements, "pass")),
            Truth::Positive => found.push(Example::new(record, judgements, "fail")),
            Truth::NotComparable | Truth::Stale | Truth::Na | Truth::Silent => {}
        }
    }
    for criterion in book.criteria.iter().filter(|criterion| !criterion.retired) {
        let verdict = match truth(&Target::Criterion(criterion.key.clone()), judgements) {
            Truth::Positive => "fail",
            Truth::Negative => "pass",
            Truth::Disputed => {
                *disputed += 1;
                continue;
            }
            Truth::NotComparable | Truth::Stale | Truth::Na | Truth::Silent => continue,
        };
        let version = Some(criterion.meaning_version());
        found.push(Example { criterion: Some(&criterion.slug), version, ..Example::new(record, judgements, verdict) });
    }
    found
}

/// One line of a regression set; the fields of [`EXAMPLE`].
#[derive(Serialize)]
pub(super) struct Example<'a> {
    id: RecordId,
    source: &'a Untrusted,
    external_id: Option<&'a Untrusted>,
    input: String,
    messages: Turns<'a>,
    output: Cow<'a, str>,
    expected: Option<&'a Untrusted>,
    verdict: &'static str,
    mode: Option<&'a Slug>,
    criterion: Option<&'a Slug>,
    version: Option<u32>,
    note: Value,
    model: Option<&'a Untrusted>,
    prompt_version: Option<&'a Untrusted>,
}

impl<'a> Example<'a> {
    fn new(record: &'a Record, judgements: &'a Judgements, verdict: &'static str) -> Self {
        let content = &record.content;
        let notes: Vec<&Untrusted> = judgements.notes.iter().map(|note| &note.text).collect();
        Self {
            id: record.id,
            source: &record.source,
            external_id: content.external_id.as_ref(),
            input: content.input_text(),
            messages: Turns(content),
            output: content.output_text(),
            expected: judgements.expected(content),
            verdict,
            mode: None,
            criterion: None,
            version: None,
            note: joined(&notes),
            model: content.model.as_ref(),
            prompt_version: content.prompt_version.as_ref(),
        }
    }
}

/// Joins notes, a line each; `null` without any.
fn joined(notes: &[&Untrusted]) -> Value {
    let texts: Vec<Value> = notes.iter().map(|note| json!(note)).collect();
    let words: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
    if words.is_empty() { Value::Null } else { words.join("\n").into() }
}
