//! The pieces of one streamed response, put together to the response as it would have come whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::shape::Shape;
use crate::ingest::json::{Fields, Value};

/// What was streamed of one response so far.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    pub(super) shape: Option<Shape>,
    pub(super) id: Option<String>,
    pub(super) model: Option<String>,
    /// Seconds, or a time as text, as JSON.
    pub(super) created: Option<Json>,
    pub(super) choices: BTreeMap<u64, Choice>,
    /// Counts and durations, by the names of the provider.
    pub(super) usage: Map<String, Json>,
    pub(super) error: Option<Json>,
    /// A response that the last event repeated whole.
    pub(super) whole: Option<String>,
    /// How many bytes came.
    pub(crate) bytes: usize,
    /// Whether it said that it ends.
    pub(crate) is_ended: bool,
}

/// One of the answers that are streamed.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) text: String,
    pub(super) reasoning: String,
    pub(super) refusal: String,
    pub(super) calls: BTreeMap<u64, Call>,
    pub(super) finish: Option<String>,
}

/// A call of a tool that is streamed.
#[derive(Debug, Default)]
pub(super) struct Call {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) arguments: String,
}

impl Pieces {
    pub(super) fn choice(&mut self, index: u64) -> &mut Choice {
        self.choices.entry(index).or_default()
    }

    /// Returns whether any piece came.
    pub(crate) fn is_begun(&self) -> bool {
        self.shape.is_some()
    }

    /// Returns whether an object that looks like a whole response may be the last piece of this one.
    pub(crate) fn goes_on_with(&self, fields: &Fields<'_>) -> bool {
        let shape = self.shape.filter(|shape| matches!(shape, Shape::Ollama | Shape::Gemini));
        shape.is_some() && !self.is_ended && Shape::of(fields) == shape
    }

    /// Returns whether all its answers gave the reason why they end.
    pub(crate) fn is_finished(&self) -> bool {
        !self.choices.is_empty() && self.choices.values().all(|choice| choice.finish.is_some())
    }

    /// Lays counts over those that came before.
    pub(super) fn add_usage(&mut self, usage: Option<Value<'_>>) {
        let Some(Ok(Json::Object(usage))) = usage.map(|usage| serde_json::from_str(usage.source())) else { return };
        self.usage.extend(usage.into_iter().filter(|(_, value)| !value.is_null()));
    }

    /// Returns the whole response as JSON, in the shape of a chat completion or as its last event had it.
    pub(crate) fn finish(self) -> String {
        if let Some(whole) = self.whole {
            return whole;
        }
        let choices: Vec<Json> = self.choices.into_iter().map(|(index, choice)| choice.finish(index)).collect();
        let mut whole = Map::new();
        whole.insert("object".to_owned(), "chat.completion".into());
        whole.insert("choices".to_owned(), choices.into());
        let texts = [("id", self.id.map(Json::from)), ("model", self.model.map(Json::from)), ("created", self.created)];
        for (key, value) in texts.into_iter().chain([("error", self.error)]) {
            whole.extend(value.map(|value| (key.to_owned(), value)));
        }
        if !self.usage.is_empty() {
            whole.insert("usage".to_owned(), self.usage.into());
        }
        Json::Object(whole).to_string()
    }
}

impl Choice {
    pub(super) fn call(&mut self, index: u64) -> &mut Call {
        self.calls.entry(index).or_default()
    }

    fn finish(self, index: u64) -> Json {
        let calls: Vec<Json> = self
            .calls
            .into_values()
            .map(|call| {
                let id = (!call.id.is_empty()).then_some(call.id);
                json!({"id": id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}})
            })
            .collect();
        let mut said = json!({"role": "assistant", "content": self.text});
        if let Json::Object(said) = &mut said {
            for (key, text) in [("reasoning_content", self.reasoning), ("refusal", self.refusal)] {
                said.extend((!text.is_empty()).then(|| (key.to_owned(), text.into())));
            }
            said.extend((!calls.is_empty()).then(|| ("tool_calls".to_owned(), calls.into())));
        }
        json!({"index": index, "message": said, "finish_reason": self.finish})
    }
}
