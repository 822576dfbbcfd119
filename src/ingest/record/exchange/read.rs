//! Reads a call: the request, then the answer, then what stands around them.

use super::answer::{put_answer, put_identity};
use super::envelope::{
    DEEPEST, answer_key, claims_within, find_answer, find_request, is_nothing, nested, request_shape, said_in,
};
use super::shape::Shape;
use crate::domain::{Message, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// Reads one entry, which is a response or holds one.
pub(crate) fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    read_bodies(fields, builder);
    read_by_names(fields, builder);
}

/// Takes the request and the response out of an entry; what stands around them is left to the caller.
pub(crate) fn read_bodies(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    read_bodies_within(fields, builder, DEEPEST);
}

fn read_bodies_within(fields: &mut Fields<'_>, builder: &mut RecordBuilder, deepest: usize) {
    let own = Shape::of(fields).filter(|shape| *shape != Shape::Error);
    let answer = if own.is_some() { None } else { find_answer(fields) };
    if own.is_none()
        && answer.is_none()
        && let Some(deeper) = deepest.checked_sub(1)
        && let Some((key, mut inner)) = nested(fields).filter(|(_, inner)| claims_within(inner, deeper))
    {
        fields.take(key);
        put_envelope_identity(fields, builder);
        read_bodies_within(&mut inner, builder, deeper);
        return read_by_names(&mut inner, builder);
    }
    let answer_root = answer.as_ref().and_then(|found| found.keys.first().copied());
    let request = find_request(fields).filter(|found| found.keys.first().copied() != answer_root);
    let request_root = request.as_ref().and_then(|found| found.keys.first().copied());

    let mut model = None;
    let mut rest = Vec::new();
    if let Some(found) = &request {
        let mut body = Fields::parse(&found.text).unwrap_or_default();
        put_request_body(&mut body, builder, &found.path(""));
        model = body.take("model").and_then(Value::scalar);
        rest.push((found.keys.clone(), body));
    } else if request_shape(fields).is_some() {
        put_request_body(fields, builder, "");
    }
    if let Some(found) = &answer {
        let mut body = Fields::parse(&found.text).unwrap_or_default();
        let prefix = found.path("");
        // What was streamed has the shape of a chat completion now.
        put_answer(Shape::of(&body).unwrap_or(found.shape), &mut body, builder, &prefix);
        put_envelope_identity(fields, builder);
        put_identity(&mut body, builder, &prefix);
        rest.push((found.keys.clone(), body));
    } else if let Some(shape) = own {
        put_answer(shape, fields, builder, "");
    } else if let Some(key) = answer_key(fields, request_root) {
        if let Some(value) = fields.get(key)
            && is_nothing(value)
        {
            fields.take(key);
            builder.put_no_answer();
        } else if let Some(value) = fields.get(key)
            && let Some(name) = said_in(value)
        {
            fields.take(key);
            put_words(value, key, name, builder);
        }
    } else if request.is_some() && !builder.ends_in_answer() {
        builder.put_no_answer();
    }
    if let Some(name) = model.filter(|_| !builder.is_set(Field::Model)) {
        put_model(fields, builder, &name, request_root.unwrap_or_default());
    }
    for root in [request_root, answer_root].into_iter().flatten() {
        let Some(value) = fields.take(root) else { continue };
        let Some((keys, body)) = rest.iter().find(|(keys, _)| keys.first() == Some(&root)) else { continue };
        keep_rest(value, root, keys.get(1..).unwrap_or_default(), body, builder);
    }
    drop_empty_places(fields, builder);
}

/// Reads a response of no provider's shape by the key that holds its text.
fn put_words(value: Value<'_>, key: &str, name: &'static str, builder: &mut RecordBuilder) {
    let mut body = value.members().unwrap_or_default();
    if body.has("role") {
        let parts = message::answer(value, &mut builder.is_partial);
        return builder.put_answer(key, parts);
    }
    let said = body.take(name).map(message::content).unwrap_or_default();
    builder.put_answer(&format!("{key}.{name}"), said);
    read_by_names(&mut body, builder);
}

/// Reads a response that was put together from pieces.
pub(crate) fn read_joined(text: &str, builder: &mut RecordBuilder) {
    let mut body = Fields::parse(text).unwrap_or_default();
    put_answer(Shape::of(&body).unwrap_or(Shape::Chat), &mut body, builder, "");
    put_identity(&mut body, builder, "");
    builder.keep_rest("response", &body);
}

/// Reads the model of a request where neither the response nor the envelope names one.
fn put_model(fields: &Fields<'_>, builder: &mut RecordBuilder, name: &str, root: &str) {
    let is_told = ["model", "model_name", "modelId", "model_id"]
        .iter()
        .any(|key| fields.get(key).and_then(Value::scalar).is_some());
    if !is_told {
        let text = crate::domain::RawJson::string(name);
        builder.put(Field::Model, &format!("{root}.model"), Value::Json(text.text()));
    }
}

/// Reads the envelope's id and time, which stand above those of the response.
fn put_envelope_identity(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for (field, names) in [
        (Field::Id, &["id", "request_id", "requestId", "trace_id"][..]),
        (
            Field::Time,
            &[
                "timestamp",
                "time",
                "created_at",
                "created",
                "ts",
                "datetime",
                "startTime",
                "start_time",
                "logging_time",
                "processed_time",
            ],
        ),
    ] {
        for name in names {
            if let Some(value) = fields.get(name)
                && builder.put(field, name, value)
            {
                fields.take(name);
            }
        }
    }
}

/// Keeps what is left of a body, and of what stood around it, as meta fields. `keys` lead from the value, which stands
/// at `root`, to the body.
pub(super) fn keep_rest(value: Value<'_>, root: &str, keys: &[&str], body: &Fields<'_>, builder: &mut RecordBuilder) {
    if keys.is_empty() {
        return builder.keep_rest(root, body);
    }
    let mut text = value.openable().map(std::borrow::Cow::into_owned).unwrap_or_default();
    let mut place: Vec<&str> = vec![root];
    for key in keys {
        let opened = Value::Json(&text).openable().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let inner = single(&opened);
        let Ok(mut outer) = Fields::parse(inner) else { break };
        let below = outer.take(key).and_then(Value::openable).map(std::borrow::Cow::into_owned);
        builder.keep_rest(&place.join("."), &outer);
        place.push(key);
        text = below.unwrap_or_default();
    }
    builder.keep_rest(&place.join("."), body);
}

/// Returns the only element of a list, or the text itself.
fn single(text: &str) -> &str {
    match Value::Json(text).elements().as_deref() {
        Some([only]) => only.source(),
        _ => text,
    }
}

/// Drops `messages` that are `{}` beside a request elsewhere: they say nothing.
fn drop_empty_places(fields: &mut Fields<'_>, builder: &RecordBuilder) {
    for key in ["messages", "input", "prompt"] {
        if builder.is_set(Field::Messages) && fields.get(key).is_some_and(|value| matches!(value.source(), "{}" | "[]"))
        {
            fields.take(key);
        }
    }
}

/// Takes what was asked out of the body of a request.
pub(crate) fn put_request_body(request: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    put_contents(request, builder, prefix);
    if let Some(turns) = request.get("prompt").and_then(Value::text).and_then(|text| message::transcript(&text))
        && !builder.is_set(Field::Messages)
        && !builder.is_closed(Field::Messages)
    {
        request.take("prompt");
        builder.put_turns(&format!("{prefix}prompt"), turns);
    }
    if let Some([only]) = request.get("prompt").and_then(Value::elements).as_deref()
        && only.kind() == Kind::String
        && builder.put(Field::Input, &format!("{prefix}prompt[0]"), *only)
    {
        request.take("prompt");
    }
    for (field, names) in [
        (Field::Messages, &["messages"][..]),
        (Field::System, &["system", "instructions", "systemInstruction", "system_instruction"]),
        (Field::Input, &["input", "prompt", "inputText"]),
        (Field::Tools, &["tools", "functions"]),
        (Field::Conversation, &["conversation"]),
    ] {
        for name in names {
            let Some(value) = request.get(name) else { continue };
            let value = if field == Field::Conversation { id_of(value) } else { value };
            if builder.put(field, &format!("{prefix}{name}"), value) {
                request.take(name);
            }
        }
    }
    if let Some(tools) = request.get("toolConfig").and_then(Value::members).and_then(|config| config.get("tools"))
        && builder.put(Field::Tools, &format!("{prefix}toolConfig.tools"), tools)
    {
        request.take("toolConfig");
    }
}

/// Returns the `id` of an object, or the value itself.
fn id_of(value: Value<'_>) -> Value<'_> {
    value.members().and_then(|fields| fields.get("id")).unwrap_or(value)
}

/// Reads the turns of a request to Gemini; one without a role is the user's.
fn put_contents(request: &mut Fields<'_>, builder: &mut RecordBuilder, prefix: &str) {
    let Some(contents) = request.get("contents") else { return };
    if builder.is_set(Field::Messages) || builder.is_closed(Field::Messages) {
        return;
    }
    let list = contents.elements().unwrap_or_else(|| vec![contents]);
    let mut is_partial = false;
    let turn = |value: Value<'_>| {
        let has_role = value.members().is_some_and(|fields| fields.has("role"));
        let said = if has_role { message::message(value, &mut is_partial) } else { None };
        said.unwrap_or_else(|| {
            let parts = value.members().and_then(|fields| fields.get("parts")).unwrap_or(value);
            Message { role: Role::User, parts: message::content(parts) }
        })
    };
    let turns: Vec<Message> = list.into_iter().map(turn).collect();
    if !turns.is_empty() {
        request.take("contents");
        builder.is_partial |= is_partial;
        builder.put_turns(&format!("{prefix}contents"), turns);
    }
}
