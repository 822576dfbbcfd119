//! What `llm logs --json` prints. Fragments are texts that a prompt refers to; they come before it.

use std::collections::VecDeque;

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use crate::domain::{Message, Part, Role, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::message;
use crate::ingest::record::{RecordBuilder, Records, read_by_names};

/// `llm-logs`.
pub(super) const FORMAT: Format = Format {
    name: "llm-logs",
    description: "What `llm logs --json` prints (the command line program llm).",
    detector: Detector::Entry(|fields| Strength::sure(KEYS.iter().all(|key| fields.has(key)))),
    example: r#"[{"id": "01a", "model": "echo", "prompt": "2+2?", "system": "Be brief.", "prompt_json": null, "options_json": {},
"response": "4", "response_json": null, "conversation_id": "c1", "duration_ms": 12, "datetime_utc": "2026-01-02T03:04:05",
"input_tokens": 5, "output_tokens": 1, "token_details": null, "conversation_name": "sums", "tool_calls": [], "attachments": [],
"prompt_fragments": [], "system_fragments": []}]"#,
    reader: Reader::File(|| Box::<Loops>::default()),
    expected: "line 1\nsystem: Be brief.\nuser: 2+2?\noutput: 4\nid: 01a\nconversation: c1\nmodel: echo\ntime: 2026-01-02T03:04:05Z\nlatency: 12\ntokens: 5/1\nmeta conversation_name: \"sums\"",
    source: "by hand, after the output of llm 0.36",
    ..Format::BLANK
};

const KEYS: [&str; 6] = ["prompt", "response", "conversation_id", "duration_ms", "datetime_utc", "options_json"];

/// Returns the texts of fragments, which come as texts or as objects with their content.
fn fragments(value: Option<Value<'_>>) -> Vec<String> {
    let list = value.and_then(Value::elements).unwrap_or_default();
    list.into_iter().map(|one| one.members().and_then(|it| it.get("content")).unwrap_or(one).plain()).collect()
}

/// Joins fragments and the text behind them. From 0.32 on the text begins with its fragments already.
fn joined(mut before: Vec<String>, text: Option<Value<'_>>) -> String {
    let text = text.and_then(Value::scalar);
    let mut rest = text.as_deref().unwrap_or_default();
    let begins_with_them = before.iter().all(|fragment| {
        let behind = rest.trim_start().strip_prefix(fragment.trim());
        rest = behind.unwrap_or_default();
        behind.is_some()
    });
    if begins_with_them {
        before.clear();
    }
    before.extend(text);
    before.join("\n\n")
}

fn list<'a>(fields: &mut Fields<'a>, key: &str) -> Vec<Fields<'a>> {
    let list = fields.take(key).and_then(Value::elements).unwrap_or_default();
    list.into_iter().filter_map(Value::members).collect()
}

/// The most loops that are held open, and the most bytes of text in all of them.
const MOST_OPEN: usize = 64;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Loops of tools: a response that calls tools is followed by one whose prompt is empty, with their results. It is shown
/// behind what was asked before.
#[derive(Default)]
struct Loops {
    open: VecDeque<Loop>,
}

struct Loop {
    conversation: String,
    calls: Vec<String>,
    turns: Vec<Message>,
}

impl FormatReader for Loops {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let conversation = fields.get("conversation_id").and_then(Value::scalar).unwrap_or_default();
        let is_answered = |one: &Loop, turns: &[Message]| {
            let parts = || turns.iter().flat_map(|turn| &turn.parts);
            let is_known = |part: &Part| {
                let Part::ToolResult { id, .. } = part else { return true };
                id.as_ref().is_none_or(|id| one.calls.iter().any(|call| call == id.raw()))
            };
            parts().any(|part| matches!(part, Part::ToolResult { .. })) && parts().all(is_known)
        };
        let mut record = out.begin();
        read(fields, &mut record);
        let own = record.take_turns();
        let place = self.open.iter().position(|one| one.conversation == conversation);
        let before = place.and_then(|place| self.open.remove(place));
        let has_question = own.iter().any(|turn| turn.role == Role::User);
        let mut turns = match before.filter(|one| !has_question && is_answered(one, &own)) {
            Some(before) => before.turns,
            None => Vec::new(),
        };
        turns.extend(
            own.into_iter().filter(|turn| turn.role != Role::System || !turns.contains(turn)).collect::<Vec<_>>(),
        );
        record.put_turns("prompt", turns.clone());
        let said = record.answer_parts();
        let calls: Vec<String> = said.iter().filter_map(call_id).collect();
        if said.iter().any(|part| matches!(part, Part::ToolCall { .. })) {
            turns.push(Message { role: Role::Assistant, parts: said });
            self.open.push_back(Loop { conversation, calls, turns });
        }
        let bytes = |open: &VecDeque<Loop>| -> usize {
            open.iter().flat_map(|one| &one.turns).map(|turn| turn.plain().len()).sum()
        };
        while self.open.len() > MOST_OPEN || bytes(&self.open) > MOST_BYTES {
            self.open.pop_front();
        }
        out.push(record);
    }
}

fn call_id(part: &Part) -> Option<String> {
    let Part::ToolCall { id, .. } = part else { return None };
    id.as_ref().map(|id| id.raw().to_owned())
}

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    let text = |one: &Fields<'_>, key: &str| one.get(key).map(Value::plain).unwrap_or_default();
    let id = |one: &Fields<'_>| one.get("tool_call_id").and_then(Value::scalar).map(Untrusted::new);
    let mut turns = Vec::new();
    let system = joined(fragments(fields.take("system_fragments")), fields.take("system"));
    if !system.is_empty() {
        turns.push(Message::text(Role::System, system));
    }
    for result in list(fields, "tool_results") {
        let parts = vec![Part::ToolResult { id: id(&result), content: text(&result, "output").into() }];
        turns.push(Message { role: Role::Tool, parts });
    }
    let prompt = joined(fragments(fields.take("prompt_fragments")), fields.take("prompt"));
    let media = list(fields, "attachments").into_iter().map(|one| Part::Media {
        kind: one.get("type").map_or_else(|| "file".to_owned(), Value::plain).into(),
        bytes: None,
        reference: ["path", "url", "id"].iter().find_map(|key| one.get(key)?.scalar()).map(Untrusted::new),
    });
    let asked: Vec<Part> = (!prompt.is_empty()).then(|| Part::Text(prompt.into())).into_iter().chain(media).collect();
    if !asked.is_empty() {
        turns.push(Message { role: Role::User, parts: asked });
    }
    builder.put_turns("prompt", turns);

    let mut said: Vec<Part> = Vec::new();
    said.extend(fields.take("reasoning").and_then(Value::scalar).map(|text| Part::Reasoning(text.into())));
    said.extend(fields.take("response").map(message::content).unwrap_or_default());
    for call in list(fields, "tool_calls") {
        let (name, arguments) = (text(&call, "name").into(), text(&call, "arguments").into());
        said.push(Part::ToolCall { id: id(&call), name, arguments });
    }
    builder.put_answer("response", said);
    if let Some(tools) = fields.get("tools")
        && builder.put(Field::Tools, "tools", tools)
    {
        fields.take("tools");
    }
    for key in ["options_json", "token_details", "prompt_json", "response_json", "schema_json", "tools"] {
        if fields.get(key).is_some_and(|value| value.is_null() || matches!(value.source(), "{}" | "[]")) {
            fields.take(key);
        }
    }
    read_by_names(fields, builder);
}

#[cfg(test)]
mod tests {
    use super::{Value, joined};

    #[test]
    fn fragments_are_left_out_only_where_the_text_begins_with_all_of_them() {
        let joined = |fragments: &[&str], text: &str| {
            joined(fragments.iter().map(|one| (*one).to_owned()).collect(), Some(Value::Cell(text)))
        };
        assert_eq!(joined(&["Policy.\n", "Law."], "Policy.\nLaw.\nWhat is it?"), "Policy.\nLaw.\nWhat is it?");
        assert_eq!(joined(&["no"], "Is it not so?"), "no\n\nIs it not so?");
        assert_eq!(joined(&["a", "b"], "b a"), "a\n\nb\n\nb a");
        assert_eq!(joined(&["Policy.", "Law."], "Policy. What?"), "Policy.\n\nLaw.\n\nPolicy. What?");
        assert_eq!(joined(&[], "q"), "q");
    }
}
