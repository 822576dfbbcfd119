//! Telemetry of Gemini CLI as its file exporter writes it: the user's prompts, the answers of the API and the calls of
//! tools in events of their own. A record is one prompt with all that happened until the next.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `gemini-telemetry`.
pub(super) const FORMAT: Format = Format {
    name: "gemini-telemetry",
    description: "Telemetry of Gemini CLI: one record per prompt, with the answers and calls until the next.",
    detector: Detector::File(|entries| Strength::sure(entries.iter().any(|fields| event(fields).is_some()))),
    reader: Reader::File(|| Box::<Telemetry>::default()),
    example: r#"{"attributes": {"session.id": "s1", "event.name": "gemini_cli.user_prompt", "event.timestamp": "2026-03-01T10:00:00Z", "prompt_id": "s1###0", "prompt": "2+2?"}, "_body": "User prompt."}
{"attributes": {"session.id": "s1", "event.name": "gemini_cli.api_response", "event.timestamp": "2026-03-01T10:00:02Z", "model": "some-model-3", "duration_ms": 900, "input_token_count": 20, "output_token_count": 2, "response_text": "[{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"It is 4.\"}]}}]}]"}}"#,
    expected: "line 1
user: 2+2?
output: It is 4.
id: s1###0
conversation: s1
model: some-model-3
time: 2026-03-01T10:00:00Z
latency: 2000
tokens: 20/2",
    source: "by hand, after the telemetry of Gemini CLI 0.9",
    ..Format::BLANK
};

const PREFIX: &str = "gemini_cli.";

#[derive(Default)]
struct Telemetry {
    turn: Option<SessionTurn>,
}

/// Returns what kind of event it is, and its attributes.
fn event<'a>(fields: &Fields<'a>) -> Option<(String, Fields<'a>)> {
    let attributes = fields.get("attributes").and_then(Value::members).unwrap_or_else(|| fields.clone());
    let name = attributes.get("event.name")?.text()?.strip_prefix(PREFIX)?.to_owned();
    Some((name, attributes))
}

impl FormatReader for Telemetry {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let Some((name, about)) = event(fields) else { return out.skip("an event line") };
        let text = |key: &str| about.get(key).map(Value::plain).unwrap_or_default();
        match name.as_str() {
            "user_prompt" => self.begin(&about, out),
            "api_response" => {
                let parts = answer(&text("response_text"));
                self.step(&about, out, |turn| turn.add(Message { role: Role::Assistant, parts }));
            }
            "api_error" => {
                let said = text("error");
                self.step(&about, out, |turn| turn.record.content.error = Some(said.into()));
            }
            "tool_call" => {
                let (name, arguments) = (text("function_name"), text("function_args"));
                let error = about.get("error").and_then(Value::scalar);
                self.step(&about, out, |turn| {
                    // The answer that called it holds the call as well, where answers are logged.
                    if !turn.calls(&name) {
                        turn.go_on(vec![Part::ToolCall {
                            id: None,
                            name: name.as_str().into(),
                            arguments: arguments.into(),
                        }]);
                    }
                    if let Some(error) = error {
                        let result = Part::ToolResult { id: None, content: error.into() };
                        turn.add(Message { role: Role::Tool, parts: vec![result] });
                    }
                });
            }
            _ => out.skip("an event line"),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        let Some(turn) = self.turn.take() else { return };
        let is_failed = !turn.is_answered() && turn.record.content.error.is_some();
        let mut record = turn.finish("response_text");
        if is_failed {
            record.put_answer("response_text", Vec::new());
        }
        out.push(record);
    }
}

impl Telemetry {
    fn begin(&mut self, about: &Fields<'_>, out: &mut Records<'_>) {
        self.end(out);
        let mut record = out.begin();
        for (field, key) in
            [(Field::Id, "prompt_id"), (Field::Conversation, "session.id"), (Field::Time, "event.timestamp")]
        {
            if let Some(value) = about.get(key) {
                record.put(field, key, value);
            }
        }
        let said = about.get("prompt").and_then(Value::scalar);
        let asked = said.map(|text| Message::text(Role::User, text));
        self.turn = Some(SessionTurn::begin(record, asked));
    }

    fn step(&mut self, about: &Fields<'_>, out: &mut Records<'_>, add: impl FnOnce(&mut SessionTurn)) {
        let Some(turn) = &mut self.turn else { return out.skip("an event before the first prompt") };
        out.tell(&mut turn.record);
        turn.at(about.get("event.timestamp"));
        add(turn);
        let content = &mut turn.record.content;
        if let Some(model) = about.get("model").and_then(Value::scalar) {
            content.model = Some(model.into());
        }
        for (slot, key) in
            [(&mut content.tokens_in, "input_token_count"), (&mut content.tokens_out, "output_token_count")]
        {
            if let Some(count) = about.get(key).and_then(|count| count.source().parse::<u64>().ok()) {
                *slot = Some(slot.unwrap_or_default() + count);
            }
        }
    }
}

/// Returns the parts of an answer: of a response in JSON, of the pieces of a stream, or a text.
fn answer(text: &str) -> Vec<Part> {
    let Ok(value) = Value::parse(text) else {
        return (!text.is_empty()).then(|| Part::Text(text.into())).into_iter().collect();
    };
    let pieces = value.elements().unwrap_or_else(|| vec![value]);
    let said = |piece: Value<'_>| {
        let first = piece.members()?.get("candidates")?.elements()?.first()?.members()?;
        Some(message::content(first.get("content")?))
    };
    let mut parts: Vec<Part> = Vec::new();
    for part in pieces.iter().filter_map(|piece| said(*piece)).flatten() {
        match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(more)) => *before = format!("{}{}", before.raw(), more.raw()).into(),
            (_, part) => parts.push(part),
        }
    }
    if parts.is_empty() && value.kind() == crate::ingest::json::Kind::String {
        parts.push(Part::Text(value.plain().into()));
    }
    parts
}
