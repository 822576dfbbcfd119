//! An answer in an object with what it was drawn from: `{"answer": "…", "sources": […]}`, as programs that retrieve first
//! return it.

use crate::ingest::field_names::normalized;
use crate::ingest::json::{Fields, Kind, Value};

/// What such objects call their text, the likelier names first.
const ANSWERS: [&str; 13] = [
    "answer",
    "final_answer",
    "finalAnswer",
    "response",
    "result",
    "output",
    "output_text",
    "generated_text",
    "completion",
    "reply",
    "text",
    "content",
    "message",
];
/// Parts of normalized names of what an answer was drawn from.
const SOURCES: [&str; 14] = [
    "source",
    "citation",
    "cited",
    "document",
    "reference",
    "context",
    "retriev",
    "chunk",
    "passage",
    "evidence",
    "snippet",
    "grounding",
    "docs",
    "footnote",
];
/// What else stands beside an answer, normalized: what was asked, and what is known of the call.
const BESIDE: [&str; 38] = [
    "query",
    "question",
    "input",
    "chathistory",
    "history",
    "standalonequestion",
    "confidence",
    "confidencescore",
    "score",
    "scores",
    "usage",
    "metadata",
    "meta",
    "model",
    "id",
    "type",
    "role",
    "lang",
    "language",
    "timestamp",
    "time",
    "createdat",
    "latency",
    "latencyms",
    "cost",
    "tokens",
    "finishreason",
    "stopreason",
    "error",
    "intent",
    "followup",
    "followups",
    "followupquestions",
    "suggestions",
    "suggestedquestions",
    "relatedquestions",
    "conversationid",
    "sessionid",
];

fn names_sources(key: &str) -> bool {
    let name = normalized(key);
    SOURCES.iter().any(|word| name.contains(word))
}

/// Returns the key of the text in an object of an answer and its sources.
fn key_of(fields: &Fields<'_>) -> Option<&'static str> {
    let is_text = |key: &&'static str| fields.get(key).is_some_and(|value| value.kind() == Kind::String);
    let key = ANSWERS.into_iter().find(is_text)?;
    let is_source = |(name, value): (&str, Value<'_>)| {
        name != key && names_sources(name) && (value.kind() != Kind::String || value.openable().is_some())
    };
    fields.iter().any(is_source).then_some(key)
}

/// Returns the key of the answer in a text that is such an object in JSON.
#[must_use]
pub fn answer_beside_sources(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if !text.starts_with('{') || !text.ends_with('}') {
        return None;
    }
    // Most are none, and whether it is JSON at all matters for the others only.
    let key = Value::Json(text).members().as_ref().and_then(key_of)?;
    Fields::parse(text).is_ok().then_some(key)
}

/// Returns whether one of the fields of an object, in JSON, is this text.
pub(crate) fn says(object: &str, text: &str) -> bool {
    object.trim_start().starts_with('{')
        && Fields::parse(object.trim())
            .is_ok_and(|fields| fields.iter().any(|(_, value)| value.text().is_some_and(|said| said == text)))
}

/// Returns the key of the answer in such an object, and its fields; `None` where anything else stands in it, which makes
/// it an answer in JSON.
pub(crate) fn with_sources(fields: Fields<'_>) -> Option<(&'static str, Fields<'_>)> {
    let key = key_of(&fields)?;
    let is_known = |name: &str| name == key || names_sources(name) || BESIDE.contains(&&*normalized(name));
    fields.keys().iter().all(|name| is_known(name)).then_some((key, fields))
}
