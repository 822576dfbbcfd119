//! Answers of several models to one prompt in one list, each with what was judged of it (`UltraFeedback`): one record each.

use super::format::{Detector, Format, Reader, Strength};
use super::promptfoo::metric;
use super::spans::{first, take_first};
use crate::domain::Untrusted;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records, read_by_names};
use crate::ingest::sink::Feedback;

/// `several-answers`.
pub(super) const FORMAT: Format = Format {
    name: "several-answers",
    description: "Sets with the answers of several models to a prompt in one list (UltraFeedback): one record per answer.",
    detector: Detector::Entry(|fields| Strength::sure(list(fields).is_some())),
    reader: Reader::Records(read),
    example: r#"{"instruction": "2+2?", "models": ["m1", "m2"], "completions": [{"model": "m1", "response": "4", "overall_score": 9.0, "critique": "Right.", "annotations": {"honesty": {"Rating": "5", "Rationale": "It is so."}}}, {"model": "m2", "response": "5", "overall_score": 1.0, "annotations": {}}]}"#,
    expected: "line 1
user: 2+2?
output: 4
model: m1
meta models: [\"m1\",\"m2\"]
feedback overall_score: 9
feedback critique: # Right.
feedback honesty: 5 # It is so.
line 1
user: 2+2?
output: 5
model: m2
meta models: [\"m1\",\"m2\"]
feedback overall_score: 1",
    source: "by hand, after openbmb/UltraFeedback",
    ..Format::BLANK
};

const LISTS: [&str; 8] =
    ["completions", "responses", "generations", "answers", "outputs", "model_outputs", "candidates", "model_responses"];
const TEXTS: [&str; 7] = ["response", "completion", "output", "answer", "text", "content", "generation"];
const MODELS: [&str; 5] = ["model", "model_name", "model_id", "generator", "llm"];

/// Returns the key and the elements of the list of answers: each names its model and says something.
fn list<'a>(fields: &Fields<'a>) -> Option<(&'static str, Vec<Fields<'a>>)> {
    let asks = fields.iter().any(|(key, value)| {
        let what = crate::ingest::field_names::meaning_of(key).map(|(field, _)| field);
        matches!(what, Some(Field::Input)) && value.kind() == Kind::String
    });
    let is_answer = |one: &Fields<'_>| {
        let is_text = |key: &str| one.get(key).is_some_and(|it| it.kind() == Kind::String);
        TEXTS.iter().any(|key| is_text(key)) && MODELS.iter().any(|key| is_text(key)) && !one.has("role")
    };
    LISTS.into_iter().filter(|_| asks).find_map(|key| {
        let value = fields.get(key)?;
        let elements: Vec<Fields<'_>> = value.elements()?.into_iter().map(Value::members).collect::<Option<_>>()?;
        (!elements.is_empty() && elements.iter().all(is_answer)).then_some((key, elements))
    })
}

fn read(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let Some((key, answers)) = list(fields) else { return out.reject("it has no list of answers") };
    fields.take(key);
    for mut answer in answers {
        let mut record = out.begin();
        for (field, keys) in
            [(Field::Output, &TEXTS[..]), (Field::Model, &MODELS), (Field::System, &["custom_system_prompt"])]
        {
            if let Some(value) = take_first(&mut answer, keys) {
                record.put(field, &format!("{key}[].{}", keys.first().unwrap_or(&"")), value);
            }
        }
        judge(&mut answer, &mut record);
        for (name, value) in answer.iter().filter(|(_, value)| !value.is_null()) {
            record.keep(name, value.kept());
        }
        read_by_names(&mut fields.clone(), &mut record);
        out.push(record);
    }
}

/// Adds what was judged of one answer: its scores, a critique, a rating with its rationale for each aspect.
fn judge(answer: &mut Fields<'_>, record: &mut RecordBuilder) {
    for name in ["overall_score", "fine-grained_score", "score", "rating"] {
        if let Some(number) = answer.get(name).and_then(Value::number) {
            answer.take(name);
            record.add_feedback(metric(name, number));
        }
    }
    if let Some(text) = take_first(answer, &["critique"]).and_then(Value::scalar) {
        record.add_feedback(said("critique", None, Some(text)));
    }
    for (aspect, value) in answer.take("annotations").and_then(Value::members).unwrap_or_default().iter() {
        // The aspects of truthfulness come in a list of one where there are several annotators.
        let about = value.members().or_else(|| value.elements()?.first()?.members()).unwrap_or_default();
        let score = first(&about, &["Rating", "rating"]).filter(|it| it.number().is_some() || it.scalar().is_some());
        let reason = first(&about, &["Rationale", "rationale", "Rationale For Rating"]).and_then(Value::scalar);
        if score.is_none() && reason.is_none() {
            continue;
        }
        let mut feedback = said(aspect, score.and_then(Value::number), reason);
        feedback.label = score.filter(|it| it.number().is_none()).and_then(Value::scalar).map(Untrusted::new);
        record.add_feedback(feedback);
        if let Some(kind) = first(&about, &["Type"]) {
            record.keep(&format!("{aspect}.type"), kind.kept());
        }
    }
}

fn said(name: &str, score: Option<f64>, comment: Option<String>) -> Feedback {
    Feedback {
        name: name.into(),
        score,
        comment: comment.map(Untrusted::new),
        is_human: Some(false),
        ..Feedback::default()
    }
}
