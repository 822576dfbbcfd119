//! Prints one record as a JSON object, field by field (`docs/contracts.md`: what is missing is `null`, never absent).

use std::collections::BTreeMap;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::json;
use serde_json::value::RawValue;

use crate::domain::{
    CodebookView, Content, CorrectionView, GradeView, Judgements, Name, NoteView, Part, RawJson, Record, SettleTarget,
    SettledView, Span, TagView, Time, Untrusted, Verdict, VerdictView,
};

/// Every field that `list` and `show` can print, in the order they print them.
pub const FIELDS: &[&str] = &[
    "id",
    "source",
    "external_id",
    "conversation",
    "time",
    "model",
    "prompt_version",
    "input",
    "output",
    "messages",
    "meta",
    "verdicts",
    "tags",
    "notes",
    "corrections",
    "grades",
    "expected",
    "finish_reason",
    "latency_ms",
    "tokens",
    "cost",
    "error",
    "flags",
    "tools",
    "output_parts",
    "raw",
    "row",
    "settled",
];

/// The fields of [`FIELDS`] that hold what people said of the record.
const JUDGEMENT_FIELDS: &[&str] = &["verdicts", "tags", "notes", "corrections", "grades", "settled"];

/// Returns whether any of these fields stands in what was logged: the others are known without it.
pub fn ask_content(fields: &[&str]) -> bool {
    fields.iter().any(|field| !matches!(*field, "id" | "source" | "row") && !JUDGEMENT_FIELDS.contains(field))
}

/// Returns whether any of these fields holds what people said.
pub fn ask_judgements(fields: &[&str]) -> bool {
    fields.iter().any(|field| JUDGEMENT_FIELDS.contains(field) || *field == "verdict")
}

/// Returns the fields that hold the record itself, without what people said of it, in order.
pub fn logged_fields() -> Vec<&'static str> {
    FIELDS.iter().copied().filter(|field| !JUDGEMENT_FIELDS.contains(field)).collect()
}

/// One verdict event of the journal.
#[derive(Debug, Clone)]
pub struct VerdictEvent {
    /// Who.
    pub reviewer: Name,
    /// What; `None` took it back.
    pub verdict: Option<Verdict>,
    /// Why, where it was declined or deferred with a reason.
    pub reason: Option<Untrusted>,
    /// When.
    pub time: Time,
    /// Whether it is undone now.
    pub undone: bool,
}

/// A record with what people said of it, as the fields that were asked for.
pub struct RecordJson<'a> {
    /// The record.
    pub record: &'a Record,
    /// What people said.
    pub judgements: &'a Judgements,
    /// Names of modes and criteria.
    pub book: &'a CodebookView,
    /// All verdict events instead of the current ones.
    pub history: Option<&'a [VerdictEvent]>,
    /// Which fields, in order.
    pub fields: &'a [&'static str],
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for field in self.fields {
            self.entry(&mut map, field)?;
        }
        map.end()
    }
}

impl RecordJson<'_> {
    fn entry<M: SerializeMap>(&self, map: &mut M, field: &'static str) -> Result<(), M::Error> {
        let content = &self.record.content;
        match field {
            "id" => map.serialize_entry(field, &self.record.id.to_string()),
            "source" => map.serialize_entry(field, &self.record.source),
            "external_id" => map.serialize_entry(field, &content.external_id),
            "conversation" => map.serialize_entry(field, &content.conversation),
            "time" => map.serialize_entry(field, &content.time.map(Time::rfc3339)),
            "model" => map.serialize_entry(field, &content.model),
            "prompt_version" => map.serialize_entry(field, &content.prompt_version),
            "input" => map.serialize_entry(field, &content.input_text()),
            "output" => map.serialize_entry(field, &content.output),
            "messages" => map.serialize_entry(field, &Turns(content)),
            "meta" => map.serialize_entry(field, &Meta(&content.meta)),
            "verdicts" => map.serialize_entry(field, &self.verdicts()),
            "tags" => map.serialize_entry(field, &self.tags()),
            "notes" => map.serialize_entry(field, &self.notes()),
            "corrections" => map.serialize_entry(field, &self.corrections()),
            "grades" => map.serialize_entry(field, &self.grades()),
            "expected" => map.serialize_entry(field, &content.expected),
            "finish_reason" => map.serialize_entry(field, &content.finish_reason),
            "latency_ms" => map.serialize_entry(field, &content.latency_ms),
            "tokens" => map.serialize_entry(field, &json!({"in": content.tokens_in, "out": content.tokens_out})),
            "cost" => map.serialize_entry(field, &content.cost),
            "error" => map.serialize_entry(field, &content.error),
            "flags" => map.serialize_entry(field, &content.flags),
            "tools" => map.serialize_entry(field, &content.tools),
            "output_parts" => map.serialize_entry(field, &content.output_parts),
            "raw" => map.serialize_entry(field, &content.raw),
            "settled" => map.serialize_entry(field, &self.settled()),
            _ => map.serialize_entry("row", &self.record.row),
        }
    }

    fn verdicts(&self) -> serde_json::Value {
        if let Some(events) = self.history {
            let line = |event: &VerdictEvent| {
                json!({
                    "reviewer": event.reviewer, "verdict": event.verdict, "reason": event.reason, "time": event.time.rfc3339(),
                    "undone": event.undone,
                })
            };
            return events.iter().map(line).collect();
        }
        let line = |view: &VerdictView| json!({"reviewer": view.reviewer, "verdict": view.verdict, "reason": view.reason, "time": view.time.rfc3339()});
        self.judgements.verdicts.iter().map(line).collect()
    }

    fn tags(&self) -> serde_json::Value {
        let line = |tag: &TagView| {
            let mode = self.book.mode_of(&tag.mode);
            json!({
                "mode": mode.map_or(&tag.mode, |mode| &mode.slug), "name": mode.map(|mode| &mode.name),
                "reviewer": tag.reviewer, "span": span_json(tag.span),
            })
        };
        self.judgements.tags.iter().map(line).collect()
    }

    fn notes(&self) -> serde_json::Value {
        let line =
            |note: &NoteView| json!({"text": note.text, "reviewer": note.reviewer, "span": span_json(note.span)});
        self.judgements.notes.iter().map(line).collect()
    }

    fn corrections(&self) -> serde_json::Value {
        let line = |correction: &CorrectionView| json!({"text": correction.text, "reviewer": correction.reviewer, "time": correction.time.rfc3339()});
        self.judgements.corrections.iter().map(line).collect()
    }

    fn grades(&self) -> serde_json::Value {
        let line = |grade: &GradeView| {
            let criterion = self.book.criterion_of(&grade.criterion);
            json!({
                "criterion": criterion.map_or(&grade.criterion, |criterion| &criterion.slug),
                "name": criterion.map(|criterion| &criterion.name), "version": grade.version,
                "answer": grade.answer, "reviewer": grade.reviewer, "stale": grade.stale,
                "purpose": grade.purpose, "time": grade.time.rfc3339(),
            })
        };
        self.judgements.grades.iter().map(line).collect()
    }

    fn settled(&self) -> serde_json::Value {
        settled_json(&self.judgements.settled, self.book)
    }
}

/// Returns what was settled, as JSON: one object for each question.
pub fn settled_json(settled: &[SettledView], book: &CodebookView) -> serde_json::Value {
    let line = |view: &SettledView| {
        let (target, name) = match &view.target {
            SettleTarget::Verdict => ("verdict".to_owned(), None),
            SettleTarget::Mode(key) => {
                let mode = book.mode_of(key);
                (format!("mode:{}", mode.map_or(key, |mode| &mode.slug)), mode.map(|mode| &mode.name))
            }
            SettleTarget::Criterion(key) => {
                let criterion = book.criterion_of(key);
                let slug = criterion.map_or(key, |criterion| &criterion.slug);
                (format!("criterion:{slug}"), criterion.map(|criterion| &criterion.name))
            }
        };
        json!({
            "target": target, "name": name, "answer": view.answer, "by": view.by, "how": view.how,
            "reviewer": view.reviewer, "version": (view.version > 0).then_some(view.version), "stale": view.stale,
            "time": view.time.rfc3339(),
        })
    };
    settled.iter().map(line).collect()
}

/// Returns a span as in `docs/contracts.md`: `null` or `{"turn": null|n, "start": a, "end": b}`.
pub fn span_json(span: Option<Span>) -> serde_json::Value {
    span.map_or(serde_json::Value::Null, |span| json!({"turn": span.turn, "start": span.start, "end": span.end}))
}

/// Turns with plain text for people; the parts stand beside it where the text cannot say all of them, and those after
/// the output say so.
pub struct Turns<'a>(pub &'a Content);

impl Serialize for Turns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Turn<'a> {
            role: &'a str,
            content: String,
            parts: Option<&'a [Part]>,
            #[serde(skip_serializing_if = "Option::is_none")]
            after_output: Option<bool>,
        }
        let (before, turns) = (self.0.before_output().len(), &self.0.messages);
        let mut list = serializer.serialize_seq(Some(turns.len()))?;
        for (at, message) in turns.iter().enumerate() {
            let says_all = matches!(message.parts.as_slice(), [Part::Text(_)]);
            let parts = (!says_all).then_some(message.parts.as_slice());
            let after_output = (at >= before).then_some(true);
            list.serialize_element(&Turn {
                role: message.role.as_str(),
                content: message.plain(),
                parts,
                after_output,
            })?;
        }
        list.end()
    }
}

/// The members of what serializes to an object, each as the JSON that it is: a value that was logged may hold what no
/// parsed value can, half of a surrogate pair or a number beyond any float.
///
/// # Errors
/// What `serde_json` says of something that is no object.
pub fn members(line: &impl Serialize) -> serde_json::Result<BTreeMap<String, Box<RawValue>>> {
    serde_json::from_str(&serde_json::to_string(line)?)
}

/// Logged fields without a place of their own, as an object; numbers keep every digit.
struct Meta<'a>(&'a [(Untrusted, RawJson)]);

impl Serialize for Meta<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
