//! Transcripts of platforms for bots: Botpress (messages of a conversation), Voiceflow (requests and traces in a row, or a
//! transcript with its log).

use super::dialogue::Dialogue;
use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::spans::first;
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Kind, Value};
use crate::ingest::record::{RecordBuilder, Records};

/// `botpress`.
pub(super) const BOTPRESS: Format = Format {
    name: "botpress",
    description: "Messages of Botpress as its API lists them: one record per user turn.",
    detector: Detector::Entry(|fields| Strength::sure(has_messages(fields))),
    reader: Reader::Records(read_messages),
    lists: &["whole:messages"],
    example: r#"{"messages": [{"id": "m2", "createdAt": "2026-03-01T10:00:01Z", "conversationId": "c1", "payload": {"text": "Hello."}, "userId": "b", "type": "text", "direction": "outgoing", "tags": {}}, {"id": "m1", "createdAt": "2026-03-01T10:00:00Z", "conversationId": "c1", "payload": {"text": "Hi?"}, "userId": "u", "type": "text", "direction": "incoming", "tags": {}}], "meta": {}}"#,
    expected: "line 1\nuser: Hi?\noutput: Hello.\nid: m1\nconversation: c1\ntime: 2026-03-01T10:00:00Z",
    source: "by hand, after the API reference of Botpress",
};

/// `voiceflow`.
pub(super) const VOICEFLOW: Format = Format {
    name: "voiceflow",
    description: "A transcript of Voiceflow as its API lists it: requests of the user, traces of the agent.",
    detector: Detector::File(are_turns),
    reader: Reader::File(|| Box::<Voiceflow>::default()),
    example: r#"[{"turnID": "t0", "type": "launch", "payload": {"type": "launch"}, "startTime": "2026-03-01T10:00:00Z", "format": "launch"}, {"turnID": "t0", "type": "text", "payload": {"type": "text", "payload": {"message": "Welcome!"}}, "startTime": "2026-03-01T10:00:00Z", "format": "trace"}, {"turnID": "t1", "type": "request", "payload": {"type": "intent", "payload": {"query": "Hi?"}}, "startTime": "2026-03-01T10:00:05Z", "format": "request"}, {"turnID": "t1", "type": "text", "payload": {"type": "text", "payload": {"message": "Hello."}}, "startTime": "2026-03-01T10:00:06Z", "format": "trace"}]"#,
    expected: "line 1 skipped: the start of a session\nline 2 skipped: what was said before the user spoke\nline 3\nassistant: Welcome!\nuser: Hi?\noutput: Hello.\nid: t1\ntime: 2026-03-01T10:00:05Z",
    source: "by hand, after the API reference of Voiceflow, transcripts",
    ..Format::BLANK
};

/// `voiceflow-transcripts`.
pub(super) const VOICEFLOW_TRANSCRIPTS: Format = Format {
    name: "voiceflow-transcripts",
    description: "Transcripts of Voiceflow with their logs.",
    detector: Detector::Entry(|fields| Strength::sure(logs(fields).is_some())),
    reader: Reader::Records(read_transcript),
    lists: &["whole:sessionID", "transcripts"],
    example: r#"{"transcript": {"id": "tr1", "sessionID": "s1", "createdAt": "2026-03-01T10:00:00Z", "logs": [{"type": "action", "createdAt": "2026-03-01T10:00:00Z", "data": {"type": "launch"}}, {"type": "action", "createdAt": "2026-03-01T10:00:05Z", "data": {"type": "text", "payload": "Hi?"}}, {"type": "trace", "createdAt": "2026-03-01T10:00:06Z", "data": {"type": "text", "payload": {"message": "Hello."}}}]}}"#,
    expected: "line 1\nuser: Hi?\noutput: Hello.\nconversation: s1\ntime: 2026-03-01T10:00:05Z",
    source: "by hand, after the API reference of Voiceflow, transcripts of its second version",
};

fn listed<'a>(fields: &Fields<'a>, key: &str) -> Vec<Fields<'a>> {
    let list = fields.get(key).and_then(Value::elements).unwrap_or_default();
    list.into_iter().filter_map(Value::members).collect()
}

fn put(record: &mut RecordBuilder, fields: &Fields<'_>, known: &[(Field, &str)]) {
    for (field, key) in known {
        if let Some(value) = fields.get(key) {
            record.put(*field, key, value);
        }
    }
}

fn has_messages(fields: &Fields<'_>) -> bool {
    let all = listed(fields, "messages");
    all.first().is_some_and(|one| one.has("payload") && one.has("direction") && one.has("conversationId"))
}

fn read_messages(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let text = |one: &Fields<'_>, key: &str| one.get(key).map(Value::plain).unwrap_or_default();
    let mut all = listed(fields, "messages");
    // The API lists the newest first.
    all.sort_by_key(|one| text(one, "createdAt"));
    let mut names: Vec<String> = Vec::new();
    for one in &all {
        let name = text(one, "conversationId");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names {
        let mut dialogue = Dialogue::default();
        for one in all.iter().filter(|one| text(one, "conversationId") == name) {
            let Some(said) = one.get("payload").and_then(shown) else { continue };
            if text(one, "direction") == "incoming" {
                let mut record = out.begin();
                let known = [(Field::Id, "id"), (Field::Conversation, "conversationId"), (Field::Time, "createdAt")];
                put(&mut record, one, &known);
                dialogue.ask(record, &said, out);
            } else {
                dialogue.say(said, Vec::new());
            }
        }
        dialogue.end(out);
    }
}

/// Returns what the payload of a message or a trace shows: its text, or what a user chose.
fn shown(payload: Value<'_>) -> Option<String> {
    if payload.kind() == Kind::String {
        return payload.scalar();
    }
    let fields = payload.members()?;
    first(&fields, &["text", "message", "query", "label", "payload"]).and_then(shown)
}

/// A transcript of Voiceflow.
#[derive(Default)]
struct Voiceflow {
    dialogue: Dialogue,
}

fn are_turns(entries: &[Fields<'_>]) -> Strength {
    let is_turn = |fields: &&Fields<'_>| {
        fields.has("turnID") && fields.has("payload") && (fields.has("format") || fields.has("type"))
    };
    let turns = entries.iter().filter(is_turn).count();
    Strength::sure(turns > 0 && turns * 2 >= entries.len())
}

impl FormatReader for Voiceflow {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        let text = |key: &str| fields.get(key).map(Value::plain).unwrap_or_default();
        let (format, kind) = (text("format"), text("type"));
        let said = || fields.get("payload").and_then(shown);
        match format.as_str() {
            "launch" => {
                self.dialogue.end(out);
                out.skip("the start of a session");
            }
            "request" => {
                let Some(text) = said() else { return };
                let mut record = out.begin();
                let known = [(Field::Id, "turnID"), (Field::Conversation, "sessionID"), (Field::Time, "startTime")];
                put(&mut record, fields, &known);
                self.dialogue.ask(record, &text, out);
            }
            _ if is_shown(&kind) => match said().map(|text| self.dialogue.say(text, Vec::new())) {
                Some(Some(record)) => out.tell(record),
                Some(None) => out.skip("what was said before the user spoke"),
                None => {}
            },
            _ => out.skip("a step of the agent that shows nothing"),
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        self.dialogue.end(out);
    }
}

fn is_shown(kind: &str) -> bool {
    matches!(kind, "text" | "speak" | "completion" | "message")
}

/// Returns a transcript that has a log of actions and traces.
fn logs<'a>(fields: &Fields<'a>) -> Option<Fields<'a>> {
    let transcript = fields.get("transcript").and_then(Value::members).unwrap_or_else(|| fields.clone());
    let first = transcript.get("logs")?.elements()?.first()?.members()?;
    let kind = first.get("type")?.text()?;
    (matches!(kind.as_ref(), "action" | "trace") && first.has("data")).then_some(transcript)
}

fn read_transcript(fields: &mut Fields<'_>, out: &mut Records<'_>) {
    let Some(transcript) = logs(fields) else { return };
    let mut dialogue = Dialogue::default();
    for log in listed(&transcript, "logs") {
        let text = |fields: &Fields<'_>, key: &str| fields.get(key).map(Value::plain).unwrap_or_default();
        let data = log.get("data").and_then(Value::members).unwrap_or_default();
        let Some(said) = data.get("payload").and_then(shown) else { continue };
        if text(&log, "type") == "action" {
            let mut record = out.begin();
            let name = first(&transcript, &["sessionID", "id"]);
            if let Some(name) = name {
                record.put(Field::Conversation, "sessionID", name);
            }
            put(&mut record, &log, &[(Field::Time, "createdAt")]);
            for key in ["evaluations", "properties"] {
                if let Some(value) = transcript.get(key).filter(|value| !matches!(value.source(), "[]" | "{}" | "null"))
                {
                    record.keep(key, value.kept());
                }
            }
            dialogue.ask(record, &said, out);
        } else if is_shown(&text(&data, "type")) {
            dialogue.say(said, Vec::new());
        }
    }
    dialogue.end(out);
}
