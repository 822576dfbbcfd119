//! What a call was given and what it gave back, in whatever shape a tracing tool stored them: text, turns, the body of an
//! API's request or response, a function's arguments. JSON in a string is opened only where it yields one of those.

use crate::domain::{Message, Part, RawJson, Role};
use crate::ingest::field_names::{Field, meaning, normalized};
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::langchain::{turn, turns};
use crate::ingest::record::message;
use crate::ingest::record::record_builder::RecordBuilder;

/// How many objects within objects are opened in search of the text.
const DEEPEST: u8 = 3;

/// Puts in what a call was given. Returns false where there is nothing.
pub(crate) fn put_request(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    if builder.is_closed(Field::Input) || builder.is_set(Field::Input) || builder.is_set(Field::Messages) {
        return false;
    }
    request(builder, key, value, DEEPEST)
}

fn request(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: u8) -> bool {
    if value.is_null() || matches!(value.source(), "{}" | "[]" | "\"\"") {
        return false;
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

fn has_media(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Media { .. }))
        && parts.iter().all(|part| matches!(part, Part::Media { .. } | Part::Text(_)))
}

fn request_object(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>, deeper: u8) -> bool {
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
    if let Some((name, mut list)) = found {
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
    let within = ["input", "inputs", "request", "body", "kwargs", "data"];
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

/// Puts in what a call gave back. Returns false where there is nothing.
pub(crate) fn put_response(builder: &mut RecordBuilder, key: &str, value: Value<'_>) -> bool {
    if builder.is_closed(Field::Output) || builder.is_set(Field::Output) {
        return false;
    }
    response(builder, key, value, DEEPEST)
}

fn response(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: u8) -> bool {
    if value.is_null() || matches!(value.source(), "{}" | "[]" | "\"\"") {
        return false;
    }
    let opened = value.openable();
    let inner = opened.as_deref().map(Value::Json);
    if inner.is_some_and(|inner| body(builder, key, inner, deeper)) {
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
    if let Some([only]) = value.elements().as_deref()
        && only.kind() == Kind::String
    {
        return response(builder, key, *only, 0);
    }
    builder.put_answer(key, vec![Part::Text(value.plain().into())]);
    true
}

/// Reads an API's response, an answer as a message, or turns that end in one.
fn body(builder: &mut RecordBuilder, key: &str, value: Value<'_>, deeper: u8) -> bool {
    let Some(list) = value.elements() else {
        return value.members().is_some_and(|mut fields| object_body(builder, key, value, &mut fields));
    };
    let Some(first) = list.first() else { return false };
    if let Some(found) = turns(value, &mut builder.is_partial) {
        put_turns_behind(builder, key, found);
        return true;
    }
    if first.kind() == Kind::Array && list.len() == 1 && deeper > 0 {
        return body(builder, key, *first, deeper - 1);
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

fn object_body(builder: &mut RecordBuilder, key: &str, value: Value<'_>, fields: &mut Fields<'_>) -> bool {
    let path = |name: &str| format!("{key}.{name}");
    let first_has = |list: &[Value<'_>], names: &[&str]| {
        list.first().and_then(|first| first.members()).is_some_and(|first| names.iter().any(|name| first.has(name)))
    };
    if let Some(found) = list(fields, "choices").filter(|found| first_has(found, &["message", "text", "delta"])) {
        fields.take("choices");
        take_facts(builder, key, fields);
        return choices(builder, &path("choices"), &found);
    }
    if let Some(found) = list(fields, "generations") {
        let inner = found.first().and_then(|first| first.elements()).filter(|inner| !inner.is_empty());
        fields.take("generations");
        if let Some(mut facts) = fields.get("llm_output").and_then(Value::members) {
            take_facts(builder, key, &mut facts);
        }
        return choices(builder, &path("generations"), &inner.unwrap_or(found));
    }
    if let Some(found) = list(fields, "candidates").filter(|found| first_has(found, &["content"])) {
        fields.take("candidates");
        take_facts(builder, key, fields);
        return choices(builder, &path("candidates"), &found);
    }
    if let Some(found) = list(fields, "output").filter(|found| first_has(found, &["type"]))
        && let Some(items) = fields.get("output")
        && body(builder, &path("output"), items, 0)
    {
        let _ = found;
        take_facts(builder, key, fields);
        return true;
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
    if !others.is_empty() {
        let list: Vec<String> = others.iter().map(|other| other.kept().text().to_owned()).collect();
        if let Ok(list) = RawJson::parse(&format!("[{}]", list.join(","))) {
            builder.keep("other_choices", list);
        }
    }
    true
}

/// Takes the model, the tokens and the reason to stop out of a response.
fn take_facts(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>) {
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
    if let Some(mut inner) = fields.get("response_metadata").and_then(Value::members) {
        take_facts(builder, key, &mut inner);
    }
}

/// Reads the field of an object whose name means an output.
fn named_text(builder: &mut RecordBuilder, key: &str, fields: &mut Fields<'_>, deeper: u8) -> bool {
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
        let is_only = fields.len() == 1;
        let is_taken = match value.kind() {
            Kind::String => response(builder, &path(&name), value, 0),
            Kind::Object | Kind::Array => {
                let opened = body(builder, &path(&name), value, deeper - 1);
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
