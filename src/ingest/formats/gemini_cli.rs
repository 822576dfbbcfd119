//! Gemini CLI: its session files (one JSON object, or a line a message) and the events of `--output-format stream-json`. A
//! record is one user turn with all that happened until the next.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, RawJson, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `gemini-cli`.
pub(super) const FORMAT: Format = Format {
    name: "gemini-cli",
    description: "Sessions of Gemini CLI, and its stream-json: one record per user turn, with the steps until the next.",
    detector: Detector::File(|entries| {
        Strength::sure(entries.iter().any(|fields| is_session(fields) || is_event(fields)))
    }),
    reader: Reader::File(|| Box::<GeminiCli>::default()),
    example: r#"{"sessionId": "s1", "projectHash": "ab", "startTime": "2026-03-01T10:00:00Z", "lastUpdated": "2026-03-01T10:00:06Z", "messages": [
{"id": "m1", "timestamp": "2026-03-01T10:00:00Z", "type": "user", "content": "Which files are here?"},
{"id": "m2", "timestamp": "2026-03-01T10:00:03Z", "type": "gemini", "content": "", "model": "some-model-3", "thoughts": [{"subject": "Looking", "description": "I list them."}], "tokens": {"input": 20, "output": 5},
"toolCalls": [{"id": "t1", "name": "ls", "args": {"path": "."}, "status": "success", "result": [{"functionResponse": {"id": "t1", "name": "ls", "response": {"output": "a.txt"}}}]}]},
{"id": "m3", "timestamp": "2026-03-01T10:00:06Z", "type": "gemini", "content": "There is a.txt.", "model": "some-model-3", "tokens": {"input": 30, "output": 4}}]}"#,
    expected: r#"line 1
user: Which files are here?
assistant: [reasoning Looking: I list them.] [call ls({"path":"."})]
tool: [result a.txt]
output: There is a.txt.
id: m1
conversation: s1
model: some-model-3
time: 2026-03-01T10:00:00Z
latency: 6000
tokens: 50/9"#,
    source: "by hand, after session files of Gemini CLI 0.9 to 0.16",
    ..Format::BLANK
};

#[derive(Default)]
struct GeminiCli {
    session: Option<String>,
    model: Option<String>,
    turn: Option<SessionTurn>,
}

fn word(fields: &Fields<'_>, key: &str) -> String {
    fields.get(key).and_then(Value::text).unwrap_or_default().into_owned()
}

/// Returns whether it is a session, or the first line of one.
fn is_session(fields: &Fields<'_>) -> bool {
    fields.has("sessionId") && fields.has("projectHash")
}

/// Returns whether it is an event of `stream-json` that no other program prints.
fn is_event(fields: &Fields<'_>) -> bool {
    let has = |keys: &[&str]| keys.iter().all(|key| fields.has(key));
    match word(fields, "type").as_str() {
        "init" => has(&["session_id", "model"]),
        "tool_use" => has(&["tool_name", "tool_id", "parameters"]),
        "result" => has(&["status", "stats"]),
        _ => false,
    }
}

impl FormatReader for GeminiCli {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        if is_session(fields) {
            self.end(out);
            self.session = fields.get("sessionId").and_then(Value::scalar);
            let Some(messages) = fields.get("messages").and_then(Value::elements) else {
                return out.skip("a meta line");
            };
            for said in messages.into_iter().filter_map(Value::members) {
                self.said(&said, out);
            }
            return self.end(out);
        }
        match word(fields, "type").as_str() {
            "init" => {
                self.end(out);
                self.session = fields.get("session_id").and_then(Value::scalar);
                self.model = fields.get("model").and_then(Value::scalar);
                out.skip("a meta line");
            }
            "message" if word(fields, "role") == "user" => self.begin(fields, out),
            "message" => {
                let text = fields.get("content").map(Value::plain).unwrap_or_default();
                self.step(fields, out, |turn| turn.go_on_with(&text));
            }
            "tool_use" => {
                let text = |key: &str| fields.get(key).map(Value::plain).unwrap_or_default();
                let id = fields.get("tool_id").and_then(Value::scalar).map(Into::into);
                let call = Part::ToolCall { id, name: text("tool_name").into(), arguments: text("parameters").into() };
                self.step(fields, out, |turn| turn.go_on(vec![call]));
            }
            "tool_result" => {
                let content = ["output", "error"].iter().find_map(|key| fields.get(key)).map(Value::plain);
                let id = fields.get("tool_id").and_then(Value::scalar).map(Into::into);
                let result = Part::ToolResult { id, content: content.unwrap_or_default().into() };
                self.step(fields, out, |turn| turn.add(Message { role: Role::Tool, parts: vec![result] }));
            }
            "result" => self.result(fields, out),
            "error" if fields.has("severity") => self.problem(fields, "message", out),
            _ => self.said(fields, out),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        let Some(mut turn) = self.turn.take() else { return };
        let content = &mut turn.record.content;
        content.model = content.model.take().or_else(|| self.model.as_deref().map(Into::into));
        out.push(turn.finish("content"));
    }
}

impl GeminiCli {
    /// Reads one message of a session.
    fn said(&mut self, fields: &Fields<'_>, out: &mut Records<'_>) {
        match word(fields, "type").as_str() {
            "user" => self.begin(fields, out),
            "gemini" => self.answer(fields, out),
            "error" => self.problem(fields, "content", out),
            _ => out.skip("a message of the program"),
        }
    }

    fn begin(&mut self, fields: &Fields<'_>, out: &mut Records<'_>) {
        self.end(out);
        let mut record = out.begin();
        for (field, key) in [(Field::Id, "id"), (Field::Time, "timestamp")] {
            if let Some(value) = fields.get(key) {
                record.put(field, key, value);
            }
        }
        if let Some(session) = &self.session {
            record.put(Field::Conversation, "sessionId", Value::Json(RawJson::string(session).text()));
        }
        let parts = fields.get("content").map(message::content).unwrap_or_default();
        self.turn = Some(SessionTurn::begin(record, Some(Message { role: Role::User, parts })));
    }

    fn step(&mut self, fields: &Fields<'_>, out: &mut Records<'_>, add: impl FnOnce(&mut SessionTurn)) {
        let turn = self.turn.get_or_insert_with(|| {
            let mut record = out.begin();
            record.content.conversation = self.session.as_deref().map(Into::into);
            SessionTurn::begin(record, None)
        });
        out.tell(&mut turn.record);
        turn.at(fields.get("timestamp"));
        add(turn);
    }

    fn answer(&mut self, fields: &Fields<'_>, out: &mut Records<'_>) {
        let list = |key: &str| {
            let list = fields.get(key).and_then(Value::elements).unwrap_or_default();
            list.into_iter().filter_map(Value::members).collect::<Vec<_>>()
        };
        let text = |one: &Fields<'_>, key: &str| one.get(key).map(Value::plain).unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        for thought in list("thoughts") {
            let said = [text(&thought, "subject"), text(&thought, "description")];
            let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
            parts.push(Part::Reasoning(said.join(": ").into()));
        }
        let said = fields.get("content").map(message::content).unwrap_or_default();
        parts.extend(said.into_iter().filter(|part| !matches!(part, Part::Text(text) if text.is_empty())));
        let mut results = Vec::new();
        for call in list("toolCalls") {
            let id = || call.get("id").and_then(Value::scalar).map(Into::into);
            parts.push(Part::ToolCall {
                id: id(),
                name: text(&call, "name").into(),
                arguments: text(&call, "args").into(),
            });
            if let Some(content) = result_text(&call) {
                results.push(Part::ToolResult { id: id(), content: content.into() });
            }
        }
        let usage = fields.get("tokens").and_then(Value::members).unwrap_or_default();
        let model = fields.get("model").and_then(Value::scalar);
        self.step(fields, out, |turn| {
            turn.add(Message { role: Role::Assistant, parts });
            turn.add(Message { role: Role::Tool, parts: results });
            let content = &mut turn.record.content;
            content.model = model.map(Into::into).or_else(|| content.model.take());
            for (slot, key) in [(&mut content.tokens_in, "input"), (&mut content.tokens_out, "output")] {
                if let Some(count) = usage.get(key).and_then(|count| count.source().parse::<u64>().ok()) {
                    *slot = Some(slot.unwrap_or_default() + count);
                }
            }
        });
    }

    fn problem(&mut self, fields: &Fields<'_>, key: &str, out: &mut Records<'_>) {
        let said = word(fields, key);
        match &mut self.turn {
            Some(turn) => {
                out.tell(&mut turn.record);
                turn.record.content.error = Some(said.into());
            }
            None => out.skip("a message of the program"),
        }
    }

    /// Reads the last event of `stream-json`: what the run took.
    fn result(&mut self, fields: &Fields<'_>, out: &mut Records<'_>) {
        let stats = fields.get("stats").and_then(Value::members).unwrap_or_default();
        let error = fields.get("error").and_then(Value::members).and_then(|error| error.get("message")?.scalar());
        self.step(fields, out, |turn| {
            for (field, key) in [
                (Field::TokensIn, "input_tokens"),
                (Field::TokensOut, "output_tokens"),
                (Field::Latency, "duration_ms"),
            ] {
                if let Some(value) = stats.get(key) {
                    turn.record.put(field, key, value);
                }
            }
            turn.record.content.error = error.map(Into::into).or_else(|| turn.record.content.error.take());
        });
        self.end(out);
    }
}

/// Returns what a tool answered: the output within its response, else what was shown of it.
fn result_text(call: &Fields<'_>) -> Option<String> {
    let one = |element: Value<'_>| {
        let response = element.members()?.get("functionResponse")?.members()?.get("response")?;
        let within = response.members();
        let said = within.as_ref().and_then(|within| within.get("output").or_else(|| within.get("error")));
        Some(said.unwrap_or(response).plain())
    };
    let texts: Vec<String> = call.get("result").and_then(Value::elements)?.into_iter().filter_map(one).collect();
    if !texts.is_empty() {
        return Some(texts.join("\n"));
    }
    call.get("resultDisplay").and_then(Value::scalar)
}
