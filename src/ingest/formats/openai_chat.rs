//! Requests with their responses, as programs log chat-completion calls: in one of many
//! envelopes, or request fields beside the response. Known by the response's own shape, never by the envelope alone.

use super::format::{Detector, Format, Reader, Strength};
use super::records;
use crate::domain::{Part, RawJson};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::RecordBuilder;
use crate::ingest::record::message::{self, message};

/// `openai-chat`.
pub(super) const FORMAT: Format = Format {
    name: "openai-chat",
    description: "Requests with their responses: OpenAI's Chat Completions and Responses, Anthropic's Messages.",
    detector: Detector::Entry(|fields| Strength::sure(has_shape(fields))),
    example: r#"{"request": {"messages": [{"role": "user", "content": "2+2?"}]},
"response": {"choices": [{"message": {"role": "assistant", "content": "4"}}]}}"#,
    reader: Reader::Record(read),
    expected: "line 1\nuser: 2+2?\noutput: 4",
    source: "by hand, after the OpenAI API reference for Chat Completions",
    ..Format::BLANK
};

const REQUESTS: [&str; 9] =
    ["request", "body", "input", "request_body", "requestBody", "inputs", "kwargs", "params", "request_json"];
const RESPONSES: [&str; 9] = [
    "response",
    "output",
    "response_body",
    "responseBody",
    "outputs",
    "result",
    "completion",
    "response_json",
    "raw_response",
];

fn has_shape(fields: &Fields<'_>) -> bool {
    is_answer(fields) || key_of_answer(fields).is_some()
}

/// Returns whether an object is a response: `choices` with messages or texts, a content list, output items, or an error
/// body.
fn is_answer(fields: &Fields<'_>) -> bool {
    let first = |key: &str| fields.get(key).and_then(Value::elements).and_then(|list| list.first()?.members());
    let is_said = |key: &str, word: &str| fields.get(key).and_then(Value::text).is_some_and(|text| text == word);
    first("choices").is_some_and(|choice| choice.has("message") || choice.has("text"))
        || (is_said("type", "message") && is_said("role", "assistant") && fields.has("content"))
        || (first("output").is_some_and(|item| item.has("type"))
            && (is_said("object", "response") || fields.has("usage")))
}

fn is_error_body(fields: &Fields<'_>) -> bool {
    let error = fields.get("error").and_then(Value::members);
    error.is_some_and(|error| error.has("message")) && !fields.has("output") && !fields.has("text")
}

fn key_of_answer(fields: &Fields<'_>) -> Option<&'static str> {
    RESPONSES.into_iter().find(|key| {
        let Some(value) = fields.get(key) else { return false };
        let may_be = match value.kind() {
            Kind::Object => true,
            // Never the text of an output: a string is opened only where it yields a response's own shape.
            Kind::String => value.source().contains("choices") || value.source().contains("stop_reason"),
            Kind::Null | Kind::Bool | Kind::Number | Kind::Array => false,
        };
        let Some(opened) = may_be.then(|| value.openable()).flatten() else { return false };
        let Ok(outer) = Fields::parse(&opened) else { return false };
        is_answer(&outer)
            || outer.get("body").and_then(Value::members).is_some_and(|body| is_answer(&body) || is_error_body(&body))
            || (is_error_body(&outer) && (key_of_request(fields).is_some() || fields.has("messages")))
    })
}

fn key_of_request(fields: &Fields<'_>) -> Option<&'static str> {
    REQUESTS.into_iter().find(|key| {
        let opened = fields.get(key).and_then(Value::openable);
        let request = opened.as_deref().and_then(|text| Fields::parse(text).ok());
        request.is_some_and(|request| {
            request.get("messages").is_some_and(message::is_list)
                || (request.has("model") && (request.has("input") || request.has("prompt")))
        })
    })
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let response_key = key_of_answer(fields);
    let request_key = key_of_request(fields).filter(|key| Some(*key) != response_key);
    let response = response_key.and_then(|key| fields.take(key)).and_then(Value::openable);
    let request = request_key.and_then(|key| fields.take(key)).and_then(Value::openable);

    let mut request = request.as_deref().and_then(|text| Fields::parse(text).ok());
    if let (Some(key), Some(request)) = (request_key, &mut request) {
        take_request(request, builder, key);
    }
    let Some((response_key, text)) = response_key.zip(response.as_deref()) else {
        take_answer(fields, builder, "");
        return records::read(fields, builder);
    };
    let mut outer = Fields::parse(text).unwrap_or_default();
    let body = outer.get("body").and_then(Value::members);
    let rest = if let Some(mut body) = body {
        let key = format!("{response_key}.body.");
        take_answer(&mut body, builder, &key);
        take_late(fields, builder, (request_key, request));
        take_identity(&mut body, builder, &key);
        outer.take("body");
        put_within(&outer, "body", &body)
    } else {
        let key = format!("{response_key}.");
        take_answer(&mut outer, builder, &key);
        take_late(fields, builder, (request_key, request));
        take_identity(&mut outer, builder, &key);
        put_within(&outer, "", &Fields::default())
    };
    if let Some(rest) = rest {
        builder.keep(response_key, rest);
    }
}

/// Reads the envelope's other fields, then what is left of the request.
fn take_late(fields: &mut Fields<'_>, builder: &mut RecordBuilder, request: (Option<&str>, Option<Fields<'_>>)) {
    records::read(fields, builder);
    let (Some(key), Some(mut request)) = request else { return };
    if let Some(model) = request.get("model") {
        let is_told = builder.content.model.as_ref().is_some_and(|known| known.raw() == model.plain());
        if builder.put(Field::Model, &format!("{key}.model"), model) || is_told {
            request.take("model");
        }
    }
    builder.keep_rest(key, &request);
}

fn put_within(outer: &Fields<'_>, key: &str, inner: &Fields<'_>) -> Option<RawJson> {
    match (outer.is_empty(), inner.is_empty()) {
        (true, true) => None,
        (false, true) => Some(outer.to_json()),
        (true, false) => Some(inner.to_json()),
        (false, false) => {
            let (outer, inner) = (outer.to_json(), inner.to_json());
            let open = outer.text().strip_suffix('}').unwrap_or_default();
            RawJson::parse(&format!("{open},\"{key}\":{}}}", inner.text())).ok()
        }
    }
}

fn take_request(request: &mut Fields<'_>, builder: &mut RecordBuilder, key: &str) {
    let mut move_in = |field: Field, name: &str| {
        if let Some(value) = request.get(name)
            && builder.put(field, &format!("{key}.{name}"), value)
        {
            request.take(name);
        }
    };
    move_in(Field::Messages, "messages");
    move_in(Field::System, "system");
    move_in(Field::System, "instructions");
    move_in(Field::Input, "input");
    move_in(Field::Input, "prompt");
    move_in(Field::Tools, "tools");
    move_in(Field::Tools, "functions");
}

fn take_answer(answer: &mut Fields<'_>, builder: &mut RecordBuilder, key: &str) {
    let path = |name: &str| format!("{key}{name}");
    if let Some(choices) = answer.get("choices").and_then(Value::elements) {
        answer.take("choices");
        take_choices(&choices, builder, key);
    } else if answer.get("output").is_some_and(|output| output.kind() == Kind::Array) {
        let items = answer.take("output").and_then(Value::elements).unwrap_or_default();
        let parts = items.into_iter().flat_map(|item| match message(item, &mut builder.is_partial) {
            Some(turn) => turn.parts,
            None => vec![Part::Other(item.kept())],
        });
        let parts = parts.collect();
        builder.put_answer(&path("output"), parts);
    } else if answer.get("type").and_then(Value::text).as_deref() == Some("message")
        && let Some(content) = answer.take("content")
    {
        builder.put_answer(&path("content"), message::content(content));
        answer.take("type");
        answer.take("role");
    }
    for (field, names) in [
        (Field::Model, &["model"][..]),
        (Field::Usage, &["usage"]),
        (Field::FinishReason, &["stop_reason", "finish_reason"]),
        (Field::Error, &["error"]),
    ] {
        for name in names {
            if let Some(value) = answer.get(name)
                && (value.is_null() || builder.put(field, &path(name), value))
            {
                answer.take(name);
            }
        }
    }
}

fn take_choices(choices: &[Value<'_>], builder: &mut RecordBuilder, key: &str) {
    let Some((first, others)) = choices.split_first() else { return };
    let Some(mut choice) = first.members() else { return };
    let path = format!("{key}choices[0]");
    if let Some(answer) = choice.take("message") {
        let parts = message::answer(answer, &mut builder.is_partial);
        builder.put_answer(&format!("{path}.message"), parts);
    } else if let Some(text) = choice.take("text") {
        builder.put_answer(&format!("{path}.text"), message::content(text));
    }
    if let Some(reason) = choice.take("finish_reason") {
        builder.put(Field::FinishReason, &format!("{path}.finish_reason"), reason);
    }
    choice.take("index");
    if choice.get("logprobs").is_some_and(Value::is_null) {
        choice.take("logprobs");
    }
    builder.keep_rest("choice", &choice);
    if !others.is_empty() {
        let list: Vec<String> = others.iter().map(|other| other.kept().text().to_owned()).collect();
        if let Ok(list) = RawJson::parse(&format!("[{}]", list.join(","))) {
            builder.keep("other_choices", list);
        }
    }
}

/// The response's own id and time, where the envelope had none.
fn take_identity(answer: &mut Fields<'_>, builder: &mut RecordBuilder, key: &str) {
    for (field, name) in [(Field::Id, "id"), (Field::Time, "created"), (Field::Time, "created_at")] {
        if let Some(value) = answer.get(name)
            && builder.put(field, &format!("{key}{name}"), value)
        {
            answer.take(name);
        }
    }
}
