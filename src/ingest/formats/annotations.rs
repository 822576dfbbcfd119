//! Exports of tools for annotation: Argilla and Label Studio. What was shown stands in an object of its own, what people
//! said of it beside.

use super::format::{Detector, Format, Reader, Strength};
use super::spans::first;
use crate::domain::{Time, Untrusted};
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, read_by_names};
use crate::ingest::sink::Feedback;

/// `argilla`.
pub(super) const ARGILLA: Format = Format {
    name: "argilla",
    description: "Records of Argilla with what people answered to its questions.",
    detector: Detector::Entry(|fields| Strength::sure(is_argilla(fields))),
    reader: Reader::Record(read_argilla),
    example: r#"[{"id": "a1", "fields": {"instruction": "2+2?", "response": "5"}, "metadata": {}, "suggestions": {}, "responses": {"quality": [{"value": "bad", "user_id": "u1", "status": "submitted"}], "stars": [{"value": 1, "user_id": "u1", "status": "submitted"}]}}]"#,
    expected: "line 1
user: 2+2?
output: 5
id: a1
feedback quality: bad by u1
feedback stars: 1 by u1",
    source: "by hand, after the export of records of Argilla 2",
    ..Format::BLANK
};

/// `label-studio`.
pub(super) const LABEL_STUDIO: Format = Format {
    name: "label-studio",
    description: "Tasks of Label Studio with the choices, ratings and texts of their annotations.",
    detector: Detector::Entry(|fields| Strength::sure(is_task(fields))),
    reader: Reader::Record(read_task),
    example: r#"[{"id": 1, "data": {"prompt": "2+2?", "response": "5"}, "annotations": [{"id": 7, "completed_by": {"email": "ana@x"}, "result": [{"from_name": "quality", "type": "choices", "value": {"choices": ["bad"]}}, {"from_name": "stars", "type": "rating", "value": {"rating": 0}}, {"from_name": "why", "type": "textarea", "value": {"text": ["Four."]}}]}]}]"#,
    expected: "line 1
user: 2+2?
output: 5
id: 1
feedback quality: bad by ana@x
feedback stars: 0 by ana@x
feedback why: # Four. by ana@x",
    source: "by hand, after the JSON export of Label Studio 1.10",
    ..Format::BLANK
};

fn says(fields: Option<Value<'_>>) -> bool {
    let inner = fields.and_then(Value::members).unwrap_or_default();
    let is_text = |(key, _): (&str, Value<'_>)| meaning_of(key).is_some_and(|(field, _)| field.is_text());
    inner.iter().any(is_text)
}

fn is_argilla(fields: &Fields<'_>) -> bool {
    let is_object = |key: &str| fields.get(key).is_some_and(|value| value.kind() == Kind::Object);
    let is_list = |key: &str| {
        let list = fields.get(key).and_then(Value::elements).unwrap_or_default();
        !list.is_empty() && list.iter().all(|one| one.members().is_some_and(|one| one.has("values")))
    };
    says(fields.get("fields")) && (is_object("responses") || is_object("suggestions") || is_list("responses"))
}

fn is_task(fields: &Fields<'_>) -> bool {
    let list = ["annotations", "completions"].iter().find_map(|key| fields.get(key)?.elements()).unwrap_or_default();
    says(fields.get("data"))
        && list.iter().all(|one| one.members().is_some_and(|one| one.has("result")))
        && !list.is_empty()
}

fn read_argilla(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    for (key, is_human) in [("responses", true), ("suggestions", false)] {
        // Argilla 1 has an object for each person, Argilla 2 a list for each question.
        let people = fields.get(key).and_then(Value::elements).unwrap_or_default();
        if !people.is_empty() {
            fields.take(key);
        }
        for person in people.into_iter().filter_map(Value::members) {
            let by = first(&person, &["user_id", "agent"]).and_then(Value::scalar);
            for (question, value) in person.get("values").and_then(Value::members).unwrap_or_default().iter() {
                let inner = value.members().unwrap_or_default();
                let said = judged(question, inner.get("value").unwrap_or(value), by.clone(), is_human);
                record.add_feedback(Feedback { time: time_of(&person), ..said });
            }
        }
        for (question, value) in fields.take(key).and_then(Value::members).unwrap_or_default().iter() {
            let list = value.elements().unwrap_or_else(|| vec![value]);
            for one in list.into_iter().filter_map(Value::members) {
                let by = first(&one, &["user_id", "agent"]).and_then(Value::scalar);
                if let Some(said) = first(&one, &["value"]) {
                    record.add_feedback(Feedback { time: time_of(&one), ..judged(question, said, by, is_human) });
                }
            }
        }
    }
    read_within("fields", fields, record);
}

fn read_task(fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    let list = ["annotations", "completions"].iter().find_map(|key| fields.take(key)?.elements()).unwrap_or_default();
    for annotation in list.into_iter().filter_map(Value::members) {
        let by = annotation.get("completed_by");
        let person = by.and_then(Value::members).and_then(|who| first(&who, &["email", "username", "id"])?.scalar());
        let by = person.or_else(|| by.and_then(Value::scalar));
        let results = annotation.get("result").and_then(Value::elements).unwrap_or_default();
        for result in results.into_iter().filter_map(Value::members) {
            let name = first(&result, &["from_name"]).map(Value::plain).unwrap_or_default();
            let value = result.get("value").and_then(Value::members).unwrap_or_default();
            if let Some(said) = first(&value, &["choices", "rating", "number", "taxonomy", "labels"]) {
                record.add_feedback(Feedback { time: time_of(&annotation), ..judged(&name, said, by.clone(), true) });
            } else if let Some(text) = first(&value, &["text"]) {
                let by = by.clone().map(Untrusted::new);
                let comment = Some(listed(text).into());
                record.add_feedback(Feedback {
                    name: name.into(),
                    comment,
                    by,
                    is_human: Some(true),
                    ..Feedback::default()
                });
            }
        }
    }
    read_within("data", fields, record);
}

/// Reads the object of what was shown, then the fields beside it.
fn read_within(key: &str, fields: &mut Fields<'_>, record: &mut RecordBuilder) {
    if let Some(id) = fields.get("id")
        && record.put(Field::Id, "id", id)
    {
        fields.take("id");
    }
    let mut inner = fields.take(key).and_then(Value::members).unwrap_or_default();
    read_by_names(&mut inner, record);
    for key in fields.keys() {
        if fields.get(&key).is_some_and(|value| value.is_null() || matches!(value.source(), "{}" | "[]")) {
            fields.take(&key);
        }
    }
    for (key, value) in fields.iter() {
        record.keep(key, value.kept());
    }
}

/// Returns when an answer was given last.
fn time_of(fields: &Fields<'_>) -> Option<Time> {
    let said = first(fields, &["updated_at", "created_at", "inserted_at", "submitted_at"])?;
    Time::parse(&said.text()?)
}

fn judged(name: &str, said: Value<'_>, by: Option<String>, is_human: bool) -> Feedback {
    let score = said.number().filter(|_| said.kind() == Kind::Number);
    Feedback {
        name: name.into(),
        score,
        label: score.is_none().then(|| listed(said).into()),
        comment: None,
        by: by.map(Untrusted::new),
        time: None,
        is_human: Some(is_human),
    }
}

fn listed(value: Value<'_>) -> String {
    let all = value.elements().map(|all| all.into_iter().map(Value::plain).collect::<Vec<_>>().join(", "));
    all.unwrap_or_else(|| value.plain())
}
