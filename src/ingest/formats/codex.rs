//! Codex: the rollout files under `~/.codex/sessions`, in their present form (`type` and `payload`) and in the older one
//! (bare items). A record is one user turn with all that happened until the next.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, Role, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `codex`.
pub(super) const FORMAT: Format = Format {
    name: "codex",
    description: "Rollout files of Codex: one record per user turn, with the steps until the next.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<Codex>::default()),
    example: r#"{"timestamp":"2026-03-01T10:00:00Z","type":"session_meta","payload":{"id":"s1","cwd":"/w","cli_version":"0.80.0"}}
{"timestamp":"2026-03-01T10:00:00Z","type":"turn_context","payload":{"cwd":"/w","model":"some-model-2"}}
{"timestamp":"2026-03-01T10:00:00Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>\n</environment_context>"}]}}
{"timestamp":"2026-03-01T10:00:01Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"Which files are here?"}]}}
{"timestamp":"2026-03-01T10:00:03Z","type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"c1"}}
{"timestamp":"2026-03-01T10:00:04Z","type":"response_item","payload":{"type":"function_call_output","call_id":"c1","output":"{\"output\":\"a.txt\\n\",\"metadata\":{\"exit_code\":0}}"}}
{"timestamp":"2026-03-01T10:00:06Z","type":"response_item","payload":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"There is a.txt."}]}}
{"timestamp":"2026-03-01T10:00:06Z","type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":70,"output_tokens":12}}}}
"#,
    expected: r#"line 1 skipped: a meta line
line 2 skipped: a meta line
line 3 skipped: a line of injected context
line 8 skipped: an event line
line 4
user: Which files are here?
assistant: [call shell({"command":["ls"]})]
tool: [result a.txt
]
output: There is a.txt.
conversation: s1
model: some-model-2
time: 2026-03-01T10:00:01Z
latency: 5000
tokens: 70/12
meta cwd: "/w""#,
    source: "by hand, after rollout files of Codex 0.46 to 0.80",
    ..Format::BLANK
};

#[derive(Default)]
struct Codex {
    session: Option<Untrusted>,
    model: Option<Untrusted>,
    cwd: Option<crate::domain::RawJson>,
    turn: Option<SessionTurn>,
    /// Tokens of the session when the turn began, and now.
    before: (u64, u64),
    now: (u64, u64),
}

fn word(fields: &Fields<'_>, key: &str) -> String {
    fields.get(key).and_then(Value::text).unwrap_or_default().into_owned()
}

fn detect(entries: &[Fields<'_>]) -> Strength {
    let is_new = |fields: &Fields<'_>| {
        let kind = word(fields, "type");
        matches!(kind.as_str(), "session_meta" | "response_item" | "event_msg" | "turn_context" | "compacted")
            && fields.get("payload").is_some_and(|payload| payload.members().is_some())
    };
    let is_head = |fields: &Fields<'_>| {
        !fields.has("type") && fields.has("id") && fields.has("timestamp") && fields.has("instructions")
    };
    let is_old = |fields: &Fields<'_>| word(fields, "type") == "message" && fields.has("role") && fields.has("content");
    let has_state = entries.iter().any(|fields| word(fields, "record_type") == "state");
    Strength::sure(
        entries.iter().any(is_new)
            || ((has_state || entries.first().is_some_and(is_head)) && entries.iter().any(is_old)),
    )
}

/// Returns whether a user message was put in by the program: one element, or the instructions of the project.
fn is_injected(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with("# AGENTS.md instructions") {
        return true;
    }
    let Some((tag, _)) = text.strip_prefix('<').and_then(|rest| rest.split_once('>')) else { return false };
    let name = tag.split_whitespace().next().unwrap_or_default();
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c));
    is_name(name) && text.ends_with(&format!("</{name}>"))
}

impl FormatReader for Codex {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let kind = word(fields, "type");
        let time = fields.get("timestamp");
        let payload = fields.get("payload").and_then(Value::members);
        match (kind.as_str(), payload) {
            ("response_item", Some(item)) => self.item(&item, time, out),
            ("event_msg", Some(event)) => self.event(&event, out),
            ("session_meta", Some(meta)) => {
                self.end(out);
                (self.before, self.now) = ((0, 0), (0, 0));
                self.begin_session(&meta, out);
            }
            ("turn_context", Some(context)) => {
                if let Some(model) = context.get("model").and_then(Value::scalar) {
                    self.model = Some(model.into());
                }
                if let Some(turn) = &mut self.turn {
                    out.tell(&mut turn.record);
                }
                out.skip("a meta line");
            }
            ("compacted", Some(_)) => out.skip("a summary of a compacted session"),
            ("" | "session_meta", None) if fields.has("id") && fields.has("timestamp") => {
                self.begin_session(fields, out);
            }
            ("", None) => out.skip("a meta line"),
            (_, None) => self.item(fields, time, out),
            (_, Some(_)) => out.skip("an event line"),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        let Some(mut turn) = self.turn.take() else { return };
        let content = &mut turn.record.content;
        content.model = content.model.take().or_else(|| self.model.clone());
        if self.now > self.before {
            content.tokens_in = Some(self.now.0.saturating_sub(self.before.0));
            content.tokens_out = Some(self.now.1.saturating_sub(self.before.1));
        }
        out.push(turn.finish("payload.content"));
    }
}

impl Codex {
    fn begin_session(&mut self, meta: &Fields<'_>, out: &mut Records<'_>) {
        self.session = meta.get("id").and_then(Value::scalar).map(Into::into);
        self.cwd = meta.get("cwd").filter(|value| value.scalar().is_some()).map(Value::kept);
        out.skip("a meta line");
    }

    fn item(&mut self, item: &Fields<'_>, time: Option<Value<'_>>, out: &mut Records<'_>) {
        let kind = word(item, "type");
        let step = match kind.as_str() {
            "message" => {
                let parts = item.get("content").map(message::content).unwrap_or_default();
                let role = Role::from_word(&word(item, "role"));
                let text = crate::domain::records::plain_text(&parts);
                match role {
                    Role::User if is_injected(&text) => return out.skip("a line of injected context"),
                    Role::User => return self.begin(parts, time, out),
                    Role::Assistant => Message { role, parts },
                    Role::System | Role::Tool | Role::Other(_) => return out.skip("a line of injected context"),
                }
            }
            "reasoning" => {
                let pieces = ["summary", "content"].iter().filter_map(|key| item.get(key)?.elements()).flatten();
                let text = |piece: Value<'_>| Some(Part::Reasoning(piece.members()?.get("text")?.plain().into()));
                Message { role: Role::Assistant, parts: pieces.filter_map(text).collect() }
            }
            "ghost_snapshot" | "compaction" => return out.skip("a meta line"),
            _ if kind.ends_with("_output") => {
                let content = item.get("output").map(output_text).unwrap_or_default();
                let id = item.get("call_id").and_then(Value::scalar).map(Into::into);
                Message { role: Role::Tool, parts: vec![Part::ToolResult { id, content: content.into() }] }
            }
            _ if kind.ends_with("_call") => Message { role: Role::Assistant, parts: vec![call(item, &kind)] },
            _ => return out.skip("a meta line"),
        };
        let Some(turn) = &mut self.turn else { return out.skip("a step before the first prompt") };
        out.tell(&mut turn.record);
        turn.at(time);
        turn.add(step);
    }

    fn begin(&mut self, parts: Vec<Part>, time: Option<Value<'_>>, out: &mut Records<'_>) {
        self.end(out);
        self.before = self.now;
        let mut record = out.begin();
        if let Some(time) = time {
            record.put(Field::Time, "timestamp", time);
        }
        record.content.conversation.clone_from(&self.session);
        if let Some(cwd) = &self.cwd {
            record.keep("cwd", cwd.clone());
        }
        self.turn = Some(SessionTurn::begin(record, Some(Message { role: Role::User, parts })));
    }

    fn event(&mut self, event: &Fields<'_>, out: &mut Records<'_>) {
        if let Some(turn) = &mut self.turn {
            out.tell(&mut turn.record);
        }
        match word(event, "type").as_str() {
            "token_count" => {
                let info = event.get("info").and_then(Value::members);
                let usage = info.and_then(|info| info.get("total_token_usage")?.members());
                if let Some(usage) = usage {
                    let number = |key: &str| usage.get(key).and_then(|value| value.source().parse::<u64>().ok());
                    self.now =
                        (number("input_tokens").unwrap_or(self.now.0), number("output_tokens").unwrap_or(self.now.1));
                }
            }
            "turn_aborted" => {
                if let Some(turn) = &mut self.turn {
                    turn.record.content.finish_reason =
                        Some(format!("aborted {}", word(event, "reason")).trim().into());
                }
            }
            "error" | "stream_error" => {
                if let Some(turn) = &mut self.turn {
                    turn.record.content.error = Some(word(event, "message").into());
                }
            }
            _ => {}
        }
        out.skip("an event line");
    }
}

fn call(item: &Fields<'_>, kind: &str) -> Part {
    let text = |key: &str| item.get(key).map(Value::plain);
    Part::ToolCall {
        id: item.get("call_id").or_else(|| item.get("id")).and_then(Value::scalar).map(Into::into),
        name: text("name").unwrap_or_else(|| kind.trim_end_matches("_call").to_owned()).into(),
        arguments: ["arguments", "input", "action"].iter().find_map(|key| text(key)).unwrap_or_default().into(),
    }
}

/// Returns what a tool answered: text, an object with `output` (also as text), or a list of texts.
fn output_text(value: Value<'_>) -> String {
    let opened = value.openable();
    if let Some(fields) = opened.as_deref().and_then(|text| Fields::parse(text).ok())
        && let Some(output) = ["output", "content"].iter().find_map(|key| fields.get(key))
        && output.text().is_some()
    {
        return output.plain();
    }
    if value.elements().is_some() {
        return crate::domain::records::plain_text(&message::content(value));
    }
    value.plain()
}
