//! Attributes of spans: under dotted names (`llm.input_messages.0.message.role`), nested, or in lists; read by the
//! conventions of `OpenInference`, of OpenTelemetry's `GenAI` and of Traceloop.

use crate::domain::{Message, Part, RawJson, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, message, put_request, put_response, turn, turns};

/// Beginnings of the names that [`Attributes::put_openinference`], [`Attributes::put_genai`] and
/// [`put_vercel`](super::put_vercel) read, or that say nothing about a record.
const KNOWN: [&str; 31] = [
    "llm.input_messages",
    "llm.output_messages",
    "llm.model_name",
    "llm.token_count",
    "llm.cost",
    "llm.tools",
    "input.",
    "output.",
    "session.id",
    "openinference.span.kind",
    "exception.",
    "embedding.embeddings",
    "gen_ai.input",
    "gen_ai.output",
    "gen_ai.system_instructions",
    "gen_ai.prompt",
    "gen_ai.completion",
    "gen_ai.usage",
    "gen_ai.request.model",
    "gen_ai.response",
    "gen_ai.conversation.id",
    "gen_ai.tool.definitions",
    "traceloop.entity.input",
    "traceloop.entity.output",
    "ai.prompt",
    "ai.response",
    "ai.result",
    "ai.usage",
    "ai.model.id",
    "ai.finishReason",
    "ai.operationId",
];

/// All attributes of a span under dotted names, in their order.
#[derive(Debug, Default, Clone)]
pub(crate) struct Attributes {
    list: Vec<(String, String)>,
}

fn values(value: Value<'_>) -> Vec<Value<'_>> {
    value.members().and_then(|inner| inner.get("values")?.elements()).unwrap_or_default()
}

/// Returns the JSON of an attribute's value as OTLP writes it.
pub(crate) fn any_value(value: Value<'_>) -> String {
    let Some(fields) = value.members() else { return value.source().to_owned() };
    let get = |keys: [&str; 2]| keys.iter().find_map(|key| fields.get(key));
    if let Some(text) = get(["stringValue", "string_value"]) {
        return text.source().to_owned();
    }
    if let Some(number) = get(["intValue", "int_value"]).or_else(|| get(["doubleValue", "double_value"])) {
        return number.plain();
    }
    if let Some(other) = get(["boolValue", "bool_value"]).or_else(|| get(["bytesValue", "bytes_value"])) {
        return other.source().to_owned();
    }
    if let Some(list) = get(["arrayValue", "array_value"]) {
        let list: Vec<String> = values(list).into_iter().map(any_value).collect();
        return format!("[{}]", list.join(","));
    }
    if let Some(list) = get(["kvlistValue", "kvlist_value"]) {
        let member = |pair: Value<'_>| {
            let pair = pair.members()?;
            Some(format!("{}:{}", pair.get("key")?.source(), pair.get("value").map_or("null".to_owned(), any_value)))
        };
        return format!("{{{}}}", values(list).into_iter().filter_map(member).collect::<Vec<_>>().join(","));
    }
    if fields.is_empty() { "null".to_owned() } else { value.source().to_owned() }
}

impl Attributes {
    /// Adds a value and all within it. JSON in a string is opened where a convention says so, when it is read.
    pub(crate) fn add(&mut self, path: &str, value: Value<'_>) {
        let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Some(fields) = value.members() {
            for (key, inner) in fields.iter() {
                self.add(&join(key), inner);
            }
            return;
        }
        let is_deep = |list: &[Value<'_>]| list.iter().any(|element| element.kind() == Kind::Object);
        if let Some(list) = value.elements().filter(|list| is_deep(list)) {
            for (at, inner) in list.into_iter().enumerate() {
                self.add(&join(&at.to_string()), inner);
            }
            return;
        }
        let source = match value {
            Value::Json(source) => source.to_owned(),
            Value::Cell("") => return,
            Value::Cell(_) => match value.openable() {
                // A table's cell holds a list of messages as JSON.
                Some(opened) if path.contains("_messages") || path == "attributes" => {
                    return self.add(path, Value::Json(&opened));
                }
                Some(_) | None => RawJson::string(&value.plain()).text().to_owned(),
            },
        };
        self.list.push((path.to_owned(), source));
    }

    pub(crate) fn get(&self, key: &str) -> Option<Value<'_>> {
        let found = self.list.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, source)| Value::Json(source)).filter(|value| !value.is_null())
    }

    /// Returns the text of an attribute.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.scalar()
    }

    pub(crate) fn has_prefix(&self, prefix: &str) -> bool {
        self.list.iter().any(|(name, _)| name.starts_with(prefix))
    }

    /// Returns the attributes under `prefix.N.`, one list for each N, in order.
    pub(crate) fn indexed(&self, prefix: &str) -> Vec<Attributes> {
        let mut found: Vec<(u32, Attributes)> = Vec::new();
        for (name, source) in &self.list {
            let Some((number, rest)) =
                name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.split_once('.'))
            else {
                continue;
            };
            let Ok(number) = number.parse::<u32>() else { continue };
            let entry = (rest.to_owned(), source.clone());
            match found.iter_mut().find(|(known, _)| *known == number) {
                Some((_, inner)) => inner.list.push(entry),
                None => found.push((number, Attributes { list: vec![entry] })),
            }
        }
        found.sort_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, inner)| inner).collect()
    }

    /// Keeps the attributes that have no place in a record: neither [`KNOWN`] nor named by `read`, both beginnings of names.
    pub(crate) fn keep_others(&self, builder: &mut RecordBuilder, read: &[&str]) {
        for (name, source) in &self.list {
            let value = Value::Json(source);
            if !KNOWN.iter().chain(read).any(|prefix| name.starts_with(prefix)) && !value.is_null() && source != "\"\""
            {
                builder.keep(name, value.kept());
            }
        }
    }

    /// Puts in one attribute.
    pub(crate) fn put(&self, builder: &mut RecordBuilder, field: Field, keys: &[&str]) {
        for key in keys {
            if let Some(value) = self.get(key)
                && builder.put(field, key, value)
            {
                return;
            }
        }
    }

    /// Reads what `OpenInference` names.
    pub(crate) fn put_openinference(&self, builder: &mut RecordBuilder) {
        self.put(builder, Field::Model, &["llm.model_name", "embedding.model_name"]);
        self.put(builder, Field::Conversation, &["session.id"]);
        self.put(builder, Field::TokensIn, &["llm.token_count.prompt"]);
        self.put(builder, Field::TokensOut, &["llm.token_count.completion"]);
        self.put(builder, Field::Cost, &["llm.cost.total"]);
        self.put(builder, Field::Prompt, &["llm.prompt_template.version"]);
        let asked = self.indexed("llm.input_messages");
        if asked.is_empty() {
            let key = "input.value";
            if let Some(value) = self.get(key) {
                put_request(builder, key, value);
            }
        } else {
            builder.put_turns("llm.input_messages", asked.iter().map(inference_turn).collect());
        }
        let answers = self.indexed("llm.output_messages");
        let parts: Vec<Part> = answers.iter().flat_map(|answer| inference_turn(answer).parts).collect();
        if !parts.is_empty() {
            builder.put_answer("llm.output_messages", parts);
        } else if let Some(value) = self.get("output.value") {
            put_response(builder, "output.value", value);
        }
        let tools: Vec<String> = self.indexed("llm.tools").iter().filter_map(tool_schema).collect();
        if !tools.is_empty() {
            let list = format!("[{}]", tools.join(","));
            builder.put(Field::Tools, "llm.tools", Value::Json(&list));
        }
    }

    /// Reads what OpenTelemetry's `GenAI` conventions and Traceloop name.
    pub(crate) fn put_genai(&self, builder: &mut RecordBuilder) {
        self.put(builder, Field::Model, &["gen_ai.response.model", "gen_ai.request.model"]);
        self.put(builder, Field::Conversation, &["gen_ai.conversation.id", "session.id"]);
        self.put(builder, Field::TokensIn, &["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"]);
        self.put(builder, Field::TokensOut, &["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"]);
        self.put(builder, Field::Cost, &["gen_ai.usage.cost", "gen_ai.cost.total_cost"]);
        if let Some(value) = self.get("gen_ai.response.finish_reasons") {
            let only = value.openable().and_then(|text| Some(Value::Json(&text).elements()?.first()?.plain()));
            builder.content.finish_reason = only.or_else(|| value.scalar()).map(Into::into);
        }
        for key in ["gen_ai.system_instructions", "gen_ai.system_instructions.0.content"] {
            let opened = self.get(key).and_then(Value::openable);
            let value = opened.as_deref().map(Value::Json).or_else(|| self.get(key));
            if let Some(value) = value {
                builder.put(Field::System, key, value);
            }
        }
        self.put_genai_turns(builder);
        self.put_prompts(builder);
        self.put(builder, Field::Tools, &["gen_ai.tool.definitions"]);
    }

    fn put_genai_turns(&self, builder: &mut RecordBuilder) {
        let mut read = |names: [&'static str; 2]| {
            let name = names.into_iter().find(|name| self.has_prefix(name))?;
            if let Some(opened) = self.get(name).and_then(Value::openable) {
                let finish = Value::Json(&opened)
                    .elements()
                    .and_then(|list| list.last()?.members()?.get("finish_reason")?.scalar());
                return Some((name, turns(Value::Json(&opened), &mut builder.is_partial)?, finish));
            }
            // A list that was flattened is put together again.
            let list = self.indexed(name);
            let written: Vec<String> = list.iter().map(Attributes::nested).collect();
            let text = format!("[{}]", written.join(","));
            let finish = list.last().and_then(|last| last.text("finish_reason"));
            Some((name, turns(Value::Json(&text), &mut builder.is_partial)?, finish))
        };
        let asked = read(["gen_ai.input.messages", "gen_ai.input_messages"]);
        let said = read(["gen_ai.output.messages", "gen_ai.output_messages"]);
        if let Some((name, turns, _)) = asked {
            builder.put_turns(name, turns);
        }
        if let Some((name, turns, finish)) = said {
            // Several choices are alternatives: the first is the answer.
            let parts = turns.into_iter().next().map(|turn| turn.parts).unwrap_or_default();
            builder.put_answer(name, parts);
            if builder.content.finish_reason.is_none() {
                builder.content.finish_reason = finish.map(Into::into);
            }
        }
    }

    /// Reads the older attributes: `gen_ai.prompt` as JSON, or `gen_ai.prompt.0.content`, also under `llm.`.
    fn put_prompts(&self, builder: &mut RecordBuilder) {
        for prefix in ["gen_ai.prompt", "llm.prompts", "traceloop.entity.input"] {
            if builder.is_set(Field::Messages) || builder.is_set(Field::Input) {
                break;
            }
            let list = self.indexed(prefix);
            if !list.is_empty() {
                builder.put_turns(prefix, list.iter().filter_map(|turn| turn.plain_turn("user")).collect());
            } else if let Some(value) = self.get(prefix) {
                put_request(builder, prefix, value);
            }
        }
        for prefix in ["gen_ai.completion", "llm.completions", "traceloop.entity.output"] {
            if builder.is_set(Field::Output) {
                break;
            }
            let list = self.indexed(prefix);
            if let Some(first) = list.first() {
                if let Some(turn) = first.plain_turn("assistant") {
                    builder.put_answer(prefix, turn.parts);
                }
                first.put(builder, Field::FinishReason, &["finish_reason"]);
            } else if let Some(value) = self.get(prefix) {
                let opened = value.openable().filter(|_| prefix == "traceloop.entity.output");
                put_response(builder, prefix, opened.as_deref().map_or(value, Value::Json));
            }
        }
    }

    /// Returns the turn of `role`, `content` and `tool_calls.N.{name,arguments}`.
    fn plain_turn(&self, role: &str) -> Option<Message> {
        let role = self.text("role").map_or_else(|| Role::from_word(role), |word| Role::from_word(&word));
        let mut parts = Vec::new();
        if let Some(value) = self.get("content") {
            let opened = value.openable().filter(|text| text.starts_with("[{"));
            parts = message::content(opened.as_deref().map_or(value, Value::Json));
        }
        for call in self.indexed("tool_calls") {
            parts.push(call_part(&call, "name", "arguments"));
        }
        if role == Role::Tool {
            let content = crate::domain::records::plain_text(&parts).into();
            parts = vec![Part::ToolResult { id: self.text("tool_call_id").map(Into::into), content }];
        }
        (!parts.is_empty()).then_some(Message { role, parts })
    }

    /// Returns the object that flattened attributes were made of.
    fn nested(&self) -> String {
        let mut members: Vec<String> = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for (name, source) in &self.list {
            let Some((key, _)) = name.split_once('.') else {
                members.push(format!("{}:{source}", RawJson::string(name).text()));
                continue;
            };
            if done.contains(&key) {
                continue;
            }
            done.push(key);
            let list: Vec<String> = self.indexed(key).iter().map(Attributes::nested).collect();
            if list.is_empty() {
                let below = |(name, source): &(String, String)| {
                    let rest = name.strip_prefix(key)?.strip_prefix('.')?;
                    Some((rest.to_owned(), source.clone()))
                };
                let inner = Attributes { list: self.list.iter().filter_map(below).collect() };
                members.push(format!("{}:{}", RawJson::string(key).text(), inner.nested()));
            } else {
                members.push(format!("{}:[{}]", RawJson::string(key).text(), list.join(",")));
            }
        }
        format!("{{{}}}", members.join(","))
    }
}

fn call_part(call: &Attributes, name: &str, arguments: &str) -> Part {
    let text = |key: &str| call.get(key).map(Value::plain).unwrap_or_default();
    let id = call.text("id").or_else(|| call.text("tool_call.id")).map(Into::into);
    Part::ToolCall { id, name: text(name).into(), arguments: text(arguments).into() }
}

/// Returns the turn of `message.role`, `message.content` and so on.
fn inference_turn(attributes: &Attributes) -> Message {
    let role = Role::from_word(&attributes.text("message.role").unwrap_or_else(|| "user".to_owned()));
    let mut parts = Vec::new();
    if let Some(value) = attributes.get("message.content").filter(|value| value.source() != "\"\"") {
        parts.extend(message::content(value));
    }
    for piece in attributes.indexed("message.contents") {
        if let Some(text) = piece.get("message_content.text") {
            parts.push(Part::Text(text.plain().into()));
        } else if piece.has_prefix("message_content.image") {
            let reference = piece.text("message_content.image.image.url");
            let data =
                reference.as_deref().and_then(|url| url.strip_prefix("data:")).map(|data| data.len() as u64 / 4 * 3);
            let reference = reference.filter(|_| data.is_none()).map(Into::into);
            parts.push(Part::Media { kind: "image".into(), bytes: data, reference });
        }
    }
    for call in attributes.indexed("message.tool_calls") {
        parts.push(call_part(&call, "tool_call.function.name", "tool_call.function.arguments"));
    }
    if let Some(name) = attributes.get("message.function_call_name") {
        let arguments = attributes.get("message.function_call_arguments_json").map(Value::plain).unwrap_or_default();
        parts.push(Part::ToolCall { id: None, name: name.plain().into(), arguments: arguments.into() });
    }
    if role == Role::Tool {
        let content = crate::domain::records::plain_text(&parts).into();
        parts = vec![Part::ToolResult { id: attributes.text("message.tool_call_id").map(Into::into), content }];
    }
    Message { role, parts }
}

fn tool_schema(tool: &Attributes) -> Option<String> {
    let value = tool.get("tool.json_schema")?;
    Some(value.openable().map_or_else(|| value.source().to_owned(), std::borrow::Cow::into_owned))
}

/// Returns the turn that an event of the older conventions holds: `gen_ai.user.message` and its kin.
pub(crate) fn event_turn(name: &str, body: &Fields<'_>) -> Option<Message> {
    let role = match name {
        "gen_ai.system.message" => "system",
        "gen_ai.user.message" => "user",
        "gen_ai.assistant.message" => "assistant",
        "gen_ai.tool.message" => "tool",
        _ => return None,
    };
    let mut members = vec![format!("\"role\":\"{role}\"")];
    for (key, value) in body.iter() {
        let key = if key == "id" { "tool_call_id" } else { key };
        let opened = value.openable().filter(|_| key == "tool_calls");
        if matches!(key, "content" | "tool_calls" | "tool_call_id") {
            members.push(format!("\"{key}\":{}", opened.as_deref().unwrap_or(value.source())));
        }
    }
    turn(Value::Json(&format!("{{{}}}", members.join(","))), &mut false)
}
