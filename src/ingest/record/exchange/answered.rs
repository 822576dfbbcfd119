//! What a call gave back, in whatever shape a tracing tool stored it: the body of an API's response, a message, turns that
//! end in one, generations, a text. JSON in a string is opened only where it yields one of those.

use super::answer::{keep_others, put_answer, put_identity};
use super::envelope::{DEEPEST, answer_in, is_nothing};
use super::read::keep_rest;
use super::shape::Shape;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;
use crate::ingest::record::record_builder::RecordBuilder;
use crate::ingest::record::shapes::langchain::{turn, turns};

/// Puts in what a call gave back. Returns false where there is nothing.
pub(crate) fn put_response(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    if builder.is_closed(Field::Output) || builder.is_set(Field::Output) {
        return false;
    }
    response(builder, key, value, DEEPEST)
}

fn response(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: usize) -> bool {
    if is_nothing(value) {
        return false;
    }
    if put_found_answer(builder, key, value) {
        return true;
    }
    let opened = value.openable();
    let inner = opened.as_deref().map(Value::Json);
    if inner.is_some_and(|inner| said(builder, key, inner, deeper)) {
        return true;
    }
    // An object in a cell of a table is one; an object in a string is the text of an answer.
    let object = inner.filter(|_| matches!(value, Value::Cell(_))).unwrap_or(value);
    if deeper > 0
        && let Some(mut fields) = object.members()
        && named_text(builder, key, &mut fields, deeper)
    {
        return true;
    }
    if let Some([only]) = value.elements().as_deref() {
        if only.kind() == Kind::String {
            return response(builder, key, *only, 0);
        }
        // What text generation of Hugging Face and of SageMaker returns.
        for name in ["generated_text", "generation"] {
            if let Some(text) = only.members().and_then(|inner| inner.get(name))
                && deeper > 0
            {
                return response(builder, &format!("{key}[0].{name}"), text, 1);
            }
        }
    }
    builder.put_answer(key, vec![Part::Text(value.plain().into())]);
    true
}

/// Puts in the response of an API that a value is or holds, and its id and time where there are none yet. Returns false
/// where it is none.
pub(crate) fn put_found_answer(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    let identity = |builder: &mut RecordBuilder, body: &mut Fields<'_>, prefix: &str| {
        put_identity(body, builder, prefix);
        for name in OWN {
            body.take(name);
        }
    };
    put_body(builder, key, value, identity)
}

/// Puts in a response that `--map output=` names. Its id and time stay meta fields: those of the log are read later.
pub(crate) fn put_mapped_answer(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    put_body(builder, key, value, |_, _, _| {})
}

fn put_body(
    builder: &mut RecordBuilder,
    key: &str,
    value: Value<'_>,
    identity: impl FnOnce(&mut RecordBuilder, &mut Fields<'_>, &str),
) -> bool {
    // What a turn says is the answer, whatever it is.
    if value.members().is_some_and(|fields| fields.has("role") && fields.has("content") && !fields.has("stop_reason")) {
        return false;
    }
    // A text may well answer with an error's JSON.
    let Some(found) = answer_in(value, DEEPEST).filter(|found| found.shape != Shape::Error) else { return false };
    let mut body = Fields::parse(&found.text).unwrap_or_default();
    let prefix = found.path(key);
    put_answer(Shape::of(&body).unwrap_or(found.shape), &mut body, builder, &prefix);
    identity(builder, &mut body, &prefix);
    keep_rest(value, key, &found.keys, &body, builder);
    true
}

/// What a response says of itself: the log around it has an id and a time of its own.
const OWN: [&str; 5] = ["id", "object", "created", "created_at", "responseId"];

/// Reads an answer as a message, or turns that end in one.
fn said(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: usize) -> bool {
    let Some(list) = value.elements() else {
        return value.members().is_some_and(|mut fields| object_said(builder, key, value, &mut fields));
    };
    let Some(first) = list.first() else { return false };
    if let Some(found) = turns(value, &mut builder.is_partial) {
        put_turns_behind(builder, key, found);
        return true;
    }
    if first.kind() == Kind::Array && list.len() == 1 && deeper > 0 {
        return said(builder, key, *first, deeper - 1);
    }
    let Some(fields) = first.members() else { return false };
    if (fields.has("message") && (fields.has("finish_reason") || fields.has("index"))) || fields.has("generation_info")
    {
        return choices(builder, key, &list);
    }
    let is_part = fields.get("type").and_then(Value::text).is_some_and(|kind| {
        matches!(
            kind.as_ref(),
            "text" | "output_text" | "tool_use" | "thinking" | "reasoning" | "message" | "function_call"
        )
    });
    if is_part {
        let parts = list.iter().flat_map(|item| match message::message(*item, &mut builder.is_partial) {
            Some(turn) => turn.parts,
            None => message::content(Value::Json(&format!("[{}]", item.source()))),
        });
        let parts = parts.collect();
        builder.put_answer(key, parts);
    }
    is_part
}

/// Puts in turns that a call gave back: the whole conversation again, or only what came after the request.
fn put_turns_behind(builder: &mut RecordBuilder, key: &str, found: Vec<Message>) {
    let given = builder.take_turns();
    let repeats = given.iter().filter(|turn| turn.role == Role::User).all(|turn| found.contains(turn));
    let all = if given.is_empty() || repeats {
        // What the request says above the conversation need not be repeated.
        let lost = given.into_iter().take_while(|turn| turn.role == Role::System && !found.contains(turn));
        lost.chain(found.iter().cloned()).collect()
    } else {
        given.into_iter().chain(found).collect()
    };
    builder.put_run(key, all);
}

fn list<'a>(fields: &Fields<'a>, name: &str) -> Option<Vec<Value<'a>>> {
    fields.get(name).and_then(Value::elements).filter(|list| !list.is_empty())
}

fn object_said(builder: &mut RecordBuilder, key: &str, value: Value<'_>, fields: &mut Fields<'_>) -> bool {
    let path = |name: &str| format!("{key}.{name}");
    if let Some(found) = list(fields, "generations") {
        let inner = found.first().and_then(|first| first.elements()).filter(|inner| !inner.is_empty());
        fields.take("generations");
        if let Some(mut facts) = fields.get("llm_output").and_then(Value::members) {
            take_facts(builder, key, &mut facts);
        }
        return choices(builder, &path("generations"), &inner.unwrap_or(found));
    }
    for name in ["messages", "chat_history", "history"] {
        if let Some(found) = fields.get(name).and_then(|value| turns(value, &mut builder.is_partial)) {
            let last = fields.get(name).and_then(Value::elements).and_then(|list| list.last()?.members());
            fields.take(name);
            put_turns_behind(builder, &path(name), found);
            if let Some(mut last) = last {
                let inner = last.get("kwargs").or_else(|| last.get("data")).and_then(Value::members);
                take_facts(builder, &path(name), &mut last);
                if let Some(mut inner) = inner {
                    take_facts(builder, &path(name), &mut inner);
                }
            }
            builder.keep_rest(key, fields);
            return true;
        }
    }
    // Gemini's turn with what is said of it beside, as its agents log their events.
    if let Some(inner) = fields.get("content").filter(|inner| inner.members().is_some_and(|inner| inner.has("parts")))
        && !fields.has("role")
    {
        let parts = message::answer(inner, &mut builder.is_partial);
        fields.take("content");
        builder.put_answer(&path("content"), parts);
        take_facts(builder, key, fields);
        builder.keep_rest(key, fields);
        return true;
    }
    let kind = fields.get("type").and_then(Value::text);
    let is_message = fields.has("role") && (fields.has("content") || fields.has("tool_calls") || fields.has("parts"));
    let is_langchain = fields.has("lc")
        || (fields.has("content")
            && kind.is_some_and(|kind| matches!(kind.as_ref(), "ai" | "AIMessageChunk" | "AIMessage")));
    if (is_message || is_langchain)
        && let Some(answer) = turn(value, &mut builder.is_partial)
    {
        builder.put_answer(key, answer.parts);
        let inner = fields.get("kwargs").and_then(Value::members);
        take_facts(builder, key, fields);
        if let Some(mut inner) = inner {
            take_facts(builder, key, &mut inner);
        }
        return true;
    }
    false
}

/// Reads the first of several answers; the others are kept.
fn choices(builder: &mut RecordBuilder, key: &str, list: &[Value<'_>]) -> bool {
    let Some((first, others)) = list.split_first() else { return false };
    let Some(choice) = first.members() else { return false };
    let said =
        ["message", "content", "delta"].iter().find_map(|name| choice.get(name).filter(|value| !value.is_null()));
    let parts = match said {
        Some(said) => turn(said, &mut builder.is_partial)
            .map_or_else(|| message::answer(said, &mut builder.is_partial), |turn| turn.parts),
        None => choice.get("text").map(message::content).unwrap_or_default(),
    };
    let text = choice.get("text").filter(|text| parts.is_empty() && !text.is_null());
    builder.put_answer(&format!("{key}[0]"), text.map_or(parts, message::content));
    for name in ["finish_reason", "finishReason", "stop_reason"] {
        if let Some(reason) = choice.get(name) {
            builder.put(Field::FinishReason, &format!("{key}[0].{name}"), reason);
        }
    }
    if let Some(mut facts) = choice.get("generation_info").and_then(Value::members) {
        take_facts(builder, key, &mut facts);
    }
    if let Some(kwargs) = said.and_then(Value::members).and_then(|said| said.get("kwargs")?.members()) {
        take_facts(builder, key, &mut kwargs.clone());
    }
    keep_others("other_choices", others, builder);
    true
}

/// Takes the model, the tokens and the reason to stop out of a response.
fn take_facts(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>) {
    take_own_facts(builder, key, fields);
    if let Some(mut inner) = fields.get("response_metadata").and_then(Value::members) {
        take_own_facts(builder, key, &mut inner);
    }
}

fn take_own_facts(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>) {
    for (field, names) in [
        (Field::Model, &["model", "model_name", "modelVersion"][..]),
        (Field::Usage, &["usage", "usage_metadata", "usageMetadata", "token_usage", "tokenUsage"]),
        (Field::FinishReason, &["stop_reason", "finish_reason", "status"]),
    ] {
        for name in names {
            if let Some(value) = fields.get(name)
                && builder.put(field, &format!("{key}.{name}"), value)
            {
                fields.take(name);
            }
        }
    }
}

/// Reads the field of an object whose name means an output.
fn named_text(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>, deeper: usize) -> bool {
    let path = |name: &str| format!("{key}.{name}");
    let mut known: Vec<(usize, String)> = fields
        .iter()
        .filter_map(|(name, value)| {
            let (field, rank) = meaning(&normalized(name))?;
            (field == Field::Output && !value.is_null()).then(|| (rank, name.to_owned()))
        })
        .collect();
    known.sort();
    let others = ["content", "text", "message", "result", "return_value", "messages"];
    let names = known.into_iter().map(|(_, name)| name).chain(others.map(str::to_owned));
    for name in names {
        let Some(value) = fields.get(&name).filter(|value| !value.is_null()) else { continue };
        let says = |name: &str, value: Value<'_>| {
            !is_nothing(value) && !matches!(name, "tags" | "metadata" | "kwargs" | "id" | "run_id")
        };
        let is_only = fields.iter().filter(|(name, value)| says(name, *value)).count() == 1;
        let is_taken = match value.kind() {
            Kind::String => response(builder, &path(&name), value, 0),
            Kind::Object | Kind::Array => {
                let opened =
                    put_found_answer(builder, &path(&name), value) || said(builder, &path(&name), value, deeper - 1);
                opened || (is_only && response(builder, &path(&name), value, deeper - 1))
            }
            Kind::Null | Kind::Bool | Kind::Number => false,
        };
        if is_taken {
            fields.take(&name);
            builder.keep_rest(key, fields);
            return true;
        }
    }
    false
}
