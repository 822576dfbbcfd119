//! Finds the request and the response in an entry, whatever stands around them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::shape::Shape;
use super::stream;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::message;

/// The names that logs give a request.
const REQUESTS: [&str; 27] = [
    "request",
    "body",
    "input",
    "request_body",
    "requestBody",
    "inputs",
    "kwargs",
    "params",
    "request_json",
    "proxy_server_request",
    "full_request",
    "request_payload",
    "requestPayload",
    "raw_request",
    "request_data",
    "req",
    "payload",
    "call",
    "args",
    "arguments",
    "llm_request",
    "llm_input",
    "original_request",
    "invocation",
    "data",
    "model_input",
    "modelInput",
];
/// The names that logs give a response.
const RESPONSES: [&str; 29] = [
    "response",
    "output",
    "response_body",
    "responseBody",
    "outputs",
    "result",
    "completion",
    "response_json",
    "raw_response",
    "full_response",
    "response_payload",
    "responsePayload",
    "original_response",
    "llm_response",
    "llm_output",
    "response_data",
    "resp",
    "res",
    "return_value",
    "model_output",
    "modelOutput",
    "raw",
    "chunks",
    "response_chunks",
    "stream_chunks",
    "response_stream",
    "stream",
    "events",
    "answer",
];
/// Those that hold an answer in words where there is no provider's response.
const WORDS: [&str; 9] =
    ["response", "output", "completion", "response_body", "responseBody", "outputs", "result", "answer", "llm_output"];
/// What stands between an envelope and the body of a request or response.
const WRAPPERS: [&str; 16] = [
    "body",
    "json",
    "data",
    "kwargs",
    "params",
    "summary",
    "message",
    "response",
    "request",
    "inputBodyJson",
    "outputBodyJson",
    "result",
    "chunks",
    "events",
    "content",
    "payload",
];
/// The names under which a whole call may stand.
const NESTED: [&str; 9] = ["data", "payload", "entry", "record", "log", "llm_call", "call", "event", "jsonPayload"];
/// Further keys that a call has.
const OWN: [&str; 10] = [
    "choices",
    "content",
    "candidates",
    "promptFeedback",
    "prompt_feedback",
    "results",
    "generations",
    "messages",
    "contents",
    "error",
];
/// Keys that make an entry a call where a body stands under them.
static KEYS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| REQUESTS.into_iter().chain(RESPONSES).chain(NESTED).chain(OWN).collect());

/// Returns whether an entry has anything that makes a call: most entries of other logs are told by this alone.
fn may_be_call(fields: &Fields<'_>) -> bool {
    let begins = |text: &str| ["{", "[", "data:", "event:", "id:", ":"].iter().any(|mark| text.starts_with(mark));
    let is_body = |value: Value<'_>| match value.kind() {
        Kind::Object | Kind::Array => true,
        Kind::String => begins(value.source().trim_start_matches('"').trim_start()),
        Kind::Null | Kind::Bool | Kind::Number => false,
    };
    fields.iter().any(|(key, value)| is_body(value) && KEYS.contains(key) || matches!(key, "done" | "stop_reason"))
}

/// The keys of a response of no provider's shape that hold its text.
const TEXTS: [&str; 6] = ["content", "text", "output_text", "generated_text", "completion", "message"];
/// What may stand beside that text.
const BESIDE: [&str; 20] = [
    "role",
    "tool_calls",
    "function_call",
    "refusal",
    "reasoning",
    "reasoning_content",
    "thinking",
    "usage",
    "model",
    "id",
    "type",
    "object",
    "created",
    "created_at",
    "stop_reason",
    "finish_reason",
    "stop_sequence",
    "status",
    "latency_ms",
    "annotations",
];
/// How many wrappers may stand around a body.
pub(super) const DEEPEST: usize = 3;

/// A body that was found: the path to it and its text.
pub(crate) struct Found<'a> {
    /// The keys that lead to it, the first being that of the entry; empty where the entry itself is the body.
    pub(super) keys: Vec<&'static str>,
    pub(super) text: Cow<'a, str>,
    /// Whose response it is; of a request, whose it may be.
    pub(crate) shape: Shape,
}

impl Found<'_> {
    fn into_owned(self) -> Found<'static> {
        Found { keys: self.keys, text: Cow::Owned(self.text.into_owned()), shape: self.shape }
    }

    /// Returns the path to what stands in it, after that of what holds it.
    pub(super) fn path(&self, root: &str) -> String {
        let root = (!root.is_empty()).then_some(&root);
        root.into_iter().chain(&self.keys).flat_map(|key| [key, "."]).collect()
    }

    fn below(mut self, key: &'static str) -> Self {
        self.keys.insert(0, key);
        self
    }
}

/// Returns whether an entry is a call whose response has this shape.
pub(crate) fn is_call(fields: &Fields<'_>, shape: Shape) -> bool {
    shape_of(fields, DEEPEST) == Some(shape)
}

/// Returns whether an entry is a call, of whatever provider.
pub(crate) fn claims_any(fields: &Fields<'_>) -> bool {
    claims_within(fields, DEEPEST)
}

/// Returns whether an entry is a call, in at most so many envelopes within each other.
pub(super) fn claims_within(fields: &Fields<'_>, deepest: usize) -> bool {
    shape_of(fields, deepest).is_some()
}

/// Returns whose call an entry is, if it is one. An error body alone is none; one beside a request is the request's.
fn shape_of(fields: &Fields<'_>, deepest: usize) -> Option<Shape> {
    if !may_be_call(fields) {
        return None;
    }
    let own = Shape::of(fields).filter(|shape| *shape != Shape::Error);
    let answer = own.or_else(|| find_answer(fields).map(|found| found.shape));
    match answer {
        Some(Shape::Error) | None => {}
        known => return known,
    }
    let is_asked = |found: &Found<'_>| answer.is_some() || answers_in_words(fields, found);
    let request = find_request(fields).filter(is_asked).map(|found| found.shape);
    if request.is_none()
        && let Some((_, inner)) = nested(fields)
    {
        return shape_of(&inner, deepest.checked_sub(1)?);
    }
    let is_gemini = || fields.get("contents").is_some_and(is_contents);
    let has_turns =
        || is_in_words(fields, None) || answer.is_some() && fields.get("messages").is_some_and(message::is_list);
    request.or_else(|| has_turns().then_some(Shape::Chat)).or_else(|| is_gemini().then_some(Shape::Gemini))
}

/// Returns whether beside a request there is an answer of no provider's shape: none, a text, or a turn.
fn answers_in_words(fields: &Fields<'_>, request: &Found<'_>) -> bool {
    let own = request.keys.first().copied();
    // What is called a request is one, whatever stands beside it.
    if own.is_some_and(|key| key.contains("req") || key == "kwargs") {
        return true;
    }
    let Some(value) = answer_key(fields, own).and_then(|key| fields.get(key)) else {
        return fields.get("error").is_some_and(|error| !error.is_null());
    };
    match value.kind() {
        Kind::Null | Kind::String => true,
        Kind::Object => is_nothing(value) || said_in(value).is_some(),
        Kind::Array => is_nothing(value) || message::is_list(value),
        Kind::Bool | Kind::Number => false,
    }
}

/// Returns the key under which a response of no provider's shape says its text.
pub(super) fn said_in(value: Value<'_>) -> Option<&'static str> {
    let fields = value.members()?;
    if fields.has("role") && fields.has("content") {
        return Some("content");
    }
    // With anything else in it it is an answer in JSON.
    let is_known = fields.iter().all(|(key, _)| BESIDE.contains(&key) || TEXTS.contains(&key));
    let is_text = |key: &&'static str| match fields.get(key) {
        Some(text) if text.kind() == Kind::String => true,
        Some(list) => list.elements().and_then(|list| list.first()?.members()).is_some_and(|block| block.has("type")),
        None => false,
    };
    if is_known { TEXTS.into_iter().find(is_text) } else { None }
}

/// Returns whether beside turns there is a response that says its text as a turn does.
fn is_in_words(fields: &Fields<'_>, own: Option<&str>) -> bool {
    let value = answer_key(fields, own).and_then(|key| fields.get(key));
    value.and_then(said_in) == Some("content") && fields.get("messages").is_some_and(message::is_list)
}

/// Returns the call that an entry holds under one name, with nothing of it beside.
pub(super) fn nested<'a>(fields: &Fields<'a>) -> Option<(&'static str, Fields<'a>)> {
    NESTED.into_iter().find_map(|key| {
        let inner = fields.get(key)?.members()?;
        let is_call = REQUESTS.iter().any(|key| inner.has(key)) || inner.has("messages");
        let is_answered = RESPONSES.iter().any(|key| inner.has(key));
        (is_call && is_answered).then_some((key, inner))
    })
}

/// Returns the name under which an answer in words stands, `own` being that of the request.
pub(super) fn answer_key(fields: &Fields<'_>, own: Option<&str>) -> Option<&'static str> {
    WORDS.into_iter().find(|key| Some(*key) != own && fields.has(key))
}

/// Returns whether a value says that there is no response: null, `{}`, `[]`, an empty text.
pub(super) fn is_nothing(value: Value<'_>) -> bool {
    value.is_null() || matches!(value.source(), "\"\"") || value.openable().is_some_and(|text| is_hollow(&text))
}

fn is_hollow(text: &str) -> bool {
    let inner = text.trim().trim_start_matches(['{', '[']).trim_end_matches(['}', ']']);
    inner.trim().is_empty()
}

/// Returns the response that stands under one of the known names.
pub(crate) fn find_answer<'a>(fields: &Fields<'a>) -> Option<Found<'a>> {
    let found = |key: &&'static str| Some(answer_in(fields.get(key)?, DEEPEST)?.below(key));
    let mut all = RESPONSES.iter().filter_map(found);
    let first = all.next()?;
    // An error under one name, the answer under another.
    if first.shape == Shape::Error {
        all.find(|other| other.shape != Shape::Error).or(Some(first))
    } else {
        Some(first)
    }
}

/// Returns the response that a value is or holds.
pub(super) fn answer_in(value: Value<'_>, deeper: usize) -> Option<Found<'_>> {
    match value.kind() {
        Kind::Object => {
            let fields = value.members()?;
            let own = Shape::of(&fields);
            if let Some(shape) = own.filter(|shape| *shape != Shape::Error) {
                return Some(Found { keys: Vec::new(), text: Cow::Borrowed(value.source()), shape });
            }
            let inner = |key: &&'static str| Some(answer_in(fields.get(key)?, deeper.checked_sub(1)?)?.below(key));
            let inner = WRAPPERS.iter().find_map(inner);
            let error = || own.map(|shape| Found { keys: Vec::new(), text: Cow::Borrowed(value.source()), shape });
            inner.or_else(error)
        }
        Kind::Array => {
            let list = value.elements()?;
            if let Some((shape, text)) = stream::whole(&list) {
                return Some(Found { keys: Vec::new(), text: Cow::Owned(text), shape });
            }
            // Chunks that were logged as texts.
            if list.len() > 1 && list.iter().all(|one| one.kind() == Kind::String) {
                let lines: Vec<String> = list.iter().map(|one| one.plain()).collect();
                let (shape, text) = stream::events(&lines.join("\n"))?;
                return Some(Found { keys: Vec::new(), text: Cow::Owned(text), shape });
            }
            match list.as_slice() {
                [only] if matches!(only.kind(), Kind::Object | Kind::String) => {
                    answer_in(*only, deeper.checked_sub(1)?)
                }
                _ => None,
            }
        }
        Kind::String => {
            // Never the text of an output: a string is opened only where it yields a response's own shape.
            let source = value.source();
            let may_be = ["data:", "choices", "stop_reason", "candidates", "error", "stopReason", "output", "done"];
            if !may_be.iter().any(|word| source.contains(word)) {
                return None;
            }
            let text = value.text()?;
            if let Some((shape, text)) = stream::events(&text) {
                return Some(Found { keys: Vec::new(), text: Cow::Owned(text), shape });
            }
            let opened = value.openable()?;
            Some(answer_in(Value::Json(&opened), deeper.checked_sub(1)?)?.into_owned())
        }
        Kind::Null | Kind::Bool | Kind::Number => None,
    }
}

/// Returns the request that stands under one of the known names.
pub(crate) fn find_request<'a>(fields: &Fields<'a>) -> Option<Found<'a>> {
    REQUESTS.iter().find_map(|key| Some(request_in(fields.get(key)?, DEEPEST)?.below(key)))
}

pub(super) fn request_in(value: Value<'_>, deeper: usize) -> Option<Found<'_>> {
    match value.kind() {
        Kind::Object => {
            let fields = value.members()?;
            if let Some(shape) = request_shape(&fields) {
                return Some(Found { keys: Vec::new(), text: Cow::Borrowed(value.source()), shape });
            }
            let inner = |key: &&'static str| Some(request_in(fields.get(key)?, deeper.checked_sub(1)?)?.below(key));
            WRAPPERS.iter().find_map(inner)
        }
        Kind::String => {
            let opened = value.openable()?;
            Some(request_in(Value::Json(&opened), deeper.checked_sub(1)?)?.into_owned())
        }
        Kind::Array => match value.elements()?.as_slice() {
            [only] if matches!(only.kind(), Kind::Object | Kind::String) => request_in(*only, deeper.checked_sub(1)?),
            _ => None,
        },
        Kind::Null | Kind::Bool | Kind::Number => None,
    }
}

/// Returns whose request an object may be.
pub(super) fn request_shape(fields: &Fields<'_>) -> Option<Shape> {
    let is_called = fields.has("model") || fields.has("config");
    if fields.get("contents").is_some_and(|it| is_contents(it) || it.kind() == Kind::String && is_called) {
        return Some(Shape::Gemini);
    }
    if fields.has("inferenceConfig") || fields.has("toolConfig") || fields.has("textGenerationConfig") {
        return Some(Shape::Bedrock);
    }
    if fields.get("messages").is_some_and(message::is_list) {
        let is_anthropic = fields.has("anthropic_version") || fields.has("system") && fields.has("max_tokens");
        return Some(if is_anthropic { Shape::Anthropic } else { Shape::Chat });
    }
    let is_said = ["model", "instructions", "previous_response_id", "tools", "reasoning"];
    if fields.has("input") && is_said.iter().any(|key| fields.has(key)) {
        return Some(Shape::Responses);
    }
    let is_prompt = fields.get("prompt").is_some_and(|value| matches!(value.kind(), Kind::String | Kind::Array));
    let is_said = ["model", "max_tokens", "max_gen_len", "max_tokens_to_sample", "temperature"];
    (is_prompt && is_said.iter().any(|key| fields.has(key))).then_some(Shape::Completion)
}

/// Returns whether a value is the `contents` of a request to Gemini: turns with `parts`, whose role may be left out.
fn is_contents(value: Value<'_>) -> bool {
    let first = value.elements().and_then(|list| list.first().copied()).unwrap_or(value);
    first.members().is_some_and(|turn| turn.has("parts"))
}
