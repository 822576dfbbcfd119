//! Claude Code: the files under `~/.claude/projects`, and `claude -p --output-format stream-json`. One line per message
//! or content block; a record is one user turn with all that happened until the next.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::session_turn::SessionTurn;
use crate::domain::{Message, Part, RawJson, Role};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{Records, message};

/// `claude-code`.
pub(super) const FORMAT: Format = Format {
    name: "claude-code",
    description: "Sessions of Claude Code: one record per user turn, with the steps until the next.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<ClaudeCode>::default()),
    example: r#"{"type":"summary","summary":"List files","leafUuid":"u4"}
{"type":"user","timestamp":"2026-06-14T10:00:00Z","isSidechain":false,"sessionId":"s1","uuid":"u1","cwd":"/w","message":{"role":"user","content":"Which files are here?"}}
{"type":"assistant","timestamp":"2026-06-14T10:00:03Z","isSidechain":false,"sessionId":"s1","uuid":"u2","message":{"id":"m1","type":"message","role":"assistant","model":"some-model-1","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}],"stop_reason":"tool_use","usage":{"input_tokens":11,"output_tokens":20}}}
{"type":"user","timestamp":"2026-06-14T10:00:04Z","isSidechain":false,"sessionId":"s1","uuid":"u3","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"a.txt"}]}}
{"type":"assistant","timestamp":"2026-06-14T10:00:06Z","isSidechain":false,"sessionId":"s1","uuid":"u4","message":{"id":"m2","type":"message","role":"assistant","model":"some-model-1","content":[{"type":"text","text":"There is a.txt."}],"stop_reason":"end_turn","usage":{"input_tokens":40,"output_tokens":9}}}
"#,
    expected: r#"line 1 skipped: a summary line
line 2
user: Which files are here?
assistant: [call Bash({"command":"ls"})]
tool: [result a.txt]
output: There is a.txt.
id: u1
conversation: s1
model: some-model-1
finish: end_turn
time: 2026-06-14T10:00:00Z
latency: 6000
tokens: 51/29
meta cwd: "/w""#,
    source: "by hand, after session files of Claude Code 2.0",
    ..Format::BLANK
};

/// How many sessions may be open at once.
const MOST_OPEN: usize = 64;

#[derive(Default)]
struct ClaudeCode {
    open: Vec<Session>,
}

struct Session {
    id: String,
    turn: SessionTurn,
    /// The message that was read last, with its tokens: it may come in several lines, each with its tokens so far.
    last: Option<(String, u64, u64)>,
    cached: u64,
}

fn word<'a>(fields: &Fields<'a>, key: &str) -> Option<std::borrow::Cow<'a, str>> {
    fields.get(key)?.text()
}

fn is_true(fields: &Fields<'_>, key: &str) -> bool {
    fields.get(key).is_some_and(|value| value.source() == "true")
}

fn session_id(fields: &Fields<'_>) -> Option<String> {
    fields.get("sessionId").or_else(|| fields.get("session_id"))?.scalar()
}

fn is_line(fields: &Fields<'_>) -> bool {
    let Some(kind) = word(fields, "type") else { return false };
    let message = fields.get("message").and_then(Value::members);
    match kind.as_ref() {
        "user" | "assistant" => message.is_some_and(|message| message.has("role")) && session_id(fields).is_some(),
        "summary" => fields.has("leafUuid"),
        "file-history-snapshot" => fields.has("snapshot"),
        "system" => session_id(fields).is_some() && (fields.has("uuid") || fields.has("subtype")),
        "queue-operation" => session_id(fields).is_some(),
        _ => false,
    }
}

fn detect(entries: &[Fields<'_>]) -> Strength {
    Strength::sure(entries.iter().any(is_line))
}

impl FormatReader for ClaudeCode {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let kind = word(fields, "type").unwrap_or_default().into_owned();
        if is_true(fields, "isSidechain") || fields.get("parent_tool_use_id").is_some_and(|id| !id.is_null()) {
            return out.skip("a line of a sidechain");
        }
        match kind.as_str() {
            "user" if is_true(fields, "isCompactSummary") => out.skip("a summary of a compacted session"),
            "user" if is_true(fields, "isMeta") => out.skip("a meta line"),
            "user" => self.user(fields, out),
            "assistant" => self.assistant(fields, out),
            "result" => self.result(fields, out),
            "summary" => out.skip("a summary line"),
            "system" if word(fields, "subtype").is_some_and(|kind| kind == "compact_boundary") => {
                out.skip("a mark of a compacted session");
            }
            _ => out.skip("a meta line"),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        for session in std::mem::take(&mut self.open) {
            close(session, out);
        }
    }
}

impl ClaudeCode {
    fn user(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let Some(mut said) = fields.take("message").and_then(Value::members) else {
            return out.reject("a user line without a message");
        };
        let id = session_id(fields).unwrap_or_default();
        let parts = said.take("content").map(message::content).unwrap_or_default();
        let place = self.open.iter().position(|session| session.id == id);
        let is_result = parts.iter().any(|part| matches!(part, Part::ToolResult { .. }));
        let text = crate::domain::records::plain_text(&parts);
        let open = place.and_then(|place| self.open.get_mut(place));
        if is_result {
            let Some(session) = open else { return out.skip("a tool's answer before the first prompt") };
            out.tell(&mut session.turn.record);
            session.turn.at(fields.get("timestamp"));
            return session.turn.add(Message { role: Role::Tool, parts });
        }
        if text.starts_with("[Request interrupted by user") {
            if let Some(session) = open {
                session.turn.record.content.finish_reason = Some("interrupted".into());
            }
            return out.skip("an interruption");
        }
        let printed =
            ["<local-command-", "<bash-stdout>", "<bash-stderr>", "<bash-input>", "Caveat: The messages below"];
        if printed.iter().any(|begin| text.trim_start().starts_with(begin)) {
            return out.skip("a local command");
        }
        if text.trim().is_empty() && parts.is_empty() {
            return out.skip("a meta line");
        }
        if let Some(place) = place {
            close(self.open.remove(place), out);
        }
        self.begin(id, fields, Some(Message { role: Role::User, parts }), out);
    }

    fn begin(&mut self, id: String, fields: &mut Fields<'_>, asked: Option<Message>, out: &mut Records<'_>) {
        let mut record = out.begin();
        if let Some(time) = fields.get("timestamp") {
            record.put(Field::Time, "timestamp", time);
        }
        if asked.is_some()
            && let Some(uuid) = fields.get("uuid")
        {
            record.put(Field::Id, "uuid", uuid);
        }
        record.put(Field::Conversation, "sessionId", Value::Json(RawJson::string(&id).text()));
        for key in ["cwd", "gitBranch", "version"] {
            if let Some(value) = fields.get(key).filter(|value| value.scalar().is_some()) {
                record.keep(key, value.kept());
            }
        }
        if self.open.len() >= MOST_OPEN {
            close(self.open.remove(0), out);
        }
        self.open.push(Session { id, turn: SessionTurn::begin(record, asked), last: None, cached: 0 });
    }

    fn assistant(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let Some(mut said) = fields.take("message").and_then(Value::members) else {
            return out.reject("an assistant line without a message");
        };
        let id = session_id(fields).unwrap_or_default();
        if !self.open.iter().any(|session| session.id == id) {
            self.begin(id.clone(), fields, None, out);
        }
        let Some(session) = self.open.iter_mut().find(|session| session.id == id) else { return };
        out.tell(&mut session.turn.record);
        session.turn.at(fields.get("timestamp"));
        let parts = said.take("content").map(message::content).unwrap_or_default();
        if is_true(fields, "isApiErrorMessage") {
            session.turn.record.content.error = Some(crate::domain::records::plain_text(&parts).into());
        }
        let name = said.get("id").and_then(Value::scalar);
        let is_same = name.is_some() && session.last.as_ref().map(|last| &last.0) == name.as_ref();
        if is_same {
            session.turn.go_on(parts);
        } else {
            session.turn.add(Message { role: Role::Assistant, parts });
        }
        let content = &mut session.turn.record.content;
        if let Some(model) = said.get("model").and_then(Value::scalar).filter(|name| name != "<synthetic>") {
            content.model = Some(model.into());
        }
        if let Some(reason) = said.get("stop_reason").and_then(Value::scalar) {
            content.finish_reason = Some(reason.into());
        }
        if let Some(usage) = said.get("usage").and_then(Value::members) {
            session.count(name.unwrap_or_default(), is_same, &usage);
        }
    }

    /// Reads the last line of `stream-json`: what the run cost.
    fn result(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let id = session_id(fields).unwrap_or_default();
        let Some(place) = self.open.iter().position(|session| session.id == id) else {
            return out.skip("a result line");
        };
        let mut session = self.open.remove(place);
        out.tell(&mut session.turn.record);
        let content = &mut session.turn.record.content;
        content.cost = fields.get("total_cost_usd").and_then(Value::number).or(content.cost);
        content.latency_ms = fields.get("duration_ms").and_then(Value::number).or(content.latency_ms);
        if is_true(fields, "is_error") {
            content.error = fields.get("result").or_else(|| fields.get("subtype")).map(|value| value.plain().into());
        }
        close(session, out);
    }
}

impl Session {
    fn count(&mut self, name: String, is_same: bool, usage: &Fields<'_>) {
        let number =
            |key: &str| usage.get(key).and_then(|value| value.source().parse::<u64>().ok()).unwrap_or_default();
        let (asked, said) = (number("input_tokens"), number("output_tokens"));
        let (before_in, before_out) = match &self.last {
            Some((_, asked, said)) if is_same => (*asked, *said),
            Some(_) | None => (0, 0),
        };
        if !is_same {
            self.cached += number("cache_read_input_tokens");
        }
        let content = &mut self.turn.record.content;
        let add = |all: Option<u64>, before: u64, now: u64| {
            Some(all.unwrap_or_default().saturating_sub(before).saturating_add(now))
        };
        content.tokens_in = add(content.tokens_in, before_in, asked);
        content.tokens_out = add(content.tokens_out, before_out, said);
        self.last = Some((name, asked, said));
    }
}

/// Gives out a turn. A command of the program itself that no model answered is passed over.
fn close(mut session: Session, out: &mut Records<'_>) {
    if session.cached > 0 {
        session.turn.record.keep("cache_read_input_tokens", RawJson::of(&session.cached.into()));
    }
    let is_answered = session.turn.is_answered();
    let record = session.turn.finish("message.content");
    if !is_answered && record.asks(|text| text.trim_start().starts_with("<command-")) {
        return out.skip("a local command");
    }
    out.push(record);
}
