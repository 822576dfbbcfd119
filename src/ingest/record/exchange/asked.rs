//! What a call was given, in whatever shape a tracing tool stored it: the body of an API's request, turns, a function's
//! arguments, a text. JSON in a string is opened only where it yields one of those.

use super::envelope::{DEEPEST, Found, is_nothing, request_in};
use super::read::{keep_rest, put_request_body};
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::record_builder::RecordBuilder;
use crate::ingest::record::shapes::langchain::{turn, turns};

/// Puts in what a call was given. Returns false where there is nothing.
pub(crate) fn put_request(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    if builder.is_closed(Field::Input) || builder.is_set(Field::Input) || builder.is_set(Field::Messages) {
        return false;
    }
    request(builder, key, value, DEEPEST)
}

fn request(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: usize) -> bool {
    if is_nothing(value) {
        return false;
    }
    if let Some(found) = request_in(value, deeper).filter(|_| deeper > 0)
        && put_found_request(builder, key, value, &found)
    {
        return true;
    }
    if let Some(found) = turns(value, &mut builder.is_partial) {
        builder.put_turns(key, found);
        return true;
    }
    let opened = value.openable();
    let inner = opened.as_deref().map(Value::Json);
    if let Some(mut fields) = inner.and_then(Value::members)
        && request_object(builder, key, &mut fields, deeper)
    {
        return true;
    }
    if let Some([only]) = inner.and_then(Value::elements).as_deref()
        && deeper > 0
        && only.kind() != Kind::Number
    {
        return request(builder, &format!("{key}[0]"), *only, deeper - 1);
    }
    let parts = message::content(value);
    let is_text = matches!(parts.as_slice(), [Part::Text(_)]) || has_media(&parts);
    if is_text && inner.is_none_or(|inner| inner.kind() == Kind::Array) && value.kind() == Kind::Array {
        builder.put_turns(key, vec![Message { role: Role::User, parts }]);
        return true;
    }
    builder.put_question(key, value.plain());
    true
}

/// Puts in the body of a request. Returns false where it says nothing, as turns of another library.
fn put_found_request(builder: &mut RecordBuilder, key: &str, value: Value<'_>, found: &Found<'_>) -> bool {
    let mut body = Fields::parse(&found.text).unwrap_or_default();
    put_request_body(&mut body, builder, &found.path(key));
    if !builder.is_set(Field::Input) && !builder.is_set(Field::Messages) {
        return false;
    }
    take_settings(builder, key, &mut body);
    keep_rest(value, key, &found.keys, &body, builder);
    true
}

fn has_media(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Media { .. }))
        && parts.iter().all(|part| matches!(part, Part::Media { .. } | Part::Text(_)))
}

fn request_object(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>, deeper: usize) -> bool {
    let path = |name: &str| format!("{key}.{name}");
    // A decorated function: its named arguments, else its first one.
    if fields.has("args") && fields.has("kwargs") && deeper > 0 {
        let named = fields.get("kwargs").and_then(Value::members).filter(|named| !named.is_empty());
        if named.is_some() {
            return fields.get("kwargs").is_some_and(|value| request(builder, &path("kwargs"), value, deeper - 1));
        }
        return fields.get("args").is_some_and(|value| request(builder, &path("args"), value, deeper - 1));
    }
    let names = ["messages", "message", "contents", "input_messages", "chat_history", "history", "input", "inputs"];
    let found = names.iter().find_map(|name| {
        let turns = turns(fields.get(name)?, &mut builder.is_partial)?;
        Some((*name, turns))
    });
    let one = || {
        let names = ["new_message", "newMessage", "message"];
        names.into_iter().find_map(|name| Some((name, vec![turn(fields.get(name)?, &mut builder.is_partial)?])))
    };
    if let Some((name, mut list)) = found.or_else(one) {
        fields.take(name);
        for system in ["system", "instructions", "system_prompt", "systemInstruction", "system_instruction"] {
            if let Some(value) = fields.get(system)
                && builder.put(Field::System, &path(system), value)
            {
                fields.take(system);
            }
        }
        if name.ends_with("history")
            && let Some((asked, text)) = best_text(fields, Field::Input)
        {
            fields.take(&asked);
            list.push(Message::text(Role::User, text));
        }
        builder.put_turns(&path(name), list);
        take_settings(builder, key, fields);
        builder.keep_rest(key, fields);
        return true;
    }
    if let Some([only]) = fields.get("prompts").and_then(Value::elements).as_deref() {
        builder.put_question(&path("prompts"), only.plain());
        fields.take("prompts");
        builder.keep_rest(key, fields);
        return true;
    }
    if let Some((name, text)) = best_text(fields, Field::Input) {
        fields.take(&name);
        for system in ["system", "instructions", "system_prompt"] {
            if let Some(value) = fields.get(system)
                && builder.put(Field::System, &path(system), value)
            {
                fields.take(system);
            }
        }
        builder.put_question(&path(&name), text);
        take_settings(builder, key, fields);
        builder.keep_rest(key, fields);
        return true;
    }
    let within = ["input", "inputs", "request", "body", "kwargs", "data", "example", "payload"];
    for name in within.iter().filter(|_| deeper > 0) {
        if let Some(value) = fields.get(name).filter(|value| value.members().is_some())
            && value.members().is_some_and(|mut inner| request_object(builder, &path(name), &mut inner, deeper - 1))
        {
            fields.take(name);
            builder.keep_rest(key, fields);
            return true;
        }
    }
    false
}

fn take_settings(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>) {
    for (field, name) in [(Field::Tools, "tools"), (Field::Tools, "functions"), (Field::Model, "model")] {
        if let Some(value) = fields.get(name)
            && builder.put(field, &format!("{key}.{name}"), value)
        {
            fields.take(name);
        }
    }
}

/// Returns the text whose key means this field best.
fn best_text(fields: &Fields<'_>, field: Field) -> Option<(String, String)> {
    let known = fields.iter().filter_map(|(key, value)| {
        let (known, rank) = meaning(&normalized(key))?;
        let text = value.text().filter(|text| !text.trim().is_empty())?;
        (known == field).then(|| (rank, key.to_owned(), text.into_owned()))
    });
    known.min_by_key(|(rank, ..)| *rank).map(|(_, key, text)| (key, text))
}
