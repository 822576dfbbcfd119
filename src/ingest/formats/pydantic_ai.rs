//! Message histories of Pydantic AI: requests and responses in turn, each of parts. One record per prompt of the user.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, Role};
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `pydantic-ai`.
pub(super) const FORMAT: Format = Format {
    name: "pydantic-ai",
    description: "Message histories of Pydantic AI: one record per prompt, with the steps until the next.",
    detector: Detector::File(|entries| Strength::sure(!entries.is_empty() && entries.iter().all(is_message))),
    reader: Reader::File(|| Box::<History>::default()),
    example: r#"[{"parts": [{"content": "Be brief.", "part_kind": "system-prompt"}, {"content": "Weather?", "timestamp": "2026-03-01T10:00:00Z", "part_kind": "user-prompt"}], "kind": "request"},
{"parts": [{"tool_name": "weather", "args": "{\"city\": \"Oslo\"}", "tool_call_id": "t1", "part_kind": "tool-call"}], "model_name": "m", "timestamp": "2026-03-01T10:00:01Z", "usage": {"request_tokens": 5, "response_tokens": 2}, "kind": "response"},
{"parts": [{"tool_name": "weather", "content": "rain", "tool_call_id": "t1", "part_kind": "tool-return"}], "kind": "request"},
{"parts": [{"content": "It rains.", "part_kind": "text"}], "model_name": "m", "timestamp": "2026-03-01T10:00:02Z", "usage": {"input_tokens": 9, "output_tokens": 3}, "kind": "response"}]"#,
    expected: r#"line 1
system: Be brief.
user: Weather?
assistant: [call weather({"city": "Oslo"})]
tool: [result rain]
output: It rains.
model: m
time: 2026-03-01T10:00:00Z
latency: 2000
tokens: 14/5"#,
    source: "by hand, after `all_messages_json` of Pydantic AI 1.0",
    ..Format::BLANK
};

#[derive(Default)]
struct History {
    turn: Option<SessionTurn>,
    system: Option<Message>,
}

fn is_message(fields: &Fields<'_>) -> bool {
    let kind = fields.get("kind").and_then(Value::text).unwrap_or_default();
    let parts = fields.get("parts").and_then(Value::elements).unwrap_or_default();
    let is_part = |part: &Value<'_>| part.members().is_some_and(|part| part.has("part_kind"));
    matches!(kind.as_ref(), "request" | "response") && parts.iter().all(is_part)
}

impl FormatReader for History {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let list = fields.get("parts").and_then(Value::elements).unwrap_or_default();
        let mut said: Vec<Part> = Vec::new();
        for part in list.into_iter().filter_map(Value::members) {
            let text = |key: &str| part.get(key).map(Value::plain).unwrap_or_default();
            let id = || part.get("tool_call_id").and_then(Value::scalar).map(Into::into);
            match text("part_kind").as_str() {
                "system-prompt" => self.system = Some(Message::text(Role::System, text("content"))),
                "user-prompt" => {
                    self.end(out);
                    let mut turn = SessionTurn::begin(out.begin(), self.system.clone());
                    turn.at(part.get("timestamp"));
                    let parts = part.get("content").map(message::content).unwrap_or_default();
                    turn.add(Message { role: Role::User, parts });
                    self.turn = Some(turn);
                }
                "text" => said.push(Part::Text(text("content").into())),
                "thinking" => said.push(Part::Reasoning(text("content").into())),
                "tool-call" => said.push(Part::ToolCall {
                    id: id(),
                    name: text("tool_name").into(),
                    arguments: text("args").into(),
                }),
                "tool-return" | "retry-prompt" => {
                    let result = Part::ToolResult { id: id(), content: text("content").into() };
                    self.add(Message { role: Role::Tool, parts: vec![result] }, fields, out);
                }
                _ => {}
            }
        }
        if !said.is_empty() {
            self.add(Message { role: Role::Assistant, parts: said }, fields, out);
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        if let Some(turn) = self.turn.take() {
            out.push(turn.finish("parts"));
        }
    }
}

impl History {
    fn add(&mut self, step: Message, fields: &Fields<'_>, out: &Records<'_>) {
        let turn = self.turn.get_or_insert_with(|| SessionTurn::begin(out.begin(), None));
        out.tell(&mut turn.record);
        turn.at(fields.get("timestamp"));
        let is_answer = step.role == Role::Assistant;
        turn.add(step);
        let content = &mut turn.record.content;
        if let Some(model) = fields.get("model_name").and_then(Value::scalar) {
            content.model = Some(model.into());
        }
        let usage = fields.get("usage").and_then(Value::members).filter(|_| is_answer).unwrap_or_default();
        for (slot, keys) in [
            (&mut content.tokens_in, ["input_tokens", "request_tokens"]),
            (&mut content.tokens_out, ["output_tokens", "response_tokens"]),
        ] {
            let count = keys.iter().find_map(|key| usage.get(key)?.source().parse::<u64>().ok());
            if let Some(count) = count {
                *slot = Some(slot.unwrap_or_default() + count);
            }
        }
    }
}
