//! Whose response an object is, told by its own fields.

use crate::ingest::json::{Fields, Kind, Value};

/// The shapes of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `OpenAI`'s Chat Completions: `choices` with messages.
    Chat,
    /// The older completions: `choices` with texts.
    Completion,
    /// `OpenAI`'s Responses: `output` with items.
    Responses,
    /// Anthropic's Messages: `content` with blocks.
    Anthropic,
    /// Gemini's `candidates`.
    Gemini,
    /// Bedrock's Converse and the models that are called through it.
    Bedrock,
    /// Ollama's `done` with a message or a text.
    Ollama,
    /// An error body: no provider is known by it.
    Error,
}

impl Shape {
    /// Returns the shape of a response, where the object is one.
    pub(super) fn of(fields: &Fields<'_>) -> Option<Self> {
        let first = |key: &str| fields.get(key).and_then(Value::elements).and_then(|list| list.first()?.members());
        let says = |key: &str, word: &str| fields.get(key).and_then(Value::text).is_some_and(|text| text == word);
        let is = |key: &str, kind: Kind| fields.get(key).is_some_and(|value| value.kind() == kind);
        if let Some(choice) = first("choices") {
            if choice.has("message") || choice.has("delta") {
                return Some(Self::Chat);
            }
            return choice.has("text").then_some(Self::Completion);
        }
        if says("object", "chat.completion") || says("object", "chat.completion.chunk") {
            return Some(Self::Chat);
        }
        let is_item =
            |item: &Fields<'_>| item.has("type") && (item.has("role") || item.has("id") || item.has("summary"));
        if is("output", Kind::Array) && says("object", "response")
            || first("output").is_some_and(|item| is_item(&item) && (fields.has("usage") || fields.has("status")))
        {
            return Some(Self::Responses);
        }
        let is_block = first("content").is_some_and(|block| block.has("type"));
        if says("type", "message") && says("role", "assistant") && fields.has("content")
            || is_block && fields.has("stop_reason") && !fields.has("messages")
            || is("completion", Kind::String) && fields.has("stop_reason") && !fields.has("messages")
        {
            return Some(Self::Anthropic);
        }
        if first("candidates")
            .is_some_and(|one| one.has("content") || one.has("finishReason") || one.has("finish_reason"))
            || fields.has("promptFeedback") && !fields.has("contents")
            || fields.has("prompt_feedback") && (fields.has("usage_metadata") || fields.has("candidates"))
        {
            return Some(Self::Gemini);
        }
        if let Some(shape) = Self::bedrock(fields) {
            return Some(shape);
        }
        let is_ollama = is("done", Kind::Bool) && (is("message", Kind::Object) || is("response", Kind::String));
        if is_ollama && (fields.has("model") || fields.has("created_at")) {
            return Some(Self::Ollama);
        }
        is_error(fields).then_some(Self::Error)
    }

    fn bedrock(fields: &Fields<'_>) -> Option<Self> {
        let within = fields.get("output").and_then(Value::members);
        let is_converse = within
            .is_some_and(|output| output.get("message").is_some_and(|turn| turn.kind() == Kind::Object))
            && (fields.has("stopReason") || fields.has("usage") || fields.has("metrics"));
        let first = |key: &str| fields.get(key).and_then(Value::elements).and_then(|list| list.first()?.members());
        let is_titan = first("results").is_some_and(|one| one.has("outputText"));
        let is_llama = fields.has("generation") && (fields.has("generation_token_count") || fields.has("stop_reason"));
        let is_mistral = first("outputs").is_some_and(|one| one.has("text") && one.has("stop_reason"));
        let is_cohere = first("generations").is_some_and(|one| one.has("text") && one.has("finish_reason"));
        (is_converse || is_titan || is_llama || is_mistral || is_cohere).then_some(Self::Bedrock)
    }
}

/// Returns whether an object is an error body: `{"error": {"message": …}}`.
fn is_error(fields: &Fields<'_>) -> bool {
    let is_told = fields.get("error").is_some_and(|error| match error.members() {
        Some(error) => error.has("message"),
        None => error.scalar().is_some_and(|_| error.kind() == Kind::String),
    });
    let answers = ["output", "text", "content", "response", "completion", "answer"];
    is_told && answers.iter().all(|key| fields.get(key).is_none_or(Value::is_null))
}
