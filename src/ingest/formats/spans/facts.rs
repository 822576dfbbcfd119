//! Fields that every tracing tool logs under some name.

use crate::domain::Untrusted;
use crate::ingest::field_names::{Field, meaning_of};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::RecordBuilder;
use crate::ingest::sink::Feedback;

/// Returns the first of these keys that has a value.
pub(crate) fn first<'a>(fields: &Fields<'a>, keys: &[&str]) -> Option<Value<'a>> {
    keys.iter().find_map(|key| fields.get(key).filter(|value| !value.is_null() && value.source() != "\"\""))
}

/// Takes the first of these keys that has a value, and drops the empty ones.
pub(crate) fn take_first<'a>(fields: &mut Fields<'a>, keys: &[&str]) -> Option<Value<'a>> {
    let found = first(fields, keys);
    for key in keys {
        if fields.get(key).is_some_and(|value| value.is_null() || Some(value) == found) {
            fields.take(key);
        }
    }
    found
}

/// Puts in the first of these keys that fits, and takes it out of the fields.
pub(crate) fn put_first(builder: &mut RecordBuilder, field: Field, fields: &mut Fields<'_>, keys: &[&str]) {
    for key in keys {
        if let Some(value) = fields.get(key)
            && builder.put(field, key, value)
        {
            fields.take(key);
            return;
        }
    }
}

/// Keeps all fields that are left; the members of a metadata object under their own names.
pub(crate) fn keep_others(builder: &mut RecordBuilder, fields: &Fields<'_>, dropped: &[&str]) {
    for (key, value) in fields.iter() {
        if value.is_null() || matches!(value.source(), "{}" | "[]" | "\"\"") || dropped.contains(&key) {
            continue;
        }
        let opened = value.openable();
        let inner = opened.as_deref().and_then(|text| Fields::parse(text).ok());
        match inner.filter(|_| key == "metadata") {
            Some(inner) => {
                for (name, value) in inner.iter().filter(|(_, value)| !value.is_null()) {
                    let name = if fields.has(name) { format!("{key}.{name}") } else { name.to_owned() };
                    builder.keep(&name, value.kept());
                }
            }
            None if matches!(value, Value::Cell(_)) => {
                builder.keep(key, opened.as_deref().map_or(value, Value::Json).kept());
            }
            None => builder.keep(key, value.kept()),
        }
    }
}

/// Keeps the link to the trace in its tool, where the log has one.
pub(crate) fn keep_trace_url(builder: &mut RecordBuilder, fields: &mut Fields<'_>, keys: &[&str]) {
    if let Some(url) = take_first(fields, keys) {
        builder.keep("trace_url", url.kept());
    }
}

/// Returns the JSON string that is written within a text, as exports write a text into a column of JSON.
pub(crate) fn unquoted(value: Value<'_>) -> Option<String> {
    let text = value.text()?;
    let text = text.trim();
    let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    (is_quoted && Value::parse(text).is_ok()).then(|| text.to_owned())
}

/// Returns a score: a number, a word, or yes and no, which is 1 and 0.
pub(crate) fn score(name: &str, value: Option<Value<'_>>) -> Feedback {
    let mut said = Feedback { name: name.into(), ..Feedback::default() };
    let Some(value) = value else { return said };
    match value.kind() {
        Kind::Number => said.score = value.number(),
        Kind::Bool => {
            said.score = Some(if value.source() == "true" { 1.0 } else { 0.0 });
            said.label = Some(Untrusted::new(value.source()));
        }
        Kind::String => match value.number() {
            Some(number) if matches!(value, Value::Cell(_)) => said.score = Some(number),
            Some(_) | None => said.label = value.scalar().map(Untrusted::new),
        },
        Kind::Array | Kind::Object => said.label = Some(value.plain().into()),
        Kind::Null => {}
    }
    said
}

/// Takes the scores out of a row of a table that has a column a scorer: numbers from 0 to 1 under names that mean nothing
/// else.
pub(crate) fn take_scores(builder: &mut RecordBuilder, fields: &mut Fields<'_>) {
    const OTHERS: [&str; 9] = ["duration", "token", "cost", "latency", "time", "count", "start", "end", "id"];
    for key in fields.keys() {
        let Some(value @ Value::Cell(_)) = fields.get(&key) else { continue };
        let number = value.number().filter(|number| (0.0..=1.0).contains(number));
        let name = key.to_ascii_lowercase();
        let is_other = meaning_of(&key).is_some()
            || OTHERS.iter().any(|word| name.split(['_', ' ', '.']).any(|part| part.starts_with(word)));
        if let Some(number) = number.filter(|_| !is_other) {
            fields.take(&key);
            builder.add_feedback(Feedback { name: key.into(), score: Some(number), ..Feedback::default() });
        }
    }
}

/// Returns a comment, by whom.
pub(crate) fn comment(text: Value<'_>, by: Option<Value<'_>>) -> Feedback {
    Feedback {
        name: "comment".into(),
        comment: Some(text.plain().into()),
        by: by.and_then(Value::scalar).map(Untrusted::new),
        is_human: Some(true),
        ..Feedback::default()
    }
}
