//! `codex exec --json`: the events of one run, in their present form (`item.completed`) and in the older one (`msg`).

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::Records;

/// `codex-exec`.
pub(super) const FORMAT: Format = Format {
    name: "codex-exec",
    description: "Events that `codex exec --json` prints: one record per turn, with its steps.",
    detector: Detector::File(|entries| Strength::sure(entries.iter().any(|fields| is_event(fields) || is_old(fields)))),
    reader: Reader::File(|| Box::<Run>::default()),
    example: r#"{"type":"thread.started","thread_id":"t1"}
{"type":"turn.started"}
{"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"I look."}}
{"type":"item.completed","item":{"id":"item_1","type":"command_execution","command":"ls","aggregated_output":"a.txt\n","exit_code":0,"status":"completed"}}
{"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"There is a.txt."}}
{"type":"turn.completed","usage":{"input_tokens":90,"cached_input_tokens":40,"output_tokens":12}}"#,
    expected: r#"line 1 skipped: a meta line
line 2
assistant: [reasoning I look.] [call command_execution({"command":"ls"})]
tool: [result a.txt
]
output: There is a.txt.
conversation: t1
tokens: 90/12"#,
    source: "by hand, after the events of codex exec 0.30 to 0.60",
    ..Format::BLANK
};

#[derive(Default)]
struct Run {
    thread: Option<String>,
    model: Option<String>,
    turn: Option<SessionTurn>,
}

fn word(fields: &Fields<'_>, key: &str) -> String {
    fields.get(key).and_then(Value::text).unwrap_or_default().into_owned()
}

fn is_event(fields: &Fields<'_>) -> bool {
    match word(fields, "type").as_str() {
        "thread.started" => fields.has("thread_id"),
        "item.started" | "item.updated" | "item.completed" => fields.has("item"),
        _ => false,
    }
}

/// Returns whether it is an event of the older form.
fn is_old(fields: &Fields<'_>) -> bool {
    fields.has("id") && fields.get("msg").and_then(Value::members).is_some_and(|said| said.has("type"))
}

impl FormatReader for Run {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        if is_old(fields) {
            let said = fields.get("msg").and_then(Value::members).unwrap_or_default();
            return self.told(&said, out);
        }
        match word(fields, "type").as_str() {
            "thread.started" => {
                self.end(out);
                self.thread = fields.get("thread_id").and_then(Value::scalar);
                out.skip("a meta line");
            }
            "turn.started" => {
                self.end(out);
                self.turn(out);
            }
            "item.completed" => {
                let item = fields.get("item").and_then(Value::members).unwrap_or_default();
                self.item(&item, out);
            }
            "turn.completed" => {
                let usage = fields.get("usage").and_then(Value::members).unwrap_or_default();
                let turn = self.turn(out);
                for (field, key) in [(Field::TokensIn, "input_tokens"), (Field::TokensOut, "output_tokens")] {
                    if let Some(value) = usage.get(key) {
                        turn.record.put(field, key, value);
                    }
                }
                self.end(out);
            }
            "turn.failed" => {
                let error = fields.get("error").and_then(Value::members).and_then(|it| it.get("message")?.scalar());
                self.fail(error.unwrap_or_else(|| "the turn failed".to_owned()), out);
                self.end(out);
            }
            "error" => self.fail(word(fields, "message"), out),
            "" if fields.has("prompt") && fields.len() == 1 => {
                self.end(out);
                let parts = vec![Part::Text(word(fields, "prompt").into())];
                self.turn = Some(SessionTurn::begin(out.begin(), Some(Message { role: Role::User, parts })));
            }
            "" if fields.has("model") => {
                self.model = fields.get("model").and_then(Value::scalar);
                out.skip("a meta line");
            }
            _ => out.skip("an event line"),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        let Some(mut turn) = self.turn.take() else { return };
        turn.record.content.conversation = self.thread.as_deref().map(Into::into);
        turn.record.content.model = self.model.as_deref().map(Into::into);
        let is_failed = !turn.is_answered() && turn.record.content.error.is_some();
        let mut record = turn.finish("item");
        if is_failed {
            record.put_answer("item", Vec::new());
        }
        out.push(record);
    }
}

impl Run {
    fn turn(&mut self, out: &Records<'_>) -> &mut SessionTurn {
        let turn = self.turn.get_or_insert_with(|| SessionTurn::begin(out.begin(), None));
        out.tell(&mut turn.record);
        turn
    }

    fn fail(&mut self, said: String, out: &Records<'_>) {
        self.turn(out).record.content.error = Some(said.into());
    }

    fn item(&mut self, item: &Fields<'_>, out: &mut Records<'_>) {
        let kind = [word(item, "type"), word(item, "item_type")].into_iter().find(|kind| !kind.is_empty());
        let text = || item.get("text").map(Value::plain).unwrap_or_default();
        match kind.unwrap_or_default().as_str() {
            "agent_message" | "assistant_message" => {
                let said = Message { role: Role::Assistant, parts: vec![Part::Text(text().into())] };
                self.turn(out).add(said);
            }
            "reasoning" => self.turn(out).go_on(vec![Part::Reasoning(text().into())]),
            "error" => self.fail(word(item, "message"), out),
            "todo_list" | "" => out.skip("an event line"),
            kind => {
                let (call, result) = step(item, kind);
                let turn = self.turn(out);
                turn.go_on(vec![call]);
                turn.add(Message { role: Role::Tool, parts: result.into_iter().collect() });
            }
        }
    }

    /// Reads an event of the older form.
    fn told(&mut self, said: &Fields<'_>, out: &mut Records<'_>) {
        let id = || said.get("call_id").and_then(Value::scalar).map(Into::into);
        match word(said, "type").as_str() {
            "agent_message" => {
                let parts = vec![Part::Text(word(said, "message").into())];
                self.turn(out).add(Message { role: Role::Assistant, parts });
            }
            "agent_reasoning" => self.turn(out).go_on(vec![Part::Reasoning(word(said, "text").into())]),
            "exec_command_begin" => {
                let arguments = said.get("command").map(Value::plain).unwrap_or_default().into();
                self.turn(out).go_on(vec![Part::ToolCall { id: id(), name: "exec_command".into(), arguments }]);
            }
            "mcp_tool_call_begin" => {
                let call = said.get("invocation").and_then(Value::members).unwrap_or_default();
                let text = |key: &str| call.get(key).map(Value::plain).unwrap_or_default();
                let (name, arguments) = (text("tool").into(), text("arguments").into());
                self.turn(out).go_on(vec![Part::ToolCall { id: id(), name, arguments }]);
            }
            "exec_command_end" | "mcp_tool_call_end" => {
                let content = ["aggregated_output", "stdout", "result"].iter().find_map(|key| said.get(key));
                let content = content.map(Value::plain).unwrap_or_default().into();
                let result = Part::ToolResult { id: id(), content };
                self.turn(out).add(Message { role: Role::Tool, parts: vec![result] });
            }
            "token_count" => {
                let info = said.get("info").and_then(Value::members);
                let usage = info.and_then(|info| info.get("total_token_usage")?.members()).unwrap_or_default();
                let content = &mut self.turn(out).record.content;
                let number = |key: &str| usage.get(key).and_then(|count| count.source().parse::<u64>().ok());
                content.tokens_in = number("input_tokens").or(content.tokens_in);
                content.tokens_out = number("output_tokens").or(content.tokens_out);
            }
            "error" | "stream_error" => self.fail(word(said, "message"), out),
            "task_complete" => self.end(out),
            _ => out.skip("an event line"),
        }
    }
}

/// Returns what the agent did as a call of a tool, and what came of it.
fn step(item: &Fields<'_>, kind: &str) -> (Part, Option<Part>) {
    let id = || item.get("id").and_then(Value::scalar).map(Into::into);
    let name = if kind == "mcp_tool_call" { word(item, "tool") } else { kind.to_owned() };
    let results = ["aggregated_output", "result", "error"];
    let found = results.iter().find_map(|key| item.get(key).filter(|value| !value.is_null()));
    let own = || {
        let mut rest = item.clone();
        for key in ["id", "type", "item_type", "status", "exit_code", "server", "tool"].into_iter().chain(results) {
            rest.take(key);
        }
        rest.to_json().into_text()
    };
    let arguments = item.get("arguments").map_or_else(own, Value::plain);
    let result = found.map(|value| Part::ToolResult { id: id(), content: value.plain().into() });
    (Part::ToolCall { id: id(), name: name.into(), arguments: arguments.into() }, result)
}
